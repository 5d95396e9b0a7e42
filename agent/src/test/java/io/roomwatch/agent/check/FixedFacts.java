package io.roomwatch.agent.check;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.NetInterface;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A room PC as a test wants it: 10.4.12.20/24 on {@code eth0}, gateway 10.4.12.1, and nothing else
 * until it is said.
 */
final class FixedFacts implements Facts {

  Fact<List<NetInterface>> interfaces = Fact.known(List.of(nic("eth0", "10.4.12.20", 24)));
  Fact<List<Route>> routes =
      Fact.known(
          List.of(route("10.4.12.0", 24, "", "eth0"), route("0.0.0.0", 0, "10.4.12.1", "eth0")));
  Fact<List<InetAddress>> resolvers = Fact.known(List.of(ip("10.4.12.53")));
  Fact<HostFirewall> firewall = Fact.unread(Reason.UNSUPPORTED, "There is no firewall here.");
  Fact<List<TcpSocket>> sockets = Fact.known(List.of());
  Fact<List<RunningProcess>> processes = Fact.known(List.of());
  Fact<List<Neighbour>> neighbours = Fact.known(List.of());
  List<ProxySource> proxies = List.of();

  private final List<TcpSocket> opened = new ArrayList<>();
  private final List<RunningProcess> running = new ArrayList<>();
  private final List<Neighbour> asked = new ArrayList<>();

  static InetAddress ip(String literal) {
    return Addresses.literal(literal)
        .orElseThrow(() -> new IllegalArgumentException(literal + " is no address"));
  }

  static NetInterface nic(String name, String address, int prefixLength) {
    return nic(name, NetInterface.Kind.ETHERNET, address, prefixLength);
  }

  static NetInterface nic(String name, NetInterface.Kind kind, String address, int prefixLength) {
    return new NetInterface(
        name,
        name,
        kind,
        true,
        List.of(new Subnet(ip(address), prefixLength)),
        OptionalLong.empty(),
        new NetInterface.Counters(0, 0, 0, 0));
  }

  /**
   * @param gateway empty string: on-link
   */
  static Route route(String network, int prefixLength, String gateway, String through) {
    Optional<InetAddress> hop = gateway.isEmpty() ? Optional.empty() : Optional.of(ip(gateway));
    return new Route(new Subnet(ip(network), prefixLength), hop, through, 100);
  }

  FixedFacts listens(String address, long pid) {
    return opens(
        new TcpSocket(
            TcpSocket.State.LISTEN,
            new InetSocketAddress(ip(address), 9090),
            Optional.empty(),
            pid < 0 ? OptionalLong.empty() : OptionalLong.of(pid)));
  }

  FixedFacts connected(String remote) {
    return opens(
        new TcpSocket(
            TcpSocket.State.ESTABLISHED,
            new InetSocketAddress(ip("10.4.12.20"), 9090),
            Optional.of(new InetSocketAddress(ip(remote), 50123)),
            OptionalLong.empty()));
  }

  private FixedFacts opens(TcpSocket socket) {
    opened.add(socket);
    sockets = Fact.known(List.copyOf(opened));
    return this;
  }

  FixedFacts nothingConnected() {
    opened.clear();
    sockets = Fact.known(List.of());
    return this;
  }

  FixedFacts runs(long pid, String name, String path, String user) {
    running.add(
        new RunningProcess(
            pid,
            name,
            path.isEmpty() ? Optional.empty() : Optional.of(path),
            Instant.EPOCH,
            user.isEmpty() ? Optional.empty() : Optional.of(user),
            OptionalInt.empty()));
    processes = Fact.known(List.copyOf(running));
    return this;
  }

  FixedFacts neighbour(String address, boolean answered) {
    asked.add(new Neighbour(ip(address), "eth0", answered));
    neighbours = Fact.known(List.copyOf(asked));
    return this;
  }

  FixedFacts proxy(ProxySource.Kind kind, String owner, ProxySettings settings) {
    List<ProxySource> more = new ArrayList<>(proxies);
    more.add(new ProxySource(kind, owner, Fact.known(settings)));
    proxies = List.copyOf(more);
    return this;
  }

  static ProxySettings via(String host, int port, String... bypass) {
    return new ProxySettings(
        Optional.of(new ProxySettings.HostPort(host, port)),
        List.of(bypass),
        Optional.empty(),
        false);
  }

  static ProxySettings pac(String url) {
    return new ProxySettings(Optional.empty(), List.of(), Optional.of(url), false);
  }

  @Override
  public Platform platform() {
    return Platform.WINDOWS;
  }

  @Override
  public String hostName() {
    return "boardroom-pc";
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
    return resolvers;
  }

  @Override
  public Fact<List<Neighbour>> neighbours() {
    return neighbours;
  }

  @Override
  public Fact<List<TcpSocket>> sockets(int localPort) {
    return localPort == 9090 ? sockets : Fact.known(List.of());
  }

  @Override
  public List<ProxySource> proxies() {
    return proxies;
  }

  @Override
  public Fact<List<Wifi>> wifi() {
    return Fact.unread(Reason.NOT_FOUND, "There is no Wi-Fi here.");
  }

  @Override
  public Fact<HostFirewall> firewall(int port) {
    return firewall;
  }

  @Override
  public Fact<List<RunningProcess>> processes() {
    return processes;
  }

  @Override
  public Fact<List<InstalledApplication>> applications() {
    return Fact.known(List.of());
  }

  @Override
  public Fact<List<Peripheral>> peripherals() {
    return Fact.known(List.of());
  }

  @Override
  public Fact<HostLoad> load() {
    return Fact.unread(Reason.UNSUPPORTED, "Nobody measures here.");
  }
}
