/**
 * The support bundle: what goes into it, what is taken out of it, how large it may be, and the page
 * that tells it to people. Given everything; reads only the facts that it is handed. Names {@code
 * web} for its documents, {@code sink} for the redactor, {@code maintenance}, {@code journal},
 * {@code facts}, {@code config}, {@code diagnosis} for what a person said, {@code verdict}, {@code
 * health} and {@code observation}. The fields that people are asked for are those of the evidence
 * pack of shared practice: see docs/evidence.md.
 */
@NullMarked
package io.roomwatch.agent.evidence;

import org.jspecify.annotations.NullMarked;
