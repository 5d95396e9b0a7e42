package io.roomwatch.agent.alert;

import java.time.Instant;

/**
 * Now, on two clocks.
 *
 * @param wall what people read; may jump. Silences, windows and what a message says go by it
 * @param steady never goes back and never jumps while the agent runs; begins near the wall clock.
 *     Every wait is measured by it
 */
public record Moment(Instant wall, Instant steady) {}
