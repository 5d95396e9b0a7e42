package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.outbox.Letter.Earlier;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A letter as the store keeps it: JSON, version 1. */
final class LetterJson {
  private LetterJson() {}

  static String of(Letter letter) {
    Notice notice = letter.notice();
    return Json.object()
        .with("version", 1)
        .with("status", notice.status().label())
        .with("key", notice.key())
        .with("room", room(notice.room()))
        .with("cause", cause(notice.cause()))
        .with("started", notice.started())
        .with("ended", notice.ended())
        .with("changes", notice.context().changes().stream().map(LetterJson::changed).toList())
        .withTexts("others", notice.context().others())
        .with("url", notice.context().url().map(URI::toString))
        .with("earlier", letter.earlier().map(LetterJson::earlier))
        .with("whole", letter.whole())
        .text();
  }

  /**
   * @throws IOException it is not such a letter
   */
  static Letter parse(String text) throws IOException {
    Json json = Json.parse(text);
    List<Notice.Changed> changes = new ArrayList<>();
    for (Json change : json.objects("changes")) {
      changes.add(new Notice.Changed(change.instant("at"), change.text("text")));
    }
    Notice notice =
        new Notice(
            status(json.text("status")),
            json.text("key"),
            room(json.get("room")),
            cause(json.get("cause")),
            json.instant("started"),
            json.findInstant("ended"),
            new Notice.Context(
                changes, json.texts("others"), json.findText("url").flatMap(LetterJson::uri)));
    Optional<Earlier> earlier = Optional.empty();
    if (json.find("earlier").isPresent()) {
      Json before = json.get("earlier");
      earlier =
          Optional.of(
              new Earlier(
                  (int) before.number("times"),
                  before.instant("since"),
                  Duration.ofSeconds(before.number("seconds"))));
    }
    return new Letter(notice, earlier, json.flag("whole"));
  }

  static Json room(Notice.Room room) {
    return Json.object().with("name", room.name()).with("site", room.site());
  }

  static Notice.Room room(Json json) {
    return new Notice.Room(json.text("name"), json.text("site"));
  }

  static Json cause(Notice.Cause cause) {
    return Json.object()
        .with("id", cause.id())
        .with("layer", cause.layer())
        .with("state", cause.state())
        .with("confidence", cause.certainty().confidence())
        .withTexts("codes", cause.certainty().codes())
        .with("summary", cause.summary())
        .with("next", cause.next())
        .withTexts("because", cause.evidence().because())
        .withTexts("consequences", cause.evidence().consequences());
  }

  static Notice.Cause cause(Json json) {
    return new Notice.Cause(
        json.text("id"),
        json.text("layer"),
        json.text("state"),
        new Notice.Certainty(json.text("confidence"), json.texts("codes")),
        json.text("summary"),
        json.text("next"),
        new Notice.Evidence(json.texts("because"), json.texts("consequences")));
  }

  private static Json changed(Notice.Changed change) {
    return Json.object().with("at", change.at()).with("text", change.text());
  }

  private static Json earlier(Earlier earlier) {
    return Json.object()
        .with("times", earlier.times())
        .with("since", earlier.since())
        .with("seconds", earlier.broken().toSeconds());
  }

  private static Notice.Status status(String label) throws IOException {
    try {
      return Notice.Status.valueOf(label.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IOException("no message is a '" + label + "'", e);
    }
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
