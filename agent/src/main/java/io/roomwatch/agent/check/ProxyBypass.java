package io.roomwatch.agent.check;

import io.roomwatch.agent.facts.ProxySource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a list of exceptions sends a host past the proxy. The lists look alike and differ: in the
 * environment {@code zoom.us} stands for its subdomains too (curl(1), {@code NO_PROXY}); in Windows
 * and macOS it stands for itself, {@code *} for anything, and {@code <local>} for names without a
 * dot (Microsoft, "INTERNET_OPTION_PROXY").
 */
public final class ProxyBypass {

  private ProxyBypass() {}

  /** The first entry that names the host, or empty. */
  public static Optional<String> naming(String host, ProxySource.Kind kind, List<String> entries) {
    return entries.stream().filter(entry -> names(host, kind, entry)).findFirst();
  }

  private static boolean names(String host, ProxySource.Kind kind, String entry) {
    String name = host.toLowerCase(Locale.ROOT);
    String pattern = withoutSchemeAndPort(entry.strip().toLowerCase(Locale.ROOT));
    if (pattern.isEmpty()) {
      return false;
    }
    if (pattern.equals("<local>")) {
      return name.indexOf('.') < 0 && name.indexOf(':') < 0;
    }
    return switch (kind) {
      case ENVIRONMENT, ETC_ENVIRONMENT -> inDomain(name, pattern);
      case WININET, WINHTTP, SCUTIL -> matches(name, pattern);
    };
  }

  private static boolean inDomain(String name, String pattern) {
    String domain = pattern.startsWith("*.") ? pattern.substring(1) : pattern;
    if (domain.equals("*")) {
      return true;
    }
    String bare = domain.startsWith(".") ? domain.substring(1) : domain;
    return name.equals(bare) || name.endsWith("." + bare);
  }

  /** A glob with {@code *} only, over the whole name. Walks, so that no pattern can be slow. */
  private static boolean matches(String name, String pattern) {
    int at = 0;
    int from = 0;
    int star = -1;
    int retry = 0;
    while (at < name.length()) {
      if (from < pattern.length() && pattern.charAt(from) == '*') {
        star = from++;
        retry = at;
      } else if (from < pattern.length() && pattern.charAt(from) == name.charAt(at)) {
        from++;
        at++;
      } else if (star >= 0) {
        from = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    while (from < pattern.length() && pattern.charAt(from) == '*') {
      from++;
    }
    return from == pattern.length();
  }

  private static String withoutSchemeAndPort(String entry) {
    int scheme = entry.indexOf("://");
    String rest = scheme < 0 ? entry : entry.substring(scheme + 3);
    int colon = rest.lastIndexOf(':');
    boolean port =
        colon > 0
            && rest.indexOf(':') == colon
            && rest.substring(colon + 1).chars().allMatch(Character::isDigit);
    return port ? rest.substring(0, colon) : rest;
  }
}
