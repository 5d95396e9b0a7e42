package io.roomwatch.agent.facts.machine;

import static io.roomwatch.agent.facts.Fixture.known;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.linux.LinuxSystem;
import io.roomwatch.agent.facts.reader.InstalledPrograms;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.facts.reader.NativeTables;
import io.roomwatch.agent.facts.reader.Programs;
import io.roomwatch.agent.facts.reader.SystemReaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import oshi.SystemInfo;

/** The machine the tests run on, read for real: by {@code /proc} and by OSHI. */
final class ThisMachineTest {

  private static final long OWN_PID = ProcessHandle.current().pid();

  private final ExecutorService threads = MachineFacts.threads();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** The two ways to read a machine. */
  enum Way {
    PROC,
    OSHI
  }

  private Facts facts() {
    return MachineFacts.of(
        Platform.of(System.getProperty("os.name")),
        Path.of("/"),
        Map.of("https_proxy", "http://room:pw@127.0.0.1:8888"),
        System::nanoTime,
        threads);
  }

  private SystemReaders readers(Way way) {
    Programs programs = new InstalledPrograms(InstalledPrograms.UNIX_FOLDERS, threads);
    return switch (way) {
      case PROC -> {
        assumeTrue(
            Platform.of(System.getProperty("os.name")) == Platform.LINUX,
            "Only Linux has a /proc that these readers know.");
        yield new LinuxSystem(new MachineFiles(Path.of("/")), programs, LinuxSystem::javaAddresses);
      }
      case OSHI ->
          new OshiReaders(Platform.OTHER, SystemInfo::new, NativeTables.NONE, name -> false);
    };
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void loopbackIsAmongTheInterfaces(Way way) {
    List<NetInterface> interfaces = known(readers(way).interfaces());
    assertTrue(
        interfaces.stream()
            .flatMap(face -> face.addresses().stream())
            .anyMatch(subnet -> subnet.address().isLoopbackAddress() && subnet.prefixLength() > 0),
        interfaces.toString());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void ownProcessIsListedWithNameAndStart(Way way) {
    RunningProcess own =
        known(readers(way).processes()).stream()
            .filter(process -> process.pid() == OWN_PID)
            .findFirst()
            .orElseThrow();
    assertEquals("java", own.name());
    assertTrue(own.user().isPresent());
    Instant started = ProcessHandle.current().info().startInstant().orElseThrow();
    assertTrue(
        Duration.between(started, own.started()).abs().compareTo(Duration.ofSeconds(3)) < 0,
        own + " started at " + started);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROC 127.0.0.1", "PROC ::1", "OSHI 127.0.0.1", "OSHI ::1"})
  void listenerAndItsConnectionAreSeenWithOurPid(String wayAndAddress) throws IOException {
    String[] words = wayAndAddress.split(" ", 2);
    SystemReaders readers = readers(Way.valueOf(words[0]));
    InetAddress address = Fixture.ip(words[1]);
    try (ServerSocket listener = new ServerSocket()) {
      try {
        listener.bind(new InetSocketAddress(address, 0));
      } catch (IOException noIpv6) {
        assumeTrue(false, "This machine has no address " + address.getHostAddress() + ".");
      }
      int port = listener.getLocalPort();
      List<TcpSocket> before = known(readers.sockets(port));
      assertEquals(1, before.size(), before.toString());
      assertEquals(TcpSocket.State.LISTEN, before.getFirst().state());
      assertEquals(address, before.getFirst().local().getAddress());
      assertTrue(before.getFirst().remote().isEmpty());
      assertEquals(OptionalLong.of(OWN_PID), before.getFirst().pid());
      try (Socket client = new Socket(address, port);
          Socket accepted = listener.accept()) {
        TcpSocket connection =
            known(readers.sockets(port)).stream()
                .filter(socket -> socket.state() == TcpSocket.State.ESTABLISHED)
                .findFirst()
                .orElseThrow();
        assertEquals(client.getLocalPort(), connection.remote().orElseThrow().getPort());
        assertEquals(accepted.getInetAddress(), connection.remote().orElseThrow().getAddress());
        assertEquals(OptionalLong.of(OWN_PID), connection.pid());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void loadIsPlausible(Way way) {
    HostLoad load = known(readers(way).load());
    assertTrue(load.uptime().compareTo(Duration.ofSeconds(1)) > 0, load.toString());
    assertTrue(load.memory().availableBytes() > 0, load.toString());
    assertTrue(load.memory().totalBytes() >= load.memory().availableBytes(), load.toString());
  }

  @Test
  void bothWaysSeeTheSameRoutes() {
    assumeTrue(
        Platform.of(System.getProperty("os.name")) == Platform.LINUX,
        "Only Linux can be read both ways.");
    List<Route> ours = known(readers(Way.PROC).routes());
    assumeTrue(!ours.isEmpty(), "This machine has no route.");
    List<String> theirs =
        known(readers(Way.OSHI).routes()).stream()
            .map(route -> route.destination() + " " + route.gateway())
            .toList();
    for (Route route : ours) {
      assertTrue(
          theirs.contains(route.destination() + " " + route.gateway()),
          route + " is not among " + theirs);
    }
  }

  @Test
  void everyFactAnswersInTime() {
    Facts facts = facts();
    assertFalse(facts.hostName().isBlank());
    for (Fact<?> fact :
        List.<Fact<?>>of(
            facts.interfaces(),
            facts.routes(),
            facts.resolvers(),
            facts.neighbours(),
            facts.sockets(9090),
            facts.wifi(),
            facts.firewall(9090),
            facts.processes(),
            facts.applications(),
            facts.peripherals(),
            facts.load())) {
      if (fact instanceof Fact.Unread<?> unread) {
        assertFalse(unread.why().isBlank());
        System.out.println("this machine: " + unread);
      }
    }
    assertFalse(known(facts.interfaces()).isEmpty());
    assertFalse(known(facts.load()).uptime().isZero());
  }

  @Test
  void proxyOfTheEnvironmentComesWithoutItsPassword() {
    ProxySource source = facts().proxies().getFirst();
    assertEquals(ProxySource.Kind.ENVIRONMENT, source.kind());
    assertEquals("127.0.0.1:8888", known(source.settings()).proxy().orElseThrow().toString());
    assertFalse(source.toString().contains("pw"), source.toString());
  }

  @Test
  void threadsHaveNamesAndDoNotKeepTheAgentAlive() throws Exception {
    Thread thread = threads.submit(Thread::currentThread).get();
    assertTrue(thread.getName().matches("facts-\\d+"), thread.getName());
    assertTrue(thread.isDaemon());
    assertFalse(thread.isVirtual());
  }
}
