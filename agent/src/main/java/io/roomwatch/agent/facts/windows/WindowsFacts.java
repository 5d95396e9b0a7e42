package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.RoomApp;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.facts.reader.PlatformReaders;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What Windows says that OSHI does not read. Every method asks Windows anew, blocks, and has no
 * timeout of its own: the caller bounds and caches it. Safe for use by several threads.
 */
public final class WindowsFacts implements PlatformReaders {

  private static final String WINDOWS = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\";
  private static final String CBS = WINDOWS + "Component Based Servicing\\RebootPending";
  private static final String UPDATE = WINDOWS + "WindowsUpdate\\Auto Update\\RebootRequired";
  private static final String SESSION_MANAGER =
      "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager";

  /**
   * Where the facts come from besides the registry.
   *
   * @param wlan opens a session with the WLAN service
   * @param networks the networks connected now; empty when that cannot be told
   * @param ownAddresses the addresses of the interfaces that are up
   */
  record Sources(
      Supplier<WindowsWlan> wlan,
      Supplier<List<WindowsNetworks.Connected>> networks,
      Supplier<Set<InetAddress>> ownAddresses) {}

  private final Registry registry;
  private final Sources sources;
  private final Supplier<Optional<String>> roomProgram;

  /**
   * Reads from the given sources.
   *
   * @param roomProgram the path of the running room app; empty while it does not run, and then a
   *     firewall rule is the room's when its program has the name of a room app
   */
  WindowsFacts(Registry registry, Sources sources, Supplier<Optional<String>> roomProgram) {
    this.registry = registry;
    this.sources = sources;
    this.roomProgram = roomProgram;
  }

  /** The facts of this machine. Elsewhere than on Windows each is {@code UNSUPPORTED}. */
  public static WindowsFacts ofThisMachine(Supplier<Optional<String>> roomProgram) {
    return new WindowsFacts(
        new WindowsRegistry(),
        new Sources(
            WindowsWlanApi::open, WindowsNetworks::connected, WindowsFacts::addressesThatAreUp),
        roomProgram);
  }

  /** WinINET of every user or of the machine, then WinHTTP; those without a proxy included. */
  @Override
  public List<ProxySource> proxies() {
    List<ProxySource> proxies = new ArrayList<>(new WinInetProxies(registry).sources());
    proxies.add(WinHttpProxy.source(registry));
    return List.copyOf(proxies);
  }

  /**
   * Windows Firewall and what it does with inbound TCP {@code port} for the room app. {@code
   * NOT_FOUND} when the profiles that may be in force disagree.
   */
  @Override
  public Fact<HostFirewall> firewall(int port) {
    Set<WindowsFirewallProfile> active = WindowsNetworks.profiles(sources.networks().get());
    return new WindowsFirewall(registry, RoomApp.isProgram(roomProgram.get()))
        .read(port, active.isEmpty() ? WindowsNetworks.remembered(registry) : active);
  }

  /** DNS servers of the interfaces that are up. */
  @Override
  public Fact<List<InetAddress>> resolvers() {
    return new WindowsResolvers(registry, sources.ownAddresses()).read();
  }

  /** What DHCP gave, whether the interface is up or not. */
  @Override
  public Fact<List<DhcpLease>> leases() {
    return new WindowsLeases(registry).read();
  }

  /**
   * Whether Windows waits for a reboot: after servicing, after an update, or to replace files that
   * were in use.
   */
  @Override
  public Fact<Boolean> pendingReboot() {
    List<Fact<Boolean>> signs =
        List.of(
            sign(CBS, Registry.Key::exists),
            sign(UPDATE, Registry.Key::exists),
            sign(SESSION_MANAGER, WindowsFacts::replacesFiles));
    Optional<Fact<Boolean>> yes =
        signs.stream().filter(sign -> sign.asOptional().orElse(false)).findFirst();
    Optional<Fact<Boolean>> unread =
        signs.stream().filter(sign -> sign instanceof Fact.Unread).findFirst();
    return yes.or(() -> unread).orElseGet(() -> Fact.known(false));
  }

  private Fact<Boolean> sign(String path, Predicate<Registry.Key> says) {
    return registry.key(path).map(says::test);
  }

  private static boolean replacesFiles(Registry.Key key) {
    String name = "PendingFileRenameOperations";
    return !key.texts(name).isEmpty() || key.values().get(name) instanceof Registry.Value.TooLarge;
  }

  /** Wi-Fi interfaces with their signal. */
  @Override
  public Fact<List<Wifi>> wifi() {
    return new WindowsWifi(registry, sources.wlan()).read();
  }

  private static Set<InetAddress> addressesThatAreUp() {
    Set<InetAddress> addresses = new HashSet<>();
    try {
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        if (each.isUp()) {
          each.inetAddresses().forEach(addresses::add);
        }
      }
    } catch (SocketException unreadable) {
      return Set.of();
    }
    return addresses;
  }
}
