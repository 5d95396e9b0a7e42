/**
 * triage.yaml and codes.yaml: what each finding means and what is known of on-screen codes, as
 * data. Reads the rules in the jar and a site's own on top of them, with every fault and its place.
 * Names only {@code diagnosis}, {@code verdict}, {@code observation} and {@code yaml}.
 */
@NullMarked
package io.roomwatch.agent.rules;

import org.jspecify.annotations.NullMarked;
