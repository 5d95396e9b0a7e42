package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Measured;
import io.roomwatch.agent.check.Remaining;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.StatusPageProbe;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * {@code cloud.status}: what the service says of itself on its status page. A page that cannot be
 * read or has not changed for long says nothing: unknown, never operational. Maintenance is told
 * and is no finding.
 *
 * <p>Failed on a major outage or a critical incident, degraded on anything less. Reasons: {@code
 * incident}, {@code not-found} (no component of the page is one that was asked for), {@code
 * threshold} (stale), and those of {@link StatusPageProbe}.
 */
final class CloudStatus implements Check {

  /**
   * A page last updated longer ago is not believed. Statuspage stamps a page when something on it
   * changes, so a quiet fortnight is odd and a quiet weekend is not.
   */
  static final Duration STALE = Duration.ofDays(14);

  /** How Statuspage calls the impact of an incident, the least first; others are none. */
  private static final List<String> IMPACTS = List.of("minor", "major", "critical");

  /** Incidents that have ended, in Statuspage's words. */
  private static final Set<String> OVER = Set.of("resolved", "postmortem", "completed");

  private final CheckContext context;
  private final Cloud.StatusPage page;

  CloudStatus(CheckContext context) {
    this.context = context;
    this.page = context.config().cloud().status();
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.CLOUD_STATUS);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    List<URI> uris = page.uris();
    if (uris.isEmpty()) {
      return CompletableFuture.completedFuture(
          Finding.unknown(Reason.NOT_FOUND, "No status page is configured."));
    }
    Remaining remaining = Remaining.of(context, deadline);
    List<ProxyInForce> ways =
        uris.stream().map(uri -> ProxyInForce.of(context, uri.getHost())).toList();
    return remaining.probe(ProxyInForce.READING, left -> ask(0, ways, left.dividedBy(uris.size())));
  }

  /** One after the other: the next only when this one cannot be read. */
  private CompletableFuture<Finding> ask(int index, List<ProxyInForce> ways, Duration each) {
    URI uri = page.uris().get(index);
    return context
        .probes()
        .statusPage(new StatusPageProbe.Spec(uri, each, ways.get(index).proxy()))
        .thenCompose(
            result -> {
              boolean readable = result.outcome().ok() && result.page().isPresent();
              if (!readable && index + 1 < page.uris().size()) {
                return ask(index + 1, ways, each);
              }
              return CompletableFuture.completedFuture(
                  result
                      .page()
                      .filter(read -> readable)
                      .map(this::judge)
                      .orElseGet(() -> unreadable(result, each))
                      .with(Reading.text("uri", uri.toString()))
                      .timed(result.outcome().phases()));
            });
  }

  private Finding unreadable(StatusPageProbe.Result result, Duration each) {
    Reason reason = result.outcome().ok() ? Reason.ERROR : result.outcome().reason();
    return Finding.unknown(
            reason,
            "What the service says of itself is not known: the status page "
                + Wording.failure(reason, each)
                + ".")
        .with(Measured.detail(result.outcome()));
  }

  private Finding judge(StatusPageProbe.Page read) {
    List<StatusPageProbe.Component> asked =
        read.components().stream().filter(component -> wanted(component.name())).toList();
    List<StatusPageProbe.Incident> incidents =
        read.incidents().stream().filter(this::touches).toList();
    Optional<Duration> age =
        read.updated().map(at -> Duration.between(at, context.clock().instant()));
    Duration limit = STALE;
    return finding(read, asked, incidents, age.filter(old -> old.compareTo(limit) > 0))
        .with(
            Reading.text("indicator", read.indicator()),
            Reading.number("components", asked.size()),
            Reading.texts(
                "impaired",
                asked.stream()
                    .filter(component -> impaired(component.health()))
                    .map(component -> component.name() + ": " + said(component.health()))
                    .toList()),
            Reading.texts(
                "incidents", incidents.stream().map(StatusPageProbe.Incident::name).toList()),
            read.updated()
                .map(Instant::getEpochSecond)
                .map(at -> Reading.number("page_updated_timestamp_seconds", at))
                .orElse(Reading.absent("page_updated_timestamp_seconds")));
  }

  private Finding finding(
      StatusPageProbe.Page read,
      List<StatusPageProbe.Component> asked,
      List<StatusPageProbe.Incident> incidents,
      Optional<Duration> stale) {
    if (stale.isPresent()) {
      return Finding.unknown(
          Reason.THRESHOLD,
          "The status page was last updated "
              + Wording.duration(stale.get())
              + " ago, too long to be believed.");
    }
    Optional<StatusPageProbe.Incident> incident =
        incidents.stream()
            .filter(one -> weight(one.impact()) > 0)
            .max(Comparator.comparingInt(one -> weight(one.impact())));
    Optional<StatusPageProbe.Component> worst =
        asked.stream()
            .filter(component -> impaired(component.health()))
            .max(Comparator.comparing(StatusPageProbe.Component::health));
    if (incident.isPresent() || worst.isPresent()) {
      return impaired(incident, worst);
    }
    if (asked.isEmpty()) {
      return Finding.unknown(
          Reason.NOT_FOUND,
          page.components().isEmpty()
              ? "The status page lists no component."
              : "No component on the status page is named like "
                  + Wording.list(page.components())
                  + "; it lists "
                  + Wording.count(read.components().size(), "component")
                  + ".");
    }
    List<String> strange =
        asked.stream()
            .filter(one -> one.health() == StatusPageProbe.Health.UNKNOWN)
            .map(StatusPageProbe.Component::name)
            .toList();
    if (!strange.isEmpty()) {
      return Finding.unknown(
          Reason.UNSUPPORTED,
          "The status page gives a status that Roomwatch does not know for "
              + Wording.list(strange)
              + ".");
    }
    return Finding.ok(good(asked, incidents));
  }

  private static Finding impaired(
      Optional<StatusPageProbe.Incident> incident, Optional<StatusPageProbe.Component> worst) {
    String what =
        incident
            .map(
                one -> "\"" + one.name() + "\" (impact " + one.impact() + ", " + one.status() + ")")
            .orElse("");
    String where = worst.map(one -> one.name() + " has " + said(one.health())).orElse("");
    String text =
        "The service reports "
            + (what.isEmpty() ? "that " : "the incident " + what)
            + (what.isEmpty() || where.isEmpty() ? "" : "; ")
            + where
            + ".";
    boolean major =
        incident.filter(one -> weight(one.impact()) == IMPACTS.size()).isPresent()
            || worst.filter(one -> one.health() == StatusPageProbe.Health.MAJOR_OUTAGE).isPresent();
    return major ? Finding.failed(Reason.INCIDENT, text) : Finding.degraded(Reason.INCIDENT, text);
  }

  private static String good(
      List<StatusPageProbe.Component> asked, List<StatusPageProbe.Incident> incidents) {
    List<String> maintained =
        asked.stream()
            .filter(one -> one.health() == StatusPageProbe.Health.UNDER_MAINTENANCE)
            .map(StatusPageProbe.Component::name)
            .toList();
    return "The status page reports no incident for "
        + Wording.count(asked.size(), "component")
        + (maintained.isEmpty() ? "" : "; under maintenance: " + Wording.list(maintained))
        + (incidents.isEmpty()
            ? ""
            : "; without impact: "
                + Wording.list(incidents.stream().map(StatusPageProbe.Incident::name).toList()))
        + ".";
  }

  private boolean wanted(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return page.components().isEmpty()
        || page.components().stream()
            .anyMatch(part -> lower.contains(part.toLowerCase(Locale.ROOT)));
  }

  /** Still open, and of a component asked for; one that names no component may concern any. */
  private boolean touches(StatusPageProbe.Incident incident) {
    return !OVER.contains(incident.status().toLowerCase(Locale.ROOT))
        && (incident.components().isEmpty()
            || incident.components().stream().anyMatch(this::wanted));
  }

  /** How bad an impact is; 0 is none, as maintenance is. */
  private static int weight(String impact) {
    return IMPACTS.indexOf(impact.toLowerCase(Locale.ROOT)) + 1;
  }

  private static boolean impaired(StatusPageProbe.Health health) {
    return switch (health) {
      case OPERATIONAL, UNDER_MAINTENANCE, UNKNOWN -> false;
      case DEGRADED_PERFORMANCE, PARTIAL_OUTAGE, MAJOR_OUTAGE -> true;
    };
  }

  private static String said(StatusPageProbe.Health health) {
    return switch (health) {
      case OPERATIONAL -> "no problem";
      case UNDER_MAINTENANCE -> "maintenance";
      case UNKNOWN -> "a status that Roomwatch does not know";
      case DEGRADED_PERFORMANCE -> "degraded performance";
      case PARTIAL_OUTAGE -> "a partial outage";
      case MAJOR_OUTAGE -> "a major outage";
    };
  }
}
