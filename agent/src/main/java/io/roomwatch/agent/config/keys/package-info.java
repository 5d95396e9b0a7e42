/**
 * The keys of each part of roomwatch.yaml, one file per part: what they are called, what they take,
 * and the record they make. Names only the records of {@code config}, {@code observation}, {@code
 * yaml}, and for {@code triage} {@code rules} and {@code verdict}.
 */
@NullMarked
package io.roomwatch.agent.config.keys;

import org.jspecify.annotations.NullMarked;
