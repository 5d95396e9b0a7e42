package io.roomwatch.agent.outbox;

import static io.roomwatch.agent.alert.Room.APP_DOWN;
import static io.roomwatch.agent.alert.Room.DNS;
import static io.roomwatch.agent.alert.Room.PEER_DOWN;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Silence;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.outbox.Entry.Status;
import io.roomwatch.agent.outbox.OutboxCounts.Result;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver.Audience;
import io.roomwatch.agent.sink.Receiver.Resend;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an alert to a sink, with a real store on virtual time. */
class DeskTest {

  @TempDir private Path folder;

  private final FakeSink hook = new FakeSink("hook", Audience.MACHINES);
  private final FakeSink chat = new FakeSink("chat", Audience.PEOPLE);
  private Post post;

  @BeforeEach
  void open() throws StoreException {
    post = new Post(folder, hook, chat);
  }

  @AfterEach
  void close() throws StoreException {
    post.close();
  }

  @Test
  void everySinkHearsTheBeginningAndTheEndAtOnce() {
    post.breaks(PEER_DOWN);
    post.heals(PEER_DOWN);
    List<String> whole = List.of("firing link.peer-down", "resolved link.peer-down");
    assertEquals(whole, hook.story());
    assertEquals(whole, chat.story());
    assertEquals(hook.taken.get(0).key(), hook.taken.get(1).key());
    assertEquals(Duration.ZERO, hook.lastLate());
  }

  @Test
  void messageIsOnDiskWithItsAttemptCountedBeforeItIsTried() {
    List<Entry> seen = new ArrayList<>();
    hook.answer =
        (notice, attempt) -> {
          try {
            seen.addAll(post.outbox.pending());
          } catch (StoreException e) {
            throw new AssertionError(e);
          }
          return FakeSink.OK;
        };
    post.breaks(PEER_DOWN);
    assertEquals(2, seen.size(), "one for each sink");
    assertTrue(seen.stream().allMatch(entry -> entry.progress().attempts() == 1), seen::toString);
    assertEquals(Status.PENDING, seen.get(0).progress().status());
  }

