package io.roomwatch.agent.facts.windows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One rule of Windows Firewall, as its registry string says it [MS-GPFAS 2.2.2.19, version of
 * 2024-04-23]: {@code v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=9090|Name=…|}. Keys
 * may repeat; a missing key means any, except that a rule without {@code Active} is off.
 *
 * @param id the name of its registry value
 * @param origin where it comes from
 * @param fields every key with its values, in the order written; keys are compared without case
 */
record WindowsFirewallRule(String id, Origin origin, Map<String, List<String>> fields) {

  /** Who wrote the rule. */
  enum Origin {
    LOCAL(""),
    GROUP_POLICY(" (Group Policy)"),
    INTUNE(" (Intune)");

    final String suffix;

    Origin(String suffix) {
      this.suffix = suffix;
    }
  }

  private static final int TCP = 6;

  /** The hosts of the networks that this machine is connected to [MS-GPFAS 2.2.2.4]. */
  private static final String LOCAL_SUBNET = "LocalSubnet";

  private static final String SENDERS = "only from ";

  /** The protocol number that stands for every protocol. */
  private static final int ANY_PROTOCOL = 256;

  WindowsFirewallRule {
    TreeMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(fields);
    fields = Collections.unmodifiableMap(copy);
  }

  /** Reads a rule; empty when the text is none. Windows ignores such a value, and so is it here. */
  static Optional<WindowsFirewallRule> parse(String id, Origin origin, String text) {
    List<String> parts = List.of(text.split("\\|", -1));
    if (!isVersion(parts.getFirst())) {
      return Optional.empty();
    }
    TreeMap<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        fields
            .computeIfAbsent(part.substring(0, equals), ignored -> new ArrayList<>(1))
            .add(part.substring(equals + 1));
      }
    }
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(new WindowsFirewallRule(id, origin, fields));
  }

  /** {@code v2.31}; the version itself changes nothing that is read here. */
  private static boolean isVersion(String part) {
    return part.matches("[vV][0-9]{1,3}\\.[0-9]{1,3}");
  }

  /** Every value of a key; empty when the rule does not limit it. */
  List<String> all(String key) {
    return fields.getOrDefault(key, List.of());
  }

  private boolean is(String key, String value) {
    return all(key).stream().anyMatch(value::equalsIgnoreCase);
  }

  boolean allows() {
    return is("Action", "Allow");
  }

  boolean blocks() {
    return is("Action", "Block");
  }

  boolean inbound() {
    return is("Dir", "In");
  }

  /** Switched on and inbound. */
  boolean inForce() {
    return is("Active", "TRUE") && inbound();
  }

  /** The rule's own name, which may be a reference into a library ({@code @FirewallAPI.dll,-1}). */
  String name() {
    return all("Name").stream().filter(name -> !name.isBlank()).findFirst().orElse(id);
  }

  /** The profiles it belongs to; without a key, all. */
  Set<WindowsFirewallProfile> profiles() {
    List<String> names = all("Profile");
    EnumSet<WindowsFirewallProfile> profiles = EnumSet.noneOf(WindowsFirewallProfile.class);
    names.forEach(name -> WindowsFirewallProfile.named(name).ifPresent(profiles::add));
    return names.isEmpty() ? EnumSet.allOf(WindowsFirewallProfile.class) : profiles;
  }

  /** The program it is limited to, with its variables as written. */
  Optional<String> program() {
    return all("App").stream().filter(app -> !app.isBlank()).findFirst();
  }

  /** Limited to a Windows service, a packaged app or a radio: never the room's program. */
  boolean isForServicesOrPackages() {
    return !all("Svc").isEmpty()
        || !all("AppPkgId").isEmpty()
        || fields.keySet().stream().anyMatch(key -> key.toUpperCase(Locale.ROOT).startsWith("TTK"));
  }

  /** Only for connections that IPsec has authenticated, which a controller never has. */
  boolean isForAuthenticated() {
    return !all("Security").isEmpty()
        || !all("Security2").isEmpty()
        || !all("Security2_9").isEmpty()
        || !all("RMauth").isEmpty()
        || !all("RUAuth").isEmpty();
  }

  /** Whether TCP to a local port is within it. Symbolic ports (RPC, mDNS, …) are never a number. */
  boolean covers(int port) {
    Optional<Integer> protocol = all("Protocol").stream().findFirst().map(Ports::number);
    if (protocol.isPresent() && protocol.get() != TCP && protocol.get() != ANY_PROTOCOL) {
      return false;
    }
    List<String> ports = ports();
    return ports.isEmpty() || ports.stream().anyMatch(range -> Ports.contains(range, port));
  }

  /** LPort, and the keys that later versions added for ranges and more words. */
  private List<String> ports() {
    return fields.entrySet().stream()
        .filter(field -> field.getKey().toUpperCase(Locale.ROOT).startsWith("LPORT"))
        .flatMap(field -> field.getValue().stream())
        .toList();
  }

  /** What it is limited to besides port, profile and program, for people; sorted. */
  List<String> limits() {
    List<String> limits = new ArrayList<>();
    addLimit(limits, SENDERS, "RA4", "RA6", "RA42", "RA62");
    addLimit(limits, "only to local address ", "LA4", "LA6");
    addLimit(limits, "only from remote port ", "RPort", "RPort2_10");
    addLimit(limits, "only on interface type ", "IFType");
    addLimit(limits, "only on interface ", "IF");
    addLimit(limits, "only for user ", "LUAuth", "LUAuth2_24", "LUOwn");
    addLimit(limits, "only on network ", "NNm");
    Collections.sort(limits);
    return limits;
  }

  /**
   * Whether it holds for every host of this machine's own network, where controllers are: it has no
   * limit, or only that of the sender, and {@code LocalSubnet} is within it. Rooms and controllers
   * speak IPv4: a rule for IPv6 senders alone is not meant.
   */
  boolean coversControllers() {
    boolean sendersOnly = limits().stream().allMatch(limit -> limit.startsWith(SENDERS));
    boolean local = all("RA4").stream().anyMatch(sender -> sender.equalsIgnoreCase(LOCAL_SUBNET));
    return limits().isEmpty() || (sendersOnly && local);
  }

  private void addLimit(List<String> limits, String words, String... keys) {
    List<String> values = new ArrayList<>();
    for (String key : keys) {
      values.addAll(all(key));
    }
    if (!values.isEmpty()) {
      limits.add(words + String.join(", ", values.stream().distinct().sorted().toList()));
    }
  }

  /** The same rule always gives the same line, whatever the order of its keys. */
  String readable() {
    StringBuilder line = new StringBuilder();
    line.append(is("Active", "TRUE") ? "" : "(off) ");
    line.append(String.join(" ", all("Action"))).append(" \"").append(name()).append('"');
    line.append(": ").append(protocol());
    line.append(
        ports().isEmpty() ? "" : " " + String.join(", ", ports().stream().sorted().toList()));
    program().ifPresent(app -> line.append(", program ").append(app));
    all("Svc").forEach(service -> line.append(", service ").append(service));
    limits().forEach(limit -> line.append(", ").append(limit));
    line.append(isForAuthenticated() ? ", only authenticated" : "");
    line.append(", ");
    line.append(
        profiles().size() == WindowsFirewallProfile.values().length
            ? "all profiles"
            : String.join(" ", profiles().stream().map(profile -> profile.title).toList()));
    return line.append(origin.suffix).toString();
  }

  private String protocol() {
    return all("Protocol").stream()
        .findFirst()
        .map(number -> number.equals("6") ? "TCP" : number.equals("17") ? "UDP" : "IP " + number)
        .orElse("any protocol");
  }

  /** Port numbers as rules write them: {@code 9090}, {@code 5000-5100}, {@code 80,443}. */
  private static final class Ports {

    /** No such number: what is no number covers no port. */
    private static final int NONE = -1;

    static boolean contains(String text, int port) {
      for (String range : text.split(",", -1)) {
        int dash = range.indexOf('-');
        int first = number(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : number(range.substring(dash + 1));
        if (first != NONE && first <= port && port <= last) {
          return true;
        }
      }
      return false;
    }

    static int number(String text) {
      String digits = text.strip();
      return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : NONE;
    }
  }
}
