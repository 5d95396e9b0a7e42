/**
 * When a verdict or an overdue item starts, keeps and stops being an alert, and what an alert says:
 * {@link io.roomwatch.agent.alert.Machine} goes from one {@link
 * io.roomwatch.agent.alert.AlertState} to the next. Pure: no clock, I/O, logger. Names {@code
 * verdict}, {@code health} and {@code observation}.
 */
@NullMarked
package io.roomwatch.agent.alert;

import org.jspecify.annotations.NullMarked;
