package io.roomwatch.agent.rules;

import io.roomwatch.agent.diagnosis.Hypothesis;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.verdict.Provenance;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import io.roomwatch.agent.verdict.VerdictId;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Values;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of one hypothesis of codes.yaml, and of where something is known from. */
final class HypothesisKeys {

  /** What a hypothesis is about. */
  private enum Place {
    NETWORK,
    ROOM_DEVICE;

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static final Key<String> NAME =
      Key.required(
          "name",
          Scalars.text(
              "name",
              "a name of lower-case words with hyphens, 60 characters at most",
              "(?=.{1,60}$)[a-z][a-z0-9]*(-[a-z0-9]+)*"),
          "Stable and unique.",
          "port-filtered");

  static final Key<String> SAYS =
      Key.required("says", plain(), "What is supposed, or known.", "TCP 9090 is blocked.");

  private static final Key<String> NEXT =
      Key.required("next", plain(), "What to do when it holds.", "Allow TCP 9090.");

  private static final Key<String> ASK =
      Key.optional("ask", question(), "What only a person can tell.", "Is it paired?");

  private static final Vocabulary<VerdictId> IDS =
      new Vocabulary<>("a verdict id", List.of(VerdictId.values()), VerdictId::label, Map.of());

  private static final Key<List<List<VerdictId>>> VERDICTS =
      Key.of(
          "verdicts",
          IDS.some("verdicts"),
          "A finding that means one of these speaks for it.",
          "[]");

  private static final Key<List<List<VerdictId>>> REFUTING =
      Key.of(
          "refuting",
          IDS.some("verdicts"),
          "A finding that means one of these speaks against it.",
          "[]");

  private static final Vocabulary<CheckKind> KINDS =
      new Vocabulary<>("a check", List.of(CheckKind.values()), CheckKind::id, Map.of());

  private static final Key<List<List<CheckKind>>> CHECKS =
      Key.of("checks", KINDS.some("checks"), "The kinds that can tell.", "[]");

  private static final Key<List<List<CheckKind>>> COUNTERS =
      Key.of(
          "counters",
          KINDS.some("checks"),
          "A good look of these weakens also what speaks for it.",
          "[]");

  private static final Key<Place> ABOUT =
      Key.of(
          "about",
          Scalars.oneOf("place", Place.values(), Place::label),
          "Whether only a look on the room's own device counts.",
          "network");

  static final Key<Confidence> CONFIDENCE =
      Key.required(
          "confidence",
          Scalars.oneOf("confidence", Confidence.values(), Confidence::label),
          "At its best.",
          "medium");

  static final Key<Provenance> PROVENANCE =
      Key.required(
          "provenance",
          Scalars.oneOf("provenance", Provenance.values(), Provenance::label),
          "Where it is known from.",
          "seed");

  static final Key<String> SOURCE =
      Key.optional("source", Scalars.text("text"), "Where exactly.", "KB0065712");

  private HypothesisKeys() {}

  static Section<Hypothesis> hypothesis() {
    return Section.of(
            "a hypothesis",
            "Something that may be behind a code.",
            List.of(
                NAME,
                SAYS,
                NEXT,
                ASK,
                VERDICTS,
                CHECKS,
                REFUTING,
                COUNTERS,
                ABOUT,
                CONFIDENCE,
                PROVENANCE,
                SOURCE),
            HypothesisKeys::made)
        .checked(HypothesisKeys::isSourced)
        .checked(HypothesisKeys::isDecidedByBoth);
  }

  private static Hypothesis made(Values values) {
    return new Hypothesis(
        values.get(NAME),
        values.get(SAYS),
        values.get(NEXT),
        values.find(ASK),
        new Hypothesis.Test(
            Set.copyOf(Vocabulary.all(values.get(VERDICTS))),
            Vocabulary.all(values.get(CHECKS)),
            Set.copyOf(Vocabulary.all(values.get(REFUTING))),
            Set.copyOf(Vocabulary.all(values.get(COUNTERS))),
            values.get(ABOUT) == Place.ROOM_DEVICE),
        basis(values));
  }

  static Rule.Basis basis(Values values) {
    return new Rule.Basis(
        values.get(CONFIDENCE), values.get(PROVENANCE), values.find(SOURCE).orElse(""));
  }

  /** What is official names its page. */
  static void isSourced(Values values) {
    boolean official = values.find(PROVENANCE).filter(Provenance.OFFICIAL::equals).isPresent();
    if (official && !values.has(SOURCE)) {
      values.spot(SOURCE).fault("is required when the provenance is official: name the page");
    }
  }

  private static void isDecidedByBoth(Values values) {
    List<VerdictId> verdicts = Vocabulary.all(values.find(VERDICTS).orElse(List.of()));
    List<CheckKind> checks = Vocabulary.all(values.find(CHECKS).orElse(List.of()));
    if (verdicts.isEmpty() != checks.isEmpty()) {
      values
          .spot(verdicts.isEmpty() ? VERDICTS : CHECKS)
          .fault("verdicts and checks are given together, or neither when nothing measures it");
    }
    if (checks.isEmpty() && values.find(ASK).isEmpty()) {
      values.spot(ASK).fault("is required where no check tells: ask whoever is there");
    }
    if (Vocabulary.all(values.find(REFUTING).orElse(List.of())).stream()
        .anyMatch(verdicts::contains)) {
      values.spot(REFUTING).fault("a verdict speaks for a hypothesis or against it, not both");
    }
    if (!checks.containsAll(Vocabulary.all(values.find(COUNTERS).orElse(List.of())))) {
      values.spot(COUNTERS).fault("counters are among the checks");
    }
  }

  /** A sentence that has nothing to be filled in. */
  private static Scalar<String> plain() {
    return RuleKeys.sentence()
        .unless(
            text ->
                text.chars().anyMatch(c -> "[]{}".indexOf(c) >= 0)
                    ? Optional.of("nothing is filled in here: no brackets and no braces")
                    : Optional.empty());
  }

  private static Scalar<String> question() {
    return Scalars.text("question", "a question, or one with a sentence, on one line", ".*[.?]");
  }
}
