package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.RoomApp;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.Subnet;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The working configuration, one fact a line, each line readable by itself: what the file says with
 * every default filled in and secrets left out, and what this machine says of its network, proxies,
 * firewall and versions. What changes by itself from day to day is left out: speeds, counters,
 * addresses that IPv6 makes up for privacy (their network stands for them), virtual switches.
 */
public final class ConfigurationRecord {

  private ConfigurationRecord() {}

  /**
   * Looks at the machine now; may block as facts do.
   *
   * @param version of this agent
   * @param effective the configuration as {@code config show} prints it: secrets redacted
   * @param port whose firewall verdict is part of the firewall's summary
   */
  public static List<String> of(
      String version, Map<String, Object> effective, Facts facts, int port) {
    List<String> lines = new ArrayList<>();
    lines.add("roomwatch " + version);
    flatten("config", effective, lines);
    lines.add("platform " + facts.platform().name().toLowerCase(Locale.ROOT));
    Set<String> unsteady = unsteady(facts.interfaces());
    lines.addAll(told("interface", facts.interfaces(), ConfigurationRecord::interfaces));
    lines.addAll(told("route", facts.routes(), routes -> routes(routes, unsteady)));
    lines.addAll(
        told(
            "dns",
            facts.resolvers(),
            servers -> servers.stream().map(server -> "dns " + text(server))));
    facts.proxies().stream().map(ConfigurationRecord::proxy).sorted().forEach(lines::add);
    lines.addAll(told("firewall", facts.firewall(port), firewall -> Stream.of(firewall(firewall))));
    lines.addAll(
        told(
            "version",
            facts.applications(),
            applications ->
                RoomApp.installed(applications).stream()
                    .map(app -> "version " + app.name() + " " + app.version().orElse("unknown"))));
    return List.copyOf(lines);
  }

  private static <T> List<String> told(
      String what, Fact<T> fact, Function<T, Stream<String>> lines) {
    return switch (fact) {
      case Fact.Known<T> known -> lines.apply(known.value()).toList();
      case Fact.Unread<T> unread -> List.of(what + " not read (" + unread.reason().label() + ")");
    };
  }

  /** Each value with its whole path, so that a changed line says what it is about. */
  private static void flatten(String path, Object value, List<String> lines) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach(
          (key, each) -> flatten(path + (path.equals("config") ? " " : ".") + key, each, lines));
    } else if (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
      for (int i = 0; i < list.size(); i++) {
        flatten(path + "[" + named(list.get(i), i) + "]", list.get(i), lines);
      }
    } else {
      lines.add(path + ": " + Lines.oneLine(String.valueOf(value), 500));
    }
  }

  /** The name of an entry that has one: removing another does not move it. */
  private static String named(Object entry, int index) {
    return entry instanceof Map<?, ?> map && map.get("name") != null
        ? String.valueOf(map.get("name"))
        : String.valueOf(index);
  }

  /** Names of interfaces that come and go with containers and virtual machines. */
  private static Set<String> unsteady(Fact<List<NetInterface>> interfaces) {
    return interfaces.asOptional().orElse(List.of()).stream()
        .filter(one -> !isSteady(one))
        .map(NetInterface::name)
        .collect(Collectors.toSet());
  }

  private static boolean isSteady(NetInterface one) {
    return one.kind() != NetInterface.Kind.LOOPBACK && one.kind() != NetInterface.Kind.VIRTUAL;
  }

  private static Stream<String> interfaces(List<NetInterface> interfaces) {
    return interfaces.stream()
        .filter(ConfigurationRecord::isSteady)
        .map(
            one ->
                "interface "
                    + one.name()
                    + ": "
                    + one.kind().name().toLowerCase(Locale.ROOT)
                    + (one.up() ? ", up" : ", down")
                    + addresses(one))
        .sorted();
  }

  private static String addresses(NetInterface one) {
    TreeSet<String> texts = new TreeSet<>();
    for (Subnet subnet : one.addresses()) {
      if (!subnet.address().isLinkLocalAddress()) {
        texts.add(
            subnet.address() instanceof Inet6Address
                ? text(network(subnet)) + "/" + subnet.prefixLength()
                : text(subnet.address()) + "/" + subnet.prefixLength());
      }
    }
    return texts.isEmpty() ? "" : ", " + String.join(", ", texts);
  }

  private static InetAddress network(Subnet subnet) {
    byte[] bytes = subnet.address().getAddress();
    for (int bit = subnet.prefixLength(); bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the length is right", e);
    }
  }

  private static Stream<String> routes(List<Route> routes, Set<String> unsteady) {
    return routes.stream()
        .filter(route -> !unsteady.contains(route.interfaceName()))
        .filter(route -> !route.destination().address().isLinkLocalAddress())
        .filter(route -> !route.destination().address().isMulticastAddress())
        .filter(route -> !route.destination().address().isLoopbackAddress())
        .filter(route -> !isHostOfIpv6(route))
        .map(
            route ->
                "route "
                    + (route.isDefault()
                        ? (route.destination().address() instanceof Inet6Address
                            ? "default (IPv6)"
                            : "default")
                        : text(route.destination().address())
                            + "/"
                            + route.destination().prefixLength())
                    + route.gateway().map(hop -> " via " + text(hop)).orElse("")
                    + " through "
                    + route.interfaceName())
        .distinct()
        .sorted();
  }

  /** Some systems list a route for each address of their own. */
  private static boolean isHostOfIpv6(Route route) {
    return route.destination().address() instanceof Inet6Address
        && route.destination().prefixLength() == 128;
  }

  private static String proxy(ProxySource source) {
    return "proxy "
        + source.kind().name().toLowerCase(Locale.ROOT)
        + " of "
        + Lines.oneLine(source.owner(), 200)
        + ": "
        + switch (source.settings()) {
          case Fact.Known<ProxySettings> known -> proxy(known.value());
          case Fact.Unread<ProxySettings> unread -> "not read (" + unread.reason().label() + ")";
        };
  }

  private static String proxy(ProxySettings settings) {
    List<String> parts = new ArrayList<>();
    settings.proxy().ifPresent(proxy -> parts.add(proxy.toString()));
    if (!settings.bypass().isEmpty()) {
      parts.add("not for " + String.join(" ", settings.bypass()));
    }
    // What stands behind the question mark may be a secret.
    settings.pacUrl().ifPresent(url -> parts.add("script " + url.replaceFirst("[?#].*", "?…")));
    if (settings.autoDetect()) {
      parts.add("found automatically");
    }
    return parts.isEmpty() ? "none" : Lines.oneLine(String.join(", ", parts), 500);
  }

  private static String firewall(HostFirewall firewall) {
    return "firewall "
        + firewall.product()
        + ": "
        + firewall.profiles().stream()
            .map(profile -> profile.name() + (profile.enabled() ? " on" : " off"))
            .collect(Collectors.joining(", "))
        + "; "
        + firewall.rules().size()
        + " rules, fingerprint "
        + Lines.fingerprint(firewall.rules());
  }

  /** Without the zone that Java adds to some addresses. */
  private static String text(InetAddress address) {
    return address.getHostAddress().replaceFirst("%.*", "");
  }
}
