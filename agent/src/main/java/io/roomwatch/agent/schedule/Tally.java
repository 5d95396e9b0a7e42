package io.roomwatch.agent.schedule;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the loop counts; safe from any thread. */
final class Tally {

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final LongAdder started = new LongAdder();
  private final LongAdder missed = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder gaveUp = new LongAdder();
  private final LongAdder erred = new LongAdder();

  void started() {
    started.increment();
  }

  void missed() {
    missed.increment();
  }

  void skipped(long times) {
    skipped.add(times);
  }

  void gaveUp() {
    gaveUp.increment();
  }

  void erred() {
    erred.increment();
  }

  /** A callback threw: nobody else will hear of it. */
  void callbackErred(Throwable error) {
    erred.increment();
    LOG.error("What follows a run failed", error);
  }

  LoopHealth.Counts counts() {
    return new LoopHealth.Counts(
        started.sum(), missed.sum(), skipped.sum(), gaveUp.sum(), erred.sum());
  }
}
