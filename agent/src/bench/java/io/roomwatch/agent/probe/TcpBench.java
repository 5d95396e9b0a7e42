package io.roomwatch.agent.probe;

import com.sun.management.OperatingSystemMXBean;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.network.Network;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What one TCP probe costs: many targets on loopback, each probed once per interval at its own
 * moment. The listeners live in a process of their own, so that only the probes are measured. Run
 * by the script beside.
 *
 * <p>Arguments: targets, interval in seconds, measured intervals, listeners, linger in
 * milliseconds.
 */
final class TcpBench {

  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private final Network network;
  private final TcpProbe probe;
  private final Duration linger;
  private final long intervalNanos;

  private long until;
  private long probes;
  private long failures;
  private long missed;
  private long latest;
  private long slowest;
  private volatile long loopThread;
  private long loop;

  private TcpBench(Network network, Duration linger, Duration interval) {
    this.network = network;
    this.probe = new TcpProbe(network);
    this.linger = linger;
    this.intervalNanos = interval.toNanos();
  }

  public static void main(String[] args) throws Exception {
    if (args[0].equals("listen")) {
      listen(Integer.parseInt(args[1]));
      return;
    }
    int targets = Integer.parseInt(args[0]);
    Duration interval = Duration.ofSeconds(Integer.parseInt(args[1]));
    int intervals = Integer.parseInt(args[2]);
    Process listeners =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-cp",
                System.getProperty("java.class.path"),
                TcpBench.class.getName(),
                "listen",
                args[3])
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (ExecutorService blocking = Executors.newCachedThreadPool();
        Network network = new Network(System::nanoTime, blocking)) {
      List<Target> listening = ports(listeners);
      Duration linger = Duration.ofMillis(Integer.parseInt(args[4]));
      TcpBench bench = new TcpBench(network, linger, interval);
      System.out.printf(
          "%d targets on %d listeners every %d s, linger %d ms%n",
          targets, listening.size(), interval.toSeconds(), linger.toMillis());
      bench.report("warm-up", bench.run(targets, listening, 1));
      System.out.printf("plain blocking sockets: %.1f µs CPU each%n", plain(listening) / 1e3);
      bench.report("probes", bench.run(targets, listening, intervals));
      System.out.printf("plain blocking sockets: %.1f µs CPU each%n", plain(listening) / 1e3);
    } finally {
      listeners.destroy();
    }
  }

  private static List<Target> ports(Process listeners) throws IOException {
    List<Target> targets = new ArrayList<>();
    BufferedReader ports = listeners.inputReader(StandardCharsets.US_ASCII);
    for (String port = ports.readLine(); !port.isEmpty(); port = ports.readLine()) {
      targets.add(new Target("127.0.0.1", Integer.parseInt(port)));
    }
    return targets;
  }

  /** For comparison, the CPU time of one connect and close without any probe, in nanoseconds. */
  private static long plain(List<Target> listening) throws Exception {
    int connects = 5000;
    long cpu = cpu();
    for (int i = 0; i < connects; i++) {
      Target target = listening.get(i % listening.size());
      try (SocketChannel socket = SocketChannel.open()) {
        socket.connect(new InetSocketAddress(target.host(), target.port()));
      }
      // At the pace of the probes: a cache that never cools would flatter it.
      TimeUnit.MICROSECONDS.sleep(1000);
    }
    return (cpu() - cpu) / connects;
  }

  /** Returns the CPU time used, in nanoseconds. */
  private long run(int targets, List<Target> listening, int intervals) throws Exception {
    probes = 0;
    failures = 0;
    missed = 0;
    latest = 0;
    slowest = 0;
    CountDownLatch done = new CountDownLatch(targets);
    network.loop().submit(() -> loopThread = Thread.currentThread().threadId()).get();
    long loopBefore = loopCpu();
    long cpu = cpu();
    // Time enough to plan them all.
    long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    until = start + intervals * intervalNanos;
    for (int i = 0; i < targets; i++) {
      long due = start + intervalNanos * i / targets;
      TcpProbe.Spec spec = new TcpProbe.Spec(listening.get(i % listening.size()), DEADLINE, linger);
      network.loop().execute(() -> plan(spec, due, done));
    }
    done.await();
    loop = loopCpu() - loopBefore;
    return cpu() - cpu;
  }

  private void plan(TcpProbe.Spec spec, long due, CountDownLatch done) {
    if (due >= until) {
      done.countDown();
      return;
    }
    var unused =
        network
            .loop()
            .schedule(() -> look(spec, due, done), due - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void look(TcpProbe.Spec spec, long due, CountDownLatch done) {
    latest = Math.max(latest, System.nanoTime() - due);
    var unused =
        probe
            .run(spec)
            .whenComplete(
                (result, error) -> {
                  probes++;
                  if (error != null || result.outcome().reason() != Reason.OK) {
                    failures++;
                  } else {
                    long connect = result.outcome().phases().get(0).took().toNanos();
                    slowest = Math.max(slowest, connect);
                  }
                  long next = due + intervalNanos;
                  for (long now = System.nanoTime(); next <= now; next += intervalNanos) {
                    missed++;
                  }
                  plan(spec, next, done);
                });
  }

  private void report(String name, long cpu) {
    System.out.printf(
        "%s: %d probes, %.1f µs CPU each (%.1f of it on the loop), %d missed intervals,"
            + " %d failures, latest start %.1f ms, slowest connect %.1f ms%n",
        name,
        probes,
        cpu / 1e3 / probes,
        loop / 1e3 / probes,
        missed,
        failures,
        latest / 1e6,
        slowest / 1e6);
  }

  private long loopCpu() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(loopThread);
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Accepts on many ports, prints them, and closes what the other end has closed. */
  private static void listen(int listeners) throws IOException {
    Selector selector = Selector.open();
    for (int i = 0; i < listeners; i++) {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println(listener.socket().getLocalPort());
    }
    System.out.println();
    ByteBuffer nothing = ByteBuffer.allocate(16);
    while (true) {
      selector.select();
      for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
        SelectionKey key = keys.next();
        keys.remove();
        if (key.channel() instanceof ServerSocketChannel listener) {
          SocketChannel accepted = listener.accept();
          if (accepted != null) {
            accepted.configureBlocking(false);
            accepted.register(selector, SelectionKey.OP_READ);
          }
        } else if (key.channel() instanceof SocketChannel socket && socket.read(nothing) < 0) {
          socket.close();
        }
      }
    }
  }
}
