package io.roomwatch.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.schedule.Loop;
import io.roomwatch.agent.schedule.Task;
import io.roomwatch.agent.service.NotifySocket;
import io.roomwatch.agent.service.ServiceManager;
import io.roomwatch.agent.web.ListenAddress;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What systemd hears of the daemon, at its end of the socket. */
@EnabledOnOs(OS.LINUX)
class StandingTest {

  @TempDir private Path folder;

  private NotifySocket systemd;
  private ServiceManager manager;

  @BeforeEach
  void listen() {
    String socket = folder.resolve("notify").toString();
    systemd = new NotifySocket(socket);
    manager =
        ServiceManager.of(
            Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "400000"),
            ProcessHandle.current().pid(),
            System::nanoTime);
  }

  @AfterEach
  void stop() {
    systemd.close();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("roomwatch.yaml"), text);
  }

  private static String room(String name) {
    return """
    room: {name: %s}
    cloud: {hosts: [localhost], proxy: none, ntp: 127.0.0.1, resolvers: [127.0.0.1], status: {url: "http://127.0.0.1:1/", fallback_url: "http://127.0.0.1:1/"}}
    checks: {local.gateway: {enabled: false}, link.isolation: {enabled: false}}
    """
        .formatted(name);
  }

  @Test
  void theDaemonSaysWhenItIsUpReloadsAndStopsAndFeedsTheWatchdogBetween() throws Exception {
    FixedFacts facts = new FixedFacts();
    facts.sockets = Fact.known(List.of());
    facts.resolvers = Fact.known(List.of());
    Path file = write(room("Boardroom"));
    ConfigSource source = new ConfigSource(new ConfigFile("pc", Map.of()), Optional.empty(), file);
    try (Ground ground = new Ground(new Program.Build("1.2.3", "abc"), facts, "/bin", manager);
        Agent agent = new Agent(ground, good(source), source, folder.resolve("state"))) {
      agent.start(
          Program.Web.plain(List.of(new ListenAddress(new InetSocketAddress("127.0.0.1", 0)))));
      assertEquals(
          "READY=1\nSTATUS=Boardroom: the first looks are under way", systemd.next("READY"));
      assertEquals("WATCHDOG=1", systemd.next("WATCHDOG"));
      assertEquals("WATCHDOG=1", systemd.next("WATCHDOG"));
      assertTrue(systemd.next("STATUS").startsWith("STATUS=Boardroom: "));

      write(room("Attic"));
      assertEquals(Optional.empty(), agent.reload());
      assertTrue(systemd.next("RELOADING").contains("\nMONOTONIC_USEC="));
      assertTrue(systemd.next("READY").startsWith("READY=1\nSTATUS=Attic: "));

      write("room: {name: [}");
      assertTrue(agent.reload().isPresent());
      assertTrue(systemd.next("RELOADING").contains("\nMONOTONIC_USEC="));
      String kept = systemd.next("READY");
      assertTrue(
          kept.contains("STATUS=the configuration file is bad, the old one stays; Attic: "), kept);
      assertEquals("WATCHDOG=1", systemd.next("WATCHDOG"));
    }
    assertEquals("STOPPING=1\nSTATUS=stopping", systemd.next("STOPPING"));
  }

  private static Outcome.Good<Config> good(ConfigSource source) {
    return switch (source.read()) {
      case Outcome.Good<Config> good -> good;
      case Outcome.Bad<Config> bad -> throw new AssertionError(bad.faults());
    };
  }

  @Test
  void whatStandsStillFeedsNobody() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ExecutorService only = Executors.newSingleThreadExecutor();
    try (Loop loop = loop(only)) {
      Standing standing = new Standing(manager, loop::stalled);
      loop.replaceAll(standing.tasks());
      assertEquals("WATCHDOG=1", systemd.next());
      // The threads that do the work are all held up, and the loop's own goes on.
      only.execute(
          () -> {
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      await().atMost(Duration.ofSeconds(20)).until(loop::stalled);
      manager.status("end");
      String last = systemd.next();
      while (last.equals("WATCHDOG=1")) {
        last = systemd.next();
      }
      assertEquals("STATUS=end", last, "what was fed before the stall comes first, then nothing");
      List<Task> tasks = new Standing(manager, () -> true).tasks();
      var unused = tasks.getFirst().work().start();
      manager.status("nothing");
      assertEquals("STATUS=nothing", systemd.next());
    } finally {
      release.countDown();
      only.shutdownNow();
    }
  }

  private static Loop loop(ExecutorService only) {
    return Loop.start(
        System::nanoTime,
        only,
        new Loop.Settings(1, Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(3)),
        List.of());
  }
}
