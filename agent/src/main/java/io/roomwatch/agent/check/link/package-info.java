/**
 * The link between controllers and room, TCP 9090: one file per check. Names {@code check}, but not
 * the catalogue, and what it may name; no other group of checks.
 */
@NullMarked
package io.roomwatch.agent.check.link;

import org.jspecify.annotations.NullMarked;
