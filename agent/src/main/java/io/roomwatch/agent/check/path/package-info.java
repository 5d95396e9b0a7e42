/**
 * The path between two agents: one file per check. Names {@code check}, but not the catalogue, and
 * what it may name; no other group of checks.
 */
@NullMarked
package io.roomwatch.agent.check.path;

import org.jspecify.annotations.NullMarked;
