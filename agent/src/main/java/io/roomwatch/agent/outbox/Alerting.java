package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.alert.Policy;
import io.roomwatch.agent.alert.Situation;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver;
import io.roomwatch.agent.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts of the daemon, from what is wrong to what a sink has taken. Everything is decided on one
 * thread ("alerting"); each attempt to deliver has a thread of its own, one at a time for each
 * sink, so that no sink waits for another. All methods may be called from any thread; none blocks
 * but {@link #close}.
 */
public final class Alerting implements AutoCloseable {

  /** How many messages may wait for one sink. */
  public static final int MOST_WAITING = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);

  /** After a fault of ours; the next turn may go better. */
  private static final Duration AFTER_FAULT = Duration.ofSeconds(1);

  /** How long attempts under way are waited for at the end. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Desk desk;
  private final LongSupplier nanoTime;
  private final Executor threads;
  private final LinkedBlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
  private final AtomicReference<Optional<Situation>> latest =
      new AtomicReference<>(Optional.empty());
  private final CountDownLatch ended = new CountDownLatch(1);

  // Of the alerting thread.
  private boolean closing;
  private int underWay;

  private volatile OutboxCounts counts = new OutboxCounts(Map.of(), 0, false);
  private volatile List<Alert> alerts = List.of();

  /**
   * @param diary where events are written, such as {@code Journal::write}
   */
  public record Ground(Store store, Diary diary, Contexts contexts) {}

  /**
   * @param nanoTime elapsed time
   * @param random for back-off
   */
  public record Clocks(InstantSource wall, LongSupplier nanoTime, RandomGenerator random) {}

  /**
   * Touches nothing yet.
   *
   * @param threads a new thread for each task: one task runs as long as this, the others as long as
   *     an attempt
   */
  public Alerting(Ground ground, Clocks clocks, Executor threads) {
    this.desk =
        new Desk(
            new Shelf(ground.store(), ground.diary()),
            new SteadyClock(clocks.wall(), clocks.nanoTime()),
            clocks.random(),
            ground.contexts(),
            MOST_WAITING);
    this.nanoTime = clocks.nanoTime();
    this.threads = threads;
  }

  /**
   * Begins, with what the last process left. Once.
   *
   * @param receivers one for each sink that the policy names
   */
  public void start(Policy policy, List<Receiver> receivers) {
    // Before the first turn: what waits for a sink that is not there is given up.
    desk.configure(policy, receivers);
    threads.execute(this::loop);
  }

  /**
   * From now on by another policy and to other sinks. What waits for a sink that is not among them
   * is given up; the others are tried at once.
   */
  public void configure(Policy policy, List<Receiver> receivers) {
    List<Receiver> copy = List.copyOf(receivers);
    mailbox.add(() -> desk.configure(policy, copy));
  }

  /** What is wrong now, whenever that may have changed. Only the newest counts. */
  public void situation(Situation now) {
    if (latest.getAndSet(Optional.of(now)).isEmpty()) {
      mailbox.add(() -> latest.getAndSet(Optional.empty()).ifPresent(desk::situation));
    }
  }

  /** As of the last turn, at most a few seconds ago. */
  public OutboxCounts counts() {
    return counts;
  }

  /** Alerts that are firing or wait to be told, as of the last turn. */
  public List<Alert> alerts() {
    return alerts;
  }

  /** Ends; waits a few seconds for attempts under way, so that they need not be made again. */
  @Override
  public void close() {
    mailbox.add(() -> closing = true);
    try {
      if (!ended.await(2 * GRACE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("alerts did not end in time; what is on disk is sent by the next run");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    Thread.currentThread().setName("alerting");
    try {
      while (!closing) {
        Duration pause = turn();
        receive(pause);
      }
      long until = nanoTime.getAsLong() + GRACE.toNanos();
      while (underWay > 0 && nanoTime.getAsLong() < until) {
        receive(Duration.ofNanos(until - nanoTime.getAsLong()));
      }
      desk.rest();
    } catch (InterruptedException e) {
      LOG.debug("interrupted: ends", e);
    } finally {
      ended.countDown();
    }
  }

  private Duration turn() {
    try {
      desk.turn().forEach(this::begin);
      counts = desk.counts();
      alerts = desk.alerts();
      return desk.untilNext();
    } catch (RuntimeException | Error e) {
      LOG.error("a turn of alerting failed", e);
      return AFTER_FAULT;
    }
  }

  /** Waits for the first message, then takes all there are. */
  private void receive(Duration pause) throws InterruptedException {
    @Nullable Runnable message = mailbox.poll(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS);
    while (message != null) {
      try {
        message.run();
      } catch (RuntimeException | Error e) {
        LOG.error("a message to alerting failed", e);
      }
      message = mailbox.poll();
    }
  }

  private void begin(Job job) {
    underWay++;
    try {
      threads.execute(
          () -> {
            Delivery delivery = job.attemptNow();
            mailbox.add(() -> ended(job, delivery));
          });
    } catch (RejectedExecutionException e) {
      ended(job, new Delivery.Later("the program ends", Optional.empty()));
    }
  }

  private void ended(Job job, Delivery delivery) {
    underWay--;
    desk.done(job, delivery);
  }
}
