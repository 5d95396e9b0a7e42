/**
 * The command line written down: manual page and bash completion, both from the commands
 * themselves. Names {@code cli}'s words and picocli. Specification: man(7).
 */
@NullMarked
package io.roomwatch.agent.cli.manual;

import org.jspecify.annotations.NullMarked;
