package io.roomwatch.agent.rules;

import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.yaml.Document;
import io.roomwatch.agent.yaml.Outcome;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rules as files give them: those in the jar, and a site's own. */
public final class TriageFile {
  private TriageFile() {}

  /**
   * What a file holds.
   *
   * @param rules in the order of triage; a site's stand among those in the jar
   */
  record Rulebook(
      String version,
      List<Rule> rules,
      Map<String, List<CheckKind>> checks,
      Map<String, List<Reason>> reasons,
      Map<String, List<String>> codes) {

    static final Rulebook NONE = new Rulebook("", List.of(), Map.of(), Map.of(), Map.of());
  }

  /** Read once, when first asked for. */
  private static final class Shipped {
    private static final Rulebook DATA = load();
  }

  /** The rules in the jar, in the order of triage. */
  public static List<Rule> shipped() {
    return Shipped.DATA.rules();
  }

  /**
   * Describes the file of a site, whose rules come before those in the jar of the same layer, or
   * take their place. Its value is all rules, in the order of triage. Good for one reading.
   */
  public static Section<List<Rule>> own() {
    return new TriageKeys(Shipped.DATA).own();
  }

  /**
   * Reads the text of such a file.
   *
   * @param name what faults call the file
   */
  public static Outcome<List<Rule>> parse(String name, String text) {
    return Document.parse(name, text, own(), new Surroundings("", Map.of(), Path.of("")));
  }

  private static Rulebook load() {
    String name = "triage.yaml";
    try (InputStream in =
        Objects.requireNonNull(TriageFile.class.getResourceAsStream(name), name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return switch (parseShipped(name, text)) {
        case Outcome.Good<Rulebook> good -> good.value();
        case Outcome.Bad<Rulebook> bad -> throw new IllegalStateException(bad.faults().toString());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of the file in the jar: complete by itself. */
  static Outcome<Rulebook> parseShipped(String name, String text) {
    return Document.parse(
        name,
        text,
        new TriageKeys(Rulebook.NONE).shipped(),
        new Surroundings("", Map.of(), Path.of("")));
  }
}
