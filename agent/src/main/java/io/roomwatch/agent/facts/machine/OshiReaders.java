package io.roomwatch.agent.facts.machine;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.reader.Addresses;
import io.roomwatch.agent.facts.reader.Edid;
import io.roomwatch.agent.facts.reader.InterfaceKinds;
import io.roomwatch.agent.facts.reader.NativeTables;
import io.roomwatch.agent.facts.reader.SystemReaders;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import oshi.hardware.Display;
import oshi.hardware.NetworkIF;
import oshi.hardware.SoundCard;
import oshi.hardware.UsbDevice;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;
import oshi.software.os.NetworkParams.IPRoute;
import oshi.software.os.OSProcess;
import oshi.spi.SystemInfoProvider;

/**
 * Windows, macOS and others through OSHI. Each value is asked anew: OSHI's objects are snapshots.
 * OSHI says "unknown" or an empty text for what it cannot read; here that is absence.
 */
final class OshiReaders implements SystemReaders {

  private static final String UNKNOWN = "unknown";

  /** Faster than any port; a driver that does not know says the largest number there is. */
  private static final long SPEED_LIMIT = 10_000_000_000_000L;

  private final Platform platform;
  private final Supplier<? extends SystemInfoProvider> oshi;
  private final NativeTables tables;
  private final Predicate<String> vpn;

  private final OshiLoad load = new OshiLoad();

  /**
   * @param oshi makes OSHI's entry point, once, when it is first needed: loading it takes a while
   * @param vpn tells names and descriptions of VPN adapters
   */
  OshiReaders(
      Platform platform,
      Supplier<? extends SystemInfoProvider> oshi,
      NativeTables tables,
      Predicate<String> vpn) {
    this.platform = platform;
    this.oshi = oshi;
    this.tables = tables;
    this.vpn = vpn;
  }

  @Override
  public Fact<String> hostName() {
    return text(oshi.get().getOperatingSystem().getNetworkParams().getHostName())
        .map(Fact::known)
        .orElseGet(() -> Fact.unread(Reason.NOT_FOUND, "The system does not tell its name."));
  }

  @Override
  public Fact<List<NetInterface>> interfaces() {
    // true: without it interfaces that have no hardware address are left out, and so are VPNs.
    return Fact.known(
        oshi.get().getHardware().getNetworkIFs(true).stream().map(this::face).toList());
  }

  private NetInterface face(NetworkIF seen) {
    String description = text(seen.getDisplayName()).orElse(seen.getName());
    List<Subnet> addresses = new ArrayList<>();
    subnets(seen.getIPv4addr(), seen.getSubnetMasks(), addresses);
    subnets(seen.getIPv6addr(), seen.getPrefixLengths(), addresses);
    String name = name(seen);
    NetInterface.Kind kind =
        InterfaceKinds.of(
            new InterfaceKinds.Traits(platform, name, description, seen.getIfType(), false, false),
            vpn);
    return new NetInterface(
        name,
        description,
        kind,
        up(seen, addresses),
        addresses,
        seen.getSpeed() > 0 && seen.getSpeed() < SPEED_LIMIT
            ? OptionalLong.of(seen.getSpeed())
            : OptionalLong.empty(),
        new NetInterface.Counters(
            Math.max(0, seen.getBytesRecv()),
            Math.max(0, seen.getBytesSent()),
            Math.max(0, seen.getInErrors()),
            Math.max(0, seen.getOutErrors())));
  }

  /** The alias on Windows, {@code Ethernet 2}, for that is the name people see. */
  private String name(NetworkIF seen) {
    return platform == Platform.WINDOWS
        ? text(seen.getIfAlias()).orElse(seen.getName())
        : seen.getName();
  }

