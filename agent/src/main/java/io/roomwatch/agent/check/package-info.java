/**
 * From facts or a probe to a finding: one file per check, and the catalogue of all that the
 * configuration asks for. Names {@code config}, {@code facts}, {@code probe} and {@code
 * observation}.
 */
@NullMarked
package io.roomwatch.agent.check;

import org.jspecify.annotations.NullMarked;
