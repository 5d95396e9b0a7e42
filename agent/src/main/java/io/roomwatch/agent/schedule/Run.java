package io.roomwatch.agent.schedule;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One run of one task. Legal transitions:
 *
 * <pre>
 * GOING ── the result came ──────► ENDED     done or erred is called
 * GOING ── time is up ───────────► GIVEN_UP  gaveUp is called; cancelled, and interrupted
 * GOING ── removed, loop closed ─► GIVEN_UP  nothing is called; cancelled, and interrupted
 * </pre>
 *
 * A run that was given up while {@link Work#start} held a thread stays {@link #stuck} until that
 * thread is free again: another run could only get stuck beside it.
 */
final class Run<T> implements Runnable {

  private enum Stage {
    GOING,
    ENDED,
    GIVEN_UP
  }

  private final Work<T> work;
  private final Executor executor;
  private final Tally tally;
  private final long startedAt;
  private Stage stage = Stage.GOING;
  private boolean holdsThread = true;
  private @Nullable Thread thread;
  private @Nullable CompletableFuture<T> result;

  Run(Work<T> work, Executor executor, Tally tally, long startedAt) {
    this.work = work;
    this.executor = executor;
    this.tally = tally;
    this.startedAt = startedAt;
  }

  /** Begins, on the executor. */
  void dispatch() {
    if (!offer(this)) {
      abandon();
    }
  }

  @Override
  public void run() {
    if (!enter()) {
      return;
    }
    CompletionStage<T> begun;
    try {
      begun = work.start();
    } catch (RuntimeException | Error e) {
      begun = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<T> future = begun.toCompletableFuture();
    if (!leave(future)) {
      future.cancel(true);
    } else if (future.isDone()) {
      // This is the executor: no need to go there again.
      CompletableFuture<T> unused = future.whenComplete((value, error) -> end(value, error, true));
    } else {
      CompletableFuture<T> unused = future.whenComplete((value, error) -> end(value, error, false));
    }
  }

  private synchronized boolean enter() {
    if (stage != Stage.GOING) {
      holdsThread = false;
      return false;
    }
    thread = Thread.currentThread();
    return true;
  }

  /** Whether the run still goes on without its thread. */
  private synchronized boolean leave(CompletableFuture<T> future) {
    holdsThread = false;
    thread = null;
    result = future;
    if (stage == Stage.GIVEN_UP) {
      // The interrupt was meant for the work, not for what this thread does next.
      boolean unused = Thread.interrupted();
      return false;
    }
    return true;
  }

  private void end(T value, @Nullable Throwable error, boolean onExecutor) {
    synchronized (this) {
      if (stage != Stage.GOING) {
        return;
      }
      stage = Stage.ENDED;
    }
    Runnable callback = error == null ? () -> work.done(value) : () -> work.erred(cause(error));
    if (error != null) {
      tally.erred();
    }
    if (onExecutor) {
      guarded(callback);
    } else {
      call(callback);
    }
  }

  private static Throwable cause(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  synchronized boolean going() {
    return stage == Stage.GOING;
  }

  synchronized boolean stuck() {
    return stage == Stage.GIVEN_UP && holdsThread;
  }

  /** Time is up at {@code now}. */
  void giveUp(long now) {
    if (abandon()) {
      tally.gaveUp();
      remind(now);
    }
  }

  /** Says once more that the run was given up. */
  void remind(long now) {
    call(() -> work.gaveUp(Duration.ofNanos(now - startedAt)));
  }

  /** Ends the run without a word; false when it had ended before. */
  boolean abandon() {
    CompletableFuture<T> pending;
    synchronized (this) {
      if (stage != Stage.GOING) {
        return false;
      }
      stage = Stage.GIVEN_UP;
      if (thread != null) {
        thread.interrupt();
      }
      pending = result;
    }
    if (pending != null) {
      pending.cancel(true);
    }
    return true;
  }

  private void call(Runnable callback) {
    boolean unused = offer(() -> guarded(callback));
  }

  private void guarded(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException | Error e) {
      tally.callbackErred(e);
    }
  }

  /** False when the executor takes nothing any more: the agent is stopping. */
  private boolean offer(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
