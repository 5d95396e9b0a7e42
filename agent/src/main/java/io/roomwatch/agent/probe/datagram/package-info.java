/**
 * A question by UDP: sent, repeated, answered or refused; and the packets of SNTP (RFC 5905) and
 * STUN (RFC 8489). Names only the words of {@code probe}, {@code probe.network}, {@code
 * observation} and Netty.
 */
@NullMarked
package io.roomwatch.agent.probe.datagram;

import org.jspecify.annotations.NullMarked;
