/**
 * {@code roomwatch service}: Roomwatch as a service of this system. Names {@code cli}'s words,
 * {@code service} and picocli.
 */
@NullMarked
package io.roomwatch.agent.cli.service;

import org.jspecify.annotations.NullMarked;
