package io.roomwatch.agent.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Room;
import io.roomwatch.agent.alert.Silence;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver.Audience;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A room that breaks and heals, sinks that come and go, silences, a disk that is full at times, a
 * clock that jumps; and a process that dies at any write, before it or after, and at any attempt,
 * before the receiver had it or after. In the end every sink knows the truth.
 */
class CrashSimulationTest {

  private static final List<String> CAUSES =
      List.of(Room.PEER_DOWN, Room.PORT_CLOSED, Room.DNS, Room.APP_DOWN);

  @TempDir private Path folder;

  private int crashes;

  /** What each sink has had before it, also when its answer was lost. */
  private final Map<String, Notice.Status> last = new HashMap<>();

  private final Set<String> begun = new HashSet<>();
  private final Set<String> known = new HashSet<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noResolveIsLostAndEverythingIsInOrder(long seed) throws StoreException {
    Random random = new Random(seed);
    FakeSink hook = new FakeSink("hook", Audience.MACHINES);
    FakeSink pager = new FakeSink("pager", Audience.MACHINES);
    FakeSink chat = new FakeSink("chat", Audience.PEOPLE);
    List<FakeSink> sinks = List.of(hook, pager, chat);
    Map<String, Boolean> up = new HashMap<>();
    for (FakeSink sink : sinks) {
      up.put(sink.name(), true);
      sink.answer = (notice, attempt) -> answer(sink, notice, up, random, seed);
    }
    try (Post post = new Post(folder, hook, pager, chat)) {
      post.random = random;
      post.storage.random = random;
      for (int step = 0; step < 600; step++) {
        post.storage.deadly = 0.05;
        change(post, up, random);
        survive(post, () -> post.pass(Duration.ofSeconds(1 + random.nextInt(60))));
        if (random.nextInt(20) == 0) {
          fullDisk(post, random);
        }
      }
      post.storage.deadly = 0;
      post.storage.full = false;
      up.replaceAll((sink, is) -> true);
      post.silences.clear();
      post.troubles.clear();
      deadly = false;
      survive(post, () -> post.pass(Duration.ofHours(1)));
      System.out.printf(
          "seed %d: %d crashes; tried %d, %d and %d%n",
          seed, crashes, hook.tried.size(), pager.tried.size(), chat.tried.size());
      assertTrue(crashes > 30, "seed " + seed + " crashes too rarely");
      assertTrue(last.size() >= 3 * 3, "seed " + seed + " tells too little");
      last.forEach(
          (who, status) -> assertEquals(Notice.Status.RESOLVED, status, who + ", seed " + seed));
      assertEquals(List.of(), post.desk().alerts(), "seed " + seed);
      assertEquals(List.of(), post.outbox.pending(), "seed " + seed);
    }
  }

  private boolean deadly = true;

  private Delivery answer(
      FakeSink sink, Notice notice, Map<String, Boolean> up, Random random, long seed) {
    if (deadly && random.nextInt(30) == 0) {
      throw new FaultyStore.Crash();
    }
    if (Boolean.FALSE.equals(up.get(sink.name()))) {
      return FakeSink.DOWN;
    }
    if (deadly && random.nextInt(20) == 0) {
      return new Delivery.Later("answered 500", Optional.empty(), true);
    }
    received(sink, notice, seed);
    if (deadly && random.nextInt(30) == 0) {
      throw new FaultyStore.Crash();
    }
    // The receiver had it, and its answer was lost.
    return deadly && random.nextInt(20) == 0
        ? new Delivery.Later("no answer, or an error", Optional.empty(), random.nextBoolean())
        : FakeSink.OK;
  }

  private void received(FakeSink sink, Notice notice, long seed) {
    String key = sink.name() + " " + notice.key();
    String bout = key + " " + notice.started();
    String at = bout + " " + notice.status() + ", seed " + seed;
    Optional<Notice.Status> before = Optional.ofNullable(last.get(key));
    if (sink.audience() == Audience.MACHINES) {
      switch (notice.status()) {
        case FIRING -> {
          // A firing that comes again is the same one: its receiver knows it by its key.
          assertTrue(
              begun.add(bout) || before.get() != Notice.Status.RESOLVED, "begins anew: " + at);
        }
        case REMINDER -> assertTrue(begun.contains(bout), "reminds of nothing: " + at);
        case RESOLVED -> assertTrue(begun.contains(bout), "ends what never began: " + at);
        case TEST -> throw new AssertionError(at);
      }
    } else {
      // Of the others in a digest, lines tell; the truth of each key is in its own messages too.
      known.add(bout);
      notice.context().others().stream()
          .filter(line -> line.startsWith("Over, "))
          .forEach(line -> last.replaceAll((who, status) -> over(sink, line, who, status)));
      notice.context().others().stream()
          .filter(line -> line.startsWith("Also ") || line.startsWith("Still "))
          .forEach(line -> last.replaceAll((who, status) -> broken(sink, line, who, status)));
    }
    last.put(key, notice.status());
  }

  private static Notice.Status over(FakeSink sink, String line, String who, Notice.Status status) {
    return isAbout(sink, line, who) ? Notice.Status.RESOLVED : status;
  }

  private static Notice.Status broken(
      FakeSink sink, String line, String who, Notice.Status status) {
    return isAbout(sink, line, who) ? Notice.Status.FIRING : status;
  }

  private static boolean isAbout(FakeSink sink, String line, String who) {
    String cause = who.substring(who.lastIndexOf('/') + 1);
    return who.startsWith(sink.name() + " ") && line.contains(": " + cause + " is broken.");
  }

  private static void change(Post post, Map<String, Boolean> up, Random random) {
    if (random.nextInt(3) == 0) {
      String cause = CAUSES.get(random.nextInt(CAUSES.size()));
      if (post.troubles.remove(cause) == null) {
        post.troubles.put(cause, Room.trouble(cause, "failed", post.wall));
      }
    }
    if (random.nextInt(10) == 0) {
      List<String> names = List.of("hook", "pager", "chat");
      up.computeIfPresent(names.get(random.nextInt(3)), (name, is) -> !is);
    }
    if (random.nextInt(20) == 0) {
      Instant until = post.wall.plus(Duration.ofMinutes(random.nextInt(30)));
      post.silences.add(new Silence(Set.of(), "Ada", "", post.wall, until));
    }
    post.silences.removeIf(silence -> !post.wall.isBefore(silence.until()));
    if (random.nextInt(60) == 0) {
      post.wall = post.wall.plus(Duration.ofMinutes(random.nextInt(240) - 120));
    }
  }

  /** Only a process that lives until the disk has room again can make up for it. */
  private void fullDisk(Post post, Random random) {
    post.storage.full = true;
    deadly = false;
    post.pass(Duration.ofSeconds(1 + random.nextInt(60)));
    change(post, new HashMap<>(), random);
    post.pass(Duration.ofSeconds(1 + random.nextInt(60)));
    post.storage.full = false;
    post.storage.deadly = 0;
    post.pass(Duration.ofSeconds(10));
    assertEquals(false, post.desk().counts().unsaved());
    deadly = true;
  }

  private void survive(Post post, Runnable work) {
    while (true) {
      try {
        work.run();
        return;
      } catch (FaultyStore.Crash e) {
        crashes++;
        post.elapse(Duration.ofSeconds(2));
        post.restart();
      }
    }
  }
}
