package io.roomwatch.agent.maintenance.duty;

import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.State;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code monthly.service-status}: what the status page said since the item was due before. An
 * incident that goes on fails the item; ones that are over are listed and pass. When the page could
 * not be read for at least half of the time, nothing is concluded: not even that all was well.
 */
final class ServiceStatus implements Duty.Judge {

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The first and the last hour of one text. */
  private record Span(Instant first, Instant last) {
    Span until(Instant hour) {
      return new Span(first, hour);
    }
  }

  @Override
  public Judgement judge(Knowledge known) {
    Optional<Belief> now = known.one(CheckKind.CLOUD_STATUS);
    if (now.isEmpty()) {
      return Judgement.of(
          Result.NEEDS_PERSON,
          "The status page is not watched (cloud.status is disabled): a person has to look.",
          List.of());
    }
    ServiceHistory history = known.records().serviceHistory();
    List<String> incidents = incidents(history);
    List<String> evidence = new ArrayList<>();
    evidence.add(
        "Read in %d of %d hours from %s to %s."
            .formatted(
                history.readable(),
                history.length(),
                HOUR.format(history.from()),
                HOUR.format(history.to())));
    evidence.addAll(incidents);
    evidence.add(now.get().line());
    return conclude(now.get(), history, incidents, evidence).restingOn(List.of(now.get()));
  }

  private static Judgement conclude(
      Belief now, ServiceHistory history, List<String> incidents, List<String> evidence) {
    if (now.bad()) {
      return Judgement.of(Result.FAIL, now.text(), evidence);
    }
    if (now.state() == State.UNKNOWN) {
      return Judgement.of(Result.UNKNOWN, now.text(), evidence);
    }
    if (history.readable() * 2 <= history.length()) {
      return Judgement.of(
          Result.UNKNOWN,
          "The status page could be read in only "
              + history.readable()
              + " of the last "
              + Phrases.count(history.length(), "hour")
              + ", too few to tell.",
          evidence);
    }
    return Judgement.of(
        Result.PASS,
        incidents.isEmpty()
            ? "The status page reported no incident."
            : "The status page reported incidents, now over: " + Phrases.some(incidents),
        evidence);
  }

  /** Each thing that the page reported, once. */
  private static List<String> incidents(ServiceHistory history) {
    Map<String, Span> spans = new LinkedHashMap<>();
    for (ServiceHistory.Hour hour : history.hours()) {
      if (hour.state() == State.DEGRADED || hour.state() == State.FAILED) {
        Span one = new Span(hour.start(), hour.start());
        spans.merge(hour.text(), one, (before, ignored) -> before.until(hour.start()));
      }
    }
    return spans.entrySet().stream()
        .map(
            entry ->
                HOUR.format(entry.getValue().first())
                    + " to "
                    + HOUR.format(entry.getValue().last())
                    + ": "
                    + entry.getKey())
        .toList();
  }
}
