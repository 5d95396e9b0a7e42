package io.roomwatch.agent.facts;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * An IPv4 address that this machine got by DHCP. A client may leave the file of a lease behind that
 * is not in use any more: compare it with the addresses of the interface, and with its end.
 *
 * @param interfaceName as {@link NetInterface#name}
 * @param server empty where the client does not keep it
 * @param end when it ends unless it is renewed; empty where the client does not keep it
 */
public record DhcpLease(
    String interfaceName,
    InetAddress address,
    Optional<InetAddress> server,
    Optional<Instant> end) {}
