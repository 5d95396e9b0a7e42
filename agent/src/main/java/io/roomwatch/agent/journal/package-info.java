/**
 * What failed, recovered, changed: events, kept in the store, and the changes of this machine
 * between two looks at it. Names {@code store}, {@code facts}, {@code health}, {@code verdict} and
 * {@code observation}.
 */
@NullMarked
package io.roomwatch.agent.journal;

import org.jspecify.annotations.NullMarked;
