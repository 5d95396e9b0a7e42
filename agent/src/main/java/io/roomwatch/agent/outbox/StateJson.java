package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.alert.AlertState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What alerts remember, as the store keeps it: JSON, version 1. */
final class StateJson {
  private StateJson() {}

  static String of(AlertState state) {
    return Json.object()
        .with("version", 1)
        .with("alerts", state.alerts().stream().map(StateJson::alert).toList())
        .with("pasts", state.pasts().stream().map(StateJson::past).toList())
        .with("online", state.online())
        .text();
  }

  /**
   * @throws IOException it is not such a state
   */
  static AlertState parse(String text) throws IOException {
    Json json = Json.parse(text);
    List<Alert> alerts = new ArrayList<>();
    for (Json each : json.objects("alerts")) {
      alerts.add(alert(each));
    }
    List<AlertState.Past> pasts = new ArrayList<>();
    for (Json each : json.objects("pasts")) {
      pasts.add(
          new AlertState.Past(
              each.text("key"),
              (int) each.number("times"),
              (int) each.number("told"),
              each.instant("since"),
              each.instant("ended"),
              each.findInstant("told_ended")));
    }
    return new AlertState(alerts, pasts, json.findInstant("online"));
  }

  private static Json past(AlertState.Past past) {
    return Json.object()
        .with("key", past.key())
        .with("times", past.times())
        .with("told", past.told())
        .with("since", past.since())
        .with("ended", past.ended())
        .with("told_ended", past.toldEnded());
  }

  private static Json alert(Alert alert) {
    Json json =
        Json.object()
            .with("key", alert.identity().key())
            .with("room", LetterJson.room(alert.identity().room()))
            .with("started", alert.identity().started())
            .with("cause", LetterJson.cause(alert.cause()))
            .with("bout", alert.bout().number())
            .with("bout_since", alert.bout().since())
            .with("unsteady", alert.bout().unsteady());
    return switch (alert.phase()) {
      case Alert.Waiting waiting ->
          json.with(
              "waiting",
              Json.object().with("until", waiting.until()).with("hushed", waiting.hushed()));
      case Alert.Firing firing ->
          json.with(
              "firing",
              Json.object()
                  .with("fired", firing.fired())
                  .with("reminded", firing.remindedAt())
                  .withTexts("told", firing.told().stream().sorted().toList())
                  .with("revision", firing.revision())
                  .with("acknowledged_by", firing.acknowledgedBy()));
    };
  }

  private static Alert alert(Json json) throws IOException {
    Alert.Phase phase;
    if (json.find("firing").isPresent()) {
      Json firing = json.get("firing");
      phase =
          new Alert.Firing(
              firing.instant("fired"),
              firing.instant("reminded"),
              new HashSet<>(firing.texts("told")),
              (int) firing.number("revision"),
              firing.findText("acknowledged_by"));
    } else {
      Json waiting = json.get("waiting");
      phase = new Alert.Waiting(waiting.instant("until"), waiting.findText("hushed"));
    }
    return new Alert(
        new Alert.Identity(
            json.text("key"), LetterJson.room(json.get("room")), json.instant("started")),
        LetterJson.cause(json.get("cause")),
        phase,
        new Alert.Bout(
            (int) json.number("bout"), json.instant("bout_since"), json.flag("unsteady")));
  }
}
