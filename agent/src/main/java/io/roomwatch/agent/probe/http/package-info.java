/**
 * HTTP/1.1 as probes speak it: a GET, a tunnel through a proxy, and what the pages mean. Names only
 * the words of {@code probe}, {@code probe.network}, {@code probe.tls}, {@code observation}, Netty,
 * and Jackson for the status page. RFC 9110, RFC 9112.
 */
@NullMarked
package io.roomwatch.agent.probe.http;

import org.jspecify.annotations.NullMarked;
