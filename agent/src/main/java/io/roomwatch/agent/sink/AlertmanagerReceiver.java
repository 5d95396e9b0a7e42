package io.roomwatch.agent.sink;

import com.fasterxml.jackson.core.JsonGenerator;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.HttpExchanges.Call;
import io.roomwatch.agent.sink.NoticeText.Severity;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prometheus Alertmanager, API v2 ({@code POST /api/v2/alerts}). Labels are the alert's identity
 * there, so they hold what does not change while it lasts; everything else is in annotations.
 */
final class AlertmanagerReceiver implements Receiver {

  private static final Resend RESEND = new Resend(Duration.ofMinutes(1), Duration.ofMinutes(5));

  /**
   * How long a firing alert stays there when nothing more comes. Prometheus takes four minutes; a
   * room that lost its uplink must not look repaired after that, and its own end comes in time.
   */
  private static final Duration KEEPS = Duration.ofHours(1);

  private static final Duration TEST_LASTS = Duration.ofMinutes(5);

  /** What is told of all members together: each gets its share. */
  private static final int LONGEST_SAID = 480;

  private final Sink.Alertmanager sink;
  private final HttpExchanges http;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Executor executor;

  AlertmanagerReceiver(Sink.Alertmanager sink, HttpExchanges http, Surroundings surroundings) {
    this.sink = sink;
    this.http = http;
    this.clock = surroundings.clocks().clock();
    this.zone = surroundings.clocks().zone();
    this.executor = surroundings.executor();
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public Optional<Resend> resend() {
    return Optional.of(RESEND);
  }

  /** To every member; taken when one took it, for members tell each other. */
  @Override
  public Delivery deliver(Notice notice, Attempt attempt) {
    byte[] body = WebhookJson.bytes(json -> alerts(json, notice, attempt));
    Map<String, String> headers =
        sink.login()
            .map(login -> Map.of("Authorization", HttpExchanges.basic(login)))
            .orElse(Map.of());
    List<CompletableFuture<Delivery>> tries =
        sink.urls().stream()
            .map(AlertmanagerReceiver::endpoint)
            .map(
                url ->
                    CompletableFuture.supplyAsync(
                        () ->
                            http.deliver(
                                url, Call.json(body, headers), AlertmanagerReceiver::advice),
                        executor))
            .toList();
    return together(tries.stream().map(CompletableFuture::join).toList());
  }

  static Delivery together(List<Delivery> each) {
    int share = LONGEST_SAID / each.size();
    String said =
        each.stream().map(one -> Cut.chars(one.said(), share)).collect(Collectors.joining("; "));
    if (each.stream().anyMatch(Delivery.Taken.class::isInstance)) {
      return new Delivery.Taken(said);
    }
    if (each.stream().allMatch(Delivery.Rejected.class::isInstance)) {
      return new Delivery.Rejected(said);
    }
    return new Delivery.Later(
        said,
        each.stream()
            .flatMap(
                one ->
                    one instanceof Delivery.Later later
                        ? later.notBefore().stream()
                        : Stream.empty())
            .min(Duration::compareTo),
        each.stream().anyMatch(one -> one instanceof Delivery.Later later && later.answered()));
  }

  private static Optional<String> advice(int status) {
    return switch (status) {
      case 400 -> Optional.of("it does not accept the alert");
      case 404, 405 -> Optional.of("no Alertmanager API v2 is there; give its URL without /api/v2");
      default -> Optional.empty();
    };
  }

  private static URI endpoint(URI root) {
    return URI.create(
        root.getScheme() + "://" + root.getRawAuthority() + path(root) + "/api/v2/alerts");
  }

  private static String path(URI root) {
    String path = Optional.ofNullable(root.getRawPath()).orElse("");
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private void alerts(JsonGenerator json, Notice notice, Attempt attempt) throws IOException {
    json.writeStartArray();
    json.writeStartObject();
    texts(json, "labels", labels(notice));
    texts(json, "annotations", annotations(notice, attempt));
    json.writeStringField("startsAt", notice.started().toString());
    json.writeStringField("endsAt", ends(notice).toString());
    if (notice.context().url().isPresent()) {
      json.writeStringField("generatorURL", notice.context().url().get().toString());
    }
    json.writeEndObject();
    json.writeEndArray();
  }

  private Instant ends(Notice notice) {
    return switch (notice.status()) {
      case FIRING, REMINDER -> clock.instant().plus(KEEPS);
      case TEST -> clock.instant().plus(TEST_LASTS);
      case RESOLVED -> notice.ended().orElseGet(clock::instant);
    };
  }

  private static Map<String, String> labels(Notice notice) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("alertname", name(notice));
    labels.put("room", notice.room().name());
    labels.put("site", notice.room().site());
    labels.put("layer", notice.cause().layer());
    labels.put("verdict", notice.cause().id());
    labels.put("severity", Severity.of(notice).label());
    return labels;
  }

  private static String name(Notice notice) {
    if (notice.status() == Notice.Status.TEST) {
      return "RoomwatchTest";
    }
    return Severity.maintenance(notice) ? "RoomwatchMaintenance" : "RoomwatchVerdict";
  }

  private Map<String, String> annotations(Notice notice, Attempt attempt) {
    NoticeText text = NoticeText.of(notice, attempt, zone);
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("summary", text.summary());
    annotations.put("description", text.plain().strip());
    annotations.put("next", notice.cause().next());
    annotations.put("since", NoticeText.when(notice.started(), zone));
    annotations.put("confidence", notice.cause().certainty().confidence());
    annotations.put("codes", String.join(",", notice.cause().certainty().codes()));
    annotations.put("because", String.join(",", notice.cause().evidence().because()));
    annotations.put("consequences", String.join(",", notice.cause().evidence().consequences()));
    text.facts().stream()
        .filter(fact -> fact.label().equals(NoticeText.CHANGES))
        .forEach(fact -> annotations.put("changes", String.join("\n", fact.lines())));
    annotations.put("key", notice.key());
    return annotations;
  }

  private static void texts(JsonGenerator json, String name, Map<String, String> texts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      if (!text.getValue().isEmpty()) {
        json.writeStringField(text.getKey(), text.getValue());
      }
    }
    json.writeEndObject();
  }
}
