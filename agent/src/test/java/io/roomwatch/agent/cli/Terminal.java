package io.roomwatch.agent.cli;

import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.diagnosis.Seen;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.maintenance.Agenda;
import io.roomwatch.agent.maintenance.Baselines;
import io.roomwatch.agent.maintenance.Upkeep;
import io.roomwatch.agent.maintenance.duty.Belief;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.sink.Receivers;
import io.roomwatch.agent.sink.Surroundings;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.Rooms;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * A person at a terminal: runs commands as {@code main} does, on a machine whose clock, zone, state
 * directory and configuration the test sets. There is no daemon.
 */
final class Terminal extends IdleProgram {

  /** A Wednesday, 11:00 in Berlin. */
  static final Instant START = Instant.parse("2026-11-18T10:00:00Z");

  final Path folder;
  final Path state;
  Instant now = START;

  /** What a command's own look sees, and how many there were. */
  Checked seen = done(Rooms.room("Boardroom"));

  int looked;

  /** A look of the room's device that saw this. */
  static Checked done(RoomStatus room) {
    return new Checked.Done(new Seen(room, TriageFile.shipped(), Map.of(), true));
  }

  /** This machine. */
  Facts facts = FixedFacts.roomPc();

  /** What the last command printed. */
  String out = "";

  String err = "";

  Terminal(Path folder) {
    this.folder = folder;
    this.state = folder.resolve("state");
  }

  /** Runs a command; returns its exit code. */
  int run(String... args) {
    StringWriter printed = new StringWriter();
    StringWriter said = new StringWriter();
    try (PrintWriter o = new PrintWriter(printed);
        PrintWriter e = new PrintWriter(said)) {
      int code = Commands.run(this, args, o, e);
      o.flush();
      e.flush();
      out = printed.toString();
      err = said.toString();
      return code;
    }
  }

  void passes(Duration time) {
    now = now.plus(time);
  }

  void configure(String yaml) throws IOException {
    Files.writeString(usualConfig(), yaml);
  }

  /** What the daemon would write. */
  void daemon(StateCommand.Work<?> work) throws StoreException {
    try (Store store = Store.open(state)) {
      Object unused = work.with(store);
    }
  }

  /** The daemon looks once, with what it believes and what it has measured under a name. */
  void daemonLooks(List<Belief> beliefs, Map<String, List<String>> measured) throws IOException {
    Config config =
        switch (configFile().readIfThere(usualConfig())) {
          case Outcome.Good<Config> good -> good.value();
          case Outcome.Bad<Config> bad -> throw new IOException(bad.faults().toString());
        };
    Upkeep.Sources sources =
        new Upkeep.Sources() {
          @Override
          public List<Belief> beliefs() {
            return beliefs;
          }

          @Override
          public List<String> configuration() {
            return List.of("roomwatch 1.0");
          }
        };
    daemon(
        store -> {
          measured.forEach(new Baselines(store, clock())::measured);
          return new Upkeep(store, Agenda.of(config, zone), sources, clock()).tick();
        });
  }

  static Belief belief(String check, Finding finding) {
    CheckId id = CheckId.parse(check).orElseThrow();
    return new Belief(id, Optional.of(new Observation(id, START, Duration.ZERO, finding)));
  }

  @Override
  public Build build() {
    return new Build("1.0", "abc");
  }

  @Override
  public ConfigFile configFile() {
    return new ConfigFile("boardroom-pc", Map.of());
  }

  @Override
  public Path usualConfig() {
    return folder.resolve("roomwatch.yaml");
  }

  @Override
  public Path storage(Optional<Path> named) {
    return named.orElse(state);
  }

  @Override
  public InstantSource clock() {
    return () -> now;
  }

  @Override
  public <T> T send(Config config, Sending<T> sending) {
    Executor threads = task -> Thread.ofVirtual().start(task);
    return sending.by(
        new Receivers(
            new Surroundings(
                new Surroundings.Network(
                    url -> Optional.empty(),
                    Terminal::trustOfTheJdk,
                    new Surroundings.Limits(Duration.ofSeconds(20), Duration.ofSeconds(20))),
                new Surroundings.Clocks(clock(), zone),
                new Surroundings.Machine("roomwatch/test", "boardroom-pc", "/usr/bin:/bin"),
                threads)),
        threads);
  }

  private static SSLContext trustOfTheJdk() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Checked look(Config config, Path folder, Duration budget) {
    looked++;
    return seen;
  }

  @Override
  public Facts facts() {
    return facts;
  }
}
