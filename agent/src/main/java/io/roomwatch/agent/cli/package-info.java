/**
 * One class per command, on picocli. Commands name what the composition root offers them ({@code
 * Program}); they print and choose exit codes, and do nothing else.
 */
@NullMarked
package io.roomwatch.agent.cli;

import org.jspecify.annotations.NullMarked;
