package io.roomwatch.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HangUpsTest {

  private final AtomicInteger reloads = new AtomicInteger();
  private final HangUps hangUps = new HangUps();

  @Test
  void signalsBeforeTheDaemonIsUpAreOneReloadWhenItIs() {
    hangUps.signal();
    hangUps.signal();
    assertEquals(0, reloads.get());
    hangUps.up(reloads::incrementAndGet);
    await().until(() -> reloads.get() == 1);
    hangUps.signal();
    await().until(() -> reloads.get() == 2);
  }

  @Test
  void withoutASignalNothingIsReloaded() {
    hangUps.up(reloads::incrementAndGet);
    hangUps.signal();
    await().until(() -> reloads.get() > 0);
    assertEquals(1, reloads.get());
  }
}
