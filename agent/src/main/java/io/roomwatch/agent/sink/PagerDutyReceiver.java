package io.roomwatch.agent.sink;

import com.fasterxml.jackson.core.JsonGenerator;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.HttpExchanges.Call;
import io.roomwatch.agent.sink.NoticeText.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * PagerDuty, Events API v2 (developer.pagerduty.com/docs/events-api-v2, 2026-11): a trigger opens
 * an incident, a trigger with the same {@code dedup_key} reminds, a resolve closes it. 202 is
 * success, 400 a bad event or key, 429 too many.
 */
final class PagerDutyReceiver implements Receiver {

  private static final int LONGEST_KEY = 255;
  private static final int LONGEST_SUMMARY = 1024;

  /** Of the whole event. */
  private static final int LONGEST_EVENT = 512 * 1024;

  private final Sink.PagerDuty sink;
  private final HttpExchanges http;
  private final ZoneId zone;

  PagerDutyReceiver(Sink.PagerDuty sink, HttpExchanges http, ZoneId zone) {
    this.sink = sink;
    this.http = http;
    this.zone = zone;
  }

  @Override
  public String name() {
    return sink.name();
  }

  /** A test is resolved at once, so that nobody is left with an open incident. */
  @Override
  public Delivery deliver(Notice notice, Attempt attempt) {
    Delivery sent = send(event(notice, attempt));
    if (notice.status() != Notice.Status.TEST || !(sent instanceof Delivery.Taken)) {
      return sent;
    }
    Delivery closed = send(WebhookJson.bytes(json -> resolve(json, notice)));
    return closed instanceof Delivery.Taken
        ? new Delivery.Taken(sent.said() + ", and the test incident is resolved")
        : new Delivery.Taken(
            sent.said() + ", but the test incident stays open, resolve it: " + closed.said());
  }

  private Delivery send(byte[] event) {
    return http.deliver(sink.url(), Call.json(event, Map.of()), PagerDutyReceiver::advice);
  }

  private static Optional<String> advice(int status) {
    return switch (status) {
      case 400 ->
          Optional.of(
              "it takes no event with this routing_key; use the integration key of an 'Events API"
                  + " V2' integration");
      case 403 -> Optional.of("this account may not send events; check the service region in url");
      case 404 -> Optional.of("no Events API is there; check url");
      default -> Optional.empty();
    };
  }

  /** Details are told shorter until the event fits. */
  private byte[] event(Notice notice, Attempt attempt) {
    if (notice.status() == Notice.Status.RESOLVED) {
      return WebhookJson.bytes(json -> resolve(json, notice));
    }
    byte[] event = trigger(notice, attempt, NoticeText.Size.USUAL);
    return event.length <= LONGEST_EVENT
        ? event
        : trigger(notice, attempt, new NoticeText.Size(5, 200));
  }

  private byte[] trigger(Notice notice, Attempt attempt, NoticeText.Size size) {
    NoticeText text = NoticeText.of(notice, attempt, zone, size);
    return WebhookJson.bytes(
        json -> {
          json.writeStartObject();
          head(json, notice, "trigger");
          json.writeStringField("client", "Roomwatch");
          if (text.link().isPresent()) {
            String link = text.link().get().toString();
            json.writeStringField("client_url", link);
            json.writeArrayFieldStart("links");
            json.writeStartObject();
            json.writeStringField("href", link);
            json.writeStringField("text", "Status page");
            json.writeEndObject();
            json.writeEndArray();
          }
          payload(json, notice, text);
          json.writeEndObject();
        });
  }

  private static void payload(JsonGenerator json, Notice notice, NoticeText text)
      throws IOException {
    json.writeObjectFieldStart("payload");
    String late = text.fact("Note").map(note -> ", " + note).orElse("");
    json.writeStringField(
        "summary", Cut.chars(text.headline(), LONGEST_SUMMARY - late.length()) + late);
    json.writeStringField("source", notice.room().name());
    json.writeStringField("severity", Severity.of(notice).label());
    json.writeStringField("timestamp", notice.started().toString());
    json.writeStringField("component", notice.cause().layer());
    json.writeStringField("group", notice.room().site());
    json.writeStringField("class", notice.cause().id());
    json.writeObjectFieldStart("custom_details");
    for (NoticeText.Fact fact : text.facts()) {
      json.writeStringField(fact.label(), String.join("\n", fact.lines()));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void resolve(JsonGenerator json, Notice notice) throws IOException {
    json.writeStartObject();
    head(json, notice, "resolve");
    json.writeEndObject();
  }

  private void head(JsonGenerator json, Notice notice, String action) throws IOException {
    json.writeStringField("routing_key", sink.routingKey().reveal());
    json.writeStringField("event_action", action);
    json.writeStringField("dedup_key", dedupKey(notice.key()));
  }

  /** A key that is too long is told by its hash, which is as stable. */
  static String dedupKey(String key) {
    return key.length() <= LONGEST_KEY ? key : sha256(key);
  }

  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
