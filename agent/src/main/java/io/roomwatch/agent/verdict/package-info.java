/**
 * Which layer broke and what to do next: one sentence from all states. Pure: no clock, no I/O.
 * Names only {@code observation} and {@code health}.
 */
@NullMarked
package io.roomwatch.agent.verdict;

import org.jspecify.annotations.NullMarked;
