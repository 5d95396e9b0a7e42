package io.roomwatch.agent.metrics;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind.Manner;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What is counted over all looks. Histograms are kept by check id, and by kind alone from {@link
 * #HISTOGRAMS_BY_ID} checks on, so that a scrape stays small.
 */
public final class CheckMeters {

  /** Up to this many checks each has histograms of its own. */
  static final int HISTOGRAMS_BY_ID = 250;

  private final Map<String, Histogram> durations = new ConcurrentSkipListMap<>();
  private final Map<String, Histogram> roundTrips = new ConcurrentSkipListMap<>();
  private final Map<CheckId, Counts> counts = new ConcurrentHashMap<>();
  private volatile boolean byId = true;

  /** Forgets checks that are no longer configured. Call at start and after each reload. */
  public void keep(Set<CheckId> configured) {
    byId = configured.size() <= HISTOGRAMS_BY_ID;
    counts.keySet().retainAll(configured);
    Set<String> labels =
        configured.stream().map(this::label).collect(java.util.stream.Collectors.toSet());
    durations.keySet().retainAll(labels);
    roundTrips.keySet().retainAll(labels);
  }

  /** Counts one look. Safe from any thread. */
  public void observed(Observation observation) {
    CheckId check = observation.check();
    durations.computeIfAbsent(label(check), name -> new Histogram()).record(observation.took());
    counts.computeIfAbsent(check, id -> new Counts()).add(observation);
    roundTrip(observation)
        .ifPresent(
            rtt -> roundTrips.computeIfAbsent(label(check), name -> new Histogram()).record(rtt));
  }

  Map<String, Histogram> durations() {
    return durations;
  }

  Map<String, Histogram> roundTrips() {
    return roundTrips;
  }

  Map<CheckId, Counts> counts() {
    return counts;
  }

  private String label(CheckId check) {
    return byId ? check.toString() : check.kind().id();
  }

  /**
   * The time of the one exchange that stands for the round trip; empty when nothing was answered.
   */
  private static Optional<Duration> roundTrip(Observation observation) {
    if (observation.check().kind().manner() != Manner.ACTIVE
        || !answered(observation.finding().reason())) {
      return Optional.empty();
    }
    List<PhaseTime> phases = observation.finding().phases();
    return phases.stream()
        .filter(time -> time.phase() == Phase.CONNECT)
        .findFirst()
        .or(() -> phases.stream().filter(time -> time.phase() == Phase.FIRST_BYTE).findFirst())
        .map(PhaseTime::took);
  }

  /** A finding may be bad although the network answered. */
  private static boolean answered(Reason reason) {
    return switch (reason) {
      case OK,
          RESET,
          CLOSED_EARLY,
          DNS_PRIVATE,
          TLS_UNTRUSTED,
          TLS_EXPIRED,
          TLS_NAME,
          TLS_INSPECTED,
          HTTP_STATUS,
          CAPTIVE_PORTAL,
          INCIDENT,
          THRESHOLD ->
          true;
      case REFUSED,
          TIMEOUT,
          UNREACHABLE,
          DNS_NXDOMAIN,
          DNS_SERVFAIL,
          DNS_TIMEOUT,
          TLS_HANDSHAKE,
          PROXY_REFUSED,
          PROXY_AUTH,
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

  /** Totals of one check. */
  static final class Counts {
    private long looks;
    private final Map<Reason, Long> failures = new EnumMap<>(Reason.class);

    synchronized void add(Observation observation) {
      looks++;
      State state = observation.finding().state();
      if (state == State.FAILED || state == State.DEGRADED) {
        failures.merge(observation.finding().reason(), 1L, Long::sum);
      }
    }

    synchronized long looks() {
      return looks;
    }

    synchronized Map<Reason, Long> failures() {
      return new EnumMap<>(failures);
    }
  }
}
