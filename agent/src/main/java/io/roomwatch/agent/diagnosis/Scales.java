package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.Telling;
import io.roomwatch.agent.verdict.Triage;
import io.roomwatch.agent.verdict.Verdict;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was measured against a supposition. Only a finding speaks for one, and only by what
 * the rules of triage say that it means; what is weak or contradicted says less, never something
 * else.
 */
final class Scales {

  private final Seen seen;
  private final Map<CheckId, Rule> meanings;

  Scales(Seen seen) {
    this.seen = seen;
    this.meanings = new Triage(seen.rules()).owners(seen.status().checks());
  }

  /** Whether a layer is broken. */
  Judgement of(Step step) {
    List<Evidence> speaksFor = new ArrayList<>();
    List<Evidence> speaksAgainst = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    for (CheckStatus status : seen.status().checks()) {
      CheckKind kind = status.check().kind();
      boolean home = Step.home(kind) == step;
      Optional<Step> blamed = meaning(status).map(rule -> place(rule, kind));
      if (blamed.filter(step::equals).isPresent()) {
        speaksFor.add(finding(status));
      } else if (isGood(status) && (home || Step.alsoGoodFor(kind).contains(step))) {
        speaksAgainst.add(Evidence.good(status));
      } else if (home) {
        gaps.add(blamed.map(other -> elsewhere(status, other)).orElseGet(() -> gap(status)));
      }
    }
    for (CheckKind kind : CheckKind.values()) {
      if (Step.home(kind) == step && isMissing(kind)) {
        gaps.add(missing(kind));
      }
    }
    return judged(speaksFor, speaksAgainst, gaps, Set.of(), Confidence.HIGH);
  }

  /**
   * Whether a hypothesis holds.
   *
   * @param best how sure one can be at best
   */
  Judgement of(Hypothesis hypothesis, Confidence best) {
    Hypothesis.Test test = hypothesis.test();
    List<Evidence> speaksFor = new ArrayList<>();
    List<Evidence> speaksAgainst = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    if (test.checks().isEmpty()) {
      gaps.add(new Gap(Optional.empty(), Optional.empty(), "No check sees that."));
    }
    boolean counts = seen.onDevice() || !test.ofDevice();
    for (CheckStatus status : seen.status().checks()) {
      if (!counts || !test.checks().contains(status.check().kind())) {
        continue;
      }
      Optional<Rule> meaning = meaning(status);
      if (meaning.filter(rule -> test.verdicts().contains(rule.id())).isPresent()) {
        speaksFor.add(finding(status));
      } else if (meaning.filter(rule -> test.refuting().contains(rule.id())).isPresent()) {
        speaksAgainst.add(finding(status));
      } else if (isGood(status)) {
        speaksAgainst.add(Evidence.good(status));
      } else {
        gaps.add(
            meaning
                .map(rule -> elsewhere(status, place(rule, status.check().kind())))
                .orElseGet(() -> gap(status)));
      }
    }
    for (CheckKind kind : test.checks()) {
      if (!counts) {
        gaps.add(Absence.beside(kind));
      } else if (isMissing(kind)) {
        gaps.add(missing(kind));
      }
    }
    return judged(speaksFor, speaksAgainst, gaps, test.counters(), best);
  }

  /** Where a finding belongs: to what its meaning blames, or else to where it was looked. */
  private static Step place(Rule rule, CheckKind kind) {
    return Step.of(rule.id()).orElseGet(() -> Step.home(kind));
  }

  private Judgement judged(
      List<Evidence> speaksFor,
      List<Evidence> speaksAgainst,
      List<Gap> gaps,
      Set<CheckKind> counters,
      Confidence best) {
    List<Evidence> own = speaksFor.stream().filter(one -> !one.follows()).toList();
    Confidence confidence = Confidence.LOW;
    if (!own.isEmpty()) {
      boolean contradicted =
          speaksAgainst.stream().anyMatch(one -> counters.contains(one.status().check().kind()));
      Confidence strongest =
          own.stream().map(this::strength).min(Comparator.naturalOrder()).orElseThrow();
      Confidence limited = weaker(strongest, best);
      confidence = contradicted ? lower(limited) : limited;
    }
    Standing standing =
        speaksFor.isEmpty()
            ? speaksAgainst.isEmpty() ? Standing.OPEN : Standing.UNLIKELY
            : own.isEmpty()
                ? Standing.EXPLAINED
                : confidence == Confidence.LOW ? Standing.WEAK : Standing.SUPPORTED;
    // What stands by itself comes before what follows from it.
    speaksFor.sort(Comparator.comparing(Evidence::follows));
    return new Judgement(standing, confidence, speaksFor, speaksAgainst, gaps);
  }

  private Confidence strength(Evidence evidence) {
    CheckId check = evidence.status().check();
    Verdict verdict = seen.status().verdict();
    if (severity(check) == Severity.INFO) {
      return Confidence.LOW;
    }
    if (verdict.because().contains(check)) {
      return verdict.cause().confidence();
    }
    Confidence ofRule =
        evidence.rule().map(rule -> rule.basis().confidence()).orElse(Confidence.LOW);
    return evidence.status().flapping() ? lower(ofRule) : ofRule;
  }

  private Severity severity(CheckId check) {
    return seen.severities().getOrDefault(check, check.kind().severity());
  }

  static Confidence weaker(Confidence one, Confidence other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Confidence lower(Confidence confidence) {
    return switch (confidence) {
      case HIGH -> Confidence.MEDIUM;
      case MEDIUM, LOW -> Confidence.LOW;
    };
  }

  private Optional<Rule> meaning(CheckStatus status) {
    @Nullable Rule rule = meanings.get(status.check());
    return Optional.ofNullable(rule);
  }

  private Evidence finding(CheckStatus status) {
    return new Evidence(
        status, meaning(status), seen.status().verdict().consequences().contains(status.check()));
  }

  private static boolean isGood(CheckStatus status) {
    return status.state() == State.OK && Telling.isTelling(status);
  }

  private boolean isMissing(CheckKind kind) {
    return seen.status().checks().stream().noneMatch(status -> status.check().kind() == kind);
  }

  private Gap missing(CheckKind kind) {
    return Absence.of(kind, seen.onDevice());
  }

  private static Gap gap(CheckStatus status) {
    return new Gap(
        Optional.of(status.check().toString()),
        Optional.of(status.reason()),
        Evidence.text(status));
  }

  private static Gap elsewhere(CheckStatus status, Step other) {
    return new Gap(
        Optional.of(status.check().toString()),
        Optional.of(status.reason()),
        "What it found is told under \"" + other.title() + "\".");
  }
}
