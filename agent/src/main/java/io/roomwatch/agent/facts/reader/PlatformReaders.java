package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.Wifi;
import java.net.InetAddress;
import java.util.List;

/**
 * What every operating system keeps in a place of its own. Methods block and are neither cached nor
 * bounded in time here: {@code MachineFacts} does both. A method that throws is reported as {@code
 * ERROR}.
 */
public interface PlatformReaders {

  /**
   * The system's own places where a proxy may be set, those that set none included. The environment
   * of this process is not among them: {@code MachineFacts} reads it on every system.
   */
  List<ProxySource> proxies();

  /** The host firewall, with its inbound verdict for TCP {@code port}. */
  Fact<HostFirewall> firewall(int port);

  /** The DNS servers this machine asks, in order, without duplicates. */
  Fact<List<InetAddress>> resolvers();

  /** The addresses that DHCP gave; {@code NOT_FOUND} where no client is known. */
  Fact<List<DhcpLease>> leases();

  /** Whether an installed update waits for a restart; {@code UNSUPPORTED} where nothing says so. */
  Fact<Boolean> pendingReboot();

  /** Wi-Fi interfaces with their signal; {@code NOT_FOUND} when there is none. */
  Fact<List<Wifi>> wifi();
}
