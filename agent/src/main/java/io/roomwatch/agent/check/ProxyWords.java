package io.roomwatch.agent.check;

import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySettings.HostPort;
import io.roomwatch.agent.facts.ProxySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Proxy settings as sentences write them. Credentials never pass, should any have come so far. */
public final class ProxyWords {

  private ProxyWords() {}

  /** Whose setting it is: {@code the Internet settings of kiosk}. */
  public static String place(ProxySource source) {
    return switch (source.kind()) {
      case ENVIRONMENT -> "the environment of this program";
      case ETC_ENVIRONMENT -> "/etc/environment";
      case WININET -> "the Internet settings of " + source.owner();
      case WINHTTP -> "the machine-wide WinHTTP setting";
      case SCUTIL -> "the network settings of this Mac";
    };
  }

  public static String settings(ProxySettings settings) {
    List<String> parts = new ArrayList<>();
    settings.proxy().ifPresent(proxy -> parts.add(proxy(proxy)));
    settings.pacUrl().ifPresent(pac -> parts.add("PAC script " + pac));
    if (settings.autoDetect()) {
      parts.add("automatic detection (WPAD)");
    }
    return parts.isEmpty() ? "direct" : Wording.list(parts);
  }

  public static String proxy(HostPort proxy) {
    return new HostPort(host(proxy), proxy.port()).toString();
  }

  /** The bare host: no brackets, no credentials, no scheme. */
  public static String host(HostPort proxy) {
    String host = proxy.host().substring(proxy.host().lastIndexOf('@') + 1);
    host = host.substring(host.indexOf("//") < 0 ? 0 : host.indexOf("//") + 2);
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  public static boolean isLoopback(HostPort proxy) {
    return isLoopback(host(proxy));
  }

  /** Whether a proxy of this host is on this machine itself. */
  public static boolean isLoopback(String proxy) {
    String host = proxy.toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || Addresses.literal(host)
            .filter(address -> address.isLoopbackAddress() || address.isAnyLocalAddress())
            .isPresent();
  }
}
