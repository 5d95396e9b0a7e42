package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.journal.Backlog.Batch;
import io.roomwatch.agent.journal.Backlog.Loss;
import io.roomwatch.agent.journal.Event.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BacklogTest {

  private static List<Integer> numbers(Batch batch) {
    return batch.events().stream().map(waiting -> Events.number(waiting.event())).toList();
  }

  private static List<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  @Test
  void eventsComeOutInTheOrderTheyWentIn() {
    Backlog backlog = new Backlog(100);
    for (int i = 0; i < 20; i++) {
      backlog.add(Events.of(i % 3 == 0 ? Kind.CHECK : Kind.CHANGE, i));
    }
    assertEquals(upTo(7), numbers(backlog.take(7)));
    assertEquals(IntStream.range(7, 20).boxed().toList(), numbers(backlog.take(100)));
    assertTrue(backlog.isEmpty());
  }

  @Test
  void theOldestChangesOfChecksAreDroppedFirst() {
    Backlog backlog = new Backlog(4);
    backlog.add(Events.of(Kind.CHANGE, 0));
    backlog.add(Events.of(Kind.CHECK, 1));
    backlog.add(Events.of(Kind.CHECK, 2));
    backlog.add(Events.of(Kind.VERDICT, 3));
    backlog.add(Events.of(Kind.CHANGE, 4));
    backlog.add(Events.of(Kind.CHANGE, 5));
    Batch batch = backlog.take(10);
    assertEquals(List.of(0, 3, 4, 5), numbers(batch));
    assertEquals(Optional.of(new Loss(2, 2, Events.of(Kind.CHECK, 1).at())), batch.loss());
  }

  @Test
  void withoutChecksTheOldestOfAnyKindIsDropped() {
    Backlog backlog = new Backlog(2);
    for (int i = 0; i < 5; i++) {
      backlog.add(Events.of(Kind.CHANGE, i));
    }
    Batch batch = backlog.take(10);
    assertEquals(List.of(3, 4), numbers(batch));
    assertEquals(Optional.of(new Loss(3, 0, Events.AT)), batch.loss());
    assertEquals(3, backlog.dropped());
  }

  @Test
  void aCheckDoesNotPushOutWhatMattersMore() {
    Backlog backlog = new Backlog(2);
    backlog.add(Events.of(Kind.CHANGE, 0));
    backlog.add(Events.of(Kind.CHANGE, 1));
    backlog.add(Events.of(Kind.CHECK, 2));
    assertEquals(List.of(0, 1), numbers(backlog.take(10)));
  }

  @Test
  void aNoteWaitsForAllEventsBeforeIt() {
    Backlog backlog = new Backlog(10);
    backlog.add(Events.of(Kind.CHANGE, 0));
    backlog.add(Events.of(Kind.CHANGE, 1));
    backlog.add(new Note("machine", "old"));
    backlog.add(new Note("machine", "new"));
    assertEquals(List.of(), backlog.take(1).notes());
    assertEquals(List.of(new Note("machine", "new")), backlog.take(1).notes());
    assertTrue(backlog.isEmpty());
  }

  @Test
  void aNoteThatCouldNotBeWrittenGivesWayToANewerOne() {
    Backlog backlog = new Backlog(10);
    backlog.add(new Note("machine", "old"));
    Batch failed = backlog.take(10);
    backlog.add(new Note("machine", "new"));
    backlog.putBack(failed);
    assertEquals(List.of(new Note("machine", "new")), backlog.take(10).notes());
  }

  /** Whatever fails in between: what comes out is in order, once, and the rest is counted. */
  @Test
  void nothingIsLostWithoutBeingCounted() {
    for (int run = 0; run < 50; run++) {
      nothingIsLostWithoutBeingCounted(new SplittableRandom().nextLong());
    }
  }

  private static void nothingIsLostWithoutBeingCounted(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Backlog backlog = new Backlog(1 + random.nextInt(30));
    List<Integer> written = new ArrayList<>();
    long told = 0;
    int added = 0;
    for (int step = 0; step < 400; step++) {
      if (random.nextInt(3) > 0) {
        backlog.add(Events.of(random.nextBoolean() ? Kind.CHECK : Kind.CHANGE, added++));
      } else {
        Batch batch = backlog.take(1 + random.nextInt(10));
        for (int i = random.nextInt(3); i > 0; i--) {
          backlog.add(Events.of(Kind.CHECK, added++));
        }
        if (random.nextBoolean()) {
          backlog.putBack(batch);
        } else {
          written.addAll(numbers(batch));
          told += batch.loss().map(Loss::events).orElse(0L);
        }
      }
    }
    Batch rest = backlog.take(1000);
    written.addAll(numbers(rest));
    told += rest.loss().map(Loss::events).orElse(0L);
    assertEquals(written.stream().sorted().distinct().toList(), written, "seed " + seed);
    assertEquals(added, written.size() + told, "seed " + seed);
    assertEquals(told, backlog.dropped(), "seed " + seed);
  }
}
