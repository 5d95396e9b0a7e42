package io.roomwatch.agent.probe.http;

import io.roomwatch.agent.probe.HttpProbe;
import io.roomwatch.agent.probe.network.Failure;
import io.roomwatch.agent.probe.network.HostNames;
import io.roomwatch.agent.probe.network.Network;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a captive portal by its answer to a plain HTTP request: status 511 (RFC 6585 section 6), a
 * redirect to a foreign host, the WISPr gateway mark, or a page that asks for a password or sends
 * the browser to a foreign host.
 */
public final class PortalPage {

  private static final int NETWORK_AUTHENTICATION_REQUIRED = 511;
  private static final int TAG_CHARACTERS = 1024;

  private static final Pattern AUTHORITY =
      Pattern.compile("^\\s*+(?:https?:)?[/\\\\]{2}([^/\\\\?#]++)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PASSWORD = Pattern.compile("\\btype\\s*+=\\s*+[\"']?password\\b");
  private static final Pattern REFRESH =
      Pattern.compile("\\bhttp-equiv\\s*+=\\s*+[\"']?refresh\\b");
  private static final Pattern URL = Pattern.compile("\\burl\\s*+=\\s*+[\"']?([^\"'>\\s;]++)");

  /** Second labels under which country registries sell names: {@code co.uk}, {@code com.au}. */
  private static final Set<String> SECOND_LABELS =
      Set.of("co", "com", "net", "org", "gov", "edu", "ac", "go", "or", "ne");

  private PortalPage() {}

  /**
   * @param host the name that was asked for
   * @return the portal's host or what gave it away; empty when nothing did
   */
  public static Optional<String> find(HttpProbe.Result answer, String host) {
    int status = answer.status().orElse(0);
    if (status == NETWORK_AUTHENTICATION_REQUIRED) {
      return Optional.of("status 511");
    }
    if (status >= 300 && status < 400) {
      return foreign(answer.headers().getOrDefault("location", ""), host);
    }
    return refresh(answer.headers().getOrDefault("refresh", "").toLowerCase(Locale.ROOT), host)
        .or(() -> page(answer.body().toLowerCase(Locale.ROOT), host));
  }

  private static Optional<String> page(String body, String host) {
    if (body.contains("<wispaccessgatewayparam")) {
      return Optional.of("a WISPr gateway");
    }
    int from = body.indexOf('<');
    while (from >= 0) {
      int to = body.indexOf('>', from);
      if (to < 0) {
        return Optional.empty();
      }
      Optional<String> found =
          tag(body.substring(from + 1, Math.min(to, from + TAG_CHARACTERS)), host);
      if (found.isPresent()) {
        return found;
      }
      // Past the end of this tag, so that the whole is read once whatever is in it.
      from = body.indexOf('<', to);
    }
    return Optional.empty();
  }

  private static Optional<String> tag(String tag, String host) {
    if (tag.startsWith("input") && PASSWORD.matcher(tag).find()) {
      return Optional.of("a page that asks for a password");
    }
    return tag.startsWith("meta") && REFRESH.matcher(tag).find()
        ? refresh(tag, host)
        : Optional.empty();
  }

  private static Optional<String> refresh(String text, String host) {
    Matcher url = URL.matcher(text);
    return url.find() ? foreign(url.group(1), host) : Optional.empty();
  }

  /** The host of a reference when it is another party's; empty for one without a host. */
  private static Optional<String> foreign(String reference, String host) {
    Matcher authority = AUTHORITY.matcher(reference);
    if (!authority.find()) {
      return Optional.empty();
    }
    String other = hostOf(authority.group(1));
    return other.isEmpty() || isSameParty(HostNames.ascii(host), other)
        ? Optional.empty()
        : Optional.of(Failure.oneLine(other));
  }

  private static String hostOf(String authority) {
    String hostPort = authority.substring(authority.lastIndexOf('@') + 1);
    if (hostPort.startsWith("[")) {
      int end = hostPort.indexOf(']');
      return end < 0 ? "" : hostPort.substring(1, end);
    }
    int colon = hostPort.indexOf(':');
    return HostNames.ascii(colon < 0 ? hostPort : hostPort.substring(0, colon));
  }

  /**
   * The same host, a name above or below it, a sibling, or the same name in another country or
   * under another ending: {@code zoom.us} may send people to {@code www.zoom.com}.
   */
  static boolean isSameParty(String host, String other) {
    if (host.equals(other)) {
      return true;
    }
    if (Network.isLiteral(host) || Network.isLiteral(other)) {
      return false;
    }
    return ownLabel(host).equals(ownLabel(other));
  }

  /** The label that somebody registered: the second from the right, or the third. */
  private static String ownLabel(String host) {
    String[] labels = host.split("\\.", -1);
    int last = labels.length - 1;
    boolean longEnding =
        last >= 2 && labels[last].length() == 2 && SECOND_LABELS.contains(labels[last - 1]);
    return labels[Math.max(0, last - (longEnding ? 2 : 1))];
  }
}
