/**
 * From observations to a state: N of M, recovery, flapping, staleness. Pure: no clock, no I/O.
 * Names only {@code observation}.
 */
@NullMarked
package io.roomwatch.agent.health;

import org.jspecify.annotations.NullMarked;
