/**
 * When an item falls due: pure arithmetic over dates and time zones, no clock. Names {@code config}
 * and the JDK. Weeks are those of ISO 8601; gaps and overlaps of local time are resolved as {@link
 * java.time.ZonedDateTime#ofLocal} does.
 */
@NullMarked
package io.roomwatch.agent.maintenance.calendar;

import org.jspecify.annotations.NullMarked;
