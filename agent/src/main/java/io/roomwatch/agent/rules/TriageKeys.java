package io.roomwatch.agent.rules;

import io.roomwatch.agent.diagnosis.Clue;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.rules.RuleKeys.Entry;
import io.roomwatch.agent.rules.TriageFile.Rulebook;
import io.roomwatch.agent.verdict.Layer;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.VerdictId;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Spelling;
import io.roomwatch.agent.yaml.Spot;
import io.roomwatch.agent.yaml.Table;
import io.roomwatch.agent.yaml.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a whole triage file, and the rules between its parts. Good for one reading: what the
 * file's sets are called is known only then.
 */
final class TriageKeys {

  private static final String ALL = "all";

  private static final Key<String> VERSION =
      Key.optional("version", Scalars.text("text"), "Of this file, for people.", "2026-11-26");

  private final Rulebook base;
  private final Vocabulary<CheckKind> checks;
  private final Vocabulary<Reason> reasons;
  private final Vocabulary<String> codes;
  private final Key<Boolean> sets;
  private final Key<Map<String, List<Entry>>> rules;

  /**
   * @param base what the file stands upon
   */
  TriageKeys(Rulebook base) {
    this.base = base;
    List<CheckKind> kinds = List.of(CheckKind.values());
    Map<String, List<CheckKind>> kindSets = new LinkedHashMap<>(base.checks());
    kindSets.put(ALL, kinds);
    List<Reason> findings = List.copyOf(EnumSet.complementOf(EnumSet.of(Reason.OK)));
    this.checks = new Vocabulary<>("a check", kinds, CheckKind::id, kindSets);
    this.reasons = new Vocabulary<>("a reason", findings, Reason::label, base.reasons());
    this.codes =
        new Vocabulary<>(
            "an on-screen code",
            CodesFile.shipped().codes().stream().map(Clue::name).toList(),
            code -> code,
            base.codes());
    this.sets =
        Key.section(
            "sets",
            Section.of(
                "sets",
                "Names for several checks, reasons or codes.",
                List.of(
                    set("checks", checks.table("checks")),
                    set("reasons", reasons.table("reasons")),
                    set("codes", codes.table("codes"))),
                values -> true));
    Items<Entry> entries = Items.of(new RuleKeys(checks, reasons, codes).rule(), "rules");
    this.rules =
        Key.of(
            "rules",
            Table.of(
                "layer",
                Arrays.stream(Layer.values())
                    .filter(layer -> layer != Layer.NONE)
                    .map(
                        layer ->
                            Table.Entry.exactly(
                                layer.label(), "Rules of this layer.", entries, "[]"))
                    .toList()),
            "The rules of each layer.",
            "{}");
  }

  /** The file in the jar: by itself, it has a rule for everything. */
  Section<Rulebook> shipped() {
    return Section.of(
            "triage.yaml",
            "What each finding means.",
            List.of(VERSION, sets, rules),
            values ->
                new Rulebook(
                    values.find(VERSION).orElse(""),
                    merged(values),
                    checks.sets(),
                    reasons.sets(),
                    codes.sets()))
        .checked(this::everyRuleIsInItsPlace)
        .checked(this::everyVerdictHasARule)
        .checked(this::everyFindingHasARule);
  }

  /** A site's file, upon the one in the jar. */
  Section<List<Rule>> own() {
    return Section.of(
            "the triage file",
            "Rules of this site, before those of the same layer in the jar.",
            List.of(VERSION, sets, rules),
            this::merged)
        .checked(this::everyRuleIsInItsPlace)
        .checked(this::everyFindingHasARule);
  }

  private static <T> Key<Map<String, T>> set(String name, Table<T> table) {
    return Key.of(name, table, "Sets of " + name + ", by name.", "{}");
  }

