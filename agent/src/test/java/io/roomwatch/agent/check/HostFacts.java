package io.roomwatch.agent.check;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A machine that says whatever the test sets; nothing is set at first. */
final class HostFacts implements Facts {

  Platform platform = Platform.LINUX;
  String hostName = "room-pc";
  Fact<List<NetInterface>> interfaces = Fact.known(List.of());
  Fact<List<Route>> routes = Fact.known(List.of());
  Fact<List<Neighbour>> neighbours = Fact.known(List.of());
  List<ProxySource> proxies = List.of();
  Fact<List<Wifi>> wifi = Fact.unread(Reason.NOT_FOUND, "There is no Wi-Fi interface.");
  Fact<HostFirewall> firewall = unset();
  Fact<List<RunningProcess>> processes = Fact.known(List.of());
  Fact<List<InstalledApplication>> applications = Fact.known(List.of());
  Fact<List<Peripheral>> peripherals = Fact.known(List.of());
  Fact<HostLoad> load = unset();

  private static <T> Fact<T> unset() {
    return Fact.unread(Reason.UNSUPPORTED, "The test set nothing.");
  }

  static NetInterface link(String name, Kind kind, boolean up, String... subnets) {
    return link(name, kind, up, OptionalLong.of(1_000_000_000), 0, subnets);
  }

  static NetInterface link(
      String name, Kind kind, boolean up, OptionalLong speed, long errors, String... subnets) {
    return new NetInterface(
        name,
        name,
        kind,
        up,
        Arrays.stream(subnets).map(HostFacts::subnet).toList(),
        speed,
        new NetInterface.Counters(1_000, 2_000, errors, 0));
  }

  static Subnet subnet(String text) {
    int slash = text.indexOf('/');
    return new Subnet(
        address(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  static InetAddress address(String literal) {
    return Addresses.literal(literal)
        .orElseThrow(() -> new IllegalArgumentException(literal + " is no address"));
  }

  static Route via(String destination, String gateway, String name, long metric) {
    return new Route(subnet(destination), Optional.of(address(gateway)), name, metric);
  }

  static Route onLink(String destination, String name) {
    return new Route(subnet(destination), Optional.empty(), name, 100);
  }

  void interfaces(NetInterface... all) {
    interfaces = Fact.known(List.of(all));
  }

  void routes(Route... all) {
    routes = Fact.known(List.of(all));
  }

  /** One wired interface with a default route: what most rooms have. */
  HostFacts wired() {
    interfaces(
        link("lo", Kind.LOOPBACK, true, "127.0.0.1/8"),
        link("eth0", Kind.ETHERNET, true, "10.4.12.20/24", "fe80::20/64"));
    routes(via("0.0.0.0/0", "10.4.12.1", "eth0", 100), onLink("10.4.12.0/24", "eth0"));
    return this;
  }

  @Override
  public Platform platform() {
    return platform;
  }

  @Override
  public String hostName() {
    return hostName;
  }

  @Override
  public Fact<List<NetInterface>> interfaces() {
    return interfaces;
  }

  @Override
  public Fact<List<Route>> routes() {
    return routes;
  }

  @Override
  public Fact<List<InetAddress>> resolvers() {
    throw new AssertionError("no check of this machine asks for the resolvers");
  }

  @Override
  public Fact<List<Neighbour>> neighbours() {
    return neighbours;
  }

  @Override
  public Fact<List<TcpSocket>> sockets(int localPort) {
    throw new AssertionError("no check of this machine asks for sockets");
  }

  @Override
  public List<ProxySource> proxies() {
    return proxies;
  }

  @Override
  public Fact<List<Wifi>> wifi() {
    return wifi;
  }

  @Override
  public Fact<HostFirewall> firewall(int port) {
    if (port != 9090) {
      throw new AssertionError("the link is on 9090, not " + port);
    }
    return firewall;
  }

  @Override
  public Fact<List<RunningProcess>> processes() {
    return processes;
  }

  @Override
  public Fact<List<InstalledApplication>> applications() {
    return applications;
  }

  @Override
  public Fact<List<Peripheral>> peripherals() {
    return peripherals;
  }

  @Override
  public Fact<HostLoad> load() {
    return load;
  }
}
