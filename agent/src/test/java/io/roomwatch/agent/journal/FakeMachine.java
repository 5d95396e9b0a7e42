package io.roomwatch.agent.journal;

import io.roomwatch.agent.facts.DhcpLease;
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
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A room PC as a test wants it: wired {@code eth0} with 10.4.12.20/24, gateway 10.4.12.1, Wi-Fi
 * {@code wlan0} down, one DNS server, a firewall, Zoom Rooms, one controller.
 */
final class FakeMachine implements Facts {

  Platform platform = Platform.WINDOWS;
  final Map<String, NetInterface> interfaces = new LinkedHashMap<>();
  final List<Route> routes = new ArrayList<>();
  final List<InetAddress> resolvers = new ArrayList<>();
  final List<String> controllers = new ArrayList<>();
  final List<DhcpLease> leases = new ArrayList<>();
  List<ProxySource> proxies = List.of();
  Fact<HostFirewall> firewall = Fact.known(firewall(true, "allow 22", "allow 9090"));
  Fact<List<InstalledApplication>> applications = Fact.known(List.of(zoomRooms("6.1.0")));

  /** What cannot be read now. */
  final List<String> unread = new ArrayList<>();

  FakeMachine() {
    link("lo", Kind.LOOPBACK, true, "127.0.0.1/8", "::1/128");
    link("eth0", Kind.ETHERNET, true, "10.4.12.20/24", "fe80::20/64");
    link("wlan0", Kind.WIFI, false);
    route("0.0.0.0/0", "10.4.12.1", "eth0");
    route("10.4.12.0/24", "", "eth0");
    resolvers.add(ip("10.4.12.53"));
    controllers.add("10.4.13.31");
  }

  static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Subnet subnet(String text) {
    int slash = text.indexOf('/');
    return new Subnet(ip(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  static InstalledApplication zoomRooms(String version) {
    return new InstalledApplication("Zoom Rooms", Optional.of(version), "Zoom");
  }

  static DhcpLease lease(String address, String server, Instant end) {
    return new DhcpLease("eth0", ip(address), Optional.of(ip(server)), Optional.of(end));
  }

  static HostFirewall firewall(boolean on, String... rules) {
    return new HostFirewall(
        "Windows Firewall",
        List.of(
            new HostFirewall.Profile("Domain", on, true),
            new HostFirewall.Profile("Public", true, false)),
        new HostFirewall.Inbound(HostFirewall.Action.ALLOW, Optional.empty(), true),
        List.of(rules));
  }

  static ProxySource proxy(ProxySource.Kind kind, String owner, ProxySettings settings) {
    return new ProxySource(kind, owner, Fact.known(settings));
  }

  static ProxySettings via(String host, int port) {
    return new ProxySettings(
        Optional.of(new ProxySettings.HostPort(host, port)), List.of(), Optional.empty(), false);
  }

  FakeMachine link(String name, Kind kind, boolean up, String... addresses) {
    interfaces.put(
        name,
        new NetInterface(
            name,
            name,
            kind,
            up,
            Arrays.stream(addresses).map(FakeMachine::subnet).toList(),
            OptionalLong.empty(),
            new NetInterface.Counters(1, 2, 3, 4)));
    return this;
  }

  /**
   * @param gateway empty: on-link
   */
  FakeMachine route(String destination, String gateway, String through) {
    return route(destination, gateway, through, 100);
  }

  FakeMachine route(String destination, String gateway, String through, long metric) {
    routes.add(
        new Route(
            subnet(destination),
            gateway.isEmpty() ? Optional.empty() : Optional.of(ip(gateway)),
            through,
            metric));
    return this;
  }

  FakeMachine noRoutes() {
    routes.clear();
    return this;
  }

  private <T> Fact<T> fact(String name, Supplier<Fact<T>> value) {
    return unread.contains(name)
        ? Fact.unread(Reason.TIMEOUT, "The test forbids it.")
        : value.get();
  }

  @Override
  public Platform platform() {
    return platform;
  }

  @Override
  public String hostName() {
    return "room-pc";
  }

  @Override
  public Fact<List<NetInterface>> interfaces() {
    return fact("interfaces", () -> Fact.known(List.copyOf(interfaces.values())));
  }

  @Override
  public Fact<List<Route>> routes() {
    return fact("routes", () -> Fact.known(List.copyOf(routes)));
  }

  @Override
  public Fact<InetAddress> sourceTo(InetAddress end) {
    return Fact.unread(Reason.UNSUPPORTED, "nobody asks");
  }

  @Override
  public Fact<String> hostsFile() {
    return Fact.unread(Reason.UNSUPPORTED, "nobody asks");
  }

  @Override
  public Fact<List<InetAddress>> resolvers() {
    return fact("resolvers", () -> Fact.known(List.copyOf(resolvers)));
  }

  @Override
  public Fact<List<TcpSocket>> sockets(int localPort) {
    if (localPort != 9090) {
      throw new AssertionError("controllers connect to 9090, not " + localPort);
    }
    TcpSocket listener =
        new TcpSocket(
            TcpSocket.State.LISTEN,
            new InetSocketAddress(ip("0.0.0.0"), 9090),
            Optional.empty(),
            OptionalLong.of(1));
    return fact(
        "sockets",
        () ->
            Fact.known(
                Stream.concat(
                        Stream.of(listener),
                        controllers.stream()
                            .map(
                                remote ->
                                    new TcpSocket(
                                        TcpSocket.State.ESTABLISHED,
                                        new InetSocketAddress(ip("10.4.12.20"), 9090),
                                        Optional.of(new InetSocketAddress(ip(remote), 50123)),
                                        OptionalLong.empty())))
                    .toList()));
  }

  @Override
  public List<ProxySource> proxies() {
    return proxies;
  }

  @Override
  public Fact<HostFirewall> firewall(int port) {
    return fact("firewall", () -> firewall);
  }

  @Override
  public Fact<List<InstalledApplication>> applications() {
    return fact("applications", () -> applications);
  }

  @Override
  public Fact<List<DhcpLease>> leases() {
    return fact("leases", () -> Fact.known(List.copyOf(leases)));
  }

  @Override
  public Fact<List<Neighbour>> neighbours() {
    throw new AssertionError("the journal does not ask who the neighbours are");
  }

  @Override
  public Fact<List<Wifi>> wifi() {
    throw new AssertionError("the journal keeps nothing of radio networks");
  }

  @Override
  public Fact<List<RunningProcess>> processes() {
    throw new AssertionError("the journal keeps nothing of processes");
  }

  @Override
  public Fact<List<Peripheral>> peripherals() {
    throw new AssertionError("the journal keeps nothing of peripherals");
  }

  @Override
  public Fact<HostLoad> load() {
    throw new AssertionError("the journal keeps nothing of the load");
  }
}
