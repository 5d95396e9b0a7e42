package io.roomwatch.agent.facts;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One entry of the ARP or NDP table.
 *
 * @param answered whether the entry holds a hardware address; false is an incomplete or failed
 *     resolution. True alone says little: a host that died a minute ago may still be listed so
 * @param confirmedAgo for how long at most nothing has shown that the host is there, rounded up to
 *     what the system counts in (Linux: whole seconds); empty where the system does not say, and
 *     for entries that were set by hand
 */
public record Neighbour(
    InetAddress address, String interfaceName, boolean answered, Optional<Duration> confirmedAgo) {}
