package io.roomwatch.agent.store;

import io.roomwatch.agent.store.StoreException.Kind;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/** Platform threads, which may sit in native code for as long as a disk takes. */
record NativeThreads(Executor threads) {

  /** Work for the database. */
  @FunctionalInterface
  interface Work<T> {
    T done() throws StoreException;
  }

  /** Runs it there and waits for its end, also when interrupted: only then is it known. */
  <T> T run(Work<T> work) throws StoreException {
    FutureTask<T> task = new FutureTask<>(work::done);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      throw new StoreException(Kind.UNUSABLE, "the store has been closed", e);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case StoreException fault -> throw fault;
            case RuntimeException fault -> throw fault;
            case Error fault -> throw fault;
            case null, default -> throw new IllegalStateException(e);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
