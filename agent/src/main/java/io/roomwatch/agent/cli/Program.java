package io.roomwatch.agent.cli;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.config.Found;
import io.roomwatch.agent.diagnosis.Seen;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.service.ServiceControl;
import io.roomwatch.agent.sink.Receivers;
import io.roomwatch.agent.web.ListenAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What the composition root does for commands. */
public interface Program {

  /** Version and build, as {@code roomwatch version} prints them. */
  record Build(String version, String revision) {}

  /**
   * What {@code run} was asked for.
   *
   * @param configFile empty: the default location, or no file
   * @param storage the state directory; empty: the usual one
   */
  record RunOptions(Optional<Path> configFile, Web web, Optional<Path> storage) {}

  /**
   * How the web server is to serve.
   *
   * @param configFile TLS, users and headers; empty: none
   * @param externalUrl where others reach it; empty: found from where it listens
   */
  record Web(List<ListenAddress> listen, Optional<Path> configFile, Optional<URI> externalUrl) {
    public Web {
      listen = List.copyOf(listen);
    }

    /** Plain HTTP without users. */
    public static Web plain(List<ListenAddress> listen) {
      return new Web(listen, Optional.empty(), Optional.empty());
    }
  }

  /** How a one-shot check ended. */
  sealed interface Checked {
    /**
     * @param seen every check's state, each look believed at once
     */
    record Done(Seen seen) implements Checked {}

    /**
     * @param faults one a line, each with file, line, column and key
     */
    record BadConfig(String faults) implements Checked {}

    /**
     * @param why what {@link Objection} said; nothing was looked at
     */
    record Refused(String why) implements Checked {}
  }

  /** Says, given every check that is configured, why not to look; empty to go on. */
  interface Objection {
    Optional<String> to(List<CheckId> configured);
  }

  /** Something to be sent. */
  @FunctionalInterface
  interface Sending<T> {
    /**
     * @param threads one virtual thread per task
     */
    T by(Receivers receivers, Executor threads);
  }

  Build build();

  /** Reads configurations as the daemon does. */
  ConfigFile configFile();

  /** Where the configuration is when nobody names it. */
  Path usualConfig();

  /**
   * Where state is kept; makes nothing.
   *
   * @param named what {@code --storage.path} says
   */
  Path storage(Optional<Path> named);

  /**
   * Sends to sinks as the daemon does: through the proxy in force, trusting whom it trusts. What
   * the receivers stand on ends with the sending.
   */
  <T> T send(Config config, Sending<T> sending);

  /** Wall-clock time. */
  InstantSource clock();

  /** This machine's time zone: people read times in it. */
  ZoneId zone();

  /** What {@code config init} starts from; may take seconds. */
  Found found();

  /** Starts logging to standard error. */
  void logTo(LogFormat format, String level);

  /**
   * Runs the daemon until it is told to stop.
   *
   * @param err where the reason for not starting is said
   * @return the exit code
   */
  int run(RunOptions options, java.io.PrintWriter err);

  /** Roomwatch as a service of this system. */
  ServiceControl service();

  /**
   * Looks at everything once. Takes less than 15 s, whatever the network does.
   *
   * @param storage the state directory, whose accepted baselines count; empty: the usual one
   */
  Checked check(Optional<Path> configFile, Optional<Path> storage, Objection objection);

  /**
   * Looks at everything once, as {@link #check} does, within a budget; ends a second later at most.
   *
   * @param folder where accepted baselines are, if anywhere
   */
  Checked look(Config config, Path folder, Duration budget);

  /** This machine. Every call may block, each no longer than its own patience. */
  Facts facts();

  /** Something that takes threads: one virtual one per task, which end with it. */
  <T> T together(Function<ExecutorService, T> work);

  /** Monotonic nanoseconds. */
  LongSupplier nanoTime();

  /** How log lines are written. */
  enum LogFormat {
    LOGFMT,
    JSON
  }
}
