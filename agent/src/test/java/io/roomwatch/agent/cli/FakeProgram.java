package io.roomwatch.agent.cli;

import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.config.Found;
import io.roomwatch.agent.diagnosis.Seen;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.Rooms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What commands ask for, as a test sets it. */
final class FakeProgram extends IdleProgram {

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final List<Object> asked = new ArrayList<>();
  RoomStatus room = Rooms.room("Boardroom");
  Optional<String> faults = Optional.empty();
  boolean looked;
  boolean onDevice = true;

  /** Runs a command line. */
  int run(String... args) {
    return Commands.run(this, args, new PrintWriter(out, true), new PrintWriter(err, true));
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
  public InstantSource clock() {
    return InstantSource.system();
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
}
