package io.roomwatch.agent.verdict;

import static io.roomwatch.agent.observation.CheckKind.*;
import static io.roomwatch.agent.observation.Reason.*;
import static io.roomwatch.agent.verdict.Sign.on;

import io.roomwatch.agent.observation.Reason;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the rules have in common. Codes are those for which the companion guide names that layer; no
 * Zoom page documents them.
 */
final class Signs {
  private Signs() {}

  /** Controller and room do not come together: "link first". */
  static final List<String> CONTROLLER = List.of("2002", "2001", "ZP-491");

  /** The client cannot reach required services. */
  static final List<String> SERVICES = List.of("5002", "3002");

  /** A required step of pairing or sign-in did not complete. */
  static final List<String> SETUP = List.of("4000", "4001");

  static final List<String> BOTH_WAYS = List.of("2002", "2001", "5002");

  /** A connection that did not come about or did not last. */
  static final Set<Reason> CONNECTION =
      Set.of(TIMEOUT, REFUSED, UNREACHABLE, RESET, CLOSED_EARLY, NO_ROUTE, NO_ANSWER);

  /** No packet came back. */
  static final Set<Reason> SILENCE = Set.of(TIMEOUT, UNREACHABLE, NO_ROUTE);

  static final Set<Reason> NAMES =
      Set.of(DNS_NXDOMAIN, DNS_SERVFAIL, DNS_TIMEOUT, NOT_FOUND, MISSING);

  static final Set<Reason> CERTIFICATES =
      Set.of(TLS_UNTRUSTED, TLS_EXPIRED, TLS_NAME, TLS_HANDSHAKE);

  static final Set<Reason> PROXIES = Set.of(PROXY_DEAD, PROXY_AUTH, PROXY_REFUSED);

  /** Whatever goes out to the cloud, by any way. */
  static List<Sign> cloud(Set<Reason> reasons) {
    return Stream.of(
            CLOUD_DNS, CLOUD_TCP, CLOUD_TLS, CLOUD_HTTPS, CLOUD_PROXY, CLOUD_UDP, CLOUD_MEDIA)
        .map(kind -> on(kind, reasons))
        .toList();
  }

  static List<Sign> cloud(Reason... reasons) {
    return cloud(Set.of(reasons));
  }

  /** What fails to the cloud when no packet gets out or none comes back. */
  static List<Sign> cloudCut() {
    return Stream.of(CONNECTION, NAMES, PROXIES).flatMap(set -> cloud(set).stream()).toList();
  }
}
