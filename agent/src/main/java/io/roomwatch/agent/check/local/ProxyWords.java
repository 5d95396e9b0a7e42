package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySettings.HostPort;
import io.roomwatch.agent.facts.ProxySource;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Proxy settings as sentences write them. Credentials never pass: they may hide before an
 * {@code @}, or in the query of a PAC script's address.
 */
final class ProxyWords {

  private ProxyWords() {}

  /** Whose setting it is: {@code the Internet settings of kiosk}. */
  static String place(ProxySource source) {
    return switch (source.kind()) {
      case ENVIRONMENT -> "the environment of this program";
      case ETC_ENVIRONMENT -> "/etc/environment";
      case WININET -> "the Internet settings of " + source.owner();
      case WINHTTP -> "the machine-wide WinHTTP setting";
      case SCUTIL -> "the network settings of this Mac";
    };
  }

  static String settings(ProxySettings settings) {
    List<String> parts = new ArrayList<>();
    settings.proxy().ifPresent(proxy -> parts.add(proxy(proxy)));
    settings.pacUrl().ifPresent(pac -> parts.add("PAC script " + pac(pac)));
    if (settings.autoDetect()) {
      parts.add("automatic detection (WPAD)");
    }
    return parts.isEmpty() ? "direct" : Wording.list(parts);
  }

  static String proxy(HostPort proxy) {
    return new HostPort(host(proxy), proxy.port()).toString();
  }

  /** The bare host: no brackets, no credentials, no scheme. */
  static String host(HostPort proxy) {
    String host = proxy.host().substring(proxy.host().lastIndexOf('@') + 1);
    host = host.substring(host.indexOf("//") < 0 ? 0 : host.indexOf("//") + 2);
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  static boolean isLoopback(HostPort proxy) {
    String host = host(proxy).toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || Addresses.literal(host)
            .filter(address -> address.isLoopbackAddress() || address.isAnyLocalAddress())
            .isPresent();
  }

  private static String pac(String url) {
    try {
      URI uri = new URI(url.trim());
      String host = uri.getHost() == null ? "" : uri.getHost();
      if (host.isEmpty() && uri.getRawAuthority() != null) {
        return "(address not understood)";
      }
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      String path = uri.getPath() == null ? "" : uri.getPath();
      return uri.getScheme() + "://" + host + port + path;
    } catch (URISyntaxException e) {
      // Not quoted: what cannot be parsed cannot be redacted either.
      return "(address not understood)";
    }
  }
}
