package io.roomwatch.agent.check;

import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The small parts of sentences for people: durations, lists, counts, how an exchange failed. */
public final class Wording {

  private Wording() {}

  /** {@code 2 ms}, {@code 1.4 s}, {@code 12 min}, {@code 3 h}, {@code 5 days}: one unit. */
  public static String duration(Duration duration) {
    if (duration.toDays() >= 2) {
      return duration.toDays() + " days";
    }
    long millis = duration.isNegative() ? 0 : duration.toMillis();
    if (millis < 1) {
      return "less than 1 ms";
    }
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 120_000) {
      return millis % 1000 == 0 || millis >= 10_000
          ? millis / 1000 + " s"
          : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
    if (duration.toHours() < 2) {
      return duration.toMinutes() + " min";
    }
    return duration.toHours() + " h";
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  public static String list(List<String> items) {
    int last = items.size() - 1;
    return last <= 0
        ? String.join("", items)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }

  /** {@code 1 controller}, {@code 2 controllers}. */
  public static String count(int number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  /**
   * What the other end did instead of answering, to stand behind its name: {@code refuses the
   * connection}.
   *
   * @param waited how long it was given
   */
  public static String failure(Reason reason, Duration waited) {
    return switch (reason) {
      case REFUSED ->
          "refuses the connection: the host was reached, but the port is closed there or rejected"
              + " on the way";
      case TIMEOUT -> "does not answer within " + duration(waited) + ": it is filtered or gone";
      case UNREACHABLE -> "cannot be reached: the network reports no way to it";
      case NO_ROUTE -> "cannot be reached: this machine has no route to it";
      case FIREWALL_BLOCK -> "cannot be reached: this machine's own firewall forbids it";
      case RESET -> "cuts the connection by a reset: it, or a device between, does not want it";
      case CLOSED_EARLY ->
          "closes the connection at once: what is behind it is not ready, or a device between cuts"
              + " it";
      case NO_ANSWER -> "does not answer within " + duration(waited);
      case DNS_NXDOMAIN -> "cannot be reached: its name does not exist in DNS";
      case DNS_SERVFAIL -> "cannot be reached: the DNS server fails to look up its name";
      case DNS_TIMEOUT -> "cannot be reached: no DNS server answers for its name";
      case DNS_PRIVATE -> "cannot be reached: DNS gives a private address for its name";
      case TLS_UNTRUSTED -> "shows a certificate that nothing here trusts";
      case TLS_EXPIRED -> "shows a certificate that is not valid now";
      case TLS_NAME -> "shows a certificate for another name";
      case TLS_INSPECTED -> "is reached through TLS inspection";
      case TLS_HANDSHAKE -> "does not complete the TLS handshake";
      case PROXY_DEAD -> "cannot be reached because the proxy does not answer";
      case PROXY_AUTH -> "cannot be reached because the proxy asks for a login";
      case PROXY_REFUSED -> "cannot be reached because the proxy refuses to connect to it";
      case HTTP_STATUS -> "answers with an error status";
      case CAPTIVE_PORTAL -> "is answered by a login page of the network";
      case OK,
          NOT_LISTENING,
          FOREIGN_OWNER,
          LOOPBACK_ONLY,
          VIA_VPN,
          ISOLATION,
          INCIDENT,
          BELOW_MINIMUM,
          DRIFT,
          MISSING,
          OVERDUE,
          THRESHOLD,
          PERMISSION,
          UNSUPPORTED,
          NOT_FOUND,
          ERROR ->
          "gives an answer that is not understood";
    };
  }
}
