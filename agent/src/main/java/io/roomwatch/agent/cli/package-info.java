/** The command line: one class per command. Names picocli; only this package does. */
@NullMarked
package io.roomwatch.agent.cli;

import org.jspecify.annotations.NullMarked;
