/**
 * Alerts on disk until a sink has taken them. {@link io.roomwatch.agent.outbox.Alerting} is the
 * daemon's side, {@link io.roomwatch.agent.outbox.Outbox} that of commands. Names {@code alert},
 * {@code sink}, {@code journal}, {@code store} and {@code observation}.
 */
@NullMarked
package io.roomwatch.agent.outbox;

import org.jspecify.annotations.NullMarked;
