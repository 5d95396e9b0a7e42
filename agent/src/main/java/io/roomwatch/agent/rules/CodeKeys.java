package io.roomwatch.agent.rules;

import io.roomwatch.agent.diagnosis.Clue;
import io.roomwatch.agent.diagnosis.Codebook;
import io.roomwatch.agent.diagnosis.Codebook.Shown;
import io.roomwatch.agent.diagnosis.Doing;
import io.roomwatch.agent.diagnosis.Hypothesis;
import io.roomwatch.agent.diagnosis.Screen;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Spelling;
import io.roomwatch.agent.yaml.Spot;
import io.roomwatch.agent.yaml.Table;
import io.roomwatch.agent.yaml.Values;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of codes.yaml, and the rules between its parts. */
final class CodeKeys {

  /** A case as the file gives it: hypotheses by name. */
  private record Case(Optional<Screen> screen, Optional<Doing> doing, List<String> first) {}

  /** A code, or several, as the file gives it. */
  private record Entry(
      List<String> names,
      String says,
      List<String> hypotheses,
      List<Case> cases,
      Rule.Basis basis) {}

  private static final Key<String> VERSION =
      Key.required("version", Scalars.text("text"), "Of this file, for people.", "2026-11-27");

  private static final Key<String> CAVEAT =
      Key.required(
          "caveat", RuleKeys.sentence(), "What holds for all codes.", "Known from a guide.");

  private static final Key<List<Hypothesis>> HYPOTHESES =
      Key.required(
          "hypotheses",
          Items.of(HypothesisKeys.hypothesis(), "hypotheses").notEmpty(),
          "What may be behind a code.",
          "[]");

  private static final Key<List<String>> CODES =
      Key.required(
          "codes",
          Items.of(
                  Scalars.text(
                      "code", "a code of letters, digits and hyphens", "[0-9A-Z][0-9A-Z-]{0,30}"),
                  "codes")
              .notEmpty()
              .distinct(),
          "As the screen shows it; several when the same is known of them.",
          "[\"2002\"]");

  private static final Key<String> NAME =
      Key.required("name", Scalars.text("text"), "As a sentence names it.", "the address shown");

  private static final Key<List<String>> SUPPOSED =
      Key.required(
          "hypotheses", names().notEmpty().distinct(), "The likeliest first.", "[port-filtered]");

  private static final Key<Screen> SCREEN =
      Key.inherited(
          "screen",
          Scalars.oneOf("screen", Screen.values(), Screen::label),
          "On this screen.",
          "any",
          "controller");

  private static final Key<Doing> DOING =
      Key.inherited(
          "doing",
          Scalars.oneOf("action", Doing.values(), Doing::label),
          "While this was done.",
          "anything",
          "pairing");

  private static final Key<List<String>> FIRST =
      Key.required("first", names().notEmpty().distinct(), "These come first.", "[pairing]");

  private static final Key<List<Case>> CASES =
      Key.of(
          "cases",
          Items.of(
              Section.of(
                      "a case",
                      "When other hypotheses come first.",
                      List.of(SCREEN, DOING, FIRST),
                      values ->
                          new Case(values.find(SCREEN), values.find(DOING), values.get(FIRST)))
                  .checked(CodeKeys::isACase),
              "cases"),
          "What comes first in some cases.",
          "[]");

  private static final Key<List<Entry>> KNOWN =
      Key.required("codes", Items.of(code(), "codes").notEmpty(), "What is known of each.", "[]");

  private static final Key<Map<String, Entry>> ADDRESSES =
      Key.of(
          "addresses",
          Table.of(
              "kind of address",
              Arrays.stream(Shown.values())
                  .map(kind -> Table.Entry.exactly(kind.label(), "Such an address.", shown(), "{}"))
                  .toList()),
          "Addresses that a controller may show as the room's.",
          "{}");

  private CodeKeys() {}

  static Section<Codebook> file() {
    return Section.of(
            "codes.yaml",
            "What is known of on-screen codes.",
            List.of(VERSION, CAVEAT, HYPOTHESES, KNOWN, ADDRESSES),
            CodeKeys::made)
        .checked(CodeKeys::everyNameIsGivenOnce)
        .checked(CodeKeys::everyHypothesisIsKnownAndUsed);
  }

  private static Section<Entry> code() {
    return Section.of(
            "a code",
            "What is known of a code.",
            List.of(
                CODES,
                HypothesisKeys.SAYS,
                SUPPOSED,
                CASES,
                HypothesisKeys.CONFIDENCE,
                HypothesisKeys.PROVENANCE,
                HypothesisKeys.SOURCE),
            values -> entry(values, values.get(CODES), values.get(CASES)))
        .checked(HypothesisKeys::isSourced)
        .checked(CodeKeys::whatComesFirstIsAmongThem);
  }

