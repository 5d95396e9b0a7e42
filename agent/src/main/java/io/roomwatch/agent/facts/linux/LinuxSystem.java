package io.roomwatch.agent.facts.linux;

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
import io.roomwatch.agent.facts.reader.InterfaceKinds;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.facts.reader.Programs;
import io.roomwatch.agent.facts.reader.SystemReaders;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteOrder;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Linux from {@code /proc} and {@code /sys}, without OSHI: these files are a kernel interface, may
 * stand below another root, and need no native library.
 *
 * <p>Interfaces are listed from {@code /sys/class/net}: Java and OSHI leave out those without an
 * address, and an unplugged wire has none.
 */
public final class LinuxSystem implements SystemReaders {

  private static final String NONE_CONFIGURED = "No network interfaces configured";

  private static final Duration IP_PATIENCE = Duration.ofSeconds(2);

  private final MachineFiles files;
  private final Programs programs;
  private final Supplier<Map<String, List<Subnet>>> ipv4;
  private final ByteOrder order = ByteOrder.nativeOrder();

  private ProcHost.@Nullable Ticks before;

  /**
   * @param ipv4 the IPv4 addresses of each interface: no file of {@code /proc} has them
   */
  public LinuxSystem(
      MachineFiles files, Programs programs, Supplier<Map<String, List<Subnet>>> ipv4) {
    this.files = files;
    this.programs = programs;
    this.ipv4 = ipv4;
  }

  /** The interfaces as Java lists them, which are those with an address. */
  interface Listing {
    Enumeration<NetworkInterface> faces() throws SocketException;
  }

  /** The IPv4 addresses of each interface as Java lists them. */
  public static Map<String, List<Subnet>> javaAddresses() {
    return addresses(NetworkInterface::getNetworkInterfaces);
  }

  static Map<String, List<Subnet>> addresses(Listing listing) {
    Map<String, List<Subnet>> addresses = new HashMap<>();
    try {
      for (NetworkInterface face : Collections.list(listing.faces())) {
        addAddresses(face.getName(), face, addresses);
        for (NetworkInterface alias : Collections.list(face.getSubInterfaces())) {
          addAddresses(face.getName(), alias, addresses);
        }
      }
    } catch (SocketException e) {
      // What Java says, java.net.NetworkInterface, where no interface has any address.
      if (NONE_CONFIGURED.equals(e.getMessage())) {
        return Map.of();
      }
      throw new IllegalStateException("addresses cannot be listed", e);
    }
    return addresses;
  }

  private static void addAddresses(
      String name, NetworkInterface face, Map<String, List<Subnet>> addresses) {
    for (InterfaceAddress one : face.getInterfaceAddresses()) {
      int prefix = one.getNetworkPrefixLength();
      InetAddress address = Addresses.unscoped(one.getAddress());
      if (address.getAddress().length == 4 && prefix >= 0 && prefix <= 32) {
        List<Subnet> list = addresses.computeIfAbsent(name, key -> new ArrayList<>());
        Subnet subnet = new Subnet(address, prefix);
        if (!list.contains(subnet)) {
          list.add(subnet);
        }
      }
    }
  }

  @Override
  public Fact<String> hostName() {
    return files.text("/proc/sys/kernel/hostname").map(String::strip);
  }

  @Override
  public Fact<List<NetInterface>> interfaces() {
    Map<String, List<Subnet>> four = ipv4.get();
    Map<String, List<Subnet>> six =
        files.text("/proc/net/if_inet6").asOptional().map(ProcNet::addresses6).orElse(Map.of());
    return files
        .list("/sys/class/net")
        .map(
            names ->
                names.stream()
                    .filter(name -> files.exists("/sys/class/net/" + name + "/operstate"))
                    .map(
                        name -> {
                          List<Subnet> all = new ArrayList<>(four.getOrDefault(name, List.of()));
                          all.addAll(six.getOrDefault(name, List.of()));
                          return face(name, all);
                        })
                    .toList());
  }

  private NetInterface face(String name, List<Subnet> addresses) {
    String folder = "/sys/class/net/" + name + "/";
    InterfaceKinds.Traits traits =
        new InterfaceKinds.Traits(
            Platform.LINUX,
            name,
            name,
            (int) number(folder + "type").orElse(0),
            files.exists(folder + "wireless") || files.exists(folder + "phy80211"),
            files.exists(folder + "tun_flags"));
    String state = files.word(folder + "operstate").orElse("unknown");
    // A carrier may be read only while the interface is administratively up.
    boolean carrier = number(folder + "carrier").orElse(0) == 1;
    OptionalLong megabits = number(folder + "speed");
    return new NetInterface(
        name,
        name,
        InterfaceKinds.of(traits, text -> false),
        state.equals("up") || (state.equals("unknown") && carrier),
        addresses,
        megabits.isPresent() && megabits.getAsLong() > 0 && megabits.getAsLong() < 10_000_000
            ? OptionalLong.of(megabits.getAsLong() * 1_000_000)
            : OptionalLong.empty(),
        new NetInterface.Counters(
            number(folder + "statistics/rx_bytes").orElse(0),
            number(folder + "statistics/tx_bytes").orElse(0),
            number(folder + "statistics/rx_errors").orElse(0),
            number(folder + "statistics/tx_errors").orElse(0)));
  }

