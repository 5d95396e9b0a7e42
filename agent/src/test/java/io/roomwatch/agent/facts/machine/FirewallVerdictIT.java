package io.roomwatch.agent.facts.machine;

import static io.roomwatch.agent.facts.Fixture.known;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostFirewall.Inbound;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.netfilter.LinuxFirewall;
import io.roomwatch.agent.facts.reader.Addresses;
import io.roomwatch.agent.facts.reader.InstalledPrograms;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.facts.reader.Programs;
import io.roomwatch.agent.lab.ClassPath;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A room and a controller, each a network namespace, with a veth pair between them: every ruleset
 * of the captures is loaded in the room, judged, and then tried by a real connect from the
 * controller.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FirewallVerdictIT {

  private static final String TAG = "rwfw" + ProcessHandle.current().pid();
  private static final String ROOM = TAG + "r";
  private static final String CONTROLLER = TAG + "c";
  private static final int PORT = 9090;

  /** Longer than a connect on a veth pair takes, and than a SYN's way to a drop. */
  private static final int MILLIS = 300;

  @TempDir private Path empty;
  private final ExecutorService threads = MachineFacts.threads();
  private final List<Process> peers = new ArrayList<>();
  private boolean made;

  @BeforeAll
  void namespaces() throws Exception {
    assumeTrue(
        runs("ip", "netns", "add", ROOM),
        "Network namespaces cannot be made here: root and iproute2 are needed.");
    made = true;
    assumeTrue(
        runs("ip", "netns", "exec", ROOM, "nft", "list", "ruleset"),
        "nft cannot be used in a network namespace here.");
    must("ip", "netns", "add", CONTROLLER);
    must(
        "ip",
        "link",
        "add",
        "room0",
        "netns",
        ROOM,
        "type",
        "veth",
        "peer",
        "name",
        "ctl0",
        "netns",
        CONTROLLER);
    face(ROOM, "room0", "10.77.0.1/24", "fd77::1/64");
    face(CONTROLLER, "ctl0", "10.77.0.2/24", "fd77::2/64");
    peer(ROOM, Integer.toString(PORT));
    peer(CONTROLLER);
    assertEquals("open", connect("10.77.0.1"));
    assertEquals("open", connect("fd77::1"));
  }

  private void face(String namespace, String name, String four, String six) throws Exception {
    must("ip", "-n", namespace, "link", "set", "lo", "up");
    must("ip", "-n", namespace, "addr", "add", four, "dev", name);
    must("ip", "-n", namespace, "-6", "addr", "add", six, "dev", name, "nodad");
    must("ip", "-n", namespace, "link", "set", name, "up");
  }

  @AfterAll
  void end() throws Exception {
    peers.forEach(Process::destroyForcibly);
    if (made) {
      runs("ip", "netns", "del", ROOM);
      runs("ip", "netns", "del", CONTROLLER);
    }
    threads.shutdownNow();
  }

  static Stream<String> rulesets() throws Exception {
    return names("/facts/linux/nft", ".nft");
  }

  static Stream<String> savedTables() throws Exception {
    return names("/facts/linux/iptables", ".save");
  }

  private static Stream<String> names(String folder, String end) throws Exception {
    Path path = Path.of(FirewallVerdictIT.class.getResource(folder).toURI());
    return Arrays.stream(path.toFile().listFiles())
        .map(File::getName)
        .filter(name -> name.endsWith(end))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("rulesets")
  void nftablesVerdictIsWhatAConnectMeets(String name) throws Exception {
    must("ip", "netns", "exec", ROOM, "nft", "flush", "ruleset");
    load(Fixture.text("linux/nft/" + name), "nft", "-f", "-");
    compare(name);
  }

  @ParameterizedTest
  @MethodSource("savedTables")
  void iptablesVerdictIsWhatAConnectMeets(String name) throws Exception {
    assumeTrue(
        runs("ip", "netns", "exec", ROOM, "iptables-nft", "-V"),
        "iptables over nftables is not installed.");
    must("ip", "netns", "exec", ROOM, "nft", "flush", "ruleset");
    String tool = name.contains("6") ? "ip6tables-restore" : "iptables-restore";
    load(Fixture.text("linux/iptables/" + name), tool);
    compare(name);
  }

  private void compare(String name) throws IOException {
    HostFirewall four =
        firewall(List.of(Fixture.face("room0", NetInterface.Kind.ETHERNET, "10.77.0.1/24")));
    System.out.println(name + " by IPv4: " + four.inbound());
    boolean opensFour = opens("10.77.0.1");
    told(four.inbound()).ifPresent(says -> assertEquals(opensFour, says, name + " by IPv4"));

    // Where the families differ, the words behind the verdict for IPv4 say what IPv6 meets.
    HostFirewall both =
        firewall(
            List.of(
                Fixture.face("room0", NetInterface.Kind.ETHERNET, "10.77.0.1/24", "fd77::1/64")));
    String words = both.inbound().rule().orElse("");
    boolean opensSix = opens("fd77::1");
    if (told(four.inbound()).isPresent()) {
      assertEquals(!opensFour && opensSix, words.contains("IPv6 is let in"), name + ": " + words);
      assertEquals(opensFour && !opensSix, words.contains("IPv6 is blocked"), name + ": " + words);
    }
  }

  /** Whether the port is said to be open; empty where it is said that nobody can tell. */
  private static Optional<Boolean> told(Inbound inbound) {
    return switch (inbound.action()) {
      case ALLOW -> Optional.of(true);
      case BLOCK -> Optional.of(false);
      case DEPENDS -> Optional.empty();
      case NO_RULE ->
          inbound.rule().orElse("").contains("not decided")
              ? Optional.empty()
              : Optional.of(!inbound.defaultBlocks());
    };
  }

  private HostFirewall firewall(List<NetInterface> faces) {
    Programs host = new InstalledPrograms(InstalledPrograms.UNIX_FOLDERS, threads);
    Programs inside =
        new Programs() {
          @Override
          public Fact<String> output(Duration patience, String program, List<String> arguments) {
            List<String> all = new ArrayList<>(List.of("netns", "exec", ROOM, program));
            all.addAll(arguments);
            return host.output(patience, "ip", all);
          }

          @Override
          public boolean has(String program) {
            return host.has(program);
          }
        };
    return known(
        new LinuxFirewall(new MachineFiles(empty), inside, () -> Fact.known(faces)).firewall(PORT));
  }

  private boolean opens(String address) throws IOException {
    return connect(address).equals("open");
  }

  private String connect(String address) throws IOException {
    Process controller = peers.get(1);
    PrintWriter out =
        new PrintWriter(
            new OutputStreamWriter(controller.getOutputStream(), StandardCharsets.UTF_8), true);
    out.println(String.format(Locale.ROOT, "%s %d %d", address, PORT, MILLIS));
    return reader(controller).readLine();
  }

  private final List<BufferedReader> readers = new ArrayList<>();

  private BufferedReader reader(Process process) {
    return readers.get(peers.indexOf(process));
  }

  private void peer(String namespace, String... arguments) throws IOException {
    String classPath =
        ClassPath.of(NamespacePeer.class) + File.pathSeparator + ClassPath.of(Addresses.class);
    List<String> command =
        new ArrayList<>(
            List.of(
                "ip",
                "netns",
                "exec",
                namespace,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                NamespacePeer.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    peers.add(process);
    readers.add(
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    assertEquals("ready", reader(process).readLine());
  }

  private static void load(String text, String... command) throws Exception {
    Path file = Files.createTempFile("rules", ".txt");
    try {
      Files.writeString(file, text);
      List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", ROOM));
      all.addAll(List.of(command));
      Process process = new ProcessBuilder(all).inheritIO().redirectInput(file.toFile()).start();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue());
    } finally {
      Files.delete(file);
    }
  }

  private static void must(String... command) throws Exception {
    assertTrue(runs(command), String.join(" ", command));
  }

  private static boolean runs(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }
}
