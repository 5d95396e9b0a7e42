package io.roomwatch.agent.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A room and its neighbour, each a network namespace, with a veth pair between them. The room is
 * really changed, and the journal says exactly that.
 */
final class MachineWatchIT {

  private static final String TAG = "rwjr" + ProcessHandle.current().pid();
  private static final String ROOM = TAG + "r";
  private static final String OTHER = TAG + "o";

  @TempDir private Path folder;
  private final Deque<Process> processes = new ArrayDeque<>();
  private @Nullable Process report;
  private @Nullable BufferedReader reports;

  @BeforeEach
  void namespaces() throws Exception {
    assumeTrue(
        runs("ip netns add " + ROOM),
        "Network namespaces cannot be made here: root and iproute2 are needed.");
    assumeTrue(
        runs("ip netns exec " + ROOM + " nft list ruleset"),
        "nft cannot be used in a network namespace here.");
    must("ip netns add " + OTHER);
    must("ip link add eth0 netns " + ROOM + " type veth peer name peer0 netns " + OTHER);
    must("ip -n " + OTHER + " addr add 10.77.0.2/24 dev peer0");
    must("ip -n " + OTHER + " link set peer0 up");
    // A second address takes over when the first one goes, with the routes.
    room("sysctl -qw net.ipv4.conf.all.promote_secondaries=1");
    ip("link set lo up");
    ip("addr add 10.77.0.1/24 dev eth0");
    up();
    ip("route add default via 10.77.0.2");
    room("nft add table inet room");
    room("nft 'add chain inet room in { type filter hook input priority 0; }'");
    room("nft add rule inet room in tcp dport 9090 accept");
    // The kernel's files are those of the namespace, all others the test's own.
    for (String kernel : List.of("proc", "sys")) {
      Files.createSymbolicLink(root().resolve(kernel), Path.of("/" + kernel));
    }
    Files.createDirectories(root().resolve("etc"));
    resolver("10.77.0.53");
  }

