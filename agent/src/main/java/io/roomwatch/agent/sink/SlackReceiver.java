package io.roomwatch.agent.sink;

import com.fasterxml.jackson.core.JsonGenerator;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.HttpExchanges.Call;
import java.io.IOException;
import java.net.URI;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A Slack incoming webhook: Block Kit blocks, and a text for notifications
 * (docs.slack.dev/reference/block-kit/blocks, 2026-11).
 */
final class SlackReceiver implements Receiver {

  private static final int LONGEST_HEADER = 150;
  private static final int LONGEST_SECTION = 3000;

  private final Sink.Slack sink;
  private final HttpExchanges http;
  private final ZoneId zone;

  SlackReceiver(Sink.Slack sink, HttpExchanges http, ZoneId zone) {
    this.sink = sink;
    this.http = http;
    this.zone = zone;
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public Audience audience() {
    return Audience.PEOPLE;
  }

  @Override
  public Delivery deliver(Notice notice, Attempt attempt) {
    NoticeText text = NoticeText.of(notice, attempt, zone);
    byte[] body = WebhookJson.bytes(json -> message(json, text));
    URI url = URI.create(sink.url().reveal());
    return http.deliver(url, Call.json(body, Map.of()), SlackReceiver::advice);
  }

  /** docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, "Handling errors". */
  private static Optional<String> advice(int status) {
    return switch (status) {
      case 400 -> Optional.of("the webhook is not valid for a user or channel that exists");
      case 403 ->
          Optional.of("the webhook was revoked or its app may not post; make a new webhook");
      case 404 ->
          Optional.of("no such webhook, or its channel was deleted; make a new one, or check url");
      case 410 -> Optional.of("the channel is archived; make a webhook for another one");
      default -> Optional.empty();
    };
  }

  private static void message(JsonGenerator json, NoticeText text) throws IOException {
    json.writeStartObject();
    json.writeStringField("text", escaped(text.headline(), LONGEST_SECTION));
    json.writeArrayFieldStart("blocks");
    block(json, "header", "plain_text", Cut.chars(text.heading(), LONGEST_HEADER));
    block(
        json, "section", "mrkdwn", "*" + escaped(bold(text.summary()), LONGEST_SECTION - 2) + "*");
    for (NoticeText.Fact fact : text.facts()) {
      String lines = fact.lines().stream().map(Object::toString).collect(Collectors.joining("\n"));
      String label = "*" + fact.label() + ":*" + (fact.lines().size() > 1 ? "\n" : " ");
      block(json, "section", "mrkdwn", label + escaped(lines, LONGEST_SECTION - label.length()));
    }
    if (text.link().isPresent()) {
      String link = text.link().get().toString();
      block(json, "section", "mrkdwn", "<" + escaped(link, LONGEST_SECTION / 2) + "|Status page>");
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void block(JsonGenerator json, String type, String kind, String text)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("type", type);
    json.writeObjectFieldStart("text");
    json.writeStringField("type", kind);
    json.writeStringField("text", text);
    if (kind.equals("mrkdwn")) {
      // Names of channels and people in our texts are words, not mentions.
      json.writeBooleanField("verbatim", true);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** An asterisk would end the bold text. */
  private static String bold(String text) {
    return text.replace('*', '∗');
  }

  /** docs.slack.dev/messaging/formatting-message-text, "Escaping text": these three. */
  static String escaped(String text, int max) {
    return Cut.escaped(
        text,
        max,
        point ->
            switch (point) {
              case '&' -> "&amp;";
              case '<' -> "&lt;";
              case '>' -> "&gt;";
              default -> Character.toString(point);
            });
  }
}
