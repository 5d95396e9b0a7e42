/**
 * From facts or a probe to a finding: {@link io.roomwatch.agent.check.Check}, the catalogue of all
 * that the configuration asks for, and what more than one group of checks needs. Names {@code
 * config}, {@code facts}, {@code probe} and {@code observation}; only the catalogue names the
 * groups below.
 */
@NullMarked
package io.roomwatch.agent.check;

import org.jspecify.annotations.NullMarked;
