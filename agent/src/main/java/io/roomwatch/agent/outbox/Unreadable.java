package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Stands for a message that a damaged row no longer gives: shown to people, sent to nobody. */
final class Unreadable {
  private Unreadable() {}

  static Letter letter(Rows.Stored row, IOException why) {
    return Letter.of(
        new Notice(
            Notice.Status.TEST,
            "unreadable/" + row.id(),
            new Notice.Room("", ""),
            new Notice.Cause(
                "unreadable",
                "",
                "",
                new Notice.Certainty("", List.of()),
                "This message cannot be read from the store: " + why.getMessage(),
                "Drop it.",
                new Notice.Evidence(List.of(), List.of())),
            row.times().created(),
            Optional.empty(),
            new Notice.Context(List.of(), List.of(), Optional.empty())));
  }
}