  private static boolean up(NetworkIF seen, List<Subnet> addresses) {
    return switch (seen.getIfOperStatus()) {
      case UP -> true;
      case DOWN, TESTING, DORMANT, NOT_PRESENT, LOWER_LAYER_DOWN -> false;
      // macOS: an unplugged wire keeps its flags but loses its addresses.
      case UNKNOWN -> {
        try {
          yield seen.queryNetworkInterface().isUp() && !addresses.isEmpty();
        } catch (SocketException gone) {
          yield false;
        }
      }
    };
  }

  private static void subnets(String[] addresses, Short[] prefixes, List<Subnet> into) {
    for (int i = 0; i < addresses.length; i++) {
      int prefix = i < prefixes.length ? prefixes[i] : -1;
      Addresses.literal(addresses[i])
          .map(
              address -> {
                int bits = address.getAddress().length * 8;
                return new Subnet(address, prefix >= 0 && prefix <= bits ? prefix : bits);
              })
          .ifPresent(into::add);
    }
  }

  @Override
  public Fact<List<Route>> routes() {
    List<IPRoute> seen = oshi.get().getOperatingSystem().getNetworkParams().getRoutes();
    if (seen.isEmpty()) {
      return Fact.unread(Reason.ERROR, "The system's routing table could not be read.");
    }
    Map<Integer, String> names = namesByIndex();
    Map<Integer, Long> four = tables.interfaceMetrics(false);
    Map<Integer, Long> six = tables.interfaceMetrics(true);
    List<Route> routes = new ArrayList<>();
    for (IPRoute route : seen) {
      Optional<InetAddress> destination = Addresses.of(route.getDestination());
      int bits = route.getDestination().length * 8;
      boolean unicast =
          destination.isPresent()
              && !destination.get().isMulticastAddress()
              && !destination.get().getHostAddress().equals("255.255.255.255");
      if (unicast && route.getPrefixLength() >= 0 && route.getPrefixLength() <= bits) {
        int index = route.getInterfaceIndex();
        long added = (bits == 32 ? four : six).getOrDefault(index, 0L);
        routes.add(
            new Route(
                new Subnet(destination.get(), route.getPrefixLength()),
                Addresses.of(route.getGateway()).filter(hop -> !hop.isAnyLocalAddress()),
                names.getOrDefault(index, route.getInterfaceName()),
                Math.max(0, route.getMetric()) + added));
      }
    }
    return Fact.known(List.copyOf(routes));
  }

  private Map<Integer, String> namesByIndex() {
    Map<Integer, String> names = new HashMap<>();
    oshi.get()
        .getHardware()
        .getNetworkIFs(true)
        .forEach(seen -> names.put(seen.getIndex(), name(seen)));
    return names;
  }

  @Override
  public Fact<List<Neighbour>> neighbours() {
    Map<Integer, String> names = namesByIndex();
    return tables
        .neighbours()
        .map(
            entries ->
                entries.stream()
                    .filter(entry -> names.containsKey(entry.interfaceIndex()))
                    .map(
                        entry ->
                            new Neighbour(
                                entry.address(),
                                names.getOrDefault(entry.interfaceIndex(), ""),
                                entry.answered(),
                                entry.confirmedAgo()))
                    .toList());
  }

  @Override
  public Fact<List<TcpSocket>> sockets(int localPort) {
    return tables.sockets(localPort).orElseGet(() -> oshiSockets(localPort));
  }

  private Fact<List<TcpSocket>> oshiSockets(int localPort) {
    List<TcpSocket> sockets = new ArrayList<>();
    for (IPConnection seen :
        oshi.get().getOperatingSystem().getInternetProtocolStats().getConnections()) {
      Optional<InetAddress> local = Addresses.of(seen.getLocalAddress());
      if (seen.getType().startsWith("tcp")
          && seen.getLocalPort() == localPort
          && local.isPresent()) {
        TcpSocket.State state = state(Optional.ofNullable(seen.getState()).orElse(TcpState.NONE));
        sockets.add(
            new TcpSocket(
                state,
                new InetSocketAddress(local.get(), localPort),
                state == TcpSocket.State.LISTEN
                    ? Optional.empty()
                    : Addresses.of(seen.getForeignAddress())
                        .map(peer -> new InetSocketAddress(peer, seen.getForeignPort())),
                seen.getowningProcessId() > 0
                    ? OptionalLong.of(seen.getowningProcessId())
                    : OptionalLong.empty()));
      }
    }
    return Fact.known(List.copyOf(sockets));
  }

