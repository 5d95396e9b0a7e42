package io.roomwatch.agent.journal;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.RoomApp;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.facts.TcpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One look at this machine. What cannot be read is taken over from the look before: it is neither a
 * change nor an absence. So are the addresses of an interface without a link.
 */
final class Survey {

  /** Of the link between controllers and room. */
  static final int PORT = 9090;

  private final Facts facts;
  private final Snapshot before;
  private final Instant now;
  private final Map<Part, SortedMap<String, List<String>>> parts = new EnumMap<>(Part.class);

  private Survey(Facts facts, Snapshot before, Instant now) {
    this.facts = facts;
    this.before = before;
    this.now = now;
  }

  /**
   * Looks. Blocks as long as the facts do.
   *
   * @param room whether this machine is the room device: only then are its connections on port 9090
   *     those of controllers, and an installed Zoom Rooms the room's
   * @param nanos now, monotonic
   */
  static Snapshot of(
      Facts facts, Snapshot before, Optional<Controllers> room, Instant now, long nanos) {
    Survey survey = new Survey(facts, before, now);
    survey.parts.putAll(before.parts());
    survey.network();
    survey.settings();
    room.ifPresent(controllers -> survey.room(controllers, nanos));
    return new Snapshot(now, survey.parts);
  }

  private void network() {
    Optional<List<NetInterface>> interfaces = facts.interfaces().asOptional();
    interfaces.ifPresent(this::interfaces);
    facts
        .routes()
        .asOptional()
        .filter(routes -> interfaces.isPresent())
        .map(routes -> new Paths(interfaces.orElse(List.of()), routes))
        .ifPresent(
            paths -> {
              parts.put(Part.GATEWAY, paths.defaults());
              parts.put(Part.ROUTE, paths.others());
              parts.put(Part.VPN, paths.tunnels());
              paths.medium().ifPresent(words -> put(Part.MEDIUM, words));
            });
    facts
        .leases()
        .asOptional()
        .filter(leases -> interfaces.isPresent())
        .map(
            leases ->
                Leases.of(
                    Paths.wires(interfaces.orElse(List.of())),
                    leases,
                    before.part(Part.DHCP).orElse(Collections.emptySortedMap()),
                    now))
        .ifPresent(origins -> parts.put(Part.DHCP, origins));
    facts
        .resolvers()
        .asOptional()
        .ifPresent(
            servers ->
                put(
                    Part.DNS,
                    servers.stream().map(AddressWords::text).distinct().sorted().toList()));
  }

  private void interfaces(List<NetInterface> all) {
    SortedMap<String, List<String>> states = new TreeMap<>();
    SortedMap<String, List<String>> addresses = new TreeMap<>();
    for (NetInterface one : Paths.wires(all)) {
      states.put(one.name(), List.of(one.up() ? "up" : "down", one.medium()));
      List<String> now =
          one.addresses().stream()
              .filter(subnet -> AddressWords.isTelling(subnet.address()))
              .map(AddressWords::lasting)
              .distinct()
              .sorted()
              .toList();
      addresses.put(
          one.name(), one.up() ? now : before.entry(Part.ADDRESS, one.name()).orElse(now));
    }
    parts.put(Part.INTERFACE, states);
    parts.put(Part.ADDRESS, addresses);
  }

  private void settings() {
    parts.put(Part.PROXY, proxies());
    facts.firewall(PORT).asOptional().ifPresent(this::firewall);
  }

  private SortedMap<String, List<String>> proxies() {
    SortedMap<String, List<String>> set = new TreeMap<>();
    SortedMap<String, List<String>> earlier =
        before.part(Part.PROXY).orElse(Collections.emptySortedMap());
    List<ProxySource> sources = facts.proxies();
    Set<String> read = new HashSet<>();
    boolean machine = true;
    for (ProxySource source : sources) {
      String place = ProxyText.place(source);
      source
          .settings()
          .asOptional()
          .ifPresent(
              settings -> {
                read.add(place);
                List<String> words = ProxyText.words(settings);
                if (!words.isEmpty()) {
                  set.put(place, words);
                }
              });
      machine &= source.settings() instanceof Fact.Known;
    }
    boolean all = machine;
    earlier.forEach(
        (place, words) -> {
          // A user who has logged off takes the settings along: they are not gone, only not here.
          if (!read.contains(place) && (!all || place.startsWith("the Internet settings"))) {
            set.put(place, words);
          }
        });
    return set;
  }

  private void firewall(HostFirewall firewall) {
    SortedMap<String, List<String>> profiles = new TreeMap<>();
    for (HostFirewall.Profile profile : firewall.profiles()) {
      String name =
          firewall.profiles().size() == 1
              ? firewall.product()
              : firewall.product() + " " + profile.name();
      List<String> words = new ArrayList<>(List.of(profile.enabled() ? "on" : "off"));
      if (profile.active() && firewall.profiles().size() > 1) {
        words.add("in use");
      }
      profiles.put(name, words);
    }
    parts.put(Part.FIREWALL, profiles);
    put(Part.RULES, firewall.rules().stream().sorted().toList());
  }

  private void room(Controllers controllers, long nanos) {
    // Zoom Rooms has no Linux edition, and a list of all packages is not cheap.
    if (facts.platform() != Platform.LINUX) {
      facts
          .applications()
          .asOptional()
          .ifPresent(
              applications ->
                  put(
                      Part.VERSION,
                      RoomApp.installed(applications)
                          .flatMap(InstalledApplication::version)
                          .stream()
                          .toList()));
    }
    facts
        .sockets(PORT)
        .asOptional()
        .ifPresent(
            sockets -> parts.put(Part.CONTROLLER, controllers.look(connected(sockets), nanos)));
  }

  /** Remote ends that are not this machine itself. */
  private Set<String> connected(List<TcpSocket> sockets) {
    Set<InetAddress> own = new HashSet<>();
    facts.interfaces().asOptional().orElse(List.of()).stream()
        .flatMap(one -> one.addresses().stream())
        .map(Subnet::address)
        .forEach(own::add);
    Set<String> connected = new HashSet<>();
    sockets.stream()
        .filter(socket -> socket.state() == TcpSocket.State.ESTABLISHED)
        .flatMap(socket -> socket.remote().stream())
        .map(InetSocketAddress::getAddress)
        .filter(address -> !address.isLoopbackAddress() && !own.contains(address))
        .map(AddressWords::text)
        .forEach(connected::add);
    return connected;
  }

  private void put(Part part, List<String> words) {
    parts.put(part, new TreeMap<>(Map.of("", words)));
  }
}