  @Test
  void sinkThatIsDownIsTriedAgainAndKeepsTheOrder() {
    hook.answers(FakeSink.DOWN);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofMinutes(37));
    post.heals(PEER_DOWN);
    post.pass(Duration.ofMinutes(2));
    assertEquals(List.of(), hook.story());
    assertEquals(List.of("firing link.peer-down", "resolved link.peer-down"), chat.story());
    hook.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(6));
    assertEquals(List.of("firing link.peer-down", "resolved link.peer-down"), hook.story());
    long late = hook.attempts.get(hook.tried.size() - 2).late().toMinutes();
    assertTrue(late >= 39 && late <= 45, "late " + late + " min");
    assertTrue(
        post.told(Event.Kind.DELIVERY).stream()
            .anyMatch(text -> text.contains(" attempts, ") && text.contains(" min late")),
        post.told(Event.Kind.DELIVERY)::toString);
  }

  @Test
  void backOffGrowsToFiveMinutesAtMost() {
    hook.answers(FakeSink.DOWN);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofHours(10));
    // Full jitter: 2.5 min on average. Without a cap it would be a dozen, without back-off 36,000.
    int tries = hook.tried.size();
    assertTrue(tries > 150 && tries < 400, tries + " tries in 10 h");
    assertEquals(tries, hook.attempts.getLast().number());
  }

  @Test
  void retryAfterIsHonouredAlsoOverARestart() {
    hook.answers(new Delivery.Later("429", Optional.of(Duration.ofMinutes(20))));
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofMinutes(9));
    post.restart();
    post.pass(Duration.ofMinutes(10));
    assertEquals(1, hook.tried.size());
    hook.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(1));
    assertEquals(List.of("firing link.peer-down"), hook.story());
  }

  @Test
  void wishOfDaysIsNotGranted() {
    hook.answers(new Delivery.Later("429", Optional.of(Duration.ofDays(9))));
    post.breaks(PEER_DOWN);
    hook.answers(FakeSink.OK);
    post.pass(Duration.ofHours(1));
    assertEquals(List.of("firing link.peer-down"), hook.story());
  }

  @Test
  void refusedMessageIsParkedAndItsResolveStillTried() throws StoreException {
    hook.answers(FakeSink.REFUSED);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofMinutes(10));
    assertEquals(1, hook.tried.size());
    Entry parked = post.outbox.newest(Status.PARKED, 10).get(0);
    assertEquals("404: no such workflow", parked.progress().said());
    assertEquals(
        List.of(
            "Took 'firing' of berlin/Boardroom_4.12/link.peer-down: 200.",
            "Refused 'firing' of berlin/Boardroom_4.12/link.peer-down: 404: no such workflow."
                + " It is parked: roomwatch alert list"),
        post.told(Event.Kind.DELIVERY));
    hook.answers(FakeSink.OK);
    post.heals(PEER_DOWN);
    assertEquals(List.of("resolved link.peer-down"), hook.story());
  }

  @Test
  void peopleGetOneMessageForWhatFiresTogetherAndMachinesOneEach() {
    post.groupWait = Duration.ofSeconds(30);
    post.configure();
    post.breaks(PEER_DOWN);
    post.breaks(APP_DOWN);
    post.pass(Duration.ofSeconds(31));
    assertEquals(List.of("firing link.peer-down", "firing host.app-down"), hook.story());
    assertEquals(List.of("firing link.peer-down"), chat.story());
    assertEquals(
        List.of("Also broken since 2026-11-20 10:00 UTC: host.app-down is broken."),
        chat.taken.get(0).context().others());
    post.heals(APP_DOWN);
    assertEquals("resolved host.app-down", chat.story().getLast());
  }

  @Test
  void firingAndResolvedThatNobodySawAreOneMessageForPeopleAndBothForMachines() {
    hook.answers(FakeSink.DOWN);
    chat.answers(FakeSink.DOWN);
    post.breaks(DNS);
    post.pass(Duration.ofMinutes(10));
    post.heals(DNS);
    post.pass(Duration.ofMinutes(10));
    hook.answers(FakeSink.OK);
    chat.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(6));
    assertEquals(List.of("firing cloud.dns", "resolved cloud.dns"), hook.story());
    assertEquals(List.of("resolved cloud.dns"), chat.story());
    assertEquals(Instant.parse("2026-11-20T10:00:00Z"), chat.taken.get(0).started());
    assertEquals(Optional.of(Instant.parse("2026-11-20T10:10:00Z")), chat.taken.get(0).ended());
  }

  @Test
  void silenceAfterTheFiringDoesNotKeepBackTheResolve() {
    post.breaks(PEER_DOWN);
    post.silences.add(
        new Silence(Set.of(), "Ada", "", post.wall, post.wall.plus(Duration.ofDays(1))));
    post.pass(Duration.ofHours(5));
    post.heals(PEER_DOWN);
    assertEquals(List.of("firing link.peer-down", "resolved link.peer-down"), hook.story());
  }

  @Test
  void restartResolvesWhatTheLastProcessToldOf() {
    post.breaks(PEER_DOWN);
    post.known = false;
    post.troubles.clear();
    post.restart();
    post.pass(Duration.ofMinutes(3));
    assertEquals(List.of("firing link.peer-down"), hook.story(), "nothing is known yet");
    post.known = true;
    post.now();
    assertEquals(List.of("firing link.peer-down", "resolved link.peer-down"), hook.story());
  }

  @Test
  void restartSendsWhatWaitsAndTellsNothingTwice() {
    hook.answers(FakeSink.DOWN);
    post.breaks(PEER_DOWN);
    post.restart();
    hook.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(1));
    assertEquals(List.of("firing link.peer-down"), hook.story());
    assertEquals(List.of("firing link.peer-down"), chat.story());
  }

  @Test
  void wallClockSetBackDelaysNothing() {
    hook.answers(FakeSink.DOWN);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofMinutes(10));
    post.wall = post.wall.minus(Duration.ofHours(1));
    hook.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(5));
    assertEquals(List.of("firing link.peer-down"), hook.story());
    assertTrue(hook.lastLate().toMinutes() >= 10, "the lateness is real time");
  }

  @Test
  void wallClockSetBackOverARestartDelaysNothing() {
    hook.answers(FakeSink.DOWN);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofMinutes(10));
    post.wall = post.wall.minus(Duration.ofHours(1));
    hook.answers(FakeSink.OK);
    post.restart();
    post.pass(Duration.ofMinutes(5));
    assertEquals(List.of("firing link.peer-down"), hook.story());
  }

  @Test
  void wallClockSetForwardMakesNothingDue() {
    hook.answers(new Delivery.Later("503", Optional.of(Duration.ofMinutes(30))));
    post.breaks(PEER_DOWN);
    post.wall = post.wall.plus(Duration.ofDays(30));
    post.pass(Duration.ofMinutes(10));
    assertEquals(1, hook.tried.size());
    assertEquals(List.of("firing link.peer-down"), chat.story(), "no reminder");
  }

  @Test
  void fullDiskKeepsNobodyFromBeingToldAndIsMadeUpForLater() throws StoreException {
    post.now();
    post.storage.full = true;
    post.breaks(PEER_DOWN);
    hook.answers(FakeSink.DOWN);
    post.heals(PEER_DOWN);
    post.pass(Duration.ofMinutes(1));
    assertEquals(List.of("firing link.peer-down"), hook.story());
    assertEquals(List.of("firing link.peer-down", "resolved link.peer-down"), chat.story());
    assertEquals(List.of(), post.outbox.newest(Status.DELIVERED, 10));
    assertTrue(post.desk().counts().unsaved());
    post.storage.full = false;
    post.pass(Duration.ofSeconds(10));
    assertFalse(post.desk().counts().unsaved());
    assertEquals(3, post.outbox.newest(Status.DELIVERED, 10).size());
    assertEquals(1, post.outbox.pending().size());
    hook.answers(FakeSink.OK);
    post.restart();
    post.pass(Duration.ofMinutes(6));
    assertEquals(List.of("firing link.peer-down", "resolved link.peer-down"), hook.story());
    assertTrue(
        post.told(Event.Kind.ALERT).contains("Firing: link.peer-down is broken."),
        "also the journal is made up for");
  }

  @Test
  void storeThatCannotBeReadAtTheStartLosesNoResolve() {
    post.breaks(PEER_DOWN);
    post.storage.unreadable = true;
    post.troubles.clear();
    post.restart();
    post.breaks(APP_DOWN);
    assertEquals(1, hook.story().size(), "it waits a moment for the store");
    post.pass(Duration.ofSeconds(20));
    assertEquals("firing host.app-down", hook.story().getLast(), "but not for long");
    post.storage.unreadable = false;
    post.pass(Duration.ofSeconds(10));
    assertEquals("resolved link.peer-down", hook.story().getLast());
    post.heals(APP_DOWN);
    assertEquals("resolved host.app-down", hook.story().getLast());
    assertEquals(4, hook.taken.size());
  }

  @Test
  void sinkThatIsTakenOutIsGivenUpAndSaidSo() throws StoreException {
    hook.answers(FakeSink.DOWN);
    post.breaks(PEER_DOWN);
    post.sinks = List.of(chat);
    post.configure();
    post.now();
    assertEquals(List.of(), post.outbox.pending());
    assertEquals(
        "the sink is no longer configured",
        post.outbox.newest(Status.DROPPED, 1).get(0).progress().said());
    assertEquals(
        "Gave up 1 messages: the sink is no longer configured.",
        post.told(Event.Kind.DELIVERY).getLast());
  }

  @Test
  void boundLeavesOutWhatIsOverAndNeverAnEnd() {
    post.mostWaiting = 6;
    post.restart();
    post.breaks("room.told");
    hook.answers(FakeSink.DOWN);
    post.heals("room.told");
    for (int i = 0; i < 10; i++) {
      post.breaks("room.cause-" + i);
      post.heals("room.cause-" + i);
      post.pass(Duration.ofMinutes(1));
    }
    assertTrue(post.desk().counts().collapsed() >= 12, () -> post.desk().counts().toString());
    assertTrue(
        post.told(Event.Kind.DELIVERY).stream()
            .anyMatch(
                text ->
                    text.equals(
                        "Left out berlin/Boardroom_4.12/room.cause-0: more than 6 messages wait.")),
        post.told(Event.Kind.DELIVERY)::toString);
    hook.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(6));
    assertEquals(List.of("firing room.told", "resolved room.told"), hook.story().subList(0, 2));
    assertEquals("resolved room.cause-9", hook.story().getLast());
  }

  @Test
  void receiverThatForgetsIsToldAgainAndAgain() {
    FakeSink forgetful =
        new FakeSink(
            "alertmanager",
            Audience.MACHINES,
            Optional.of(new Resend(Duration.ofMinutes(1), Duration.ofMinutes(5))));
    post.sinks = List.of(forgetful);
    post.configure();
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofMinutes(10));
    int firings = forgetful.taken.size();
    assertTrue(firings >= 10 && firings <= 11, firings + " firings in 10 min");
    post.restart();
    post.pass(Duration.ofSeconds(3));
    assertEquals(firings + 1, forgetful.taken.size(), "once more after a restart");
    post.heals(PEER_DOWN);
    post.pass(Duration.ofMinutes(2));
    post.restart();
    post.pass(Duration.ofMinutes(20));
    List<String> ends = forgetful.story().subList(firings + 1, forgetful.taken.size());
    assertEquals(Set.of("resolved link.peer-down"), Set.copyOf(ends));
    assertTrue(ends.size() >= 5 && ends.size() <= 7, ends.size() + " resolves in 5 min");
  }

  @Test
  void countsSayWhatWaitsAndForHowLong() {
    hook.answers(FakeSink.DOWN);
    post.breaks(PEER_DOWN);
    post.elapse(Duration.ofMinutes(3));
    OutboxCounts.Sink counts = requireNonNull(post.desk().counts().sinks().get("hook"));
    assertEquals(1, counts.entries().get(Status.PENDING));
    assertEquals(Duration.ofMinutes(3), counts.oldestPending());
    assertEquals(1, counts.deliveries().get(Result.LATER));
    OutboxCounts.Sink told = requireNonNull(post.desk().counts().sinks().get("chat"));
    assertEquals(0, told.entries().get(Status.PENDING));
    assertEquals(1, told.entries().get(Status.DELIVERED));
    assertEquals(1, told.deliveries().get(Result.TAKEN));
    assertEquals(Duration.ZERO, told.oldestPending());
  }

  @Test
  void faultOfOneReceiverIsAFailedAttempt() {
    hook.answer =
        (notice, attempt) -> {
          throw new IllegalStateException("ours");
        };
    post.breaks(PEER_DOWN);
    assertEquals(List.of("firing link.peer-down"), chat.story());
    hook.answers(FakeSink.OK);
    post.pass(Duration.ofSeconds(5));
    assertEquals(List.of("firing link.peer-down"), hook.story());
  }
}