  private static Section<Entry> shown() {
    return Section.of(
            "an address",
            "What is known of a kind of address.",
            List.of(
                NAME,
                HypothesisKeys.SAYS,
                SUPPOSED,
                HypothesisKeys.CONFIDENCE,
                HypothesisKeys.PROVENANCE,
                HypothesisKeys.SOURCE),
            values -> entry(values, List.of(values.get(NAME)), List.of()))
        .checked(HypothesisKeys::isSourced);
  }

  private static Entry entry(Values values, List<String> names, List<Case> cases) {
    return new Entry(
        names,
        values.get(HypothesisKeys.SAYS),
        values.get(SUPPOSED),
        cases,
        HypothesisKeys.basis(values));
  }

  private static Items<String> names() {
    return Items.of(Scalars.text("name of a hypothesis"), "hypotheses");
  }

  private static void isACase(Values values) {
    if (values.find(SCREEN).isEmpty() && values.find(DOING).isEmpty()) {
      values.spot(FIRST).fault("a case has a screen, or something that is done, or both");
    }
  }

  private static void whatComesFirstIsAmongThem(Values values) {
    List<String> all = values.find(SUPPOSED).orElse(List.of());
    List<Case> cases = values.find(CASES).orElse(List.of());
    for (int i = 0; i < cases.size(); i++) {
      for (String name : cases.get(i).first()) {
        if (!all.contains(name)) {
          values
              .spot(CASES)
              .at(i)
              .at("first")
              .fault(
                  "'" + name + "' is none of the code's hypotheses" + Spelling.hint(name, all, ""));
        }
      }
    }
  }

  private static void everyNameIsGivenOnce(Values values) {
    Set<String> seen = new HashSet<>();
    List<Hypothesis> hypotheses = values.find(HYPOTHESES).orElse(List.of());
    for (int i = 0; i < hypotheses.size(); i++) {
      String name = hypotheses.get(i).name();
      if (!seen.add(name)) {
        values.spot(HYPOTHESES).at(i).at("name").fault("'" + name + "' is given twice");
      }
    }
    Set<String> codes = new HashSet<>();
    List<Entry> known = values.find(KNOWN).orElse(List.of());
    for (int i = 0; i < known.size(); i++) {
      for (String code : known.get(i).names()) {
        if (!codes.add(code)) {
          values.spot(KNOWN).at(i).at("codes").fault("'" + code + "' is given twice");
        }
      }
    }
  }

  private static void everyHypothesisIsKnownAndUsed(Values values) {
    Optional<List<Hypothesis>> hypotheses = values.find(HYPOTHESES);
    Optional<List<Entry>> known = values.find(KNOWN);
    Optional<Map<String, Entry>> addresses = values.find(ADDRESSES);
    if (hypotheses.isEmpty() || known.isEmpty() || addresses.isEmpty()) {
      return;
    }
    Set<String> names = hypotheses.get().stream().map(Hypothesis::name).collect(Collectors.toSet());
    Set<String> used = new HashSet<>();
    for (int i = 0; i < known.get().size(); i++) {
      use(known.get().get(i), values.spot(KNOWN).at(i), names, used);
    }
    addresses
        .get()
        .forEach((kind, entry) -> use(entry, values.spot(ADDRESSES).at(kind), names, used));
    for (int i = 0; i < hypotheses.get().size(); i++) {
      if (!used.contains(hypotheses.get().get(i).name())) {
        values.spot(HYPOTHESES).at(i).at("name").fault("no code leads to it");
      }
    }
  }

  private static void use(Entry entry, Spot spot, Set<String> names, Set<String> used) {
    for (String name : entry.hypotheses()) {
      used.add(name);
      if (!names.contains(name)) {
        spot.at("hypotheses")
            .fault("there is no hypothesis '" + name + "'" + Spelling.hint(name, names, ""));
      }
    }
  }

  private static Codebook made(Values values) {
    Map<String, Hypothesis> byName =
        values.get(HYPOTHESES).stream()
            .collect(Collectors.toMap(Hypothesis::name, Function.identity()));
    Map<Shown, Clue> addresses = new EnumMap<>(Shown.class);
    Map<String, Entry> given = values.get(ADDRESSES);
    for (Shown kind : Shown.values()) {
      if (given.containsKey(kind.label())) {
        Entry entry = Objects.requireNonNull(given.get(kind.label()));
        addresses.put(kind, clue(entry.names().getFirst(), entry, byName));
      }
    }
    return new Codebook(
        values.get(VERSION),
        values.get(CAVEAT),
        values.get(KNOWN).stream()
            .flatMap(entry -> entry.names().stream().map(name -> clue(name, entry, byName)))
            .toList(),
        addresses);
  }

  private static Clue clue(String name, Entry entry, Map<String, Hypothesis> byName) {
    return new Clue(
        name,
        entry.says(),
        entry.basis(),
        found(entry.hypotheses(), byName),
        entry.cases().stream()
            .map(one -> new Clue.Context(one.screen(), one.doing(), found(one.first(), byName)))
            .toList());
  }

  private static List<Hypothesis> found(List<String> names, Map<String, Hypothesis> byName) {
    return names.stream().map(name -> Objects.requireNonNull(byName.get(name), name)).toList();
  }
}
