package io.roomwatch.agent.facts.macos;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.facts.reader.Addresses;
import io.roomwatch.agent.facts.reader.PlatformReaders;
import io.roomwatch.agent.facts.reader.Programs;
import io.roomwatch.agent.facts.reader.SystemReaders;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * macOS: its own programs for settings, routes, neighbours and sockets, OSHI for the rest.
 *
 * <p>Sockets are listed by {@code netstat}, which shows those of every user; OSHI, which sees only
 * this user's, adds the owners.
 */
public final class MacReaders implements PlatformReaders, SystemReaders {

  private static final Duration QUICK = Duration.ofSeconds(2);

  /** {@code system_profiler} starts many helpers. */
  private static final Duration SLOW = Duration.ofMillis(8500);

  private final Programs programs;
  private final SystemReaders oshi;

  /**
   * @param oshi for interfaces, owners of sockets, processes, applications and load
   */
  public MacReaders(Programs programs, SystemReaders oshi) {
    this.programs = programs;
    this.oshi = oshi;
  }

  @Override
  public List<ProxySource> proxies() {
    Fact<ProxySettings> settings =
        switch (programs.output(QUICK, "scutil", List.of("--proxy"))) {
          case Fact.Known<String> known -> MacSettings.proxy(known.value());
          case Fact.Unread<String> unread -> Fact.unread(unread.reason(), unread.why());
        };
    return List.of(new ProxySource(ProxySource.Kind.SCUTIL, "machine", settings));
  }

  @Override
  public Fact<HostFirewall> firewall(int port) {
    String program = "socketfilterfw";
    Fact<String> global = programs.output(QUICK, program, List.of("--getglobalstate"));
    Fact<String> applications = programs.output(QUICK, program, List.of("--listapps"));
    for (Fact<String> needed : List.of(global, applications)) {
      if (needed instanceof Fact.Unread<String> unread) {
        return Fact.unread(unread.reason(), unread.why());
      }
    }
    return MacSettings.firewall(
            global.asOptional().orElse(""),
            programs.output(QUICK, program, List.of("--getblockall")).asOptional().orElse(""),
            programs.output(QUICK, program, List.of("--getallowsigned")).asOptional().orElse(""),
            applications.asOptional().orElse(""))
        .map(Fact::known)
        .orElseGet(
            () ->
                Fact.unread(
                    Reason.ERROR, "socketfilterfw --getglobalstate printed no known state."));
  }

  @Override
  public Fact<List<InetAddress>> resolvers() {
    return programs
        .output(QUICK, "scutil", List.of("--dns"))
        .map(text -> MacNetwork.resolvers(text, Addresses::interfaceIndex));
  }

  /** Of each wire and Wi-Fi that is up. An interface without a lease prints nothing, or fails. */
  @Override
  public Fact<List<DhcpLease>> leases() {
    if (!(oshi.interfaces() instanceof Fact.Known<List<NetInterface>> known)) {
      return oshi.interfaces().map(ignored -> List.of());
    }
    List<DhcpLease> leases = new ArrayList<>();
    for (NetInterface one : known.value()) {
      boolean asks =
          one.up()
              && (one.kind() == NetInterface.Kind.ETHERNET || one.kind() == NetInterface.Kind.WIFI);
      Fact<String> packet =
          asks
              ? programs.output(QUICK, "ipconfig", List.of("getpacket", one.name()))
              : Fact.known("");
      if (packet instanceof Fact.Unread<String> unread && unread.reason() != Reason.ERROR) {
        return Fact.unread(unread.reason(), unread.why());
      }
      packet
          .asOptional()
          .flatMap(text -> MacNetwork.lease(one.name(), text))
          .ifPresent(leases::add);
    }
    return Fact.known(List.copyOf(leases));
  }

  @Override
  public Fact<Boolean> pendingReboot() {
    return Fact.unread(Reason.UNSUPPORTED, "macOS does not say that an update wants a restart.");
  }

