package io.roomwatch.agent.alert;

import io.roomwatch.agent.alert.Alert.Firing;
import io.roomwatch.agent.alert.Alert.Waiting;
import io.roomwatch.agent.alert.Step.Acknowledgement;
import io.roomwatch.agent.alert.Step.Fact;
import io.roomwatch.agent.alert.Step.Tell;
import io.roomwatch.agent.observation.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When troubles become alerts. One step from a state, a situation and a moment to the next state
 * and what is to be told. Pure.
 *
 * <ul>
 *   <li>One alert for each root cause. When the cause changes, the old alert resolves and a new one
 *       waits its turn.
 *   <li>Suppress alerting, never monitoring: a silence or a window changes what is told, not what
 *       is known. Suppress creation, never resolution: it keeps an alert from beginning, from being
 *       repeated and from being escalated; whoever was told a firing is told the resolve. An alert
 *       whose cause outlasts the silence fires when the silence ends.
 *   <li>What cannot be seen neither begins nor ends. While the verdict is unknown, or the checks
 *       that proved a cause are unknown and no other cause accounts for them, its alert stays as it
 *       is, without reminders: nothing says that it lasts, and nothing says that it is over. That
 *       the agent itself is blind is for the dead man's switch and for Prometheus to tell.
 *   <li>While this machine has no network of its own, nothing beyond it begins to be an alert; and
 *       afterwards only what was seen broken since it came back.
 * </ul>
 */
public final class Machine {

  /** Evidence from before the network came back is old news for so long at most. */
  private static final Duration COMEBACK = Duration.ofHours(2);

  private final AlertState before;
  private final Situation situation;
  private final Policy policy;
  private final Moment now;

  private final Map<String, Trouble> troubles = new TreeMap<>();
  private final boolean offline;
  private final Flaps flaps;
  private final List<Alert> alerts = new ArrayList<>();
  private final List<Tell> tells = new ArrayList<>();
  private final List<Fact> facts = new ArrayList<>();
  private Optional<Instant> online;

  private Machine(AlertState before, Situation situation, Policy policy, Moment now) {
    this.before = before;
    this.situation = situation;
    this.policy = policy;
    this.now = now;
    situation.troubles().stream()
        .filter(trouble -> trouble.severity() != Severity.INFO)
        .forEach(trouble -> troubles.putIfAbsent(trouble.cause().id(), trouble));
    this.offline =
        troubles.values().stream().anyMatch(trouble -> Trouble.isOwnNetwork(trouble.cause()));
    this.flaps = new Flaps(before.pasts(), now.steady());
    this.online =
        before
            .online()
            // In the future: the clock was set back since, and says nothing about what is old.
            .filter(at -> !at.isAfter(now.wall()))
            .filter(at -> Duration.between(at, now.wall()).compareTo(COMEBACK) < 0);
  }

  /** One step. The same arguments always give the same answer. */
  public static Step step(
      AlertState before,
      Situation situation,
      List<Acknowledgement> acknowledgements,
      Policy policy,
      Moment now) {
    return new Machine(before, situation, policy, now).step(acknowledgements);
  }

  /**
   * The next moment at which a step may change something by itself, by the steady clock. Silences
   * and windows also end: look every few seconds while there are alerts.
   */
  public static Optional<Instant> wakeAt(AlertState state, Policy policy, Instant steady) {
    List<Instant> times = new ArrayList<>();
    for (Alert alert : state.alerts()) {
      switch (alert.phase()) {
        case Waiting waiting -> times.add(waiting.until());
        case Firing firing -> {
          times.add(firing.remindedAt().plus(policy.repeatInterval()));
          policy.levels().forEach(level -> times.add(firing.fired().plus(level.after())));
        }
      }
    }
    return times.stream().filter(time -> time.isAfter(steady)).min(Instant::compareTo);
  }

  private Step step(List<Acknowledgement> acknowledgements) {
    for (Alert alert : before.alerts()) {
      keepOrEnd(acknowledged(alert, acknowledgements));
    }
    for (Trouble trouble : troubles.values()) {
      boolean isNew =
          alerts.stream().noneMatch(alert -> alert.cause().id().equals(trouble.cause().id()));
      if (isNew && mayBegin(trouble)) {
        begin(trouble);
      }
    }
    alerts.replaceAll(
        alert -> alert.phase() instanceof Waiting waiting ? fire(alert, waiting) : alert);
    alerts.replaceAll(
        alert -> alert.phase() instanceof Firing firing ? tell(alert, firing) : alert);
    return new Step(new AlertState(alerts, flaps.pasts(), online), tells, facts);
  }

