/**
 * DNS messages (RFC 1035, EDNS RFC 6891), read and written, what their answers find, and the way by
 * TCP. Names only the words of {@code probe}, {@code probe.network}, {@code probe.datagram}, {@code
 * observation} and Netty.
 */
@NullMarked
package io.roomwatch.agent.probe.dns;

import org.jspecify.annotations.NullMarked;
