package io.roomwatch.agent.observation;

import java.time.Duration;
import java.time.Instant;

/**
 * One look of one check: what it found, when it ended, and how long it took.
 *
 * @param at wall-clock time at the end of the look
 * @param took monotonic time of the whole look
 */
public record Observation(CheckId check, Instant at, Duration took, Finding finding) {}
