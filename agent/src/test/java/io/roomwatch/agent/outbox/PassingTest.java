package io.roomwatch.agent.outbox;

import static io.roomwatch.agent.alert.Room.APP_DOWN;
import static io.roomwatch.agent.alert.Room.DNS;
import static io.roomwatch.agent.alert.Room.PEER_DOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.outbox.Entry.Status;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver.Audience;
import io.roomwatch.agent.sink.Receiver.Resend;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A receiver that chokes on one message and takes all others: who is held up, and who passes. With
 * a real store on virtual time.
 */
class PassingTest {

  private static final Delivery BROKEN = new Delivery.Later("answered 500", Optional.empty(), true);

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

  /** Answers so as long as a message tells of this. */
  private static void chokes(FakeSink sink, String cause, Delivery answer) {
    sink.answer = (notice, attempt) -> isAbout(notice, cause) ? answer : FakeSink.OK;
  }

  private static boolean isAbout(Notice notice, String cause) {
    return notice.cause().id().equals(cause)
        || notice.context().others().stream().anyMatch(line -> line.contains(cause));
  }

  @Test
  void errorAboutOneKeyHoldsUpNoOtherKey() {
    chokes(hook, PEER_DOWN, BROKEN);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofHours(1));
    int before = hook.tried.size();
    while (hook.tried.size() == before) {
      // Short: nothing may pass between its failure and the next alert.
      post.pass(Duration.ofMillis(50));
    }
    int tries = hook.tried.size();
    post.breaks(DNS);
    assertEquals(List.of("firing cloud.dns"), hook.story(), "it does not wait a moment");
    post.heals(DNS);
    assertEquals(List.of("firing cloud.dns", "resolved cloud.dns"), hook.story());
    assertEquals(tries + 2, hook.tried.size(), "nothing but these two was tried");
  }

  @Test
  void keyThatIsHeldUpIsTriedOnByItsOwnBackOffAndKeepsItsOrder() {
    chokes(hook, PEER_DOWN, BROKEN);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofHours(10));
    int tries = hook.tried.size();
    assertTrue(tries > 150 && tries < 400, tries + " tries in 10 h");
    post.heals(PEER_DOWN);
    post.pass(Duration.ofMinutes(20));
    assertTrue(hook.tried.stream().noneMatch(one -> one.status() == Notice.Status.RESOLVED));
    hook.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(5));
    assertEquals(List.of("firing link.peer-down", "resolved link.peer-down"), hook.story());
  }

  @Test
  void othersPassAlsoAfterARestart() {
    chokes(hook, PEER_DOWN, BROKEN);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofHours(1));
    post.restart();
    int tries = hook.tried.size();
    post.breaks(DNS);
    assertEquals(List.of("firing cloud.dns"), hook.story());
    assertEquals(tries + 1, hook.tried.size(), "the other one keeps its time");
    hook.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(5));
    assertEquals(List.of("firing cloud.dns", "firing link.peer-down"), hook.story());
  }

  @Test
  void failureOnTheWayHoldsUpEverything() {
    chokes(hook, PEER_DOWN, FakeSink.DOWN);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofHours(1));
    post.breaks(DNS);
    assertEquals(List.of(), hook.story(), "everything goes the way that is shut");
  }

  @Test
  void receiverThatWantsToBeLeftAloneIsLeftAloneAndThenTakesOthersFirst() throws StoreException {
    Delivery wish = new Delivery.Later("answered 503", Optional.of(Duration.ofMinutes(20)), true);
    chokes(hook, PEER_DOWN, wish);
    post.breaks(PEER_DOWN);
    post.breaks(DNS);
    post.pass(Duration.ofMinutes(9));
    post.restart();
    post.pass(Duration.ofMinutes(10));
    assertEquals(1, hook.tried.size(), "also over a restart");
    post.pass(Duration.ofMinutes(25));
    assertEquals(List.of("firing cloud.dns"), hook.story());
    assertEquals(1, post.outbox.pending().size());
  }

  @Test
  void receiverThatAnswersErrorsToEverythingIsTriedEverMoreRarely() {
    hook.answers(BROKEN);
    for (int i = 0; i < 40; i++) {
      post.breaks("room.cause-" + i);
    }
    post.pass(Duration.ofMinutes(10));
    long firsts = hook.attempts.stream().filter(attempt -> attempt.number() == 1).count();
    assertTrue(firsts < 20, firsts + " of 40 keys were tried in 10 min");
    hook.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(10));
    assertEquals(40, hook.story().size());
  }

  @Test
  void alertThatChokesAReceiverOfPeopleSpoilsNoMessageOfOthers() {
    chokes(chat, PEER_DOWN, BROKEN);
    post.groupWait = Duration.ofSeconds(30);
    post.configure();
    post.breaks(PEER_DOWN);
    post.breaks(DNS);
    post.breaks(APP_DOWN);
    post.pass(Duration.ofSeconds(30));
    assertEquals(1, chat.tried.size(), "together at first");
    assertEquals(2, chat.tried.get(0).context().others().size());
    post.pass(Duration.ofMinutes(1));
    List<String> told =
        chat.taken.stream().map(one -> one.cause().id() + one.context().others()).toList();
    assertTrue(told.toString().contains(DNS) && told.toString().contains(APP_DOWN), told::toString);
    assertFalse(told.toString().contains(PEER_DOWN), told::toString);
    post.breaks("room.peripheral");
    post.pass(Duration.ofSeconds(31));
    assertEquals("firing room.peripheral", chat.story().getLast());
    chat.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(5));
    assertEquals("firing link.peer-down", chat.story().getLast());
    assertEquals(Collections.nCopies(chat.taken.size(), "firing"), statuses(chat));
  }

  @Test
  void receiverThatAnsweredErrorsToAllIsToldTheRestAtOnceWhenItTakesOneAgain() {
    chat.answers(BROKEN);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofMinutes(1));
    post.breaks(DNS);
    post.pass(Duration.ofMinutes(1));
    post.breaks(APP_DOWN);
    post.pass(Duration.ofHours(3));
    chat.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(5));
    assertEquals(2, chat.taken.size(), "the one that was tried, and all others in one");
    assertEquals(1, chat.taken.get(1).context().others().size());
  }

  @Test
  void retryTriesAKeyThatIsHeldUpAtOnce() throws StoreException {
    chokes(hook, PEER_DOWN, BROKEN);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofHours(1));
    hook.answers(FakeSink.OK);
    post.outbox.retry(new Outbox.Which.All());
    post.pass(Desk.POLL);
    assertEquals(List.of("firing link.peer-down"), hook.story());
  }

  @Test
  void keyThatIsHeldUpAndDroppedIsForgotten() throws StoreException {
    chokes(hook, PEER_DOWN, BROKEN);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofHours(1));
    long id = post.outbox.pending().get(0).id();
    assertTrue(post.outbox.drop(id, "Ada").isPresent());
    post.pass(Desk.POLL);
    hook.answers(FakeSink.OK);
    post.heals(PEER_DOWN);
    assertEquals(List.of("resolved link.peer-down"), hook.story());
    assertEquals(1, post.outbox.newest(Status.DROPPED, 10).size());
  }

  @Test
  void receiverThatForgetsIsToldAllElseAgainMeanwhile() {
    FakeSink forgetful =
        new FakeSink(
            "alertmanager",
            Audience.MACHINES,
            Optional.of(new Resend(Duration.ofMinutes(1), Duration.ofMinutes(5))));
    chokes(forgetful, PEER_DOWN, BROKEN);
    post.sinks = List.of(forgetful);
    post.configure();
    post.breaks(DNS);
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofMinutes(10));
    int firings = forgetful.taken.size();
    assertTrue(firings >= 10 && firings <= 11, firings + " firings in 10 min");
    assertTrue(
        forgetful.attempts.stream().anyMatch(attempt -> attempt.number() > 5),
        "and the other is tried on");
    long firsts =
        java.util.stream.IntStream.range(0, forgetful.tried.size())
            .filter(i -> isAbout(forgetful.tried.get(i), PEER_DOWN))
            .filter(i -> forgetful.attempts.get(i).number() == 1)
            .count();
    assertEquals(1, firsts, "by its own message and no repetition of it");
  }

  @Test
  void repetitionThatIsAnsweredWithAnErrorHoldsUpNothing() {
    FakeSink forgetful =
        new FakeSink(
            "alertmanager",
            Audience.MACHINES,
            Optional.of(new Resend(Duration.ofMinutes(1), Duration.ofMinutes(5))));
    post.sinks = List.of(forgetful);
    post.configure();
    post.breaks(PEER_DOWN);
    chokes(forgetful, PEER_DOWN, BROKEN);
    post.pass(Duration.ofMinutes(30));
    int tries = forgetful.tried.size();
    assertTrue(tries >= 30 && tries <= 32, tries + " tries in 30 min");
    post.breaks(DNS);
    assertEquals("firing cloud.dns", forgetful.story().getLast());
  }

  private static List<String> statuses(FakeSink sink) {
    return sink.taken.stream().map(one -> one.status().label()).toList();
  }
}
