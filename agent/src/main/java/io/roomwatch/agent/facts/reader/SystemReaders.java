package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.TcpSocket;
import java.util.List;

/**
 * What every operating system tells in much the same shape: read through OSHI, or through {@code
 * /proc} and {@code /sys} on Linux. Methods block and are neither cached nor bounded in time here:
 * {@code MachineFacts} does both. A method that throws is reported as {@code ERROR}.
 */
public interface SystemReaders {

  /** The host's own name, without asking DNS. */
  Fact<String> hostName();

  /** All interfaces, including loopback, tunnels and those without any address. */
  Fact<List<NetInterface>> interfaces();

  /** All unicast routes of the main table, IPv4 and IPv6. */
  Fact<List<Route>> routes();

  /** The ARP and NDP tables. */
  Fact<List<Neighbour>> neighbours();

  /** TCP sockets with this local port. */
  Fact<List<TcpSocket>> sockets(int localPort);

  /** All processes that this user may see. */
  Fact<List<RunningProcess>> processes();

  /** Installed applications. */
  Fact<List<InstalledApplication>> applications();

  /** Cameras, microphones, speakers and displays, sorted. */
  Fact<List<Peripheral>> peripherals();

  /** How loaded the machine is; {@code pendingReboot} is left empty. */
  Fact<HostLoad> load();
}
