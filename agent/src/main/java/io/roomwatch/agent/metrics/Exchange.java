package io.roomwatch.agent.metrics;

import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The one exchange of a look that stands for its round trip: the connect, or the question and first
 * answer where nothing is connected.
 *
 * @param roundTrip empty when it was sent and nobody answered
 */
record Exchange(Optional<Duration> roundTrip) {

  /**
   * Of one look. Empty when it sent nothing whose way back is timed: it had no need to, the name
   * did not resolve, or such checks ask in ways of their own.
   */
  static Optional<Exchange> of(Finding finding) {
    List<PhaseTime> phases = finding.phases();
    return entered(phases, Phase.CONNECT)
        .or(() -> entered(phases, Phase.FIRST_BYTE))
        .map(
            sent -> {
              // Whoever came further than this phase had its answer, whatever happened then.
              boolean further =
                  phases.stream().anyMatch(each -> each.phase().compareTo(sent.phase()) > 0);
              return new Exchange(
                  further || answered(finding) ? Optional.of(sent.took()) : Optional.empty());
            });
  }

  private static Optional<PhaseTime> entered(List<PhaseTime> phases, Phase wanted) {
    return phases.stream().filter(each -> each.phase() == wanted).findFirst();
  }

  /** Whether the look's last phase ended with an answer, and be it a bad one. */
  private static boolean answered(Finding finding) {
    // What is looked at for information only is ok with the probe's failure in its detail.
    boolean failedAside =
        finding.state() == State.OK
            && finding.readings().stream()
                .anyMatch(
                    each -> each.name().equals("detail") && each.value() instanceof Value.Text);
    return !failedAside && answered(finding.reason());
  }

  private static boolean answered(Reason reason) {
    return switch (reason) {
      case OK,
          REFUSED,
          RESET,
          CLOSED_EARLY,
          DNS_NXDOMAIN,
          DNS_SERVFAIL,
          DNS_PRIVATE,
          TLS_UNTRUSTED,
          TLS_EXPIRED,
          TLS_NAME,
          TLS_INSPECTED,
          TLS_HANDSHAKE,
          HTTP_STATUS,
          CAPTIVE_PORTAL,
          PROXY_REFUSED,
          PROXY_AUTH,
          INCIDENT,
          THRESHOLD ->
          true;
      case TIMEOUT,
          UNREACHABLE,
          DNS_TIMEOUT,
          PROXY_DEAD,
          NOT_LISTENING,
          FOREIGN_OWNER,
          LOOPBACK_ONLY,
          FIREWALL_BLOCK,
          NO_ROUTE,
          VIA_VPN,
          ISOLATION,
          BELOW_MINIMUM,
          DRIFT,
          MISSING,
          OVERDUE,
          NO_ANSWER,
          PERMISSION,
          UNSUPPORTED,
          NOT_FOUND,
          ERROR ->
          false;
    };
  }
}