  @Override
  public Fact<List<Route>> routes() {
    Fact<String> four = files.text("/proc/net/route");
    if (four instanceof Fact.Unread<String> unread) {
      return Fact.unread(unread.reason(), unread.why());
    }
    Fact<String> six = files.text("/proc/net/ipv6_route");
    // Without IPv6 in the kernel the second file is not there.
    if (six instanceof Fact.Unread<String> unread && unread.reason() != Reason.NOT_FOUND) {
      return Fact.unread(unread.reason(), unread.why());
    }
    List<Route> routes = new ArrayList<>(ProcNet.routes(four.asOptional().orElse(""), order));
    routes.addAll(ProcNet.routes6(six.asOptional().orElse("")));
    return Fact.known(List.copyOf(routes));
  }

  /**
   * Both tables from {@code ip}, which alone says how old an entry is. Where it cannot be asked,
   * the ARP entries of the kernel's file still stand, without their age; an empty list would not.
   */
  @Override
  public Fact<List<Neighbour>> neighbours() {
    Fact<List<Neighbour>> both =
        programs
            .output(IP_PATIENCE, "ip", List.of("-s", "neigh", "show"))
            .map(ProcNet::ipNeigh)
            .map(List::copyOf);
    if (both instanceof Fact.Known<List<Neighbour>>) {
      return both;
    }
    List<Neighbour> four =
        files.text("/proc/net/arp").map(ProcNet::arp).asOptional().orElse(List.of());
    return four.isEmpty() ? both : Fact.known(List.copyOf(four));
  }

  @Override
  public Fact<List<TcpSocket>> sockets(int localPort) {
    return new ProcSockets(files, order).sockets(localPort);
  }

  @Override
  public Fact<List<RunningProcess>> processes() {
    return new ProcProcesses(files).processes();
  }

  @Override
  public Fact<List<InstalledApplication>> applications() {
    return new LinuxApplications(files, programs).applications();
  }

  @Override
  public Fact<List<Peripheral>> peripherals() {
    return new LinuxPeripherals(files).peripherals();
  }

  @Override
  public Fact<HostLoad> load() {
    Fact<String> up = files.text("/proc/uptime");
    if (up instanceof Fact.Unread<String> unread) {
      return Fact.unread(unread.reason(), unread.why());
    }
    Optional<Duration> uptime = up.asOptional().flatMap(ProcHost::uptime);
    Optional<HostLoad.Memory> memory =
        files.text("/proc/meminfo").asOptional().flatMap(ProcHost::memory);
    if (uptime.isEmpty() || memory.isEmpty()) {
      return Fact.unread(
          Reason.ERROR, "/proc/uptime or /proc/meminfo is not in the form the kernel documents.");
    }
    Optional<HostLoad.Disk> fullest =
        files.text("/proc/mounts").asOptional().map(ProcHost::disks).orElse(List.of()).stream()
            .flatMap(mount -> disk(mount.folder()).stream())
            .min(Comparator.comparingDouble(disk -> (double) disk.freeBytes() / disk.totalBytes()));
    return Fact.known(
        new HostLoad(uptime.get(), cpuRatio(), memory.get(), fullest, Optional.empty()));
  }

  private synchronized OptionalDouble cpuRatio() {
    Optional<ProcHost.Ticks> now = files.text("/proc/stat").asOptional().flatMap(ProcHost::ticks);
    ProcHost.Ticks then = before;
    before = now.orElse(null);
    if (now.isEmpty() || then == null || now.get().total() <= then.total()) {
      return OptionalDouble.empty();
    }
    double busy = now.get().busy() - then.busy();
    return OptionalDouble.of(Math.clamp(busy / (now.get().total() - then.total()), 0, 1));
  }

  private Optional<HostLoad.Disk> disk(String folder) {
    try {
      FileStore store = Files.getFileStore(files.path(folder));
      return store.getTotalSpace() > 0
          ? Optional.of(new HostLoad.Disk(folder, store.getTotalSpace(), store.getUsableSpace()))
          : Optional.empty();
    } catch (IOException | InvalidPathException mayNotBeSeen) {
      return Optional.empty();
    }
  }

  private OptionalLong number(String file) {
    Optional<String> text = files.word(file).filter(word -> word.matches("[0-9]{1,18}"));
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }
}
