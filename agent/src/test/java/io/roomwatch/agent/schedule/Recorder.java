package io.roomwatch.agent.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Work that remembers when it was started and what became of it. */
final class Recorder implements Work<String> {

  private final Timer timer;
  private final Supplier<CompletionStage<String>> work;
  final List<Long> starts = new ArrayList<>();
  final List<String> results = new ArrayList<>();
  final List<Duration> givenUp = new ArrayList<>();
  final List<Throwable> errors = new ArrayList<>();

  Recorder(Timer timer, Supplier<CompletionStage<String>> work) {
    this.timer = timer;
    this.work = work;
  }

  /** Work that is done at once. */
  static Recorder quick(Timer timer) {
    return new Recorder(timer, () -> CompletableFuture.completedFuture("done"));
  }

  @Override
  public CompletionStage<String> start() {
    starts.add(timer.nanos());
    return work.get();
  }

  @Override
  public void done(String result) {
    results.add(result);
  }

  @Override
  public void gaveUp(Duration after) {
    givenUp.add(after);
  }

  @Override
  public void erred(Throwable error) {
    errors.add(error);
  }
}