  @Override
  public Fact<List<Wifi>> wifi() {
    Fact<List<Wifi>> radios =
        programs
            .output(SLOW, "system_profiler", List.of("SPAirPortDataType"))
            .map(MacSettings::wifi);
    return radios instanceof Fact.Known<List<Wifi>> known && known.value().isEmpty()
        ? Fact.unread(Reason.NOT_FOUND, "This machine has no Wi-Fi interface.")
        : radios;
  }

  @Override
  public Fact<String> hostName() {
    return oshi.hostName();
  }

  @Override
  public Fact<List<NetInterface>> interfaces() {
    return oshi.interfaces();
  }

  @Override
  public Fact<List<Route>> routes() {
    Fact<List<Route>> table =
        programs.output(QUICK, "netstat", List.of("-rn")).map(MacNetwork::routes);
    if (!(table instanceof Fact.Known<List<Route>> known)) {
      return table;
    }
    if (known.value().stream().anyMatch(Route::isDefault)) {
      return table;
    }
    // "not in table" ends with an error, and then there is no default route indeed.
    List<Route> all = new ArrayList<>(known.value());
    programs
        .output(QUICK, "route", List.of("-n", "get", "default"))
        .asOptional()
        .flatMap(MacNetwork::defaultRoute)
        .ifPresent(all::add);
    return Fact.known(List.copyOf(all));
  }

  @Override
  public Fact<List<Neighbour>> neighbours() {
    Fact<List<Neighbour>> four = programs.output(QUICK, "arp", List.of("-an")).map(MacNetwork::arp);
    if (!(four instanceof Fact.Known<List<Neighbour>> known)) {
      return four;
    }
    List<Neighbour> all = new ArrayList<>(known.value());
    programs
        .output(QUICK, "ndp", List.of("-an"))
        .map(MacNetwork::ndp)
        .asOptional()
        .ifPresent(all::addAll);
    return Fact.known(List.copyOf(all));
  }

  @Override
  public Fact<List<TcpSocket>> sockets(int localPort) {
    Fact<List<TcpSocket>> all =
        programs
            .output(QUICK, "netstat", List.of("-anW", "-p", "tcp"))
            .map(text -> MacNetwork.sockets(text, localPort));
    if (!(all instanceof Fact.Known<List<TcpSocket>> known) || known.value().isEmpty()) {
      return all;
    }
    List<TcpSocket> owned = oshi.sockets(localPort).asOptional().orElse(List.of());
    return Fact.known(known.value().stream().map(socket -> owner(socket, owned)).toList());
  }

  /** The same socket with its process, when that is one of this user's. */
  private static TcpSocket owner(TcpSocket socket, List<TcpSocket> owned) {
    Optional<TcpSocket> same =
        owned.stream()
            .filter(one -> one.pid().isPresent())
            .filter(one -> one.state() == socket.state())
            .filter(one -> one.remote().equals(socket.remote()))
            // On one port one program may listen on loopback and another on everything.
            .filter(one -> isSame(one.local().getAddress(), socket.local().getAddress()))
            .findFirst();
    return same.map(
            one -> new TcpSocket(socket.state(), socket.local(), socket.remote(), one.pid()))
        .orElse(socket);
  }

  /** One says 0.0.0.0 for what the other calls ::. */
  private static boolean isSame(InetAddress one, InetAddress other) {
    return one.equals(other) || (one.isAnyLocalAddress() && other.isAnyLocalAddress());
  }

  @Override
  public Fact<List<RunningProcess>> processes() {
    return oshi.processes();
  }

  @Override
  public Fact<List<InstalledApplication>> applications() {
    return oshi.applications();
  }

  /** OSHI's, with the cameras that the system lists: built-in ones are not on USB. */
  @Override
  public Fact<List<Peripheral>> peripherals() {
    Fact<String> cameras = programs.output(SLOW, "system_profiler", List.of("SPCameraDataType"));
    return oshi.peripherals()
        .map(
            found -> {
              TreeSet<Peripheral> all = new TreeSet<>(found);
              cameras.map(MacSettings::cameras).asOptional().ifPresent(all::addAll);
              return List.copyOf(all);
            });
  }

  @Override
  public Fact<HostLoad> load() {
    return oshi.load();
  }
}
