/** The composition root: argv to exit code, and the one place where the stages meet. */
@NullMarked
package io.roomwatch.agent;

import org.jspecify.annotations.NullMarked;
