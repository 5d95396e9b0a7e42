/**
 * A meeting room, its network and a cloud in network namespaces of this machine: real DNS, TLS,
 * STUN, NTP, proxy and status page. Needs root and iproute2; tests skip with a sentence without
 * them. No packet leaves the namespaces. Also a process of nobody, for tests of what may not be
 * read.
 */
@NullMarked
package io.roomwatch.agent.lab;

import org.jspecify.annotations.NullMarked;
