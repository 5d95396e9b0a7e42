package io.roomwatch.agent.outbox;

import static io.roomwatch.agent.alert.Room.PEER_DOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Room;
import io.roomwatch.agent.outbox.Entry.Status;
import io.roomwatch.agent.outbox.Outbox.Which;
import io.roomwatch.agent.sink.Receiver.Audience;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands see and change, beside the daemon and without it. */
class OutboxTest {

  @TempDir private Path folder;

  private final FakeSink hook = new FakeSink("hook", Audience.MACHINES);
  private Post post;
  private Outbox outbox;

  @BeforeEach
  void open() throws StoreException {
    post = new Post(folder, hook);
    outbox = post.outbox;
  }

  @AfterEach
  void close() throws StoreException {
    post.close();
  }

  @Test
  void retryTriesParkedMessagesInTheirOrder() throws StoreException {
    hook.answers(FakeSink.REFUSED);
    post.breaks(PEER_DOWN);
    post.heals(PEER_DOWN);
    hook.answers(FakeSink.OK);
    List<Entry> tried = outbox.retry(new Which.All());
    assertEquals(2, tried.size());
    post.pass(Desk.POLL);
    assertEquals(List.of("firing link.peer-down", "resolved link.peer-down"), hook.story());
  }

  @Test
  void retryOfAFiringTakesItsResolveAlong() throws StoreException {
    hook.answers(FakeSink.REFUSED);
    post.breaks(PEER_DOWN);
    post.heals(PEER_DOWN);
    hook.answers(FakeSink.OK);
    long firing = outbox.newest(Status.PARKED, 10).get(1).id();
    assertEquals(2, outbox.retry(new Which.One(firing)).size());
    post.pass(Desk.POLL);
    assertEquals(List.of("firing link.peer-down", "resolved link.peer-down"), hook.story());
  }

  @Test
  void firingWhoseEndIsKnownIsNotTriedAgain() throws StoreException {
    hook.answers(FakeSink.REFUSED);
    post.breaks(PEER_DOWN);
    hook.answers(FakeSink.OK);
    post.heals(PEER_DOWN);
    assertEquals(List.of("resolved link.peer-down"), hook.story());
    assertEquals(List.of(), outbox.retry(new Which.All()));
    post.pass(Duration.ofMinutes(1));
    assertEquals(1, hook.taken.size());
  }

  @Test
  void retryEndsTheWaitOfASinkThatIsUpAgain() throws StoreException {
    hook.answers(
        new io.roomwatch.agent.sink.Delivery.Later("503", Optional.of(Duration.ofHours(1))));
    post.breaks(PEER_DOWN);
    hook.answers(FakeSink.OK);
    assertEquals(1, outbox.retry(new Which.OfSink("hook")).size());
    post.pass(Desk.POLL);
    assertEquals(List.of("firing link.peer-down"), hook.story());
  }

  @Test
  void retryIsKeptForADaemonThatDoesNotRun() throws StoreException {
    hook.answers(FakeSink.REFUSED);
    post.breaks(PEER_DOWN);
    outbox.retry(new Which.All());
    hook.answers(FakeSink.OK);
    post.restart();
    post.now();
    assertEquals(List.of("firing link.peer-down"), hook.story());
  }

  @Test
  void droppedMessageIsNotTriedAndSaysByWhom() throws StoreException {
    hook.answers(FakeSink.DOWN);
    post.breaks(PEER_DOWN);
    long id = outbox.pending().get(0).id();
    Entry dropped = outbox.drop(id, "Ada").orElseThrow();
    assertEquals("hook", dropped.sink());
    hook.answers(FakeSink.OK);
    post.pass(Duration.ofMinutes(10));
    assertEquals(List.of(), hook.story());
    assertEquals("dropped by Ada", outbox.newest(Status.DROPPED, 1).get(0).progress().said());
    assertEquals(
        "Ada dropped 'firing' of berlin/Boardroom_4.12/link.peer-down.",
        post.events.getLast().text());
    assertEquals(Optional.empty(), outbox.drop(id, "Ada"), "once");
    post.heals(PEER_DOWN);
    assertEquals(List.of("resolved link.peer-down"), hook.story(), "the end is told all the same");
  }

