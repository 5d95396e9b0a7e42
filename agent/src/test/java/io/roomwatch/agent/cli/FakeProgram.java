package io.roomwatch.agent.cli;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.config.Found;
import io.roomwatch.agent.diagnosis.Seen;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.service.ServiceControl;
import io.roomwatch.agent.service.SystemPrograms;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.Rooms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What commands ask for, as a test sets it. */
final class FakeProgram implements Program {

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final List<Object> asked = new ArrayList<>();
  RoomStatus room = Rooms.room("Boardroom");
  Optional<String> faults = Optional.empty();
  boolean looked;
  boolean onDevice = true;
  ServiceControl service =
      ServiceControl.of("plan 9", Map.of(), Optional.empty(), SystemPrograms.real());

  /** Runs a command line. */
  int run(String... args) {
    return Commands.run(this, args, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  @Override
  public ServiceControl service() {
    return service;
  }

  @Override
  public Build build() {
    return new Build("1.2.3", "abc1234");
  }

  @Override
  public ConfigFile configFile() {
    return new ConfigFile("pc-412", Map.of());
  }

  @Override
  public Path usualConfig() {
    return Path.of("/nowhere/roomwatch.yaml");
  }

  @Override
  public Path storage(Optional<Path> named) {
    return named.orElse(Path.of("/nowhere"));
  }

  @Override
  public <T> T send(Config config, Sending<T> sending) {
    throw new UnsupportedOperationException("nobody is told anything here");
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public ZoneId zone() {
    return ZoneId.of("Europe/Berlin");
  }

  @Override
  public Found found() {
    return new Found("pc-412", List.of(), Optional.empty(), List.of(), false);
  }

  @Override
  public void logTo(LogFormat format, String level) {
    asked.add(format + " " + level);
  }

  @Override
  public int run(RunOptions options, PrintWriter said) {
    asked.add(options);
    return ExitCode.OK;
  }

  @Override
  public Checked check(Optional<Path> file, Optional<Path> storage, Objection objection) {
    asked.add(file);
    if (faults.isPresent()) {
      return new Checked.BadConfig(faults.get());
    }
    Optional<String> why = objection.to(room.checks().stream().map(CheckStatus::check).toList());
    looked = why.isEmpty();
    return why.isPresent()
        ? new Checked.Refused(why.get())
        : new Checked.Done(new Seen(room, TriageFile.shipped(), Map.of(), onDevice));
  }

  @Override
  public Checked look(Config config, Path folder, Duration budget) {
    throw new UnsupportedOperationException("nothing is looked at here");
  }

  @Override
  public Facts facts() {
    throw new UnsupportedOperationException("nothing is read here");
  }

  @Override
  public <T> T together(Function<ExecutorService, T> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return work.apply(threads);
    }
  }

  @Override
  public LongSupplier nanoTime() {
    return System::nanoTime;
  }
}
