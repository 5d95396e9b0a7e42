package io.roomwatch.agent.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Room;
import io.roomwatch.agent.sink.Receiver.Audience;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Six hours without a way to anybody, and 200 changes meanwhile. */
class LongOutageTest {

  private static final List<String> CAUSES =
      List.of(Room.PEER_DOWN, Room.PORT_CLOSED, Room.DNS, Room.APP_DOWN, "room.peripheral");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsDeliveredAfterwardsTellsTheTrueStoryInFewMessages(long seed) throws StoreException {
    FakeSink hook = new FakeSink("hook", Audience.MACHINES);
    FakeSink chat = new FakeSink("chat", Audience.PEOPLE);
    Random random = new Random(seed);
    try (Post post = new Post(folder, hook, chat)) {
      post.random = random;
      post.breaks(Room.DNS);
      assertEquals(List.of("firing cloud.dns"), chat.story());
      hook.answers(FakeSink.DOWN);
      chat.answers(FakeSink.DOWN);
      int before = hook.taken.size();
      for (int change = 0; change < 200; change++) {
        post.pass(Duration.ofSeconds(108));
        String cause = CAUSES.get(random.nextInt(CAUSES.size()));
        if (post.troubles.containsKey(cause)) {
          post.heals(cause);
        } else {
          post.breaks(cause);
        }
        if (random.nextInt(20) == 0) {
          post.restart();
        }
      }
      post.pass(Duration.ofMinutes(6));
      hook.answers(FakeSink.OK);
      chat.answers(FakeSink.OK);
      post.pass(Duration.ofMinutes(6));

      List<Notice> machine = hook.taken.subList(before, hook.taken.size());
      List<Notice> people = chat.taken.subList(before, chat.taken.size());
      System.out.printf(
          "seed %d: 200 changes became %d messages to a machine and %d to people:%n",
          seed, machine.size(), people.size());
      people.forEach(LongOutageTest::print);
      assertTrue(people.size() <= 2, "to people: " + people);
      assertTrue(machine.size() <= 4 * CAUSES.size(), "to a machine: " + machine);

      // What holds now is what was told last.
      Map<String, Notice.Status> last = new HashMap<>();
      hook.taken.forEach(notice -> last.put(notice.cause().id(), notice.status()));
      List<String> firing =
          post.desk().alerts().stream()
              .filter(alert -> alert.phase() instanceof io.roomwatch.agent.alert.Alert.Firing)
              .map(alert -> alert.cause().id())
              .sorted()
              .toList();
      assertEquals(
          firing,
          last.entrySet().stream()
              .filter(each -> each.getValue() != Notice.Status.RESOLVED)
              .map(Map.Entry::getKey)
              .sorted()
              .toList(),
          "seed " + seed);
      String story = people.toString();
      for (String cause : last.keySet()) {
        assertTrue(story.contains(cause + " is broken."), cause + " is not in " + story);
      }
      if (!firing.isEmpty()) {
        assertTrue(
            people.getLast().status() != Notice.Status.RESOLVED,
            "what is broken now leads, seed " + seed);
      }
      assertEquals(List.of(), post.outbox.pending());

      // And the rest of the day is quiet, up to the ends.
      post.troubles.clear();
      post.pass(Duration.ofMinutes(10));
      last.clear();
      hook.taken.forEach(notice -> last.put(notice.cause().id(), notice.status()));
      assertTrue(
          last.values().stream().allMatch(Notice.Status.RESOLVED::equals), "seed " + seed + last);
    }
  }

  private static void print(Notice notice) {
    System.out.println("  " + FakeSink.words(notice) + ": " + notice.cause().summary());
    notice.context().others().forEach(line -> System.out.println("    " + line));
  }
}