  @Test
  void messageThatIsTakenWhileItIsDroppedWasTaken() throws StoreException {
    hook.answer =
        (notice, attempt) -> {
          try {
            outbox.drop(outbox.pending().get(0).id(), "Ada");
          } catch (StoreException e) {
            throw new AssertionError(e);
          }
          return FakeSink.OK;
        };
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofMinutes(1));
    assertEquals(1, outbox.newest(Status.DELIVERED, 10).size());
    assertEquals(List.of(), outbox.newest(Status.DROPPED, 10));
  }

  @Test
  void messageThatIsDroppedWhileItFailsIsNotTriedAgain() throws StoreException {
    hook.answer =
        (notice, attempt) -> {
          try {
            outbox.drop(outbox.pending().get(0).id(), "Ada");
          } catch (StoreException e) {
            throw new AssertionError(e);
          }
          return FakeSink.DOWN;
        };
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofMinutes(30));
    assertEquals(1, hook.tried.size());
    assertEquals(1, outbox.newest(Status.DROPPED, 10).size());
  }

  @Test
  void acknowledgedAlertIsRemindedOfNoMore() throws StoreException {
    post.breaks(PEER_DOWN);
    String key = outbox.alerts().get(0).identity().key();
    assertTrue(outbox.acknowledge(key, "Ada").isPresent());
    assertEquals(Optional.empty(), outbox.acknowledge("berlin/other/cloud.dns", "Ada"));
    post.pass(Duration.ofHours(9));
    assertEquals(List.of("firing link.peer-down"), hook.story());
    Alert.Firing firing = (Alert.Firing) outbox.alerts().get(0).phase();
    assertEquals(Optional.of("Ada"), firing.acknowledgedBy());
    post.heals(PEER_DOWN);
    post.pass(Duration.ofHours(3));
    post.breaks(PEER_DOWN);
    post.pass(Duration.ofHours(5));
    assertEquals("reminder link.peer-down", hook.story().getLast(), "the next one is another");
  }

  @Test
  void enqueuedMessageIsSentByTheDaemon() throws StoreException {
    Notice test =
        new Notice(
            Notice.Status.TEST,
            "berlin/Boardroom_4.12/test",
            Room.NAME,
            Room.trouble(PEER_DOWN, "failed", post.wall).cause(),
            post.wall,
            Optional.empty(),
            new Notice.Context(List.of(), List.of(), Optional.empty()));
    outbox.enqueue("hook", test);
    post.pass(Desk.POLL);
    assertEquals(List.of("test link.peer-down"), hook.story());
  }

  @Test
  void messageThatCannotBeReadIsParkedAndHoldsUpNothing() throws StoreException {
    hook.answers(FakeSink.DOWN);
    post.breaks(PEER_DOWN);
    boolean unused =
        post.storage.write(
            transaction -> transaction.update("UPDATE delivery SET message = '{\"x'") > 0);
    hook.answers(FakeSink.OK);
    post.restart();
    post.now();
    Entry parked = outbox.newest(Status.PARKED, 10).get(0);
    assertTrue(
        parked.notice().cause().summary().startsWith("This message cannot be read"),
        parked::toString);
    post.heals(PEER_DOWN);
    assertEquals(List.of("resolved link.peer-down"), hook.story());
  }

  @Test
  void whatIsOverIsForgottenAfterAMonth() throws StoreException {
    post.breaks(PEER_DOWN);
    post.heals(PEER_DOWN);
    assertEquals(2, outbox.newest(Status.DELIVERED, 10).size());
    post.pass(Duration.ofDays(31));
    assertEquals(List.of(), outbox.newest(Status.DELIVERED, 10));
  }
}
