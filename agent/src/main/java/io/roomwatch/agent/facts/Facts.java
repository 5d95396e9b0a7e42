package io.roomwatch.agent.facts;

import java.net.InetAddress;
import java.util.List;

/**
 * This machine as seen now. Every method may block, but never longer than its own timeout: call it
 * off the event loop. Slow sources are cached for a short time, so that several checks share one
 * read.
 */
public interface Facts {

  Platform platform();

  /** The host's own name. */
  String hostName();

  /** All interfaces, including loopback, tunnels and those without a hardware address. */
  Fact<List<NetInterface>> interfaces();

  /** All unicast routes of the main table, IPv4 and IPv6. */
  Fact<List<Route>> routes();

  /**
   * The source address that a packet to {@code end} would get, by all rules of the system's routing
   * and not only by its main table. Sends nothing. {@code NOT_FOUND} when there is no way. Answers
   * at once.
   */
  Fact<InetAddress> sourceTo(InetAddress end);

  /** The text of the hosts file. */
  Fact<String> hostsFile();

  /** The DNS servers this machine asks, in order. */
  Fact<List<InetAddress>> resolvers();

  /**
   * The addresses that DHCP gave, one for each interface that has one. An empty list: the machine's
   * DHCP client has none. {@code NOT_FOUND} where no client is known.
   */
  Fact<List<DhcpLease>> leases();

  /** The ARP and NDP tables. */
  Fact<List<Neighbour>> neighbours();

  /** TCP sockets with this local port, listening or connected. */
  Fact<List<TcpSocket>> sockets(int localPort);

  /**
   * Every place where a proxy may be set, each readable or not. An empty list: nowhere looked at
   * has one.
   */
  List<ProxySource> proxies();

  /** Wi-Fi interfaces with their signal. {@code NOT_FOUND} when there is none. */
  Fact<List<Wifi>> wifi();

  /** The host firewall, with its inbound verdict for TCP {@code port}. */
  Fact<HostFirewall> firewall(int port);

  /** All processes that this user may see. */
  Fact<List<RunningProcess>> processes();

  /** Installed applications with their versions. */
  Fact<List<InstalledApplication>> applications();

  /** Cameras, microphones, speakers and displays. */
  Fact<List<Peripheral>> peripherals();

  Fact<HostLoad> load();
}
