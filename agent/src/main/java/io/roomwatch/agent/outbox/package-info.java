/**
 * Alerts on disk until a sink has taken them. Names {@code alert}, {@code sink}, {@code journal},
 * {@code store} and {@code observation}.
 */
@NullMarked
package io.roomwatch.agent.outbox;

import org.jspecify.annotations.NullMarked;
