package io.roomwatch.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random looks against an oracle that keeps the whole history and counts it again each time. */
final class HealthSimulationTest {

  private static final CheckId CHECK = CheckId.of(CheckKind.CLOUD_TCP, "zoom.us:443");
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  /**
   * The rules once more, as plainly as they can be written: letters in a string, everything counted
   * from its end.
   */
  private static final class Oracle {
    private static final String RANKS = "O?DF";
    private final Patience patience;
    private final Duration window;
    private String sinceImprovement = "";
    private String all = "";
    private char settled = 'O';
    private boolean blank = true;
    private boolean flapping;
    private int doubled;
    private Instant flappedUntil = Instant.MIN;
    private List<Instant> changes = new ArrayList<>();

    Oracle(Patience patience) {
      this.patience = patience;
      Duration forty = INTERVAL.multipliedBy(40);
      this.window = forty.toMinutes() < 30 ? Duration.ofMinutes(30) : forty;
    }

    char shown() {
      return blank ? '?' : settled;
    }

    void stale() {
      blank = true;
      sinceImprovement = "";
      all = "";
    }

    void look(char letter, Instant at) {
      sinceImprovement += letter;
      all += letter;
      int calm = Math.max(patience.outOf(), patience.recoverAfter()) << Math.max(1, doubled);
      if (flapping && equalAtEnd() >= Math.min(32, calm)) {
        flapping = false;
        flappedUntil = at;
        changes = new ArrayList<>();
      }
      char to = next(letter);
      if (to == '=') {
        return;
      }
      if (to != settled) {
        count(at);
        if (rank(to) < rank(settled)) {
          sinceImprovement = "";
        }
      }
      settled = to;
      blank = false;
    }

    private char next(char letter) {
      if (letter == settled) {
        return blank ? settled : '=';
      }
      String last = tail(sinceImprovement, patience.outOf());
      for (char level : new char[] {'F', 'D', '?'}) {
        long reached = last.chars().filter(c -> rank((char) c) >= rank(level)).count();
        if (rank(level) > rank(settled) && reached >= patience.failAfter()) {
          return level;
        }
      }
      long blind = last.chars().filter(c -> c == '?').count();
      if (settled != '?' && blind >= patience.failAfter()) {
        return '?';
      }
      String known = settled == '?' ? sinceImprovement : sinceImprovement.replace("?", "");
      String row = tail(known, patience.recoverAfter());
      boolean better =
          row.length() == patience.recoverAfter()
              && row.chars().allMatch(c -> rank((char) c) < rank(settled));
      return !flapping && better ? row.contains("D") ? 'D' : 'O' : '=';
    }

    private void count(Instant at) {
      changes.removeIf(past -> Duration.between(past, at).compareTo(window) > 0);
      changes.add(at);
      if (!flapping && changes.size() >= 5) {
        boolean again =
            !flappedUntil.equals(Instant.MIN)
                && Duration.between(flappedUntil, at).compareTo(window.multipliedBy(4)) <= 0;
        doubled = again ? Math.min(3, doubled + 1) : 1;
        flapping = true;
      }
    }

    private int equalAtEnd() {
      char last = all.charAt(all.length() - 1);
      int run = 0;
      while (run < all.length() && all.charAt(all.length() - 1 - run) == last) {
        run++;
      }
      return run;
    }

    private static String tail(String text, int length) {
      return text.substring(Math.max(0, text.length() - length));
    }

    private static int rank(char letter) {
      return RANKS.indexOf(letter);
    }
  }

