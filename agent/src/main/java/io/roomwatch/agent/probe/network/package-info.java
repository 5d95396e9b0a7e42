/**
 * The one event loop of all probes, and a TCP exchange on it: connect, phases, deadline, end, and
 * what a failure means. Names only the words of {@code probe}, {@code observation} and Netty.
 */
@NullMarked
package io.roomwatch.agent.probe.network;

import org.jspecify.annotations.NullMarked;
