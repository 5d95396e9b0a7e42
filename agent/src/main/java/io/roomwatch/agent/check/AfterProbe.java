package io.roomwatch.agent.check;

import java.util.concurrent.Executor;

/** Where checks read facts once a probe has ended: that may block, and probes end on the loop. */
public final class AfterProbe {

  /** A virtual thread, {@code check-after-probe}, for each; it lives for that one read. */
  public static final Executor THREADS =
      task -> Thread.ofVirtual().name("check-after-probe").start(task);

  private AfterProbe() {}
}
