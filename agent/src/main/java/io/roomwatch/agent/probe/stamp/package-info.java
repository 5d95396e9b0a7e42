/**
 * STAMP (RFC 8762): its packets, what came of a burst of them, and the reflector that answers
 * others. Names only the words of {@code probe}, {@code probe.datagram}, {@code probe.network} and
 * Netty.
 */
@NullMarked
package io.roomwatch.agent.probe.stamp;

import org.jspecify.annotations.NullMarked;
