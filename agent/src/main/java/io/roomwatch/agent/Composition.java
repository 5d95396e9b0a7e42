package io.roomwatch.agent;

import io.roomwatch.agent.cli.ExitCode;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** What commands ask for, composed of the real parts. */
final class Composition implements Program {

  private final Map<String, String> environment;
  private final Build build = io.roomwatch.agent.Build.read();

  Composition(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Build build() {
    return build;
  }

  @Override
  public void logTo(LogFormat format, String level) {
    LogSetup.apply(format, level);
  }

  @Override
  public int run(RunOptions options, PrintWriter err) {
    try (Ground ground = new Ground(build, environment)) {
      Supplier<Outcome<Config>> source = source(ground, options.configFile());
      return switch (source.get()) {
        case Outcome.Bad<Config> bad -> {
          err.println(Agent.lines(bad.faults()));
          yield ExitCode.CONFIG;
        }
        case Outcome.Good<Config> good -> {
          good.warnings()
              .forEach(warning -> LoggerFactory.getLogger(Composition.class).warn("{}", warning));
          yield run(new Agent(ground, good.value(), source), options, err);
        }
      };
    }
  }

  private static int run(Agent agent, RunOptions options, PrintWriter err) {
    try (agent) {
      agent.start(options.listen());
      Signals.on("HUP", () -> Thread.ofVirtual().name("reload").start(agent::reload));
      Signals.on("TERM", agent::stop);
      Signals.on("INT", agent::stop);
      agent.await();
      return ExitCode.OK;
    } catch (IOException e) {
      err.println("roomwatch: " + e.getMessage());
      return ExitCode.UNAVAILABLE;
    } catch (InterruptedException e) {
      return ExitCode.OK;
    }
  }

  @Override
  public Checked check(Optional<Path> configFile) {
    try (Ground ground = new Ground(build, environment)) {
      return switch (source(ground, configFile).get()) {
        case Outcome.Bad<Config> bad -> new Checked.BadConfig(Agent.lines(bad.faults()));
        case Outcome.Good<Config> good -> new Checked.Done(new OneLook(ground).at(good.value()));
      };
    } catch (IOException e) {
      return new Checked.BadConfig(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a command", e);
    }
  }

  private Supplier<Outcome<Config>> source(Ground ground, Optional<Path> named) {
    ConfigFile reader = new ConfigFile(ground.facts().hostName(), environment);
    Path usual = ConfigFile.defaultLocation(System.getProperty("os.name", ""), environment);
    return () -> named.map(reader::read).orElseGet(() -> reader.readIfThere(usual));
  }
}
