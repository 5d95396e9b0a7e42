package io.roomwatch.agent.journal;

import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySettings.HostPort;
import io.roomwatch.agent.facts.ProxySource;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Proxy settings as events write them. A secret never passes: neither a login before an {@code @},
 * nor the path or the query of a PAC script's address, of which only the file's name is told. A
 * change in what is not told is no event.
 */
public final class ProxyText {

  private ProxyText() {}

  /** Whose setting it is, as {@code the …} or a path. */
  public static String place(ProxySource source) {
    return switch (source.kind()) {
      case ENVIRONMENT -> "the environment of Roomwatch";
      case ETC_ENVIRONMENT -> "/etc/environment";
      case WININET -> "the Internet settings of " + source.owner();
      case WINHTTP -> "the machine-wide WinHTTP setting";
      case SCUTIL -> "the network settings of this Mac";
    };
  }

  /** What is set, as words; none when nothing is. */
  static List<String> words(ProxySettings settings) {
    List<String> words = new ArrayList<>();
    settings.proxy().ifPresent(proxy -> words.add(proxy(proxy)));
    settings.pacUrl().ifPresent(url -> words.add("PAC script " + pac(url)));
    if (settings.autoDetect()) {
      words.add("automatic detection (WPAD)");
    }
    if (!words.isEmpty() && !settings.bypass().isEmpty()) {
      words.add("not for " + Words.some(settings.bypass().stream().sorted().toList(), 5));
    }
    return words;
  }

  private static String proxy(HostPort proxy) {
    String host = proxy.host().substring(proxy.host().lastIndexOf('@') + 1);
    return new HostPort(host.replaceFirst("^.*//", ""), proxy.port()).toString();
  }

  private static String pac(String url) {
    try {
      URI uri = new URI(url.strip());
      Optional<String> host = Optional.ofNullable(uri.getHost());
      Optional<String> scheme = Optional.ofNullable(uri.getScheme());
      String path = Optional.ofNullable(uri.getPath()).orElse("");
      if (host.isEmpty() || scheme.isEmpty()) {
        return "(address not understood)";
      }
      return scheme.get()
          + "://"
          + host.get()
          + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
          + file(path);
    } catch (URISyntaxException notAnAddress) {
      // Not quoted: what cannot be parsed cannot be redacted either.
      return "(address not understood)";
    }
  }

  /** {@code /proxy.pac}, {@code /…/proxy.pac}; of a path that does not end in a file nothing. */
  private static String file(String path) {
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    String lower = name.toLowerCase(Locale.ROOT);
    String told = lower.endsWith(".pac") || lower.endsWith(".dat") ? name : "";
    boolean hidden = slash > 0 || (!name.isEmpty() && told.isEmpty());
    return hidden ? "/…" + (told.isEmpty() ? "" : "/" + told) : told.isEmpty() ? "" : "/" + told;
  }
}
