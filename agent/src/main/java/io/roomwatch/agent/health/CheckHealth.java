package io.roomwatch.agent.health;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is believed of one check: an immutable fold over its looks. States rank from good to bad:
 * ok, unknown, degraded, failed. The transitions, with the patience <i>N of M, back after K</i>:
 *
 * <pre>
 * nothing believed ── a look equal to what was believed last; at the very start: ok ──► that state
 * nothing believed ── as from what was believed last, as below ───────────────────────► that state
 * ok ─────────────── N of the last M looks are not ok ────────► the worst that N of M reach
 * unknown ────────── N of the last M are degraded or failed ──► the worst that N of M reach
 * degraded ───────── N of the last M are failed ──────────────► failed
 * degraded, failed ─ N of the last M are unknown ─────────────► unknown
 * any but ok ─────── K better looks in a row ─────────────────► the worst of these K
 * any ────────────── no look for 3 intervals ─────────────────► nothing believed
 * </pre>
 *
 * <ul>
 *   <li>An unknown look never counts as better; it breaks a row of better ones only when unknown is
 *       what is believed.
 *   <li>"N of M reach degraded" counts failed looks too: a check that is bad in changing ways is at
 *       least degraded. Looks from before the last improvement do not count.
 *   <li>"Nothing believed" shows as {@code unknown}: {@code no-answer} before the first look,
 *       {@code overdue} when looks stopped coming, and at once the reason of a look that is itself
 *       unknown.
 *   <li>The reason of a believed state changes when K looks of that state in a row have another
 *       one.
 *   <li>While the check flaps ({@link Flaps}) it only gets worse or unknown; it gets better, and
 *       stops flapping, after a longer run of equal looks.
 *   <li>A state begins with the first look that differed from the one before.
 * </ul>
 */
final class CheckHealth {

  /** A newest look older than this many intervals is not believed any more. */
  static final int STALE_INTERVALS = 3;

  private final CheckId check;
  private final Pace pace;
  private final Belief belief;
  private final Evidence evidence;
  private final Flaps flaps;

  /**
   * How a check is looked at.
   *
   * @param interval from one look to the next
   */
  record Pace(Duration interval, Patience patience) {}

  /**
   * What is shown.
   *
   * @param blank nothing is believed: unknown is shown, {@code settled} is what was believed last
   * @param proof newest look of the shown state and reason
   */
  private record Belief(
      State settled, boolean blank, Reason reason, Instant since, Optional<Observation> proof) {
    State shown() {
      return blank ? State.UNKNOWN : settled;
    }
  }

  /**
   * What the looks say.
   *
   * @param fresh how many of them came since the last improvement
   * @param newest look of each state since then
   * @param otherReason how often in a row a look of the shown state had another reason than the
   *     shown one, and the same
   * @param differsSince first of the looks that differ from the settled state
   */
  private record Evidence(
      Optional<Observation> latest,
      Looks looks,
      int fresh,
      Map<State, Observation> newest,
      int otherReason,
      Optional<Instant> differsSince) {

    static final Evidence NONE =
        new Evidence(Optional.empty(), Looks.NONE, 0, Map.of(), 0, Optional.empty());
  }

  /** The next state and what changed on the way to it. */
  record Step(CheckHealth health, List<Change> changes) {}

  private CheckHealth(CheckId check, Pace pace, Belief belief, Evidence evidence, Flaps flaps) {
    this.check = check;
    this.pace = pace;
    this.belief = belief;
    this.evidence = evidence;
    this.flaps = flaps;
  }

  /**
   * A check that has never looked.
   *
   * @param since when the agent began to watch it
   */
  static CheckHealth unseen(CheckId check, Pace pace, Instant since) {
    Belief nothing = new Belief(State.OK, true, Reason.NO_ANSWER, since, Optional.empty());
    return new CheckHealth(check, pace, nothing, Evidence.NONE, Flaps.NONE);
  }

