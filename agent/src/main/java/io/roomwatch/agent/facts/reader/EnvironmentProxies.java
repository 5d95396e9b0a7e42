package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.ProxySettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Proxies set by {@code https_proxy}, {@code http_proxy}, {@code all_proxy} and {@code no_proxy},
 * in lower or upper case, as <a href="https://curl.se/docs/manpage.html#ENVIRONMENT">curl(1)</a>
 * reads them. Pure. Credentials never leave this class.
 */
public final class EnvironmentProxies {
  private EnvironmentProxies() {}

  /** What these variables set; {@link ProxySettings#DIRECT} when none of them does. */
  public static ProxySettings of(Map<String, String> environment) {
    Optional<ProxySettings.HostPort> proxy =
        List.of("https_proxy", "http_proxy", "all_proxy").stream()
            .flatMap(name -> variable(environment, name).stream())
            .flatMap(value -> hostPort(value).stream())
            .findFirst();
    if (proxy.isEmpty()) {
      return ProxySettings.DIRECT;
    }
    List<String> bypass =
        variable(environment, "no_proxy").map(EnvironmentProxies::list).orElse(List.of());
    return new ProxySettings(proxy, bypass, Optional.empty(), false);
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
   * a port it is the scheme's: 443 for https, 1080 for socks, else 80.
   */
  public static Optional<ProxySettings.HostPort> hostPort(String written) {
    String rest = written.strip();
    int scheme = rest.indexOf("://");
    String kind = scheme < 0 ? "http" : rest.substring(0, scheme).toLowerCase(Locale.ROOT);
    rest = scheme < 0 ? rest : rest.substring(scheme + 3);
    int path = indexOfAny(rest, "/?#");
    // A password may hold a slash that should have been escaped: the last @ decides.
    int at = rest.lastIndexOf('@');
    if (at >= 0) {
      rest = rest.substring(at + 1);
      path = indexOfAny(rest, "/?#");
    }
    rest = path < 0 ? rest : rest.substring(0, path);
    int bracket = rest.indexOf(']');
    int colon = rest.lastIndexOf(':');
    boolean bare = bracket < 0 && rest.indexOf(':') != colon;
    String host = colon > bracket && !bare ? rest.substring(0, colon) : rest;
    String port = colon > bracket && !bare ? rest.substring(colon + 1) : "";
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == '"')) {
      return Optional.empty();
    }
    int number = port.isEmpty() ? standardPort(kind) : portNumber(port);
    return number < 0 ? Optional.empty() : Optional.of(new ProxySettings.HostPort(host, number));
  }

  /** A URL without user, password and query, so that it can be shown. */
  public static String withoutSecrets(String url) {
    int scheme = url.indexOf("://");
    String head = scheme < 0 ? "" : url.substring(0, scheme + 3);
    String rest = url.substring(head.length());
    int query = indexOfAny(rest, "?#");
    rest = query < 0 ? rest : rest.substring(0, query);
    return head + rest.substring(rest.lastIndexOf('@') + 1);
  }

  private static int standardPort(String scheme) {
    if (scheme.startsWith("socks")) {
      return 1080;
    }
    return scheme.equals("https") ? 443 : 80;
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
