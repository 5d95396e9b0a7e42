/**
 * What the daemon and the system's service manager say to each other. Names nothing of ours but
 * JNA, which alone can send a datagram to a Unix socket. Specification: sd_notify(3) and
 * systemd.service(5) of systemd 252.
 */
@NullMarked
package io.roomwatch.agent.service;

import org.jspecify.annotations.NullMarked;
