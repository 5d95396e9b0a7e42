/**
 * What a technician asks: which layer, what speaks for it and against it, and what may be behind an
 * on-screen code. Pure: no clock, no I/O. Names only {@code verdict}, {@code health} and {@code
 * observation}.
 */
@NullMarked
package io.roomwatch.agent.diagnosis;

import org.jspecify.annotations.NullMarked;