  /** The same, looked at in another way from now on. */
  CheckHealth at(Pace changed) {
    return new CheckHealth(check, changed, belief, evidence, flaps);
  }

  Pace pace() {
    return pace;
  }

  CheckStatus status() {
    return new CheckStatus(
        check,
        belief.shown(),
        belief.reason(),
        belief.since(),
        evidence.latest(),
        flaps.now(),
        belief.proof());
  }

  Optional<Observation> latest() {
    return evidence.latest();
  }

  /** After one more look. */
  Step observe(Observation look) {
    Evidence seen = evidence(look);
    List<Change> changes = new ArrayList<>();
    Flaps flap = flaps;
    if (flap.now() && seen.looks().run() >= flap.calm(pace.patience())) {
      flap = flap.calmed(look.at());
      changes.add(new Change.Flapping(check, look.at(), false));
    }
    Optional<State> next = next(seen, flap.now());
    if (next.isEmpty()) {
      return step(reasoned(seen, look, changes), flap, changes);
    }
    State to = next.get();
    boolean changed = to != belief.settled();
    if (changed) {
      Flaps after = flap.changed(look.at(), Flaps.window(pace.interval()));
      if (after.now() && !flap.now()) {
        changes.add(new Change.Flapping(check, look.at(), true));
      }
      flap = after;
    }
    return step(believed(to, seen, look, changes), flap, changes);
  }

  /** No look came for too long; the caller knows, {@link #staleAfter} says how long. */
  Step stale(Instant now) {
    if (belief.blank() && belief.reason() == Reason.OVERDUE) {
      return new Step(this, List.of());
    }
    Belief nothing =
        new Belief(
            belief.settled(),
            true,
            Reason.OVERDUE,
            belief.shown() == State.UNKNOWN ? belief.since() : now,
            Optional.empty());
    List<Change> changes = new ArrayList<>();
    String text = "No look has ended for more than " + staleAfter().toSeconds() + " s.";
    told(nothing, now, text, changes);
    Evidence none = new Evidence(evidence.latest(), Looks.NONE, 0, Map.of(), 0, Optional.empty());
    return new Step(new CheckHealth(check, pace, nothing, none, flaps), changes);
  }

  Duration staleAfter() {
    return pace.interval().multipliedBy(STALE_INTERVALS);
  }

  private Evidence evidence(Observation look) {
    Finding finding = look.finding();
    EnumMap<State, Observation> newest = new EnumMap<>(State.class);
    newest.putAll(evidence.newest());
    Observation before = newest.put(finding.state(), look);
    int other = evidence.otherReason();
    if (finding.state() == belief.shown()) {
      boolean differs = finding.reason() != belief.reason();
      boolean again = before != null && before.finding().reason() == finding.reason();
      other = !differs ? 0 : again ? other + 1 : 1;
    }
    Optional<Instant> differsSince =
        finding.state() == belief.settled()
            ? Optional.empty()
            : Optional.of(evidence.differsSince().orElse(look.at()));
    return new Evidence(
        Optional.of(look),
        evidence.looks().plus(finding.state()),
        evidence.fresh() + 1,
        Map.copyOf(newest),
        other,
        differsSince);
  }

  /** The state to believe from now on, or empty to stay as before. */
  private Optional<State> next(Evidence seen, boolean flapping) {
    State settled = belief.settled();
    State newest = seen.looks().at(0);
    if (newest == settled) {
      return belief.blank() ? Optional.of(settled) : Optional.empty();
    }
    return worse(seen, settled).or(() -> flapping ? Optional.empty() : better(seen, settled));
  }