  private Alert acknowledged(Alert alert, List<Acknowledgement> acknowledgements) {
    if (!(alert.phase() instanceof Firing firing)) {
      return alert;
    }
    Optional<String> by =
        acknowledgements.stream()
            .filter(one -> one.key().equals(alert.identity().key()))
            .filter(one -> one.revision() == firing.revision())
            .map(Acknowledgement::by)
            .findFirst();
    if (by.isPresent() && firing.acknowledgedBy().isEmpty()) {
      note(alert, by.get() + " takes care of it: " + alert.cause().summary());
    }
    return alert.with(
        new Firing(firing.fired(), firing.remindedAt(), firing.told(), firing.revision(), by));
  }

  private void keepOrEnd(Alert alert) {
    Optional<Trouble> trouble = Optional.ofNullable(troubles.get(alert.cause().id()));
    if (trouble.isPresent()) {
      alerts.add(renewed(alert, trouble.get()));
    } else if (isInDoubt(alert)) {
      alerts.add(alert);
    } else {
      end(alert);
    }
  }

  /** Nothing says that it lasts, and nothing says that it is over. */
  private boolean isInDoubt(Alert alert) {
    if (alert.isSchedule()) {
      return false;
    }
    return !situation.view().known()
        || alert.cause().evidence().because().stream()
            .anyMatch(
                check ->
                    situation.view().unseen().contains(check)
                        && troubles.values().stream().noneMatch(one -> one.accountsFor(check)));
  }

  private Alert renewed(Alert alert, Trouble trouble) {
    Alert next = new Alert(alert.identity(), trouble.cause(), alert.phase(), alert.bout());
    boolean worse =
        trouble.cause().state().equals("failed") && !alert.cause().state().equals("failed");
    if (!worse || !(alert.phase() instanceof Firing firing)) {
      return next;
    }
    note(next, "It got worse: " + trouble.cause().summary());
    return next.with(
        new Firing(
            firing.fired(),
            now.steady().minus(policy.repeatInterval()),
            firing.told(),
            firing.revision() + 1,
            Optional.empty()));
  }

  private void end(Alert alert) {
    boolean wasTold = false;
    switch (alert.phase()) {
      case Waiting(Instant until, Optional<String> hushed) ->
          note(
              alert,
              "Over before anybody was told"
                  + hushed.map(by -> " (" + by + ")").orElse("")
                  + ": "
                  + alert.cause().summary());
      case Firing firing -> {
        Optional<Trouble> instead = explanation(alert);
        note(
            alert,
            "Resolved"
                + instead.map(one -> ", explained by " + one.cause().id()).orElse("")
                + ": "
                + alert.cause().summary());
        Set<String> sinks = new TreeSet<>(firing.told());
        wasTold = !sinks.isEmpty();
        sinks.retainAll(policy.sinks());
        if (!sinks.isEmpty()) {
          tells.add(
              new Tell(
                  Notice.Status.RESOLVED,
                  alert,
                  Optional.of(endOf(alert)),
                  instead.map(one -> "Another cause is behind it: " + one.cause().summary()),
                  sinks));
        }
      }
    }
    flaps.ended(alert, wasTold, now.steady());
    if (Trouble.isOwnNetwork(alert.cause())) {
      online = Optional.of(now.wall());
    }
  }

  /** The trouble that accounts now for what proved an alert. */
  private Optional<Trouble> explanation(Alert alert) {
    return troubles.values().stream()
        .filter(one -> alert.cause().evidence().because().stream().anyMatch(one::accountsFor))
        .findFirst();
  }

  /** Not before it began, even when the wall clock was set back. */
  private Instant endOf(Alert alert) {
    Instant started = alert.identity().started();
    return now.wall().isBefore(started) ? started : now.wall();
  }

  private boolean mayBegin(Trouble trouble) {
    if (!trouble.needsNetwork()) {
      return true;
    }
    boolean oldNews = online.isPresent() && trouble.sight().seen().isBefore(online.get());
    return !offline && !oldNews;
  }

