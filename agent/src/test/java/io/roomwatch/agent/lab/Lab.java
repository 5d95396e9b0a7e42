package io.roomwatch.agent.lab;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lab: {@code agent}, {@code room} and {@code controller} on one LAN, a {@code router} that is
 * its gateway, and a {@code cloud} behind it.
 *
 * <pre>
 *   agent 10.77.1.2 ─┐
 *   room 10.77.1.20 ─┼─ router 10.77.1.1 / 203.0.113.1 ── cloud 203.0.113.10: all servers
 *   controller .31  ─┘                     but .20: status page, .30: proxy, .53: DNS
 * </pre>
 *
 * Everything it starts ends with {@link #close}, newest first.
 */
@SuppressWarnings("try") // Whoever interrupts a lab has ended the test.
final class Lab implements AutoCloseable {

  static final String CLOUD = "203.0.113.10";
  static final String PROXY = "203.0.113.30";
  static final String STATUS = "203.0.113.20";
  static final String DNS = "203.0.113.53";
  static final String ROOM = "10.77.1.20";
  static final String CONTROLLER = "10.77.1.31";

  /** What programs of the lab itself print when they are there. */
  static final String READY = "ready";

  /** Holds a tun device open, without which it has no carrier; TUNSETIFF, linux/if_tun.h. */
  static final String HOLD_TUN =
      "sysopen(my $f, '/dev/net/tun', 2) or die $!; my $r = pack('Z16 s x22', 'tun0', 0x1001);"
          + " ioctl($f, 0x400454ca, $r) or die $!; $| = 1; print \"ready\\n\"; sleep 600;";

  private static final int PATIENCE = 40;

  private static final AtomicInteger LABS = new AtomicInteger();

  private final String number = ProcessHandle.current().pid() + "x" + LABS.incrementAndGet();
  private final String prefix = "rw" + number + "-";
  private final Path folder;
  private final Map<String, Long> firsts = new HashMap<>();
  private final Deque<AutoCloseable> undo = new ArrayDeque<>();

  /** Empty when the lab can run here, else why not. */
  static String missing() throws IOException, InterruptedException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return "the network lab needs root for its namespaces";
    }
    for (String program :
        List.of("ip", "nft", "dnsmasq", "turnserver", "chronyd", "squid", "prometheus")) {
      if (new ProcessBuilder("which", program).redirectErrorStream(true).start().waitFor() != 0) {
        return "the network lab needs " + program;
      }
    }
    return "";
  }

  Lab(Path folder) throws Exception {
    this.folder = folder;
    try {
      network();
      Certificates.into(folder);
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  Path folder() {
    return folder;
  }

  /** Of this lab on this machine, for names that must not meet. */
  String number() {
    return number;
  }

  private void network() throws Exception {
    host("router", "", "");
    in("router", "sysctl -qw net.ipv4.ip_forward=1");
    bridge("lan", "10.77.1.1/24");
    join("agent", "lan", "10.77.1.2/24");
    join("room", "lan", ROOM + "/24");
    join("controller", "lan", CONTROLLER + "/24");
    // The JDK's HTTPS server looks up its clients' names before it shakes hands.
    host(
        "cloud",
        DNS,
        "127.0.0.1 localhost\n10.77.1.2 agent\n" + CLOUD + " zoom.us\n" + PROXY + " proxy\n");
    wire("cloud", "wan");
    in("router", "ip addr add 203.0.113.1/24 dev wan");
    in("router", "ip link set wan up");
    for (String address : List.of(CLOUD, STATUS, PROXY, DNS)) {
      in("cloud", "ip addr add " + address + "/24 dev eth0");
    }
    in("cloud", "ip link set eth0 up");
    in("cloud", "ip route add default via 203.0.113.1");
  }

  /** A network of its own behind the router, whose first address is the router's. */
  void bridge(String name, String gateway) throws Exception {
    in("router", "ip link add " + name + " type bridge");
    in("router", "ip addr add " + gateway + " dev " + name);
    in("router", "ip link set " + name + " up");
  }

  /** A host in such a network: its {@code eth0} is a port of the bridge, named after the host. */
  void join(String name, String bridge, String address) throws Exception {
    host(name, DNS, "");
    wire(name, name);
    in("router", "ip link set " + name + " master " + bridge + " up");
    in(name, "ip addr add " + address + " dev eth0");
    in(name, "ip link set eth0 up");
    in(name, "ip route add default via " + address.replaceFirst("[.][0-9]+/.*", ".1"));
  }

  /** Plugs the other end of one of a host's cables into the router. */
  void move(String host, String port) throws Exception {
    sh("ip -n " + prefix + host + " link set " + port + " netns " + prefix + "router");
  }

  private void wire(String name, String port) throws Exception {
    sh(
        String.join(
            " ",
            "ip -n " + prefix + name + " link add eth0 type veth peer name " + port,
            "netns " + prefix + "router"));
  }

  /**
   * A host: namespaces of its own for network, processes and mounts. Its first process waits for
   * this JVM to end, and all others end with it.
   */
  private void host(String name, String resolver, String hosts) throws Exception {
    sh("ip netns add " + prefix + name);
    undo.push(() -> sh("ip netns del " + prefix + name));
    if (!resolver.isEmpty()) {
      resolver(name, resolver);
    }
    if (!hosts.isEmpty()) {
      etc(name, "hosts", hosts);
    }
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", prefix + name));
    command.addAll(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"));
    command.addAll(List.of("sh", "-c", "echo ready; exec cat"));
    Process first = new ProcessBuilder(command).redirectErrorStream(true).start();
    undo.push(() -> end(first));
    String said = first.inputReader(StandardCharsets.UTF_8).readLine();
    if (!"ready".equals(said)) {
      throw new IOException(command + ": " + said);
    }
    firsts.put(name, first.children().findFirst().orElseThrow().pid());
    in(name, "ip link set lo up");
  }

  /** What the hosts of the lab have for {@code /etc/resolv.conf}. */
  void resolver(String host, String... addresses) throws IOException {
    StringBuilder text = new StringBuilder("options timeout:2 attempts:1\n");
    for (String address : addresses) {
      text.append("nameserver ").append(address).append('\n');
    }
    etc(host, "resolv.conf", text.toString());
  }

  /** A file in place of one in {@code /etc}. */
  private void etc(String host, String file, String text) throws IOException {
    Path etc = Path.of("/etc/netns", prefix + host);
    Files.createDirectories(etc);
    Files.writeString(etc.resolve(file), text);
    undo.push(() -> sh("rm -rf " + etc));
  }

  /** Runs a shell line within a host of the lab. */
  String in(String host, String line) throws IOException, InterruptedException {
    return said(within(host, List.of("sh", "-c", line)));
  }

  private static String sh(String line) throws IOException, InterruptedException {
    return said(List.of("sh", "-c", line));
  }

  private static String said(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + output);
    }
    return output;
  }

  /** A command as one within a host. */
  private List<String> within(String host, List<String> command) {
    String first = String.valueOf(firsts.get(host));
    List<String> whole =
        new ArrayList<>(List.of("nsenter", "-t", first, "-n", "-m", "-p", "--wd", "--"));
    whole.addAll(command);
    return whole;
  }

  /** How one program ended. */
  record Ended(int code, String out, String err, Duration took) {}

  /** Runs a program within a host until it ends, at most a minute. */
  Ended run(String host, List<String> command) throws Exception {
    Path err = Files.createTempFile(folder, "run", ".err");
    long began = System.nanoTime();
    Process process = new ProcessBuilder(within(host, command)).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command + " did not end");
    }
    return new Ended(
        process.exitValue(),
        out,
        Files.readString(err),
        Duration.ofNanos(System.nanoTime() - began));
  }

  /** A program that runs within a host, until it is closed or the lab is. */
  record Running(Process process, BufferedReader out) implements AutoCloseable {

    /**
     * Reads what it prints up to a line that has this text; {@link #READY} one that begins so.
     *
     * @throws IOException when it ends before, or does not say that in 40 s and is ended
     */
    String until(String text) throws IOException {
      CompletableFuture<Void> late =
          CompletableFuture.runAsync(
              () -> {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
              },
              CompletableFuture.delayedExecutor(PATIENCE, TimeUnit.SECONDS));
      try {
        return read(text);
      } finally {
        late.cancel(false);
      }
    }

    private String read(String text) throws IOException {
      StringBuilder seen = new StringBuilder();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        seen.append(line).append('\n');
        if (text.equals(READY) ? line.startsWith(READY) : line.contains(text)) {
          return line;
        }
      }
      throw new IOException(process.info().commandLine().orElse("it") + " ended: " + seen);
    }

    /** Throws away what it prints from now on, so that it never waits for a reader. */
    void drain() {
      try {
        while (out.readLine() != null) {}
      } catch (IOException e) {
        // It was ended meanwhile.
      }
    }

    /** Gives it a line on its standard input. */
    void tell(String line) throws IOException {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    @Override
    public void close() throws InterruptedException {
      end(process);
    }
  }

  /** Ends a program, and what entered the host for it: that one waits for it and reaps it. */
  private static void end(Process process) throws InterruptedException {
    List<ProcessHandle> inside = process.descendants().toList();
    inside.forEach(ProcessHandle::destroy);
    if (inside.isEmpty()) {
      process.destroy();
    }
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** Starts a program within a host whose output is read by whoever starts it. */
  Running open(String host, List<String> command) throws IOException {
    Process process = new ProcessBuilder(within(host, command)).redirectErrorStream(true).start();
    Running running = new Running(process, process.inputReader(StandardCharsets.UTF_8));
    undo.push(running);
    return running;
  }

  /**
   * Starts a program within a host; it is stopped by closing what this returns, or with the lab.
   *
   * @param until a part of the line by which it says that it is there
   */
  Running start(String host, String until, List<String> command) throws Exception {
    Running running = open(host, command);
    String unused = running.until(until);
    Thread.ofVirtual().start(running::drain);
    return running;
  }

  /** The command line of one of the lab's Java programs. */
  static List<String> java(Class<?> program, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // As the image has it.
                "-Djava.net.preferIPv6Addresses=system",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path")
                    .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                program.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts one of the lab's Java programs within a host. */
  Running java(String host, Class<?> program, String... arguments) throws Exception {
    return start(host, READY, java(program, arguments));
  }

  @Override
  public void close() throws Exception {
    Exception first = null;
    while (!undo.isEmpty()) {
      try {
        undo.pop().close();
      } catch (Exception e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