  @AfterEach
  void end() throws Exception {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.waitFor();
    }
    runs("ip netns del " + ROOM);
    runs("ip netns del " + OTHER);
    // Here and not by JUnit, which warns of links that lead out of its folder.
    for (String kernel : List.of("proc", "sys")) {
      Files.deleteIfExists(root().resolve(kernel));
    }
  }

  private Path root() throws IOException {
    return Files.createDirectories(folder.resolve("root"));
  }

  private void resolver(String address) throws IOException {
    Files.writeString(root().resolve("etc/resolv.conf"), "nameserver " + address + "\n");
  }

  @Test
  void whatIsChangedIsToldAndNothingElse() throws Exception {
    start();
    assertEquals(List.of(), look());
    assertEquals(List.of(), look());

    ip("addr add 10.77.0.5/24 dev eth0");
    ip("addr del 10.77.0.1/24 dev eth0");
    assertEquals(List.of("The address of eth0 was 10.77.0.1/24, is 10.77.0.5/24."), look());

    ip("route replace default via 10.77.0.3");
    assertEquals(
        List.of("The default route was via 10.77.0.2 on eth0, is via 10.77.0.3 on eth0."), look());

    ip("route add 10.99.0.0/16 via 10.77.0.9");
    assertEquals(
        List.of("The routes changed: 1 new (10.99.0.0/16 via 10.77.0.9 on eth0)."), look());

    room("nft add rule inet room in tcp dport 22 drop");
    List<String> rules = look();
    assertEquals(1, rules.size(), rules.toString());
    assertTrue(
        rules.getFirst().startsWith("The firewall rules changed: 1 new (")
            && rules.getFirst().contains("22"),
        rules.toString());

    resolver("10.77.0.54");
    assertEquals(List.of("The DNS servers were 10.77.0.53, are 10.77.0.54."), look());
    assertEquals(List.of(), look());
  }

  @Test
  void aPulledCableIsToldWithWhatItTakesAlong() throws Exception {
    start();
    assertEquals(List.of(), look());
    ip("link set eth0 down");
    assertEquals(List.of("The interface eth0 (wired) has lost its link."), look());
    assertEquals(
        List.of("There is no default route any more; it was via 10.77.0.2 on eth0."), look());
    assertEquals(List.of(), look());
    up();
    ip("route add default via 10.77.0.2");
    assertEquals(
        List.of(
            "The interface eth0 (wired) has a link again.",
            "There is a default route now: via 10.77.0.2 on eth0."),
        look());
  }

  @Test
  void aControllerIsToldByItsAddress() throws Exception {
    start();
    assertEquals(List.of(), look());
    Process controller =
        background(
            "ip netns exec " + OTHER + " bash -c 'exec 3<>/dev/tcp/10.77.0.1/9090; cat <&3'");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> runs("ip netns exec " + ROOM + " grep -q ' 01 ' /proc/net/tcp /proc/net/tcp6"));
    assertEquals(List.of("The controller 10.77.0.2 is connected."), look());
    controller.descendants().forEach(ProcessHandle::destroyForcibly);
    controller.destroyForcibly();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> !runs("ip netns exec " + ROOM + " grep -q ' 01 ' /proc/net/tcp /proc/net/tcp6"));
    assertEquals(List.of(), look(), "missed once");
    assertEquals(List.of("The controller 10.77.0.2 is not connected any more."), look());
  }

  @Test
  void aChangeMadeWhileTheAgentWasOffIsToldAtItsStart() throws Exception {
    start();
    assertEquals(List.of(), look());
    stop();
    resolver("8.8.8.8");
    ip("route replace default via 10.77.0.3");
    start();
    assertEquals(
        List.of(
            "While Roomwatch was not running, the default route was via 10.77.0.2 on eth0, is via"
                + " 10.77.0.3 on eth0.",
            "While Roomwatch was not running, the DNS servers were 10.77.0.53, are 8.8.8.8."),
        look());
    assertEquals(List.of(), look());
  }

  @Test
  void aLeaseOfARealClientIsTold() throws Exception {
    assumeTrue(runs("which dhclient"), "The package isc-dhcp-client is not installed.");
    assumeTrue(runs("which dnsmasq"), "The package dnsmasq-base is not installed.");
    String first = lease("10.77.0.100", "10.77.0.1");
    start();
    assertEquals(List.of(), look());
    String second = lease("10.77.0.200", first);
    assertEquals(
        List.of(
            "The address of eth0 was " + first + "/24, is " + second + "/24.",
            "The DHCP lease of eth0 was "
                + first
                + " from 10.77.0.2, is "
                + second
                + " from 10.77.0.2."),
        look());
    Path file = root().resolve("var/lib/dhcp/dhclient.leases");
    Files.writeString(
        file, Files.readString(file).replaceAll("expire [^;]*;", "expire 1 2020/01/06 00:00:00;"));
    assertEquals(List.of(), look(), "missed once");
    assertEquals(
        List.of("eth0 has a static address now; it was by DHCP: " + second + " from 10.77.0.2."),
        look());
  }

  /** Has the client ask a server that only has this address, and uses it instead of the old one. */
  private String lease(String address, String old) throws Exception {
    Process server =
        background(
            "ip netns exec "
                + OTHER
                + " dnsmasq --no-daemon --conf-file=/dev/null --pid-file= --port=0"
                + " --interface=peer0 --bind-interfaces --dhcp-authoritative --dhcp-leasefile="
                + folder.resolve("server-" + address)
                + " --dhcp-range="
                + address
                + ","
                + address
                + ",12h");
    Path file = Files.createDirectories(root().resolve("var/lib/dhcp")).resolve("dhclient.leases");
    String client =
        "dhclient -1 -lf " + file + " -pf " + folder.resolve("dhclient.pid") + " -sf /bin/true";
    // It stays to renew what it got; one try may come before the server listens.
    room("timeout 60 sh -c 'until " + client + " eth0; do :; done'");
    runs("kill $(cat " + folder.resolve("dhclient.pid") + ")");
    server.descendants().forEach(ProcessHandle::destroyForcibly);
    server.destroyForcibly();
    server.waitFor();
    Matcher given = Pattern.compile("fixed-address ([0-9.]+);").matcher(Files.readString(file));
    String last = "";
    while (given.find()) {
      last = given.group(1);
    }
    assertEquals(address, last);
    ip("addr add " + last + "/24 dev eth0");
    ip("addr del " + old + "/24 dev eth0");
    return last;
  }

  private void start() throws Exception {
    List<String> command =
        List.of(
            "ip",
            "netns",
            "exec",
            ROOM,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path")
                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
            WatchReport.class.getName(),
            root().toString(),
            folder.resolve("state").toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    processes.push(process);
    report = process;
    reports =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertEquals("ready", reports.readLine());
  }

  private void stop() throws Exception {
    Process process = Objects.requireNonNull(report);
    process.getOutputStream().close();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  /** What one look adds to the journal. */
  private List<String> look() throws Exception {
    Process process = Objects.requireNonNull(report);
    BufferedReader reader = Objects.requireNonNull(reports);
    PrintWriter out =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    out.println("look");
    List<String> told = new ArrayList<>();
    for (String line = reader.readLine(); !".".equals(line); line = reader.readLine()) {
      if (line == null) {
        throw new IOException("the report ended");
      }
      told.add(line);
    }
    return told;
  }

  private void up() throws Exception {
    ip("link set eth0 up");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> runs("ip -n " + ROOM + " link show eth0 | grep -q 'state UP'"));
  }

  private static void ip(String line) throws Exception {
    must("ip -n " + ROOM + " " + line);
  }

  private static void room(String line) throws Exception {
    must("ip netns exec " + ROOM + " " + line);
  }

  private static void must(String line) throws Exception {
    assertTrue(runs(line), line);
  }

  private Process background(String line) throws IOException {
    Process process =
        new ProcessBuilder("sh", "-c", "exec " + line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    processes.push(process);
    return process;
  }

  private static boolean runs(String line) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(90, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
