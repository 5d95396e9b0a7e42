/**
 * What the readers of all systems stand on: what each of them has to read, and files, programs and
 * notations that more than one of them meets. Acquisition is thin; parsers are pure and take text.
 * Names only {@code facts} and {@code observation}. Reads, never writes.
 */
@NullMarked
package io.roomwatch.agent.facts.reader;

import org.jspecify.annotations.NullMarked;
