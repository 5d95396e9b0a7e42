package io.roomwatch.agent.facts.macos;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostFirewall.Action;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.facts.reader.Columns;
import io.roomwatch.agent.facts.reader.EnvironmentProxies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Settings as macOS programs print them: {@code scutil --proxy}, {@code socketfilterfw} and {@code
 * system_profiler}. Pure: text in, records out.
 */
final class MacSettings {

  /** The room's application, zoom-rooms.md: {@code /Applications/ZoomPresence.app}. */
  private static final String ROOM_APPLICATION = "/ZoomPresence.app";

  private MacSettings() {}

  /**
   * {@code scutil --proxy}: the dictionary of the proxies in force. One for plain HTTP alone is
   * none for HTTPS.
   *
   * @return {@code UNSUPPORTED} when all there is is a SOCKS proxy, {@code ERROR} when what is set
   *     is no proxy
   */
  static Fact<ProxySettings> proxy(String text) {
    Map<String, String> values = new HashMap<>();
    List<String> bypass = new ArrayList<>();
    boolean exceptions = false;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      int colon = line.indexOf(" : ");
      if (line.startsWith("ExceptionsList")) {
        exceptions = true;
      } else if (line.equals("}")) {
        exceptions = false;
      } else if (colon > 0 && exceptions) {
        bypass.add(line.substring(colon + 3).strip());
      } else if (colon > 0) {
        values.put(line.substring(0, colon).strip(), line.substring(colon + 3).strip());
      }
    }
    Optional<String> pac =
        on(values, "ProxyAutoConfigEnable")
            ? Optional.ofNullable(values.get("ProxyAutoConfigURLString"))
            : Optional.empty();
    boolean detect = on(values, "ProxyAutoDiscoveryEnable");
    if (on(values, "HTTPSEnable")) {
      return fixed(values).map(proxy -> new ProxySettings(Optional.of(proxy), bypass, pac, detect));
    }
    if (pac.isEmpty() && on(values, "SOCKSEnable")) {
      return EnvironmentProxies.socks();
    }
    return Fact.known(
        pac.isEmpty() && !detect
            ? ProxySettings.DIRECT
            : new ProxySettings(Optional.empty(), bypass, pac, detect));
  }

  private static boolean on(Map<String, String> values, String key) {
    return values.getOrDefault(key, "0").equals("1");
  }

  private static Fact<ProxySettings.HostPort> fixed(Map<String, String> values) {
    String host = values.getOrDefault("HTTPSProxy", "");
    String port = values.getOrDefault("HTTPSPort", "");
    String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    return EnvironmentProxies.hostPort(
        port.isEmpty() ? bracketed : bracketed + ":" + port, "the secure web proxy");
  }

  /**
   * The application firewall. It knows applications, not ports: the verdict is that of the room's
   * application, and without an entry that of the default for signed software.
   *
   * @param global what {@code socketfilterfw --getglobalstate} prints
   * @param blockAll of {@code --getblockall}
   * @param signed of {@code --getallowsigned}
   * @param applications of {@code --listapps}
   * @return empty when {@code global} is not in a known form
   */
  static Optional<HostFirewall> firewall(
      String global, String blockAll, String signed, String applications) {
    int at = global.indexOf("(State = ");
    if (at < 0) {
      return Optional.empty();
    }
    char state = global.charAt(Math.min(global.length() - 1, at + "(State = ".length()));
    boolean on = state == '1' || state == '2';
    boolean all = state == '2' || blockAll.toLowerCase(Locale.ROOT).contains("enabled");
    boolean signedComesIn =
        signed
            .lines()
            .anyMatch(line -> line.contains("downloaded signed") && line.contains("ENABLED"));
    List<String> rules = applicationRules(applications);
    Optional<String> own = rules.stream().filter(r -> r.contains(ROOM_APPLICATION)).findFirst();
    HostFirewall.Inbound inbound;
    if (!on) {
      inbound = new HostFirewall.Inbound(Action.NO_RULE, Optional.empty(), false);
    } else if (all) {
      inbound =
          new HostFirewall.Inbound(
              Action.BLOCK, Optional.of("Block all incoming connections"), true);
    } else {
      inbound =
          new HostFirewall.Inbound(
              own.map(r -> r.endsWith("block") ? Action.BLOCK : Action.ALLOW)
                  .orElse(Action.NO_RULE),
              own,
              !signedComesIn);
    }
    return Optional.of(
        new HostFirewall(
            "application firewall",
            List.of(new HostFirewall.Profile("host", on, true)),
            inbound,
            rules));
  }

  /** {@code socketfilterfw --listapps}, as {@code path: allow} or {@code path: block}, sorted. */
  private static List<String> applicationRules(String text) {
    List<String> rules = new ArrayList<>();
    String application = "";
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().matches("[0-9]+")) {
        application = line.substring(colon + 1).strip();
      } else if (!application.isEmpty() && line.contains("incoming connections")) {
        rules.add(application + (line.contains("Block") ? ": block" : ": allow"));
        application = "";
      }
    }
    rules.sort(null);
    return rules;
  }

  /**
   * {@code system_profiler SPAirPortDataType}: the signal of the network each interface is in. The
   * names of networks in the text are passed over.
   */
  static List<Wifi> wifi(String text) {
    List<Wifi> radios = new ArrayList<>();
    boolean current = false;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      int indent = raw.indexOf(line);
      if (indent == 8 && line.matches("[a-z]+[0-9]+:")) {
        String name = line.substring(0, line.length() - 1);
        // awdl0 and llw0 are the same radio talking to other Apple devices.
        if (name.startsWith("en")) {
          radios.add(new Wifi(name, OptionalDouble.empty(), OptionalDouble.empty()));
        }
        current = false;
      } else if (indent == 10) {
        current = line.equals("Current Network Information:");
      } else if (current && line.startsWith("Signal / Noise:") && !radios.isEmpty()) {
        Wifi last = radios.removeLast();
        radios.add(new Wifi(last.interfaceName(), dbm(line), OptionalDouble.empty()));
        current = false;
      }
    }
    return radios;
  }

  private static OptionalDouble dbm(String line) {
    String first = Columns.of(line.substring("Signal / Noise:".length()))[0];
    return first.matches("-[0-9]{1,3}")
        ? OptionalDouble.of(Double.parseDouble(first))
        : OptionalDouble.empty();
  }

  /** {@code system_profiler SPCameraDataType}: names, not the identifiers below them. */
  static List<Peripheral> cameras(String text) {
    List<Peripheral> cameras = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.matches(" {4}\\S.*:\\s*")) {
        String name = line.strip();
        cameras.add(
            new Peripheral(Peripheral.Kind.CAMERA, name.substring(0, name.length() - 1).strip()));
      }
    }
    return cameras;
  }
}
