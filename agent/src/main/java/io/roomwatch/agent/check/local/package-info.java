/**
 * The machine we run on and its own network: one file per check. Names {@code check}, but not the
 * catalogue, and what it may name; no other group of checks.
 */
@NullMarked
package io.roomwatch.agent.check.local;

import org.jspecify.annotations.NullMarked;
