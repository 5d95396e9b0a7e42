package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.reader.EnvironmentProxies;
import io.roomwatch.agent.observation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what Windows stores into what is in force for HTTPS. Credentials of a proxy are dropped
 * here, so that they exist nowhere else.
 *
 * <p>Forms of a proxy string [learn.microsoft.com, "Enabling Internet Functionality"]: one server
 * for every protocol, or {@code protocol=server} pairs, separated by semicolons or white space.
 */
final class WinInetSettings {

  /** The port of a server that names none. */
  private static final int DEFAULT_PORT = 80;

  private static final Pattern SEPARATORS = Pattern.compile("[;\\s]+");
  private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*)://");
  private static final Pattern SERVER =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]\\s]+))(?::([0-9]{1,5}))?");

  private WinInetSettings() {}

  /** What a binary value says is in force. */
  static Fact<ProxySettings> of(WinInetBlob blob) {
    return settings(
        blob.uses(WinInetBlob.PROXY) ? blob.proxy() : "",
        blob.bypass(),
        blob.uses(WinInetBlob.PAC) ? blob.pacUrl() : "",
        blob.uses(WinInetBlob.AUTO_DETECT));
  }

  /**
   * What the readable values of an {@code Internet Settings} key say is in force; empty when none
   * of them is there.
   *
   * @param autoDetect WPAD, which has no readable value
   */
  static Optional<Fact<ProxySettings>> of(Registry.Key key, boolean autoDetect) {
    Optional<String> server = key.text("ProxyServer");
    Optional<String> pac = key.text("AutoConfigURL");
    if (key.number("ProxyEnable").isEmpty() && server.isEmpty() && pac.isEmpty()) {
      return Optional.empty();
    }
    boolean enabled = key.number("ProxyEnable").orElse(0) != 0;
    return Optional.of(
        settings(
            enabled ? server.orElse("") : "",
            key.text("ProxyOverride").orElse(""),
            pac.orElse(""),
            autoDetect));
  }

  private static Fact<ProxySettings> settings(
      String server, String bypass, String pac, boolean autoDetect) {
    Fact<Optional<ProxySettings.HostPort>> proxy = https(server);
    return proxy.map(
        found ->
            new ProxySettings(
                found,
                // Without a proxy the list is left over from an earlier one.
                server.isBlank() ? List.of() : split(bypass),
                pac.isBlank() ? Optional.empty() : Optional.of(pac),
                autoDetect));
  }

  /**
   * The server that HTTPS goes through. Only {@code http=} given: none, HTTPS goes direct. Only
   * SOCKS given: {@code UNSUPPORTED}, because nothing here speaks it.
   */
  static Fact<Optional<ProxySettings.HostPort>> https(String proxyServer) {
    Optional<String> forAll = Optional.empty();
    boolean socks = false;
    for (String entry : split(proxyServer)) {
      int equals = entry.indexOf('=');
      String protocol = equals < 0 ? "" : entry.substring(0, equals).toLowerCase(Locale.ROOT);
      if (protocol.equals("https")) {
        return server(entry.substring(equals + 1));
      }
      socks |= protocol.equals("socks");
      if (equals < 0 && forAll.isEmpty()) {
        forAll = Optional.of(entry);
      }
    }
    if (forAll.isPresent()) {
      return server(forAll.get());
    }
    return socks ? EnvironmentProxies.socks() : Fact.known(Optional.empty());
  }

  private static Fact<Optional<ProxySettings.HostPort>> server(String text) {
    Matcher scheme = SCHEME.matcher(text);
    String rest = text;
    if (scheme.find()) {
      if (scheme.group(1).toLowerCase(Locale.ROOT).startsWith("socks")) {
        return EnvironmentProxies.socks();
      }
      rest = text.substring(scheme.end());
    }
    int slash = rest.indexOf('/');
    rest = slash < 0 ? rest : rest.substring(0, slash);
    rest = rest.substring(rest.lastIndexOf('@') + 1);
    Matcher server = SERVER.matcher(rest);
    if (!server.matches()) {
      return misread();
    }
    String host = Optional.ofNullable(server.group(1)).orElseGet(() -> server.group(2));
    int port = Optional.ofNullable(server.group(3)).map(Integer::parseInt).orElse(DEFAULT_PORT);
    return port < 1 || port > 65_535
        ? misread()
        : Fact.known(Optional.of(new ProxySettings.HostPort(host, port)));
  }

  /** The text is not repeated: it may hold a password. */
  private static Fact<Optional<ProxySettings.HostPort>> misread() {
    return Fact.unread(
        Reason.ERROR, "A proxy is set here, but not as host:port; correct ProxyServer.");
  }

  private static List<String> split(String list) {
    List<String> entries = new ArrayList<>();
    for (String entry : SEPARATORS.split(list, -1)) {
      if (!entry.isEmpty()) {
        entries.add(entry);
      }
    }
    return entries;
  }
}
