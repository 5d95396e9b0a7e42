/**
 * {@code roomwatch evidence}: gathers what a bundle is made of and keeps it as a file. Has the
 * arrows of {@code cli}, and names {@code evidence} besides.
 */
@NullMarked
package io.roomwatch.agent.cli.evidence;

import org.jspecify.annotations.NullMarked;
