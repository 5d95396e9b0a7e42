package io.roomwatch.agent.maintenance.calendar;

import java.time.Instant;

/**
 * One time at which an item falls due.
 *
 * @param period the day, week, month, quarter or year that it is due in: {@code 2026-11-20}, {@code
 *     2026-W47}, {@code 2026-11}, {@code 2026-Q4}, {@code 2026}. What an occurrence is known by: it
 *     stays the same when a window or a time zone is configured anew
 * @param due the window's time
 */
public record Occurrence(String period, Instant due) {}
