package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.health.Change;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CheckEventsTest {

  private static final CheckId PEER = CheckId.of(CheckKind.LINK_PEER, "pc");

  private static Change became(State from, State to, Reason reason) {
    return new Change.Became(PEER, Events.AT, from, to, reason, "Port 9090 says so.");
  }

  @Test
  void aChangedStateSaysWhatItWasWhatItIsAndWhy() {
    assertEquals(
        Optional.of(
            new Event(
                Events.AT,
                Event.Kind.CHECK,
                "link.peer:pc",
                "link.peer:pc was ok, is failed (timeout): Port 9090 says so.",
                Optional.of("ok"),
                Optional.of("failed"))),
        new CheckEvents(Map.of()).of(became(State.OK, State.FAILED, Reason.TIMEOUT)));
  }

  @Test
  void aCheckThatIsGoodAgainNeedsNoReason() {
    assertEquals(
        "link.peer:pc was failed, is ok: Port 9090 says so.",
        new CheckEvents(Map.of())
            .of(became(State.FAILED, State.OK, Reason.OK))
            .orElseThrow()
            .text());
  }

  @Test
  void anotherReasonIsAnEventAndKeepsTheState() {
    CheckEvents events = new CheckEvents(Map.of());
    Event event =
        events
            .of(new Change.Reasoned(PEER, Events.AT, State.FAILED, Reason.TIMEOUT, Reason.REFUSED))
            .orElseThrow();
    assertEquals(
        "link.peer:pc is failed for another reason: was timeout, is refused.", event.text());
    assertEquals(Optional.of("failed (timeout)"), event.before());
    assertEquals(Optional.of("failed (refused)"), event.after());
  }

  @Test
  void flappingSaysNoState() {
    CheckEvents events = new CheckEvents(Map.of());
    Event begins = events.of(new Change.Flapping(PEER, Events.AT, true)).orElseThrow();
    Event ends = events.of(new Change.Flapping(PEER, Events.AT, false)).orElseThrow();
    assertEquals("link.peer:pc changes its state again and again.", begins.text());
    assertEquals(Optional.empty(), begins.after());
    assertEquals("link.peer:pc does not change its state again and again any more.", ends.text());
  }

  @Test
  void aRestartDoesNotInventAChange() {
    CheckEvents events = new CheckEvents(Map.of("link.peer:pc", "ok"));
    assertEquals(Optional.empty(), events.of(became(State.UNKNOWN, State.OK, Reason.OK)));
    assertEquals(
        Optional.of("ok"),
        events.of(became(State.OK, State.FAILED, Reason.REFUSED)).orElseThrow().before());
  }

  @Test
  void aChangeOverARestartIsToldAgainstWhatWasToldBefore() {
    CheckEvents events = new CheckEvents(Map.of("link.peer:pc", "failed (refused)"));
    Event event = events.of(became(State.UNKNOWN, State.OK, Reason.OK)).orElseThrow();
    assertEquals(Optional.of("failed"), event.before());
    assertEquals(Optional.of("ok"), event.after());
  }

  @Test
  void aStateThatIsLostWhileTheAgentRunsIsAChange() {
    CheckEvents events = new CheckEvents(Map.of("link.peer:pc", "ok"));
    assertEquals(
        Optional.of("unknown"),
        events.of(became(State.OK, State.UNKNOWN, Reason.OVERDUE)).orElseThrow().after());
    assertEquals(
        Optional.of("unknown"),
        events.of(became(State.UNKNOWN, State.OK, Reason.OK)).orElseThrow().before());
  }

  @Test
  void aTextThatIsNoStateIsNotBelieved() {
    CheckEvents events = new CheckEvents(Map.of("link.peer:pc", "great"));
    assertEquals(
        Optional.of("unknown"),
        events.of(became(State.UNKNOWN, State.OK, Reason.OK)).orElseThrow().before());
  }
}
