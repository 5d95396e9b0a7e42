package io.roomwatch.agent.lab;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The lab: {@code agent}, {@code room} and {@code controller} on one LAN, a {@code router} that is
 * its gateway, and a {@code cloud} behind it.
 *
 * <pre>
 *   agent 10.77.1.2 ─┐
 *   room 10.77.1.20 ─┼─ router 10.77.1.1 / 203.0.113.1 ── cloud 203.0.113.10 (all servers), 203.0.113.30 (proxy)
 *   controller .31  ─┘
 * </pre>
 *
 * Everything it starts ends with {@link #close}, newest first.
 */
@SuppressWarnings("try") // Whoever interrupts a lab has ended the test.
final class Lab implements AutoCloseable {

  static final String CLOUD = "203.0.113.10";
  static final String PROXY = "203.0.113.30";
  static final String ROOM = "10.77.1.20";
  static final String CONTROLLER = "10.77.1.31";

  private final String prefix = "rw" + ProcessHandle.current().pid() + "-";
  private final Path folder;
  private final Deque<AutoCloseable> undo = new ArrayDeque<>();

  /** Empty when the lab can run here, else why not. */
  static String missing() throws IOException, InterruptedException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return "the network lab needs root for its namespaces";
    }
    for (String program : List.of("ip", "nft", "dnsmasq", "turnserver", "chronyd", "squid")) {
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
      certificates();
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  Path folder() {
    return folder;
  }

  private void network() throws Exception {
    for (String name : List.of("agent", "room", "controller", "router", "cloud")) {
      sh("ip netns add " + prefix + name);
      undo.push(() -> sh("ip netns del " + prefix + name));
      in(name, "ip link set lo up");
    }
    in("router", "ip link add lan type bridge");
    in("router", "ip addr add 10.77.1.1/24 dev lan");
    in("router", "ip link set lan up");
    for (String[] host :
        new String[][] {{"agent", "10.77.1.2"}, {"room", ROOM}, {"controller", CONTROLLER}}) {
      sh(
          "ip -n "
              + prefix
              + host[0]
              + " link add eth0 type veth peer name "
              + host[0]
              + " netns "
              + prefix
              + "router");
      in("router", "ip link set " + host[0] + " master lan up");
      in(host[0], "ip addr add " + host[1] + "/24 dev eth0");
      in(host[0], "ip link set eth0 up");
      in(host[0], "ip route add default via 10.77.1.1");
      resolver(host[0], CLOUD);
    }
    sh(
        "ip -n "
            + prefix
            + "cloud link add eth0 type veth peer name wan netns "
            + prefix
            + "router");
    in("router", "ip addr add 203.0.113.1/24 dev wan");
    in("router", "ip link set wan up");
    in("router", "sysctl -qw net.ipv4.ip_forward=1");
    in("cloud", "ip addr add " + CLOUD + "/24 dev eth0");
    in("cloud", "ip addr add " + PROXY + "/24 dev eth0");
    // The JDK's HTTPS server looks up its clients' names before it shakes hands.
    etc(
        "cloud",
        "hosts",
        "127.0.0.1 localhost\n10.77.1.2 agent\n" + CLOUD + " zoom.us\n" + PROXY + " proxy\n");
    resolver("cloud", CLOUD);
    in("cloud", "ip link set eth0 up");
    in("cloud", "ip route add default via 203.0.113.1");
  }

  /** What the hosts of the lab have for {@code /etc/resolv.conf}. */
  void resolver(String host, String address) throws IOException {
    etc(host, "resolv.conf", "nameserver " + address + "\noptions timeout:2 attempts:1\n");
  }

  /** A file in place of one in {@code /etc}. */
  private void etc(String host, String file, String text) throws IOException {
    Path etc = Path.of("/etc/netns", prefix + host);
    Files.createDirectories(etc);
    Files.writeString(etc.resolve(file), text);
    undo.push(() -> sh("rm -rf " + etc));
  }

  private void certificates() throws Exception {
    Instant now = Instant.now();
    X509Bundle authority =
        new CertificateBuilder()
            .subject("CN=Lab Public Root,O=Lab")
            .notAfter(Instant.now().plus(Duration.ofDays(365)))
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM());
    X509Bundle zscaler =
        new CertificateBuilder()
            .subject("CN=Zscaler Root CA,O=Zscaler Inc.")
            .notAfter(Instant.now().plus(Duration.ofDays(365)))
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    keep("valid", names("zoom.us", "www.zoomstatus.com").buildIssuedBy(authority));
    keep("wrong-name", names("example.com", "www.zoomstatus.com").buildIssuedBy(authority));
    keep("inspected", names("zoom.us", "www.zoomstatus.com").buildIssuedBy(zscaler));
    keep(
        "expired",
        names("zoom.us", "www.zoomstatus.com")
            .notBefore(now.minus(Duration.ofDays(90)))
            .notAfter(now.minus(Duration.ofDays(1)))
            .buildIssuedBy(authority));
  }

  private static CertificateBuilder names(String... names) {
    CertificateBuilder builder =
        new CertificateBuilder()
            .subject("CN=" + names[0])
            .notAfter(Instant.now().plus(Duration.ofDays(180)));
    for (String name : names) {
      builder.addSanDnsName(name);
    }
    return builder;
  }

  private void keep(String name, X509Bundle bundle) throws Exception {
    KeyStore keys = bundle.toKeyStore(CloudServer.PASSWORD);
    try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".p12"))) {
      keys.store(out, CloudServer.PASSWORD);
    }
  }

  /** Runs a shell line within a host of the lab. */
  String in(String host, String line) throws IOException, InterruptedException {
    return sh("ip netns exec " + prefix + host + " " + line);
  }

  private static String sh(String line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(line + ": " + output);
    }
    return output;
  }

  /** How one program ended. */
  record Ended(int code, String out, String err, Duration took) {}

  /** Runs a program within a host until it ends, at most a minute. */
  Ended run(String host, List<String> command) throws Exception {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", prefix + host));
    whole.addAll(command);
    Path err = Files.createTempFile(folder, "run", ".err");
    long began = System.nanoTime();
    Process process = new ProcessBuilder(whole).redirectError(err.toFile()).start();
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

  /**
   * Starts a program within a host; it is stopped by closing what this returns, or with the lab.
   */
  AutoCloseable start(String host, String until, List<String> command) throws Exception {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", prefix + host));
    whole.addAll(command);
    Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
    AutoCloseable stop =
        () -> {
          process.descendants().forEach(ProcessHandle::destroy);
          process.destroy();
          if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.waitFor();
          }
        };
    undo.push(stop);
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder seen = new StringBuilder();
    for (String line = reader.readLine(); ; line = reader.readLine()) {
      if (line == null) {
        throw new IOException(command + " ended: " + seen);
      }
      seen.append(line).append('\n');
      if (line.contains(until)) {
        break;
      }
    }
    Thread.ofVirtual().start(() -> reader.lines().forEach(line -> {}));
    return stop;
  }

  /** Starts one of the lab's Java programs within a host. */
  AutoCloseable java(String host, Class<?> program, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path")
                    .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                program.getName()));
    command.addAll(List.of(arguments));
    return start(host, "ready", command);
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