  private static TcpSocket.State state(TcpState state) {
    return switch (state) {
      case LISTEN -> TcpSocket.State.LISTEN;
      case ESTABLISHED -> TcpSocket.State.ESTABLISHED;
      case UNKNOWN,
          CLOSED,
          SYN_SENT,
          SYN_RECV,
          FIN_WAIT_1,
          FIN_WAIT_2,
          CLOSE_WAIT,
          CLOSING,
          LAST_ACK,
          TIME_WAIT,
          NONE ->
          TcpSocket.State.OTHER;
    };
  }

  @Override
  public Fact<List<RunningProcess>> processes() {
    List<RunningProcess> seen = List.of();
    RuntimeException failed = new IllegalStateException("the system shows no process");
    try {
      seen = oshi.get().getOperatingSystem().getProcesses().stream().map(this::process).toList();
    } catch (RuntimeException noPerformanceCounters) {
      failed = noPerformanceCounters;
    }
    if (seen.isEmpty()) {
      // There is always one: this one. None would mean that the room's app does not run.
      seen = tables.processes();
    }
    if (seen.isEmpty()) {
      throw failed;
    }
    return Fact.known(seen);
  }

  private RunningProcess process(OSProcess seen) {
    return new RunningProcess(
        seen.getProcessID(),
        seen.getName().replaceFirst("(?i)\\.exe$", ""),
        text(seen.getPath()),
        Instant.ofEpochMilli(seen.getStartTime()),
        text(seen.getUser()),
        tables.session(seen.getProcessID()));
  }

  @Override
  public Fact<List<InstalledApplication>> applications() {
    return Fact.known(
        oshi.get().getOperatingSystem().getInstalledApplications().stream()
            .map(
                seen ->
                    new InstalledApplication(
                        seen.getName(), text(seen.getVersion()), text(seen.getVendor()).orElse("")))
            .toList());
  }

  /**
   * Displays by EDID, sound cards, and USB devices that call themselves cameras. A sound card that
   * does not say what it is counts as a speaker.
   */
  @Override
  public Fact<List<Peripheral>> peripherals() {
    TreeSet<Peripheral> found = new TreeSet<>();
    for (Display display : oshi.get().getHardware().getDisplays()) {
      found.add(
          new Peripheral(
              Peripheral.Kind.DISPLAY, Edid.name(display.getDisplayInfo().getEdid(), "display")));
    }
    for (SoundCard card : oshi.get().getHardware().getSoundCards()) {
      String name = card.getName().strip();
      boolean records = name.toLowerCase(Locale.ROOT).contains("microphone");
      text(name)
          .map(
              known ->
                  new Peripheral(
                      records ? Peripheral.Kind.MICROPHONE : Peripheral.Kind.SPEAKER, known))
          .ifPresent(found::add);
    }
    for (UsbDevice device : oshi.get().getHardware().getUsbDevices(false)) {
      String lower = device.getName().toLowerCase(Locale.ROOT);
      if (lower.contains("camera") || lower.contains("webcam")) {
        found.add(new Peripheral(Peripheral.Kind.CAMERA, device.getName().strip()));
      }
    }
    return Fact.known(List.copyOf(found));
  }

  @Override
  public Fact<HostLoad> load() {
    return load.read(oshi.get());
  }

  private static Optional<String> text(String value) {
    return Optional.of(value.strip())
        .filter(word -> !word.isEmpty() && !word.equalsIgnoreCase(UNKNOWN));
  }
}
