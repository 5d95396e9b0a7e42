package io.roomwatch.agent.facts;

import java.net.InetAddress;

/**
 * One entry of the ARP or NDP table.
 *
 * @param answered whether the entry holds a hardware address; false is an incomplete or failed
 *     resolution
 */
public record Neighbour(InetAddress address, String interfaceName, boolean answered) {}
