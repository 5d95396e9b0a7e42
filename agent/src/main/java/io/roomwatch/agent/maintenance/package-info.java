/**
 * The maintenance schedule: what is due every day … every year, what came of it, who attested what,
 * and the baselines that people accepted. {@code schedule} is the loop of seconds, this the
 * calendar of weeks and years. Names {@code config}, {@code observation}, {@code journal} and
 * {@code store}.
 */
@NullMarked
package io.roomwatch.agent.maintenance;

import org.jspecify.annotations.NullMarked;
