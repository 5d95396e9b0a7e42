package io.roomwatch.agent;

import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.probe.NettyProbes;
import io.roomwatch.agent.probe.Probes;
import io.roomwatch.agent.probe.network.Network;
import io.roomwatch.agent.probe.stamp.Reflection;
import io.roomwatch.agent.probe.stamp.Reflector;
import io.roomwatch.agent.probe.tls.TrustAnchors;
import io.roomwatch.agent.service.ServiceManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * What every stage stands on, made once per process: clocks, threads, the network and this
 * machine's facts. Threads: {@code probe-loop}, and {@code work-N} virtual.
 */
final class Ground implements AutoCloseable {

  private final Program.Build build;
  private final ExecutorService work =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("work-", 0).factory());
  private final Network network = new Network(nanoTime(), work);
  private final Facts facts;
  private final String searchPath;
  private final ServiceManager manager;

  /** Of a command, which no service manager started. */
  Ground(Program.Build build, Facts facts, String searchPath) {
    this(build, facts, searchPath, ServiceManager.none());
  }

  /**
   * @param searchPath where programs are found, as {@code PATH} has it
   * @param manager hears how the daemon is doing
   */
  Ground(Program.Build build, Facts facts, String searchPath, ServiceManager manager) {
    this.build = build;
    this.facts = facts;
    this.searchPath = searchPath;
    this.manager = manager;
  }

  /** Hears how the daemon is doing. */
  ServiceManager manager() {
    return manager;
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

  /** The event loop of the probes: a few lines at a time, never anything that blocks. */
  Executor probeLoop() {
    return network.loop();
  }

  Facts facts() {
    return facts;
  }

  /** Where programs are found, as {@code PATH} has it. */
  String searchPath() {
    return searchPath;
  }

  Program.Build build() {
    return build;
  }

  /**
   * The probes as this configuration wants them.
   *
   * @throws UnusableConfig when {@code cloud.ca_file} is no longer what it was when the
   *     configuration was checked
   */
  Probes probes(Config config) throws UnusableConfig {
    TrustAnchors anchors;
    try {
      anchors = TrustAnchors.load(config.cloud().caFile().stream().toList());
    } catch (IOException e) {
      throw new UnusableConfig("cloud.ca_file", e);
    }
    return new NettyProbes(
        network, anchors, "roomwatch/" + build.version(), clock(), new SecureRandom());
  }

  /**
   * Begins to reflect, beside the probes.
   *
   * @throws IOException when that address cannot be listened on
   */
  Reflector reflector(InetSocketAddress listen, Reflection reflection) throws IOException {
    return Reflector.open(network, listen, reflection);
  }

  @Override
  public void close() {
    network.close();
    work.shutdownNow();
  }
}
