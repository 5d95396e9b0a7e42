package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Verdict.Cause;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import io.roomwatch.agent.verdict.Verdict.Grounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One root cause from all states. Pure.
 *
 * <ol>
 *   <li>Each failed or degraded check belongs to the first rule, in the order of triage, that knows
 *       it. A check of severity {@code info} never makes a verdict.
 *   <li>A cause whose evidence another cause explains is a consequence of that one.
 *   <li>Of the remaining causes the one that accounts for the worst finding wins (failed and
 *       critical before failed before degraded); among equals the first in the order of triage.
 * </ol>
 *
 * Without any finding the verdict is {@code healthy}, or {@code agent.degraded} and unknown when a
 * critical check is overdue, has erred, or has not been believed yet, or when nothing could be seen
 * at all. Whatever else is unknown (a silent UDP port, a permission that is missing) changes
 * nothing and is told in the sentence.
 */
public final class Triage {

  private final List<Rule> rules;

  /**
   * @param rules in the order of triage; some rule matches every finding
   */
  public Triage(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** A rule with the findings that speak for it and those that follow. */
  private record Suspect(
      Rule rule, int place, List<CheckStatus> because, Set<CheckId> consequences) {

    /** Of two that explain each other, the first in the order of triage is the cause. */
    boolean isExplainedBy(Suspect other) {
      return other.covers(this) && !(covers(other) && place < other.place);
    }

    private boolean covers(Suspect other) {
      return other.place != place
          && other.because.stream().allMatch(one -> consequences.contains(one.check()));
    }
  }

  /**
   * The verdict over these states.
   *
   * @param severities of the checks as configured; the default of its kind for one that is not
   *     there
   * @param now what a verdict is dated by when no check dates it
   */
  public Verdict judge(List<CheckStatus> checks, Map<CheckId, Severity> severities, Instant now) {
    Scene scene = new Scene(checks, severities);
    List<Suspect> suspects = suspects(scene);
    List<Suspect> roots =
        suspects.stream().filter(one -> suspects.stream().noneMatch(one::isExplainedBy)).toList();
    return (roots.isEmpty() ? suspects : roots)
        .stream()
            .max(
                Comparator.comparingInt((Suspect one) -> weight(one, scene))
                    .thenComparing(Suspect::place, Comparator.reverseOrder()))
            .map(one -> verdict(one, scene))
            .orElseGet(() -> new Sight(scene).verdict(now));
  }

  /**
   * The rule that each failed or degraded check belongs to; also of those that never make a verdict
   * because they are for information.
   */
  public Map<CheckId, Rule> owners(List<CheckStatus> checks) {
    Scene scene = new Scene(checks, Map.of());
    Map<CheckId, Rule> owners = new TreeMap<>();
    for (CheckStatus status : scene.findings()) {
      owner(status, scene).ifPresent(place -> owners.put(status.check(), rules.get(place)));
    }
    return owners;
  }

  private List<Suspect> suspects(Scene scene) {
    Map<Integer, List<CheckStatus>> byRule = new LinkedHashMap<>();
    for (CheckStatus status : scene.findings()) {
      if (scene.severity(status) != Severity.INFO) {
        owner(status, scene)
            .ifPresent(
                place -> byRule.computeIfAbsent(place, key -> new ArrayList<>()).add(status));
      }
    }
    List<Suspect> direct = new ArrayList<>();
    byRule.forEach(
        (place, because) -> {
          Rule rule = rules.get(place);
          Set<CheckId> own = because.stream().map(CheckStatus::check).collect(Collectors.toSet());
          Set<CheckId> explained =
              scene.findings().stream()
                  .filter(one -> !own.contains(one.check()))
                  .filter(one -> rule.explains(one, scene, because))
                  .map(CheckStatus::check)
                  .collect(Collectors.toCollection(TreeSet::new));
          direct.add(new Suspect(rule, place, because, explained));
        });
    return closed(direct);
  }

  private Optional<Integer> owner(CheckStatus status, Scene scene) {
    for (int place = 0; place < rules.size(); place++) {
      if (rules.get(place).isEvidence(status, scene)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  /** What follows from a consequence follows from its cause. */
  private static List<Suspect> closed(List<Suspect> direct) {
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Suspect cause : direct) {
        for (Suspect effect : direct) {
          if (effect.isExplainedBy(cause)) {
            Set<CheckId> more = new TreeSet<>(effect.consequences());
            cause.because().forEach(own -> more.remove(own.check()));
            grew |= cause.consequences().addAll(more);
          }
        }
      }
    }
    return direct;
  }

  private static int weight(Suspect suspect, Scene scene) {
    int consequences =
        suspect.consequences().stream()
            .flatMap(check -> scene.status(check).stream())
            .mapToInt(status -> weight(status, scene))
            .max()
            .orElse(0);
    return Math.max(ownWeight(suspect, scene), consequences);
  }

  private static int ownWeight(Suspect suspect, Scene scene) {
    return suspect.because().stream().mapToInt(one -> weight(one, scene)).max().orElse(0);
  }

  /** 3: the room cannot meet; 2: something is broken; 1: something is worse; 0: for information. */
  private static int weight(CheckStatus status, Scene scene) {
    Severity severity = scene.severity(status);
    return switch (status.state()) {
      case OK, UNKNOWN -> 0;
      case DEGRADED -> severity == Severity.INFO ? 0 : 1;
      case FAILED ->
          switch (severity) {
            case INFO -> 0;
            case WARNING -> 2;
            case CRITICAL -> 3;
          };
    };
  }

  private static Verdict verdict(Suspect root, Scene scene) {
    Rule rule = root.rule();
    int weight = weight(root, scene);
    Cause cause =
        new Cause(
            rule.id(),
            weight > 1 ? State.FAILED : State.DEGRADED,
            confidence(root, weight > ownWeight(root, scene)),
            rule.codes());
    return new Verdict(
        cause,
        root.because().stream().map(CheckStatus::since).min(Instant::compareTo).orElseThrow(),
        Template.fill(rule.words().summary(), root.because()),
        Template.fill(rule.words().next(), root.because()),
        root.because().stream().map(CheckStatus::check).toList(),
        List.copyOf(root.consequences()),
        new Grounds(
            rule.name(),
            Template.fill(rule.words().disproof(), root.because()),
            rule.basis().provenance(),
            rule.basis().source()));
  }

  /**
   * @param inferred the worst finding is blamed on it, and is not its own
   */
  private static Confidence confidence(Suspect root, boolean inferred) {
    boolean flapping = root.because().stream().allMatch(CheckStatus::flapping);
    return switch (root.rule().basis().confidence()) {
      case HIGH -> inferred || flapping ? Confidence.MEDIUM : Confidence.HIGH;
      case MEDIUM -> flapping ? Confidence.LOW : Confidence.MEDIUM;
      case LOW -> Confidence.LOW;
    };
  }
}
