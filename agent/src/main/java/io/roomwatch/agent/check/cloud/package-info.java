/**
 * The way from the room to the cloud: one file per check. Names {@code check}, but not the
 * catalogue, and what it may name; no other group of checks.
 */
@NullMarked
package io.roomwatch.agent.check.cloud;

import org.jspecify.annotations.NullMarked;
