package io.roomwatch.agent.rules;

import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Given;
import io.roomwatch.agent.verdict.Provenance;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.Sign;
import io.roomwatch.agent.verdict.Template;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import io.roomwatch.agent.verdict.VerdictId;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Spelling;
import io.roomwatch.agent.yaml.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys of one rule, in the words that the file knows. */
final class RuleKeys {

  /**
   * A rule as a file gives it.
   *
   * @param rule empty when the file takes the rule of this name away
   */
  record Entry(String name, Optional<Rule> rule) {}

  private static final int LONGEST = 400;

  private static final Map<String, VerdictId> IDS =
      Arrays.stream(VerdictId.values())
          .filter(id -> id != VerdictId.HEALTHY)
          .collect(Collectors.toUnmodifiableMap(VerdictId::label, id -> id));

  /** What the checks always say. */
  private static final Set<String> ALWAYS = Set.of("target", "targets", "text");

  static final Key<String> NAME =
      Key.required(
          "name",
          Scalars.text(
              "name",
              "a name of lower-case words with hyphens, 60 characters at most",
              "(?=.{1,60}$)[a-z][a-z0-9]*(-[a-z0-9]+)*"),
          "Stable and unique. A built-in rule of the same name is replaced.",
          "our-proxy");

  private static final Key<Boolean> DISABLED =
      Key.inherited(
          "disabled",
          Scalars.bool(),
          "Takes the built-in rule of this name away; no other key is needed.",
          "false",
          "true");

  static final Key<VerdictId> ID =
      Key.optional(
          "id",
          Scalar.of(
                  "verdict id",
                  "the id of a verdict on something that is wrong, such as link.port-closed",
                  Map.of("type", "string"),
                  text -> Optional.ofNullable(IDS.get(text)))
              .near(IDS::keySet),
          "The verdict.",
          "cloud.proxy-dead");

  private static final Key<String> SAYS =
      Key.optional("says", sentence(), "What is wrong.", "The proxy does not answer.");

  private static final Key<String> NEXT =
      Key.optional("next", sentence(), "The next best move.", "Call the network team.");

  private static final Key<String> DISPROOF =
      Key.optional("disproof", sentence(), "What would prove it wrong.", "It answers others.");

  private static final Key<Confidence> CONFIDENCE =
      Key.optional(
          "confidence",
          Scalars.oneOf("confidence", Confidence.values(), Confidence::label),
          "When the evidence is at its best.",
          "medium");

  private static final Key<Provenance> PROVENANCE =
      Key.optional(
          "provenance",
          Scalars.oneOf("provenance", Provenance.values(), Provenance::label),
          "Where it is known from; where several meet, the weakest.",
          "inferred");

  private static final Key<String> SOURCE =
      Key.optional("source", Scalars.text("text"), "Where exactly.", "KB0065712");

  private static final Key<State> STATE =
      Key.inherited(
          "state",
          Scalars.oneOf("state", new State[] {State.FAILED, State.DEGRADED}, State::label),
          "Only findings of this state.",
          "both",
          "failed");

  private static final Key<Given> GIVEN =
      Key.inherited(
          "given",
          Scalars.oneOf("condition", Given.values(), Given::label),
          "What must hold besides.",
          Given.NOTHING_ELSE.label(),
          Given.HOST_HEARD.label());

  private final Key<List<List<CheckKind>>> checks;
  private final Key<List<List<Reason>>> reasons;
  private final Key<List<List<String>>> codes;
  private final Key<List<List<Sign>>> evidence;
  private final Key<List<List<Sign>>> explains;

  RuleKeys(
      Vocabulary<CheckKind> kinds, Vocabulary<Reason> reasonWords, Vocabulary<String> codeWords) {
    checks =
        Key.required(
            "checks", kinds.some("checks").notEmpty(), "Of these checks.", "[cloud.proxy]");
    reasons =
        Key.of("reasons", reasonWords.some("reasons"), "For one of these; none: for any.", "[]");
    codes =
        Key.of(
            "codes",
            codeWords.some("codes"),
            "On-screen codes that are consistent with it, the likeliest first.",
            "[]");
    Section<List<Sign>> sign =
        Section.of(
            "a sign", "A kind of finding.", List.of(checks, reasons, STATE, GIVEN), this::signs);
    evidence =
        Key.optional(
            "when",
            Items.of(sign.checked(RuleKeys::standsAlone), "signs").notEmpty(),
            "A finding that shows any of these signs is evidence.",
            "[{checks: [cloud.proxy]}]");
    explains =
        Key.of(
            "explains",
            Items.of(sign, "signs"),
            "Findings with any of these signs follow from it.",
            "[]");
  }

