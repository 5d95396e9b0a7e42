package io.roomwatch.agent.check;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A machine that says what the test sets. */
public final class FixedFacts implements Facts {

  public Platform platform = Platform.LINUX;
  public String hostName = "room-pc";
  public Fact<List<NetInterface>> interfaces = Fact.known(List.of());
  public Fact<List<Route>> routes = Fact.known(List.of());
  public Fact<List<Neighbour>> neighbours = Fact.known(List.of());
  public Fact<String> hostsFile = Fact.unread(Reason.NOT_FOUND, "There is no hosts file.");

  /** By destination; to any other the routes lead. */
  public final Map<InetAddress, InetAddress> sources = new HashMap<>();

  /** Where a route rejects what is sent. */
  public final Set<InetAddress> noWay = new HashSet<>();

  public List<ProxySource> proxies = List.of();
  public Fact<List<Wifi>> wifi = Fact.unread(Reason.NOT_FOUND, "There is no Wi-Fi interface.");
  public Fact<HostFirewall> firewall = unset();
  public Fact<List<RunningProcess>> processes = Fact.known(List.of());
  public Fact<List<InstalledApplication>> applications = Fact.known(List.of());
  public Fact<List<Peripheral>> peripherals = Fact.known(List.of());
  public Fact<HostLoad> load = unset();

  /** Without a value, who asks fails the test. */
  public @Nullable Fact<List<InetAddress>> resolvers;

  /** Without a value, who asks fails the test. */
  public @Nullable Fact<List<TcpSocket>> sockets;

  private final List<TcpSocket> opened = new ArrayList<>();
  private final List<RunningProcess> running = new ArrayList<>();
  private final List<Neighbour> asked = new ArrayList<>();

  /** A machine that says nothing, and whose resolvers and sockets nobody may ask for. */
  public FixedFacts() {}

  /** 10.4.12.20/24 on {@code eth0}, gateway 10.4.12.1, and nothing else until it is said. */
  public static FixedFacts roomPc() {
    FixedFacts facts = new FixedFacts();
    facts.platform = Platform.WINDOWS;
    facts.hostName = "boardroom-pc";
    facts.interfaces(link("eth0", Kind.ETHERNET, true, "10.4.12.20/24"));
    facts.routes(onLink("10.4.12.0/24", "eth0"), route("0.0.0.0/0", "10.4.12.1", "eth0", 100));
    facts.resolvers = Fact.known(List.of(ip("10.4.12.53")));
    facts.sockets = Fact.known(List.of());
    return facts;
  }

  /** One wired interface with a default route: what most rooms have. */
  public FixedFacts wired() {
    interfaces(
        link("lo", Kind.LOOPBACK, true, "127.0.0.1/8"),
        link("eth0", Kind.ETHERNET, true, "10.4.12.20/24", "fe80::20/64"));
    routes(route("0.0.0.0/0", "10.4.12.1", "eth0", 100), onLink("10.4.12.0/24", "eth0"));
    return this;
  }

  private static <T> Fact<T> unset() {
    return Fact.unread(Reason.UNSUPPORTED, "The test set nothing.");
  }

  public static InetAddress ip(String literal) {
    return Addresses.literal(literal)
        .orElseThrow(() -> new IllegalArgumentException(literal + " is no address"));
  }

  public static Subnet subnet(String text) {
    int slash = text.indexOf('/');
    return new Subnet(ip(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  public static NetInterface link(String name, Kind kind, boolean up, String... subnets) {
    return link(name, kind, up, OptionalLong.of(1_000_000_000), 0, subnets);
  }

  public static NetInterface link(
      String name, Kind kind, boolean up, OptionalLong speed, long errors, String... subnets) {
    return new NetInterface(
        name,
        name,
        kind,
        up,
        Arrays.stream(subnets).map(FixedFacts::subnet).toList(),
        speed,
        new NetInterface.Counters(1_000, 2_000, errors, 0));
  }

  public static Route route(String destination, String gateway, String name, long metric) {
    return new Route(subnet(destination), Optional.of(ip(gateway)), name, metric);
  }

  public static Route onLink(String destination, String name) {
    return new Route(subnet(destination), Optional.empty(), name, 100);
  }

  public void interfaces(NetInterface... all) {
    interfaces = Fact.known(List.of(all));
  }

  public void routes(Route... all) {
    routes = Fact.known(List.of(all));
  }

  public FixedFacts listens(String address, long pid) {
    return opens(
        new TcpSocket(
            TcpSocket.State.LISTEN,
            new InetSocketAddress(ip(address), 9090),
            Optional.empty(),
            pid < 0 ? OptionalLong.empty() : OptionalLong.of(pid)));
  }

  public FixedFacts connected(String remote) {
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

  public FixedFacts nothingConnected() {
    opened.clear();
    sockets = Fact.known(List.of());
    return this;
  }

  public FixedFacts runs(long pid, String name, String path, String user) {
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

  /** On {@code eth0}; one that answers was confirmed a second ago. */
  public FixedFacts neighbour(String address, boolean answered) {
    return neighbour(
        address,
        "eth0",
        answered,
        answered ? Optional.of(Duration.ofSeconds(1)) : Optional.empty());
  }

  public FixedFacts neighbour(
      String address, String name, boolean answered, Optional<Duration> confirmedAgo) {
    asked.add(new Neighbour(ip(address), name, answered, confirmedAgo));
    neighbours = Fact.known(List.copyOf(asked));
    return this;
  }

  public FixedFacts proxy(ProxySource.Kind kind, String owner, ProxySettings settings) {
    List<ProxySource> more = new ArrayList<>(proxies);
    more.add(new ProxySource(kind, owner, Fact.known(settings)));
    proxies = List.copyOf(more);
    return this;
  }

  public static ProxySettings via(String host, int port, String... bypass) {
    return new ProxySettings(
        Optional.of(new ProxySettings.HostPort(host, port)),
        List.of(bypass),
        Optional.empty(),
        false);
  }

  public static ProxySettings pac(String url) {
    return new ProxySettings(Optional.empty(), List.of(), Optional.of(url), false);
  }

  private static <T> Fact<T> asked(@Nullable Fact<T> fact, String what) {
    if (fact == null) {
      throw new AssertionError("no check here asks for " + what);
    }
    return fact;
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
  public Fact<InetAddress> sourceTo(InetAddress end) {
    if (noWay.contains(end)) {
      return Fact.unread(Reason.NOT_FOUND, "This machine has no way there.");
    }
    return Optional.ofNullable(sources.get(end))
        .map(Fact::known)
        .orElseGet(() -> Fact.unread(Reason.UNSUPPORTED, "The test set none."));
  }

  @Override
  public Fact<String> hostsFile() {
    return hostsFile;
  }

  @Override
  public Fact<List<InetAddress>> resolvers() {
    return asked(resolvers, "the resolvers");
  }

  @Override
  public Fact<List<DhcpLease>> leases() {
    throw new AssertionError("no check asks for leases");
  }

  @Override
  public Fact<List<Neighbour>> neighbours() {
    return neighbours;
  }

  @Override
  public Fact<List<TcpSocket>> sockets(int localPort) {
    Fact<List<TcpSocket>> ofLink = asked(sockets, "sockets");
    return localPort == 9090 ? ofLink : Fact.known(List.of());
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
