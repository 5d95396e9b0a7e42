/**
 * From observations to a state: N of M, recovery, flapping, staleness. {@link
 * io.roomwatch.agent.health.CheckHealth} is a pure fold without clock or I/O; {@link
 * io.roomwatch.agent.health.HealthBoard} holds one for every check and is told the time. Names only
 * {@code observation}.
 */
@NullMarked
package io.roomwatch.agent.health;

import org.jspecify.annotations.NullMarked;
