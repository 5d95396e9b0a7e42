package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Linked;
import io.roomwatch.agent.yaml.Section;
import java.util.List;

/** The keys of {@code triage}. */
public final class TriageKeys {
  private TriageKeys() {}

  private static final Key<List<Rule>> FILE =
      Key.inherited(
          "file",
          new Linked<>(TriageFile::own),
          "A file with rules of your own (docs/triage.md): they come before the built-in ones of"
              + " their layer, replace those of the same name, or disable them. Read whenever this"
              + " file is.",
          "the built-in rules alone",
          "/etc/roomwatch/triage.yaml");

  /** All rules, in the order of triage. */
  public static final Section<List<Rule>> TRIAGE =
      Section.of(
          "triage",
          "What findings mean, and what to do about them.",
          List.of(FILE),
          values -> values.find(FILE).orElseGet(TriageFile::shipped));
}
