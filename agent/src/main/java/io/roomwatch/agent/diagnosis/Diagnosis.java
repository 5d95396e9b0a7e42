package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.verdict.Provenance;
import io.roomwatch.agent.verdict.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The answer to a technician: every layer with what speaks for it being broken and against, and, of
 * what the technician saw, the hypotheses in order.
 *
 * @param layers in the order of triage, each once
 * @param code what is known of the code; empty when none was given, or its meaning is not known
 * @param address what is known of the address shown; empty likewise
 * @param suppositions those that something speaks for come first, the surest before others; then
 *     those that nothing decides, in the order of what is known of the code and of the case; last
 *     those that what was measured speaks against
 */
public record Diagnosis(
    Seen seen,
    Asked asked,
    List<Layer> layers,
    Optional<Clue> code,
    Optional<Clue> address,
    List<Supposition> suppositions) {

  /** Whether a layer is broken. */
  public record Layer(Step step, Judgement judgement) {}

  public Diagnosis {
    layers = List.copyOf(layers);
    suppositions = List.copyOf(suppositions);
  }

  /** The diagnosis of what was seen and asked. */
  public static Diagnosis of(Seen seen, Asked asked, Codebook book) {
    Scales scales = new Scales(seen);
    Optional<Clue> code = asked.code().flatMap(book::code);
    Optional<Clue> address = asked.shownIp().flatMap(book::address);
    return new Diagnosis(
        seen,
        asked,
        Arrays.stream(Step.values()).map(step -> new Layer(step, scales.of(step))).toList(),
        code,
        address,
        suppositions(scales, asked, seen, Stream.concat(address.stream(), code.stream()).toList()));
  }

  private static List<Supposition> suppositions(
      Scales scales, Asked asked, Seen seen, List<Clue> clues) {
    List<Supposition> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Clue clue : clues) {
      List<Hypothesis> first = clue.first(asked);
      Stream.concat(first.stream(), clue.hypotheses().stream())
          .filter(one -> names.add(one.name()))
          .map(one -> supposition(scales, clue, one, first.contains(one)))
          .forEach(all::add);
    }
    // Sorting keeps the order of equals: that of what is known.
    all.sort(
        Comparator.comparing((Supposition one) -> one.judgement().standing())
            .thenComparing(one -> !isCause(one, seen))
            .thenComparing(one -> one.judgement().confidence()));
    return all;
  }

  private static Supposition supposition(
      Scales scales, Clue clue, Hypothesis hypothesis, boolean fits) {
    Rule.Basis basis = joined(clue.basis(), hypothesis.basis());
    return new Supposition(hypothesis, basis, scales.of(hypothesis, basis.confidence()), fits);
  }

  /** Both are told; the weaker one counts. */
  private static Rule.Basis joined(Rule.Basis one, Rule.Basis other) {
    Provenance weakest =
        one.provenance().compareTo(other.provenance()) >= 0 ? one.provenance() : other.provenance();
    String source = "of the code, " + told(one) + "; of the cause, " + told(other);
    return new Rule.Basis(Scales.weaker(one.confidence(), other.confidence()), weakest, source);
  }

  private static String told(Rule.Basis basis) {
    return basis.provenance().label()
        + (basis.source().isEmpty() ? "" : " (" + basis.source() + ")");
  }

  private static boolean isCause(Supposition one, Seen seen) {
    List<CheckId> because = seen.status().verdict().because();
    return one.judgement().speaksFor().stream()
        .anyMatch(evidence -> because.contains(evidence.status().check()));
  }

  /** Whether the verdict of the room is among what may be behind what the technician saw. */
  boolean explainsTheVerdict() {
    return suppositions.stream().anyMatch(one -> isCause(one, seen));
  }
}