  private void begin(Trouble trouble) {
    String key = Keys.of(situation.room(), trouble.cause().id());
    Alert alert =
        new Alert(
            new Alert.Identity(key, situation.room(), trouble.since()),
            trouble.cause(),
            new Waiting(turn(key, trouble), Optional.empty()),
            flaps.next(key, trouble));
    alerts.add(alert);
  }

  /** It waits for others, or with those that wait already; and longer when it flaps. */
  private Instant turn(String key, Trouble trouble) {
    Instant alone = now.steady().plus(policy.groupWait());
    Instant together =
        alerts.stream()
            .flatMap(
                alert ->
                    alert.phase() instanceof Waiting one
                        ? Optional.of(one).stream()
                        : Optional.<Waiting>empty().stream())
            .map(Waiting::until)
            .filter(until -> until.isAfter(now.steady()) && until.isBefore(alone))
            .max(Instant::compareTo)
            .orElse(alone);
    return flaps.notBefore(key, trouble).filter(together::isBefore).orElse(together);
  }

  private Alert fire(Alert alert, Waiting waiting) {
    if (waiting.until().isAfter(now.steady()) || !isSeen(alert)) {
      return alert;
    }
    Optional<String> hush = hush(alert.cause());
    if (hush.isPresent()) {
      if (!hush.equals(waiting.hushed())) {
        note(alert, "Not told, " + hush.get() + ": " + alert.cause().summary());
      }
      return alert.with(new Waiting(waiting.until(), hush));
    }
    note(alert, "Firing: " + alert.cause().summary());
    return alert.with(new Firing(now.steady(), now.steady(), Set.of(), 1, Optional.empty()));
  }

  /** Escalation and reminders. */
  private Alert tell(Alert alert, Firing firing) {
    if (!isSeen(alert) || hush(alert.cause()).isPresent() || firing.acknowledgedBy().isPresent()) {
      return alert;
    }
    Set<String> told = new TreeSet<>(firing.told());
    Instant remindedAt = firing.remindedAt();
    if (!now.steady().isBefore(remindedAt.plus(policy.repeatInterval()))) {
      remindedAt = now.steady();
      Set<String> again = new TreeSet<>(told);
      again.retainAll(policy.sinks());
      if (!again.isEmpty()) {
        tells.add(
            new Tell(Notice.Status.REMINDER, alert, Optional.empty(), Optional.empty(), again));
      }
    }
    Set<String> fresh = new TreeSet<>();
    for (Policy.Level level : policy.levels()) {
      if (!now.steady().isBefore(firing.fired().plus(level.after()))) {
        boolean opens =
            fresh.addAll(level.sinks().stream().filter(sink -> !told.contains(sink)).toList());
        if (opens && !level.after().isZero()) {
          note(
              alert,
              "Not acknowledged, now told to " + level.name() + ": " + alert.cause().summary());
        }
      }
    }
    if (!fresh.isEmpty()) {
      tells.add(new Tell(Notice.Status.FIRING, alert, Optional.empty(), Optional.empty(), fresh));
      told.addAll(fresh);
    }
    return alert.with(
        new Firing(firing.fired(), remindedAt, told, firing.revision(), firing.acknowledgedBy()));
  }

  private boolean isSeen(Alert alert) {
    Optional<Trouble> trouble = Optional.ofNullable(troubles.get(alert.cause().id()));
    return trouble.isPresent() && !(offline && trouble.get().needsNetwork());
  }

  /** What stands against telling of this cause now, in words. */
  private Optional<String> hush(Notice.Cause cause) {
    Optional<String> silence =
        situation.silences().stream()
            .filter(one -> one.holds(now.wall()) && one.covers(cause))
            .map(
                one ->
                    "silenced by "
                        + one.by()
                        + " until "
                        + one.until()
                        + (one.reason().isBlank() ? "" : " (" + one.reason() + ")"))
            .findFirst();
    return silence.or(
        () ->
            policy.windows().stream()
                .flatMap(
                    window ->
                        window
                            .holdsUntil(now.wall())
                            .map(until -> "in the window '" + window.name() + "' until " + until)
                            .stream())
                .findFirst());
  }

  private void note(Alert alert, String text) {
    facts.add(new Fact(alert.identity().key(), text));
  }
}
