/**
 * One file per kind of receiver of alerts. Every call blocks, is bounded in time, and ends in a
 * {@link io.roomwatch.agent.sink.Delivery}. Names {@code alert} and {@code config}.
 */
@NullMarked
package io.roomwatch.agent.sink;

import org.jspecify.annotations.NullMarked;
