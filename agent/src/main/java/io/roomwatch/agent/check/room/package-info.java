/**
 * The room app, its version, its activation and its peripherals: one file per check. Names {@code
 * check}, but not the catalogue, and what it may name; no other group of checks.
 */
@NullMarked
package io.roomwatch.agent.check.room;

import org.jspecify.annotations.NullMarked;
