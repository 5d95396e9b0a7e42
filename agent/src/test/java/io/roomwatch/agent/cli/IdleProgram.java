package io.roomwatch.agent.cli;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Found;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.service.ServiceControl;
import io.roomwatch.agent.service.SystemPrograms;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** A machine in Berlin that does nothing for commands; a test says what it does instead. */
abstract class IdleProgram implements Program {

  ZoneId zone = ZoneId.of("Europe/Berlin");
  ServiceControl service =
      ServiceControl.of("plan 9", Map.of(), Optional.empty(), SystemPrograms.real());

  @Override
  public final ZoneId zone() {
    return zone;
  }

  @Override
  public final ServiceControl service() {
    return service;
  }

  @Override
  public final LongSupplier nanoTime() {
    return System::nanoTime;
  }

  @Override
  public final <T> T together(Function<ExecutorService, T> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return work.apply(threads);
    }
  }

  @Override
  public void logTo(LogFormat format, String level) {
    // Tests log as they are configured to.
  }

  @Override
  public <T> T send(Config config, Sending<T> sending) {
    throw new UnsupportedOperationException("nobody is told anything here");
  }

  @Override
  public Found found() {
    throw new UnsupportedOperationException("nothing is looked for here");
  }

  @Override
  public int run(RunOptions options, PrintWriter said) {
    throw new UnsupportedOperationException("there is no daemon here");
  }

  @Override
  public Checked check(Optional<Path> file, Optional<Path> storage, Objection objection) {
    throw new UnsupportedOperationException("nothing is checked here");
  }

  @Override
  public Checked look(Config config, Path folder, Duration budget) {
    throw new UnsupportedOperationException("nothing is looked at here");
  }

  @Override
  public Facts facts() {
    throw new UnsupportedOperationException("nothing is read here");
  }
}
