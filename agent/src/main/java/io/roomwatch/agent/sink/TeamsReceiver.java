package io.roomwatch.agent.sink;

import com.fasterxml.jackson.core.JsonGenerator;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.HttpExchanges.Call;
import io.roomwatch.agent.sink.NoticeText.Severity;
import java.io.IOException;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Microsoft Teams workflow ("When a Teams webhook request is received"): a message with one
 * Adaptive Card 1.4 (adaptivecards.io, learn.microsoft.com/connectors/teams, 2026-11).
 */
final class TeamsReceiver implements Receiver {

  /** Teams takes messages of 28 KB; the workflow adds a little of its own. */
  private static final int LONGEST_MESSAGE = 27 * 1000;

  /** Told shorter until it fits; the last one always does. */
  private static final List<NoticeText.Size> SIZES =
      List.of(NoticeText.Size.USUAL, new NoticeText.Size(10, 300), new NoticeText.Size(3, 200));

  /** What makes a list, a heading or a quotation of a line. */
  private static final Pattern LINE_START = Pattern.compile("^(?=[-+#>])|^(?=\\d+[.)] )");

  private final Sink.Teams sink;
  private final HttpExchanges http;
  private final ZoneId zone;

  TeamsReceiver(Sink.Teams sink, HttpExchanges http, ZoneId zone) {
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
    byte[] body = new byte[0];
    for (NoticeText.Size size : SIZES) {
      NoticeText text = NoticeText.of(notice, attempt, zone, size);
      body = WebhookJson.bytes(json -> message(json, text, Severity.of(notice), notice.status()));
      if (body.length <= LONGEST_MESSAGE) {
        break;
      }
    }
    URI url = URI.create(sink.url().reveal());
    return http.deliver(url, Call.json(body, Map.of()), TeamsReceiver::advice);
  }

  private static Optional<String> advice(int status) {
    return switch (status) {
      case 400 ->
          Optional.of(
              "the workflow does not take this message; its first step must be 'When a Teams"
                  + " webhook request is received', and url must be whole");
      case 401, 403 ->
          Optional.of(
              "the workflow's address is not whole or not valid any more, or the workflow does not"
                  + " let anyone trigger it; copy its URL again");
      case 404, 410 ->
          Optional.of(
              "the workflow was deleted or turned off, or its owner left; in Teams make a new one"
                  + " (Workflows, 'Post to a channel when a webhook request is received') and put"
                  + " its URL into url");
      case 413 -> Optional.of("the message is too large for Teams");
      default -> Optional.empty();
    };
  }

  private static void message(
      JsonGenerator json, NoticeText text, Severity severity, Notice.Status status)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "message");
    json.writeArrayFieldStart("attachments");
    json.writeStartObject();
    json.writeStringField("contentType", "application/vnd.microsoft.card.adaptive");
    json.writeNullField("contentUrl");
    json.writeObjectFieldStart("content");
    json.writeStringField("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    json.writeStringField("type", "AdaptiveCard");
    json.writeStringField("version", "1.4");
    json.writeObjectFieldStart("msteams");
    json.writeStringField("width", "Full");
    json.writeEndObject();
    json.writeArrayFieldStart("body");
    block(json, text.heading(), "Large", color(severity, status));
    block(json, text.summary(), "Medium", "Default");
    facts(json, text);
    json.writeEndArray();
    if (text.link().isPresent()) {
      json.writeArrayFieldStart("actions");
      json.writeStartObject();
      json.writeStringField("type", "Action.OpenUrl");
      json.writeStringField("title", "Status page");
      json.writeStringField("url", text.link().get().toString());
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String color(Severity severity, Notice.Status status) {
    if (status == Notice.Status.RESOLVED) {
      return "Good";
    }
    return switch (severity) {
      case CRITICAL -> "Attention";
      case WARNING -> "Warning";
      case INFO -> "Accent";
    };
  }

  private static void block(JsonGenerator json, String text, String size, String color)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "TextBlock");
    json.writeStringField("text", escaped(text));
    json.writeStringField("size", size);
    json.writeStringField("weight", "Bolder");
    json.writeStringField("color", color);
    json.writeBooleanField("wrap", true);
    json.writeEndObject();
  }

  private static void facts(JsonGenerator json, NoticeText text) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "FactSet");
    json.writeArrayFieldStart("facts");
    for (NoticeText.Fact fact : text.facts()) {
      json.writeStartObject();
      json.writeStringField("title", fact.label());
      json.writeStringField(
          "value",
          // Two line ends: Markdown makes one line of lines.
          fact.lines().stream().map(TeamsReceiver::escaped).collect(Collectors.joining("\n\n")));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The Markdown that cards read (learn.microsoft.com/adaptive-cards, "Text features"). */
  static String escaped(String line) {
    StringBuilder out = new StringBuilder();
    line.codePoints()
        .forEach(
            point -> {
              if ("\\`*_[]~<".indexOf(point) >= 0) {
                out.append('\\');
              }
              out.appendCodePoint(point);
            });
    return LINE_START.matcher(out).replaceFirst("\u200b");
  }
}
