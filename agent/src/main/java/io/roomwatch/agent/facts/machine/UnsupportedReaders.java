package io.roomwatch.agent.facts.machine;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.facts.reader.PlatformReaders;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.util.List;

/** A system without readers of its own: everything says so. */
final class UnsupportedReaders implements PlatformReaders {

  private final Platform platform;

  UnsupportedReaders(Platform platform) {
    this.platform = platform;
  }

  @Override
  public List<ProxySource> proxies() {
    return List.of();
  }

  @Override
  public Fact<HostFirewall> firewall(int port) {
    return none("the host firewall");
  }

  @Override
  public Fact<List<InetAddress>> resolvers() {
    return none("the DNS servers");
  }

  @Override
  public Fact<List<DhcpLease>> leases() {
    return none("the DHCP leases");
  }

  @Override
  public Fact<Boolean> pendingReboot() {
    return none("pending restarts");
  }

  @Override
  public Fact<List<Wifi>> wifi() {
    return none("Wi-Fi");
  }

  private <T> Fact<T> none(String what) {
    return Fact.unread(
        Reason.UNSUPPORTED,
        "There is no reader for " + what + " of this system, " + platform + ".");
  }
}
