package io.roomwatch.agent.observation;

import java.time.Duration;

/**
 * How long one phase took, monotonic. A phase that was never entered has no entry; one that failed
 * has the time until it failed.
 */
public record PhaseTime(Phase phase, Duration took) {}
