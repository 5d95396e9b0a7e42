/**
 * The words of one look: which check, what state, which reason, what was measured. No clock, no
 * I/O, no logger; names nothing but the JDK. Every other package may name it.
 */
@NullMarked
package io.roomwatch.agent.observation;

import org.jspecify.annotations.NullMarked;