  /** All rules, in the order of triage. */
  private List<Rule> merged(Values values) {
    Map<String, List<Entry>> given = values.find(rules).orElse(Map.of());
    Map<String, Entry> byName = new HashMap<>();
    given.values().forEach(some -> some.forEach(entry -> byName.put(entry.name(), entry)));
    Set<String> before = base.rules().stream().map(Rule::name).collect(Collectors.toSet());
    List<Rule> all = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      given.getOrDefault(layer.label(), List.of()).stream()
          .filter(entry -> !before.contains(entry.name()))
          .flatMap(entry -> entry.rule().stream())
          .forEach(all::add);
      base.rules().stream()
          .filter(rule -> rule.id().layer() == layer)
          .flatMap(
              rule -> {
                @Nullable Entry own = byName.get(rule.name());
                return own == null ? Stream.of(rule) : own.rule().stream();
              })
          .forEach(all::add);
    }
    return all;
  }

  private void everyRuleIsInItsPlace(Values values) {
    Map<String, Layer> shipped =
        base.rules().stream().collect(Collectors.toMap(Rule::name, rule -> rule.id().layer()));
    Set<String> seen = new HashSet<>();
    for (Place place : places(values)) {
      String name = place.entry().name();
      if (!seen.add(name)) {
        place.spot().at("name").fault("'" + name + "' is given twice");
      }
      misplaced(place, Optional.ofNullable(shipped.get(name)))
          .ifPresent(place.spot().at("name")::fault);
      if (!shipped.containsKey(name) && place.entry().rule().isEmpty()) {
        place
            .spot()
            .at("name")
            .fault(
                "there is no built-in rule '"
                    + name
                    + "' to disable"
                    + Spelling.hint(name, shipped.keySet(), ""));
      }
      place
          .entry()
          .rule()
          .map(Rule::id)
          .filter(id -> id.layer() != place.layer())
          .ifPresent(
              id ->
                  place
                      .spot()
                      .at("id")
                      .fault(
                          "'"
                              + id.label()
                              + "' is of the layer "
                              + id.layer().label()
                              + ": put the rule there"));
    }
  }

  /** A rule takes the place of another of its own layer only. */
  private static Optional<String> misplaced(Place place, Optional<Layer> home) {
    return home.filter(layer -> layer != place.layer())
        .map(
            layer ->
                "'"
                    + place.entry().name()
                    + "' is a built-in rule of the layer "
                    + layer.label()
                    + ": put it there");
  }

  private void everyVerdictHasARule(Values values) {
    Set<VerdictId> ids = merged(values).stream().map(Rule::id).collect(Collectors.toSet());
    for (VerdictId id : VerdictId.values()) {
      if (id != VerdictId.HEALTHY && !ids.contains(id)) {
        values.spot(rules).fault("no rule leads to " + id.label());
      }
    }
  }

  private void everyFindingHasARule(Values values) {
    Optional<Map<String, List<Entry>>> given = values.find(rules);
    if (given.isEmpty()) {
      return;
    }
    Reach reach = new Reach(merged(values));
    reach.gap().ifPresent(gap -> values.spot(rules).fault("no rule takes the finding " + gap));
    Map<String, Spot> own = new HashMap<>();
    places(values).forEach(place -> own.put(place.entry().name(), place.spot().at("when")));
    reach.hidden().forEach((name, takers) -> hidden(name, takers, own));
  }

  /** A fault of a rule of this file; of a built-in one, what its new neighbours may have meant. */
  private static void hidden(String name, Set<String> takers, Map<String, Spot> own) {
    @Nullable Spot spot = own.get(name);
    if (spot != null) {
      spot.fault("is never reached: all of it belongs to " + String.join(", ", takers));
      return;
    }
    for (String taker : takers) {
      @Nullable Spot before = own.get(taker);
      if (before != null) {
        before.warn(
            "leaves nothing to the built-in rule '" + name + "': disable that one if meant");
      }
    }
  }

  private record Place(Spot spot, Layer layer, Entry entry) {}

  /** Every rule that the file gives, and where. */
  private List<Place> places(Values values) {
    List<Place> places = new ArrayList<>();
    Map<String, List<Entry>> given = values.find(rules).orElse(Map.of());
    for (Layer layer : Layer.values()) {
      Spot list = values.spot(rules).at(layer.label());
      List<Entry> entries = given.getOrDefault(layer.label(), List.of());
      for (int i = 0; i < entries.size(); i++) {
        places.add(new Place(list.at(i), layer, entries.get(i)));
      }
    }
    return places;
  }
}
