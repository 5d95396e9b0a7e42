/**
 * {@code roomwatch diagnose}: reads what a technician saw, and prints which layer broke and what
 * may be behind a code. Names {@code cli} and what that names.
 */
@NullMarked
package io.roomwatch.agent.cli.triage;

import org.jspecify.annotations.NullMarked;
