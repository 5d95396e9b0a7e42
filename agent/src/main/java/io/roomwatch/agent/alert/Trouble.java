package io.roomwatch.agent.alert;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Verdict;
import io.roomwatch.agent.verdict.VerdictId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One root cause that holds now: worth an alert unless something stands against it.
 *
 * @param cause in the words of the message
 * @param since when it began
 * @param severity {@code INFO} is never told
 * @param sight how it is known
 */
public record Trouble(Notice.Cause cause, Instant since, Severity severity, Sight sight) {

  /** The layer of maintenance items. */
  static final String SCHEDULE = "schedule";

  private static final Set<String> OWN_NETWORK =
      Set.of(
          VerdictId.NET_LINK_DOWN.label(),
          VerdictId.NET_GATEWAY_DOWN.label(),
          VerdictId.NET_NO_ROUTE.label());

  /** What says that this machine itself has no network, and not only the way to one peer. */
  private static final Set<String> OWN_CHECKS = Set.of("local.interface", "local.gateway");

  private static final Set<String> BEYOND_THIS_MACHINE = Set.of("service", "net", "link", "cloud");

  /**
   * @param seen the newest look that says so
   * @param flapping whether what says so changes too often
   */
  public record Sight(Instant seen, boolean flapping) {}

  /**
   * A maintenance item that waits too long, or went wrong.
   *
   * @param since when it became overdue, or failed
   * @param failed its last run failed; else it is overdue
   * @param next what to do, one sentence
   */
  public record Item(
      String id, String title, Instant since, boolean failed, Severity severity, String next) {}

  /** The verdict's cause; empty when nothing is known to be broken. */
  public static Optional<Trouble> of(Verdict verdict, List<CheckStatus> checks) {
    Verdict.Cause cause = verdict.cause();
    if (cause.state() == State.OK || cause.state() == State.UNKNOWN) {
      return Optional.empty();
    }
    List<CheckStatus> because =
        checks.stream().filter(status -> verdict.because().contains(status.check())).toList();
    Instant seen =
        because.stream()
            .flatMap(status -> status.proof().stream())
            .map(Observation::at)
            .max(Instant::compareTo)
            .orElse(verdict.since());
    boolean flapping = !because.isEmpty() && because.stream().allMatch(CheckStatus::flapping);
    return Optional.of(
        new Trouble(
            new Notice.Cause(
                cause.id().label(),
                cause.id().layer().label(),
                cause.state().label(),
                new Notice.Certainty(cause.confidence().label(), cause.codes()),
                verdict.summary(),
                verdict.next(),
                new Notice.Evidence(names(verdict.because()), names(verdict.consequences()))),
            verdict.since(),
            cause.state() == State.FAILED ? Severity.CRITICAL : Severity.WARNING,
            new Sight(seen, flapping)));
  }

  public static Trouble of(Item item) {
    String summary =
        item.failed()
            ? "The maintenance item '" + item.title() + "' failed."
            : "The maintenance item '" + item.title() + "' is overdue.";
    return new Trouble(
        new Notice.Cause(
            item.id(),
            SCHEDULE,
            (item.failed() ? State.FAILED : State.DEGRADED).label(),
            new Notice.Certainty(Verdict.Confidence.HIGH.label(), List.of()),
            summary,
            item.next(),
            new Notice.Evidence(List.of(), List.of())),
        item.since(),
        item.severity(),
        new Sight(item.since(), false));
  }

  /** This machine's own network is gone, and with it every way to see what is beyond. */
  static boolean isOwnNetwork(Notice.Cause cause) {
    return OWN_NETWORK.contains(cause.id())
        && cause.state().equals(State.FAILED.label())
        && cause.evidence().because().stream().anyMatch(OWN_CHECKS::contains);
  }

  /** It cannot be judged without a network. */
  boolean needsNetwork() {
    return BEYOND_THIS_MACHINE.contains(cause.layer()) && !isOwnNetwork(cause);
  }

  /** Whether it is this check that makes the trouble, or follows from it. */
  boolean accountsFor(String check) {
    return cause.evidence().because().contains(check)
        || cause.evidence().consequences().contains(check);
  }

  private static List<String> names(List<CheckId> checks) {
    return checks.stream().map(CheckId::toString).toList();
  }
}
