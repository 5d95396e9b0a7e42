package io.roomwatch.agent;

import io.roomwatch.agent.cli.ExitCode;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.config.Found;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.machine.MachineFacts;
import io.roomwatch.agent.service.ServiceControl;
import io.roomwatch.agent.service.ServiceManager;
import io.roomwatch.agent.service.SystemPrograms;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/** What commands ask for, composed of the real parts. */
final class Composition implements Program {

  private final Map<String, String> environment;
  private final Build build = io.roomwatch.agent.Build.read();

  private final Facts facts;

  Composition(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.facts =
        MachineFacts.of(
            platform(System.getProperty("os.name", "")),
            Path.of("/"),
            environment,
            System::nanoTime,
            MachineFacts.threads());
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
    // Before facts and configuration are read, which may take seconds.
    HangUps hangUps = new HangUps();
    Signals.on("HUP", hangUps::signal);
    ServiceManager manager =
        ServiceManager.of(environment, ProcessHandle.current().pid(), System::nanoTime);
    try (Ground ground = new Ground(build, facts, searchPath(), manager)) {
      ConfigSource source = source(options.configFile());
      return switch (source.read()) {
        case Outcome.Bad<Config> bad -> {
          err.println(Agent.lines(bad.faults()));
          yield ExitCode.CONFIG;
        }
        case Outcome.Good<Config> good -> {
          good.warnings()
              .forEach(warning -> LoggerFactory.getLogger(Composition.class).warn("{}", warning));
          yield run(
              new Agent(ground, good, source, storage(options.storage())), hangUps, options, err);
        }
      };
    }
  }

  private static int run(Agent agent, HangUps hangUps, RunOptions options, PrintWriter err) {
    try (agent) {
      // Before anything says that the daemon is there: a signal must not find the JVM's own
      // handler.
      Signals.on("TERM", agent::stop);
      Signals.on("INT", agent::stop);
      agent.start(options.web());
      hangUps.up(agent::reload);
      agent.await();
      return ExitCode.OK;
    } catch (UnusableConfig e) {
      err.println(e.getMessage());
      return ExitCode.CONFIG;
    } catch (IOException e) {
      err.println("roomwatch: " + e.getMessage());
      return ExitCode.UNAVAILABLE;
    } catch (InterruptedException e) {
      return ExitCode.OK;
    }
  }

  @Override
  public Checked check(Optional<Path> configFile, Optional<Path> storage, Objection objection) {
    try (Ground ground = ground()) {
      return switch (source(configFile).read()) {
        case Outcome.Bad<Config> bad -> new Checked.BadConfig(Agent.lines(bad.faults()));
        case Outcome.Good<Config> good -> {
          try (AcceptedBefore accepted = AcceptedBefore.in(storage(storage))) {
            yield new OneLook(ground, good.value(), accepted).unless(objection);
          }
        }
      };
    } catch (UnusableConfig e) {
      return new Checked.BadConfig(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a command", e);
    }
  }

  @Override
  public Checked look(Config config, Path folder, Duration budget) {
    try (Ground ground = ground();
        AcceptedBefore accepted = AcceptedBefore.in(folder)) {
      return new OneLook(ground, config, accepted, budget).unless(configured -> Optional.empty());
    } catch (UnusableConfig e) {
      return new Checked.BadConfig(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a command", e);
    }
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public <T> T together(Function<ExecutorService, T> work) {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("work-", 0).factory());
    try {
      return work.apply(threads);
    } finally {
      threads.shutdownNow();
    }
  }

  @Override
  public LongSupplier nanoTime() {
    return System::nanoTime;
  }

  private Ground ground() {
    return new Ground(build, facts, searchPath());
  }

  private String searchPath() {
    return environment.getOrDefault("PATH", "");
  }

  @Override
  public ConfigFile configFile() {
    return new ConfigFile(facts.hostName(), environment);
  }

  @Override
  public Path usualConfig() {
    return ConfigFile.defaultLocation(System.getProperty("os.name", ""), environment);
  }

  @Override
  public Path storage(Optional<Path> named) {
    return StateFolder.of(named, System.getProperty("os.name", ""), environment, home());
  }

  @Override
  public ServiceControl service() {
    return ServiceControl.of(
        System.getProperty("os.name", ""), environment, home(), SystemPrograms.real());
  }

  /** Where this program is installed, as its launcher says. */
  private static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty("roomwatch.home"))
        .map(home -> Path.of(home).toAbsolutePath().normalize());
  }

  @Override
  public <T> T send(Config config, Sending<T> sending) {
    try (Ground ground = ground()) {
      return sending.by(SinkWays.receivers(ground, config), ground.work());
    }
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public ZoneId zone() {
    return ZoneId.systemDefault();
  }

  @Override
  public Found found() {
    List<String> controllers =
        facts.sockets(Peer.DEFAULT_PORT).asOptional().orElse(List.of()).stream()
            .filter(socket -> socket.state() == TcpSocket.State.ESTABLISHED)
            .flatMap(socket -> socket.remote().stream())
            .map(remote -> remote.getAddress().getHostAddress())
            .distinct()
            .toList();
    Optional<String> proxy =
        facts.proxies().stream()
            .flatMap(source -> source.settings().asOptional().stream())
            .flatMap(settings -> settings.proxy().stream())
            .map(Object::toString)
            .findFirst();
    List<String> resolvers =
        facts.resolvers().asOptional().orElse(List.of()).stream()
            .map(InetAddress::getHostAddress)
            .toList();
    boolean wifi =
        facts.interfaces().asOptional().orElse(List.of()).stream()
            .anyMatch(each -> each.kind() == NetInterface.Kind.WIFI);
    return new Found(facts.hostName(), controllers, proxy, resolvers, wifi);
  }

  private ConfigSource source(Optional<Path> named) {
    return new ConfigSource(configFile(), named, usualConfig());
  }

  private static Platform platform(String osName) {
    String name = osName.toLowerCase(Locale.ROOT);
    if (name.startsWith("linux")) {
      return Platform.LINUX;
    }
    if (name.startsWith("windows")) {
      return Platform.WINDOWS;
    }
    return name.startsWith("mac") ? Platform.MACOS : Platform.OTHER;
  }
}
