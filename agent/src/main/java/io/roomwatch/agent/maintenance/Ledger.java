package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.maintenance.duty.Duty;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was answered, in memory: of each occurrence the answer that counts and the agent's newest.
 * The newest answer counts, but one that is inconclusive never takes the place of one that is. Not
 * safe for several threads.
 */
final class Ledger {

  private final Map<String, History> histories = new HashMap<>();

  /** Adds an answer that is newer than all before it; the same one twice changes nothing. */
  void add(Answer answer) {
    histories.computeIfAbsent(answer.item(), ignored -> new History()).add(answer);
  }

  History of(String item) {
    return histories.getOrDefault(item, new History());
  }

  /** All that is known. */
  List<Answer> answers() {
    return histories.values().stream().flatMap(History::answers).toList();
  }

  void clear() {
    histories.clear();
  }

  /** The answers of one item. */
  static final class History {

    private final Map<String, Counted> periods = new LinkedHashMap<>();
    private final TreeMap<Instant, Answer> concluded = new TreeMap<>();
    private @Nullable String newest;

    private record Counted(Answer counts, Optional<Answer> run) {}

    private void add(Answer answer) {
      String period = answer.occurrence().period();
      Optional<Counted> before = Optional.ofNullable(periods.get(period));
      Answer counts =
          before
              .map(Counted::counts)
              .filter(old -> old.conclusive() && !answer.conclusive())
              .orElse(answer);
      Optional<Answer> run =
          answer.kind() == Duty.Kind.AUTO ? Optional.of(answer) : before.flatMap(Counted::run);
      periods.put(period, new Counted(counts, run));
      newest = period;
      if (answer.conclusive()) {
        concluded.put(answer.occurrence().due(), answer);
      }
    }

    /** The newest answer that counts. */
    Optional<Answer> last() {
      return Optional.ofNullable(newest).flatMap(this::counting);
    }

    Optional<Answer> counting(String period) {
      return Optional.ofNullable(periods.get(period)).map(Counted::counts);
    }

    boolean isConcluded(String period) {
      return counting(period).filter(Answer::conclusive).isPresent();
    }

    /** The newest conclusive answer of an occurrence that was due before this. */
    Optional<Answer> concludedBefore(Instant due) {
      return Optional.ofNullable(concluded.lowerEntry(due)).map(Map.Entry::getValue);
    }

    /** What the agent itself said last of an occurrence. */
    Optional<Answer> run(String period) {
      return Optional.ofNullable(periods.get(period)).flatMap(Counted::run);
    }

    private Stream<Answer> answers() {
      Collection<Counted> all = periods.values();
      return all.stream()
          .flatMap(one -> Stream.concat(Stream.of(one.counts()), one.run().stream()).distinct());
    }
  }
}