  Section<Entry> rule() {
    return Section.of(
            "a rule",
            "What one kind of evidence means.",
            List.of(
                NAME,
                DISABLED,
                ID,
                evidence,
                SAYS,
                NEXT,
                DISPROOF,
                explains,
                codes,
                CONFIDENCE,
                PROVENANCE,
                SOURCE),
            this::entry)
        .checked(this::isComplete)
        .checked(RuleKeys::isSourced);
  }

  private Entry entry(Values values) {
    return new Entry(
        values.get(NAME), isDisabled(values) ? Optional.empty() : Optional.of(made(values)));
  }

  private Rule made(Values values) {
    return new Rule(
        values.get(NAME),
        values.get(ID),
        Vocabulary.all(values.get(evidence)),
        new Rule.Words(values.get(SAYS), values.get(NEXT), values.get(DISPROOF)),
        Vocabulary.all(values.get(explains)),
        Vocabulary.all(values.get(codes)),
        new Rule.Basis(
            values.get(CONFIDENCE), values.get(PROVENANCE), values.find(SOURCE).orElse("")));
  }

  private List<Sign> signs(Values values) {
    Set<State> states =
        values.find(STATE).map(Set::of).orElse(Set.of(State.FAILED, State.DEGRADED));
    Set<Reason> some = Set.copyOf(Vocabulary.all(values.get(reasons)));
    return Vocabulary.all(values.get(checks)).stream()
        .map(kind -> new Sign(kind, some, states, values.find(GIVEN).orElse(Given.NOTHING_ELSE)))
        .toList();
  }

  private static boolean isDisabled(Values values) {
    return values.find(DISABLED).orElse(false);
  }

  /** Unless it is taken away, a rule has all of its parts. */
  private void isComplete(Values values) {
    if (isDisabled(values)) {
      return;
    }
    for (Key<?> key : List.of(ID, evidence, SAYS, NEXT, DISPROOF, CONFIDENCE, PROVENANCE)) {
      if (values.find(key).isEmpty() && !values.has(key)) {
        values.spot(key).fault("is required, unless the rule is disabled");
      }
    }
  }

  private static void isSourced(Values values) {
    boolean official = values.find(PROVENANCE).filter(Provenance.OFFICIAL::equals).isPresent();
    if (official && !values.has(SOURCE)) {
      values.spot(SOURCE).fault("is required when the provenance is official: name the page");
    }
  }

  private static void standsAlone(Values values) {
    if (values.find(GIVEN).filter(Given.SAME_TARGET::equals).isPresent()) {
      values.spot(GIVEN).fault("same-target compares with the evidence: it stands in 'explains'");
    }
  }

  static Scalar<String> sentence() {
    return Scalar.of(
            "sentence",
            "a sentence that ends with a full stop, " + LONGEST + " characters at most",
            Map.of("type", "string"),
            text ->
                text.endsWith(".")
                        && !text.isBlank()
                        && text.length() <= LONGEST
                        && text.chars().noneMatch(Character::isISOControl)
                    ? Optional.of(text)
                    : Optional.<String>empty())
        .unless(RuleKeys::wrongGap);
  }

  private static Optional<String> wrongGap(String template) {
    Optional<String> unknown =
        Template.gaps(template).stream().filter(gap -> !Template.NAMES.contains(gap)).findFirst();
    if (unknown.isPresent()) {
      String known = "; known are " + String.join(", ", Template.NAMES.stream().sorted().toList());
      return Optional.of(
          "unknown placeholder {"
              + unknown.get()
              + "}"
              + Spelling.hint(unknown.get(), Template.NAMES, known));
    }
    if (!Template.isWhole(template)) {
      return Optional.of("brackets and braces stand in pairs, {name} and [part], and do not nest");
    }
    return Template.bare(template).stream()
        .filter(gap -> !ALWAYS.contains(gap))
        .findFirst()
        .map(gap -> "{" + gap + "} is not always known: put the part with it in [ ]");
  }
}