  @Test
  void theFoldAgreesWithTheOracleAndKeepsItsPromises() {
    long seed = System.nanoTime();
    System.out.println("health simulation, seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    long looks = 0;
    long changes = 0;
    for (int round = 0; round < 300; round++) {
      Room room = new Room(random.split(), "seed " + seed + " round " + round);
      room.run();
      looks += room.history.length();
      changes += room.became;
    }
    System.out.println(looks + " looks, " + changes + " changes of state");
    assertTrue(changes > 1_000, "the dice reach something");
  }

  /** One check under one patience and one temper of the dice. */
  private static final class Room {
    private final SplittableRandom dice;
    private final String where;
    private final Patience patience;
    private final Oracle oracle;
    private final StringBuilder history = new StringBuilder();
    private final List<Change> changes = new ArrayList<>();
    private CheckHealth health;
    private Instant now = Sights.START;
    private int became;

    Room(SplittableRandom dice, String where) {
      this.dice = dice;
      this.where = where;
      int outOf = 1 + dice.nextInt(6);
      this.patience = new Patience(1 + dice.nextInt(outOf), outOf, 1 + dice.nextInt(4));
      this.oracle = new Oracle(patience);
      this.health = CheckHealth.unseen(CHECK, new CheckHealth.Pace(INTERVAL, patience), now);
    }

    void run() {
      char steady = 'O';
      double noise = dice.nextDouble(0.5);
      for (int i = 0; i < 500; i++) {
        now = now.plus(INTERVAL);
        if (dice.nextInt(30) == 0) {
          steady = "OOODF?".charAt(dice.nextInt(6));
        }
        if (dice.nextInt(100) == 0) {
          gap();
        }
        look(dice.nextDouble() < noise ? "ODF?".charAt(dice.nextInt(4)) : steady);
      }
    }

    private void gap() {
      now = now.plus(health.staleAfter());
      take(health.stale(now));
      oracle.stale();
      history.append('|');
      assertEquals(State.UNKNOWN, health.status().state(), where);
      assertEquals(Reason.OVERDUE, health.status().reason(), where);
    }

    private void look(char letter) {
      State before = health.status().state();
      history.append(letter);
      take(health.observe(Sights.look(CHECK, now, Sights.state(letter))));
      oracle.look(letter, now);
      CheckStatus status = health.status();
      Supplier<@Nullable String> story = () -> where + " " + patience + " after " + history;
      assertEquals(oracle.shown(), Sights.letter(status.state()), story);
      assertEquals(oracle.flapping, status.flapping(), story);
      assertTrue(status.state() == State.OK == (status.reason() == Reason.OK), story);
      assertTrue(!status.since().isAfter(now), story);
      assertTrue(
          status
              .proof()
              .map(Observation::finding)
              .filter(f -> f.state() != status.state() || f.reason() != status.reason())
              .isEmpty(),
          story);
      assertTrue(status.proof().isPresent() || oracle.blank, story);
      promises(before, status.state(), story);
    }

    private void take(CheckHealth.Step step) {
      health = step.health();
      changes.addAll(step.changes());
    }

    private void promises(State before, State after, Supplier<@Nullable String> story) {
      if (before == after) {
        return;
      }
      became++;
      String sinceGap = history.substring(history.lastIndexOf("|") + 1);
      String known = sinceGap.replace("?", "");
      // What was believed before a gap may be believed again at once.
      boolean restored = before == State.UNKNOWN;
      if (after == State.FAILED && !restored) {
        String window = Oracle.tail(sinceGap, patience.outOf());
        long bad = window.chars().filter(c -> c == 'F').count();
        assertTrue(
            bad >= patience.failAfter(), () -> "never failed before N bad looks: " + story.get());
      }
      if (after == State.OK && !restored) {
        String row = Oracle.tail(known, patience.recoverAfter());
        assertEquals(
            "O".repeat(patience.recoverAfter()), row, () -> "not before K good: " + story.get());
      }
      Change.Became told =
          changes.reversed().stream()
              .filter(Change.Became.class::isInstance)
              .map(Change.Became.class::cast)
              .findFirst()
              .orElseThrow();
      assertEquals(after, told.to(), () -> "every change is told: " + story.get());
      assertEquals(now, told.at(), story);
    }
  }

  @Test
  void flappingIsBoundedWhateverTheRhythm() {
    int looks = 2_880;
    int most = 0;
    String rhythm = "";
    for (int bad = 3; bad <= 40; bad++) {
      for (int good = 2; good <= 40; good++) {
        int became = alternating(bad, good, looks);
        if (became > most) {
          most = became;
          rhythm = bad + " bad and " + good + " good";
        }
      }
    }
    System.out.println("a day of alternating looks: at most " + most + " changes, with " + rhythm);
    // Without any damping 3 bad and 2 good would give 1,152. With it, a state lasts 12 looks.
    assertTrue(most <= looks / 12 + 20, rhythm + ": " + most);
  }

  private static int alternating(int bad, int good, int looks) {
    CheckHealth health =
        CheckHealth.unseen(CHECK, new CheckHealth.Pace(INTERVAL, Patience.DEFAULT), Sights.START);
    int became = 0;
    for (int i = 0; i < looks; i++) {
      State state = i % (bad + good) < good ? State.OK : State.FAILED;
      Instant now = Sights.START.plus(INTERVAL.multipliedBy(i));
      CheckHealth.Step step = health.observe(Sights.look(CHECK, now, state));
      health = step.health();
      became += (int) step.changes().stream().filter(Change.Became.class::isInstance).count();
    }
    return became;
  }
}
