package io.roomwatch.agent.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How long to wait. */
class BackoffTest {
  private final Random random = new Random(7);

  @Test
  void waitsARandomPartOfADoubledSecond() {
    for (int failures = 1; failures <= 40; failures++) {
      Duration most = Duration.ofSeconds(Math.min(1L << Math.min(failures - 1, 20), 300));
      Duration least = most;
      Duration longest = Duration.ZERO;
      for (int i = 0; i < 400; i++) {
        Duration wait = Backoff.after(failures, Optional.empty(), random);
        least = Backoff.shorter(least, wait);
        longest = longest.compareTo(wait) > 0 ? longest : wait;
      }
      assertTrue(longest.compareTo(most) <= 0, failures + ": " + longest);
      assertTrue(
          longest.compareTo(most.multipliedBy(3).dividedBy(4)) > 0, failures + ": " + longest);
      assertTrue(least.compareTo(most.dividedBy(4)) < 0, failures + ": " + least);
      assertTrue(least.compareTo(Duration.ofMillis(100)) >= 0, failures + ": " + least);
    }
  }

  @Test
  void wishOfTheReceiverIsTheLeast() {
    Optional<Duration> wish = Optional.of(Duration.ofMinutes(2));
    assertEquals(wish.get(), Backoff.after(1, wish, random));
  }

  @Test
  void wishForNoPauseIsNoReasonToHammer() {
    Duration wait = Backoff.after(1, Optional.of(Duration.ZERO), random);
    assertTrue(wait.compareTo(Duration.ofMillis(100)) >= 0, wait.toString());
  }
}
