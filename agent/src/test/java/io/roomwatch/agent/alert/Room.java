package io.roomwatch.agent.alert;

import io.roomwatch.agent.observation.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A room whose troubles a test makes, and an alert machine that watches it, on virtual time. */
public final class Room {
  public static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  public static final Notice.Room NAME = new Notice.Room("Boardroom 4.12", "berlin");

  public static final String PEER_DOWN = "link.peer-down";
  public static final String PORT_CLOSED = "link.port-closed";
  public static final String DNS = "cloud.dns";
  public static final String GATEWAY_DOWN = "net.gateway-down";
  public static final String APP_DOWN = "host.app-down";

  private static final Map<String, String> EVIDENCE =
      Map.of(
          PEER_DOWN, "link.peer:boardroom-pc",
          PORT_CLOSED, "link.peer:boardroom-pc",
          DNS, "cloud.dns:zoom.us",
          GATEWAY_DOWN, "local.gateway",
          APP_DOWN, "room.app");

  public Policy policy;
  public Instant wall = START;
  public Instant steady = START;
  public AlertState state = AlertState.empty();
  public final Map<String, Trouble> troubles = new TreeMap<>();
  public final List<Silence> silences = new ArrayList<>();
  public final List<Step.Acknowledgement> acknowledgements = new ArrayList<>();
  public boolean known = true;
  public Set<String> unseen = Set.of();
  final List<String> facts = new ArrayList<>();

  Room(Policy policy) {
    this.policy = policy;
  }

  static Policy policy(Duration groupWait, Policy.Level... levels) {
    return new Policy(groupWait, Duration.ofHours(4), List.of(levels), List.of());
  }

  static Policy.Level atOnce(String... sinks) {
    return new Policy.Level("", Duration.ZERO, List.of(sinks));
  }

  /** A trouble of one check, in the words of its id. */
  public static Trouble trouble(String id, String state, Instant since) {
    String check = EVIDENCE.getOrDefault(id, "local.clock");
    return new Trouble(
        new Notice.Cause(
            id,
            id.substring(0, id.indexOf('.')),
            state,
            new Notice.Certainty("high", List.of("2002")),
            id + " is broken.",
            "Repair " + id + ".",
            new Notice.Evidence(List.of(check), List.of())),
        since,
        state.equals("failed") ? Severity.CRITICAL : Severity.WARNING,
        new Trouble.Sight(since, false));
  }

  void breaks(String id) {
    troubles.put(id, trouble(id, "failed", wall));
  }

  void heals(String id) {
    troubles.remove(id);
  }

  public Situation situation() {
    return new Situation(
        NAME, List.copyOf(troubles.values()), new Situation.View(known, unseen), silences);
  }

  /** Time passes on both clocks, then a step; returns what is told as {@code sink: status id}. */
  List<String> after(Duration time) {
    wall = wall.plus(time);
    steady = steady.plus(time);
    return step();
  }

  List<String> step() {
    Step step =
        Machine.step(state, situation(), acknowledgements, policy, new Moment(wall, steady));
    state = step.state();
    step.facts().forEach(fact -> facts.add(fact.text()));
    List<String> told = new ArrayList<>();
    for (Step.Tell tell : step.tells()) {
      for (String sink : tell.sinks().stream().sorted().toList()) {
        told.add(sink + ": " + tell.status().label() + " " + tell.alert().cause().id());
      }
    }
    return told;
  }

  Step.Tell only() {
    Step step =
        Machine.step(state, situation(), acknowledgements, policy, new Moment(wall, steady));
    state = step.state();
    if (step.tells().size() != 1) {
      throw new AssertionError("told " + step.tells());
    }
    return step.tells().get(0);
  }
}
