/**
 * The maintenance schedule: what is due every day … every year, what came of it, who attested what,
 * the baselines that people accepted, and silences. {@code schedule} is the loop of seconds, this
 * the calendar of weeks and years. {@code calendar} below says when, {@code duty} how an item is
 * answered; both are pure.
 *
 * <p>An occurrence is known by item and period. What is answered in the window of an occurrence
 * counts for it: from its time to the next one's for what the agent does, and earlier by the item's
 * grace for what people attest. Of an occurrence the agent records one conclusive answer, ever: a
 * unique index holds it, whatever the clock does and whenever the process dies.
 *
 * <p>Names {@code config}, {@code yaml} (spelling), {@code observation}, {@code check} (baselines
 * and drift), {@code facts} (the configuration record), {@code journal} and {@code store}.
 */
@NullMarked
package io.roomwatch.agent.maintenance;

import org.jspecify.annotations.NullMarked;
