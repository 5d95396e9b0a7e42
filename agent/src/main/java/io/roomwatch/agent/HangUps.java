package io.roomwatch.agent;

import java.util.Optional;

/**
 * SIGHUP from the first moment on. The system would end a process that does not listen, and a
 * deployment that starts the daemon and hangs it up at once is in its right: a signal that comes
 * before the daemon is up is done when it is.
 */
final class HangUps {

  private Optional<Runnable> reload = Optional.empty();
  private boolean early;

  /** A signal came. Returns at once. */
  synchronized void signal() {
    early = reload.isEmpty();
    reload.ifPresent(HangUps::begin);
  }

  /** From now on each signal runs {@code action}, on a virtual thread {@code reload}. */
  synchronized void up(Runnable action) {
    reload = Optional.of(action);
    if (early) {
      early = false;
      begin(action);
    }
  }

  private static void begin(Runnable action) {
    Thread unused = Thread.ofVirtual().name("reload").start(action);
  }
}
