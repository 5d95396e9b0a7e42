/**
 * Facts that OSHI does not have of macOS: from the programs that come with it. Names only {@code
 * facts}, {@code facts.reader} and {@code observation}.
 */
@NullMarked
package io.roomwatch.agent.facts.macos;

import org.jspecify.annotations.NullMarked;
