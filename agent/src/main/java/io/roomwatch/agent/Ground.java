package io.roomwatch.agent;

import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.MachineFacts;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.probe.NettyProbes;
import io.roomwatch.agent.probe.Network;
import io.roomwatch.agent.probe.Probes;
import io.roomwatch.agent.probe.TrustAnchors;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * What every stage stands on, made once per process: clocks, threads, the network and this
 * machine's facts. Threads: {@code facts-N} and {@code probe-loop} from here, {@code work-N}
 * virtual.
 */
final class Ground implements AutoCloseable {

  private final Program.Build build;
  private final ExecutorService work =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("work-", 0).factory());
  private final ExecutorService factThreads = MachineFacts.threads();
  private final Network network = new Network(nanoTime(), work);
  private final Facts facts;

  Ground(Program.Build build, Map<String, String> environment) {
    this.build = build;
    this.facts =
        MachineFacts.of(
            platform(System.getProperty("os.name", "")),
            Path.of("/"),
            environment,
            nanoTime(),
            factThreads);
  }

  InstantSource clock() {
    return InstantSource.system();
  }

  LongSupplier nanoTime() {
    return System::nanoTime;
  }

  /** One virtual thread per task: everything that may block. */
  ExecutorService work() {
    return work;
  }

  Facts facts() {
    return facts;
  }

  Program.Build build() {
    return build;
  }

  /**
   * The probes as this configuration wants them.
   *
   * @throws IOException when {@code cloud.ca_file} cannot be read
   */
  Probes probes(Config config) throws IOException {
    TrustAnchors anchors = TrustAnchors.load(config.cloud().caFile().stream().toList());
    return new NettyProbes(
        network, anchors, "roomwatch/" + build.version(), clock(), new SecureRandom());
  }

  @Override
  public void close() {
    network.close();
    work.shutdownNow();
    factThreads.shutdownNow();
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
