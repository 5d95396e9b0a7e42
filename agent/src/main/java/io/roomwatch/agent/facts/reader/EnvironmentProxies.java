package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.observation.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Proxies set by {@code https_proxy}, {@code all_proxy} and {@code no_proxy}, in lower or upper
 * case, as <a href="https://curl.se/docs/manpage.html#ENVIRONMENT">curl(1)</a> reads them. Pure.
 * Credentials never leave this class.
 */
public final class EnvironmentProxies {
  private EnvironmentProxies() {}

  /**
   * What these variables set for HTTPS: {@code https_proxy}, else {@code all_proxy}; {@code
   * http_proxy} is for plain HTTP alone. {@link ProxySettings#DIRECT} when neither is there.
   *
   * @return {@code UNSUPPORTED} for a SOCKS proxy, {@code ERROR} for what is no proxy
   */
  public static Fact<ProxySettings> of(Map<String, String> environment) {
    Optional<String> name =
        Stream.of("https_proxy", "all_proxy")
            .filter(one -> variable(environment, one).isPresent())
            .findFirst();
    if (name.isEmpty()) {
      return Fact.known(ProxySettings.DIRECT);
    }
    List<String> bypass =
        variable(environment, "no_proxy").map(EnvironmentProxies::list).orElse(List.of());
    return hostPort(variable(environment, name.get()).orElse(""), name.get())
        .map(proxy -> new ProxySettings(Optional.of(proxy), bypass, Optional.empty(), false));
  }

  /** {@code /etc/environment}: {@code NAME=value} lines, perhaps quoted or exported, pam_env(8). */
  public static Map<String, String> file(String text) {
    Map<String, String> variables = new HashMap<>();
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (line.startsWith("export ")) {
        line = line.substring("export ".length()).strip();
      }
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        variables.put(line.substring(0, equals).strip(), unquoted(line.substring(equals + 1)));
      }
    }
    return variables;
  }

  /**
   * Host and port of a proxy written as {@code [scheme://][user:password@]host[:port][/]}. Without
   * a port it is the scheme's: 443 for https, else 80.
   *
   * @param where what to correct when it is none, for people
   * @return {@code UNSUPPORTED} for a SOCKS proxy, {@code ERROR} for what is no proxy; the text is
   *     not repeated, for it may hold a password
   */
  public static Fact<ProxySettings.HostPort> hostPort(String written, String where) {
    String rest = written.strip();
    int scheme = rest.indexOf("://");
    String kind = scheme < 0 ? "http" : rest.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (kind.startsWith("socks")) {
      return socks();
    }
    rest = scheme < 0 ? rest : rest.substring(scheme + 3);
    // A password may hold a slash that should have been escaped: the last @ decides.
    rest = rest.substring(rest.lastIndexOf('@') + 1);
    int path = indexOfAny(rest, "/?#");
    rest = path < 0 ? rest : rest.substring(0, path);
    int bracket = rest.indexOf(']');
    int colon = rest.lastIndexOf(':');
    boolean bare = bracket < 0 && rest.indexOf(':') != colon;
    String host = colon > bracket && !bare ? rest.substring(0, colon) : rest;
    String port = colon > bracket && !bare ? rest.substring(colon + 1) : "";
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    int number = port.isEmpty() ? (kind.equals("https") ? 443 : 80) : portNumber(port);
    return number > 0 && isHost(host)
        ? Fact.known(new ProxySettings.HostPort(host, number))
        : Fact.unread(
            Reason.ERROR, "A proxy is set here, but not as host:port; correct " + where + ".");
  }

  /** A SOCKS proxy, which nothing here speaks. */
  public static <T> Fact<T> socks() {
    return Fact.unread(
        Reason.UNSUPPORTED, "A SOCKS proxy is set here; only HTTP proxies are followed.");
  }

  /** With a colon it must be an address: else it may be a host and port with a password behind. */
  private static boolean isHost(String host) {
    return !host.isBlank()
        && host.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '[' || c == ']')
        && (host.indexOf(':') < 0 || Addresses.literal(host).isPresent());
  }

  private static int portNumber(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      return -1;
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65535 ? port : -1;
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .or(
            () ->
                Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT)))
                    .filter(value -> !value.isBlank()));
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(host -> !host.isEmpty())
        .toList();
  }

  private static String unquoted(String value) {
    String text = value.strip();
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static int indexOfAny(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
