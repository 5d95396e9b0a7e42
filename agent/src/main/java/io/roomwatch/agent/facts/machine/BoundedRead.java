package io.roomwatch.agent.facts.machine;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.observation.Reason;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source, read on another thread, shared for a short time, and never waited for without end.
 *
 * <p>States: idle → reading (first caller starts it) → idle with a value. While a read is under way
 * no second one starts, however often it is asked for: callers wait for the same read until it is
 * older than the patience, then get {@code TIMEOUT} at once. When a late read ends, its value is
 * used. So a source that hangs for ever costs one thread, not one thread a look.
 *
 * <p>Safe from any thread. The lock is held only to look at the state, never during a read.
 */
final class BoundedRead<T> {

  private static final Logger LOG = LoggerFactory.getLogger(BoundedRead.class);

  private final String what;
  private final FactSource.Limits limits;
  private final Supplier<Fact<T>> read;
  private final Executor executor;
  private final LongSupplier nanoTime;

  private @Nullable CompletableFuture<Fact<T>> running;
  private long startedAt;
  private @Nullable Fact<T> last;
  private long lastAt;
  private boolean complained;

  /**
   * @param what what is read, as a phrase for people
   * @param executor runs the read; needs one free thread for each source
   * @param nanoTime monotonic nanoseconds
   */
  BoundedRead(
      String what,
      FactSource.Limits limits,
      Supplier<Fact<T>> read,
      Executor executor,
      LongSupplier nanoTime) {
    this.what = what;
    this.limits = limits;
    this.read = read;
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  /** The shared value when it is fresh, else the one of the read under way, else of a new read. */
  Fact<T> get() {
    CompletableFuture<Fact<T>> answer;
    long left;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      Fact<T> kept = last;
      if (kept != null && now - lastAt < keepNanos(kept)) {
        return kept;
      }
      CompletableFuture<Fact<T>> under = running;
      if (under == null) {
        under = new CompletableFuture<>();
        running = under;
        startedAt = now;
        CompletableFuture<Fact<T>> started = under;
        try {
          executor.execute(() -> readInto(started));
        } catch (RejectedExecutionException stopping) {
          running = null;
          return Fact.unread(Reason.ERROR, "The agent is stopping: " + what + " were not read.");
        } catch (OutOfMemoryError noThread) {
          // No read is under way, or all later callers would wait for it.
          running = null;
          return Fact.unread(
              Reason.ERROR, "No thread could be started to read " + what + ": " + noThread);
        }
      }
      answer = under;
      left = limits.patience().toNanos() - (now - startedAt);
    }
    return await(answer, left);
  }

  private Fact<T> await(CompletableFuture<Fact<T>> answer, long nanos) {
    try {
      return answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return Fact.unread(
          Reason.TIMEOUT,
          String.format(
              Locale.ROOT,
              "Reading %s did not end within %.1f s; its value is used when it ends.",
              what,
              limits.patience().toMillis() / 1000.0));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Fact.unread(Reason.ERROR, "Waiting for " + what + " was interrupted.");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void readInto(CompletableFuture<Fact<T>> answer) {
    // Whatever is thrown, the read must end: else this source would be silent for ever.
    Fact<T> value = Fact.unread(Reason.ERROR, "Reading " + what + " failed.");
    try {
      value = read.get();
    } catch (RuntimeException | LinkageError failed) {
      value = Fact.unread(Reason.ERROR, "Reading " + what + " failed: " + failed);
      complain(failed);
    } finally {
      synchronized (this) {
        last = value;
        lastAt = nanoTime.getAsLong();
        running = null;
      }
      answer.complete(value);
    }
  }

  private void complain(Throwable failed) {
    boolean first;
    synchronized (this) {
      first = !complained;
      complained = true;
    }
    if (first) {
      LOG.warn("Reading {} failed; later failures of it are logged at debug.", what, failed);
    } else {
      LOG.debug("Reading {} failed again.", what, failed);
    }
  }

  private long keepNanos(Fact<T> value) {
    boolean passing =
        value instanceof Fact.Unread<T> unread
            && (unread.reason() == Reason.ERROR || unread.reason() == Reason.TIMEOUT);
    long keep = limits.keep().toNanos();
    return passing ? Math.min(keep, FactSource.KEEP_FAILURE.toNanos()) : keep;
  }
}