  private Optional<State> worse(Evidence seen, State settled) {
    int enough = pace.patience().failAfter();
    int among = Math.min(pace.patience().outOf(), seen.fresh());
    for (State level : WORST_FIRST) {
      if (rank(level) > rank(settled)
          && seen.looks().count(among, state -> rank(state) >= rank(level)) >= enough) {
        return Optional.of(level);
      }
    }
    boolean blind = seen.looks().count(among, state -> state == State.UNKNOWN) >= enough;
    return blind && settled != State.UNKNOWN ? Optional.of(State.UNKNOWN) : Optional.empty();
  }

  private Optional<State> better(Evidence seen, State settled) {
    int good = 0;
    State worst = State.OK;
    for (int back = 0; back < Math.min(seen.looks().size(), seen.fresh()); back++) {
      State state = seen.looks().at(back);
      if (rank(state) >= rank(settled)) {
        break;
      }
      if (state == State.UNKNOWN) {
        continue;
      }
      worst = rank(state) > rank(worst) ? state : worst;
      good++;
      if (good == pace.patience().recoverAfter()) {
        return Optional.of(worst);
      }
    }
    return Optional.empty();
  }

  private static final List<State> WORST_FIRST =
      List.of(State.FAILED, State.DEGRADED, State.UNKNOWN);

  private static int rank(State state) {
    return switch (state) {
      case OK -> 0;
      case UNKNOWN -> 1;
      case DEGRADED -> 2;
      case FAILED -> 3;
    };
  }

  private record Next(Belief belief, Evidence evidence) {}

  private Next believed(State to, Evidence seen, Observation look, List<Change> changes) {
    boolean sameShown = to == belief.shown();
    Observation proof = seen.newest().getOrDefault(to, look);
    Belief after =
        new Belief(
            to,
            false,
            proof.finding().reason(),
            sameShown ? belief.since() : seen.differsSince().orElse(look.at()),
            Optional.of(proof));
    told(after, look.at(), look.finding().text(), changes);
    boolean improved = rank(to) < rank(belief.settled());
    Evidence from =
        new Evidence(
            seen.latest(),
            seen.looks(),
            improved ? 0 : seen.fresh(),
            improved ? Map.of() : seen.newest(),
            0,
            look.finding().state() == to ? Optional.empty() : Optional.of(look.at()));
    return new Next(after, from);
  }

  /** The state stays; its reason may not. */
  private Next reasoned(Evidence seen, Observation look, List<Change> changes) {
    Finding finding = look.finding();
    Reason reason = reason(seen, finding);
    boolean proves = finding.state() == belief.shown() && finding.reason() == reason;
    boolean same = reason == belief.reason();
    Belief after =
        new Belief(
            belief.settled(),
            belief.blank(),
            reason,
            belief.since(),
            proves ? Optional.of(look) : same ? belief.proof() : Optional.empty());
    told(after, look.at(), finding.text(), changes);
    Evidence from =
        new Evidence(
            seen.latest(),
            seen.looks(),
            seen.fresh(),
            seen.newest(),
            same ? seen.otherReason() : 0,
            seen.differsSince());
    return new Next(after, from);
  }

  private Reason reason(Evidence seen, Finding finding) {
    if (finding.state() == belief.shown()) {
      boolean stays = seen.otherReason() >= pace.patience().recoverAfter();
      return belief.blank() || stays ? finding.reason() : belief.reason();
    }
    // Looks come again, but none that is believed yet.
    return belief.reason() == Reason.OVERDUE && belief.blank() ? Reason.NO_ANSWER : belief.reason();
  }

  private void told(Belief after, Instant at, String text, List<Change> changes) {
    if (after.shown() != belief.shown()) {
      changes.add(
          new Change.Became(check, at, belief.shown(), after.shown(), after.reason(), text));
    } else if (after.reason() != belief.reason()) {
      changes.add(new Change.Reasoned(check, at, after.shown(), belief.reason(), after.reason()));
    }
  }

  private Step step(Next next, Flaps flap, List<Change> changes) {
    return new Step(
        new CheckHealth(check, pace, next.belief(), next.evidence(), flap), List.copyOf(changes));
  }
}
