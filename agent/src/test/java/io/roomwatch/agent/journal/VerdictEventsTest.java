package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.journal.VerdictEvents.Told;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Provenance;
import io.roomwatch.agent.verdict.Verdict;
import io.roomwatch.agent.verdict.VerdictId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class VerdictEventsTest {

  private static final Verdict HEALTHY = verdict(VerdictId.HEALTHY, State.OK);
  private static final Verdict WAITING =
      verdict(VerdictId.AGENT_DEGRADED, State.UNKNOWN, "first", "second");
  private static final long LATER = VerdictEvents.SETTLING.plus(Duration.ofHours(1)).toNanos();

  static Verdict verdict(VerdictId id, State state, String... peers) {
    return new Verdict(
        new Verdict.Cause(id, state, Verdict.Confidence.HIGH, List.of()),
        Events.AT,
        "It is " + id.label() + ".",
        "Do something.",
        Stream.of(peers).map(peer -> CheckId.of(CheckKind.LINK_PEER, peer)).toList(),
        List.of(),
        new Verdict.Grounds("a-rule", "It works.", Provenance.OFFICIAL, "KB0065712"));
  }

  private static Optional<String> after(VerdictEvents events, Verdict verdict) {
    return events.of(verdict, Events.AT, LATER).map(event -> event.after().orElseThrow());
  }

  @Test
  void anotherVerdictIsAnEventWithItsSentence() {
    VerdictEvents events = new VerdictEvents(Optional.of(Told.of(HEALTHY)), 0);
    assertEquals(
        Optional.of(
            new Event(
                Events.AT,
                Event.Kind.VERDICT,
                "link.peer-down",
                "It is link.peer-down.",
                Optional.of("healthy"),
                Optional.of("link.peer-down"))),
        events.of(verdict(VerdictId.LINK_PEER_DOWN, State.FAILED, "a"), Events.AT, LATER));
  }

  @Test
  void theSameVerdictIsNoEvent() {
    VerdictEvents events = new VerdictEvents(Optional.empty(), 0);
    assertEquals(Optional.of("healthy"), after(events, HEALTHY));
    assertEquals(Optional.empty(), after(events, HEALTHY));
  }

  @Test
  void anotherStateOfTheSameVerdictIsAnEvent() {
    VerdictEvents events = new VerdictEvents(Optional.empty(), 0);
    assertEquals(
        Optional.of("link.peer-down"),
        after(events, verdict(VerdictId.LINK_PEER_DOWN, State.DEGRADED, "a")));
    assertEquals(
        Optional.of("link.peer-down"),
        after(events, verdict(VerdictId.LINK_PEER_DOWN, State.FAILED, "a")));
  }

  @Test
  void moreOrFewerWitnessesOfTheSameCauseAreNoEventAndOthersAre() {
    VerdictEvents events = new VerdictEvents(Optional.empty(), 0);
    after(events, verdict(VerdictId.LINK_PEER_DOWN, State.FAILED, "a"));
    assertEquals(
        Optional.empty(), after(events, verdict(VerdictId.LINK_PEER_DOWN, State.FAILED, "a", "b")));
    assertEquals(
        Optional.of("link.peer-down"),
        after(events, verdict(VerdictId.LINK_PEER_DOWN, State.FAILED, "b")));
  }

  @Test
  void aRestartDoesNotInventAChange() {
    VerdictEvents before = new VerdictEvents(Optional.empty(), 0);
    after(before, verdict(VerdictId.LINK_PEER_DOWN, State.FAILED, "a"));
    Optional<Told> note = before.told().map(Told::note).flatMap(Told::of);
    assertEquals(before.told(), note);

    VerdictEvents restarted = new VerdictEvents(note, 0);
    assertEquals(Optional.empty(), restarted.of(WAITING, Events.AT, 1));
    assertEquals(
        Optional.empty(),
        restarted.of(verdict(VerdictId.LINK_PEER_DOWN, State.FAILED, "a"), Events.AT, 2));
    assertEquals(
        Optional.of("link.peer-down"), restarted.of(HEALTHY, Events.AT, 3).orElseThrow().before());
  }

  @Test
  void notKnowingEnoughIsToldWhenItDoesNotEnd() {
    VerdictEvents events = new VerdictEvents(Optional.of(Told.of(HEALTHY)), 0);
    long settled = VerdictEvents.SETTLING.toNanos();
    assertEquals(Optional.empty(), events.of(WAITING, Events.AT, settled - 1));
    assertEquals(
        Optional.of("healthy"), events.of(WAITING, Events.AT, settled).orElseThrow().before());
    assertEquals(
        Optional.empty(),
        after(events, verdict(VerdictId.AGENT_DEGRADED, State.UNKNOWN, "third")),
        "who has not looked yet is no cause");
  }

  @Test
  void aNoteThatIsNoneIsPassedOver() {
    assertEquals(Optional.empty(), Told.of(""));
    assertEquals(Optional.empty(), Told.of("healthy"));
  }
}
