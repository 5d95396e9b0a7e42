package io.roomwatch.agent.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {

  @TempDir private Path folder;

  private static ServiceManager told(Map<String, String> environment) {
    return ServiceManager.of(environment, 42, () -> 5_000_001_999L);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void everyMessageIsWhatSystemdReads() {
    String socket = folder.resolve("notify").toString();
    try (NotifySocket systemd = new NotifySocket(socket)) {
      ServiceManager manager = told(Map.of("NOTIFY_SOCKET", socket));
      manager.ready("Boardroom: fine");
      manager.alive();
      manager.status("Boardroom:\nbroken");
      manager.reloading();
      manager.stopping();
      assertEquals("READY=1\nSTATUS=Boardroom: fine", systemd.next());
      assertEquals("WATCHDOG=1", systemd.next());
      assertEquals("STATUS=Boardroom: broken", systemd.next());
      assertEquals("RELOADING=1\nMONOTONIC_USEC=5000001", systemd.next());
      assertEquals("STOPPING=1\nSTATUS=stopping", systemd.next());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void anAbstractNameIsReached() {
    String name = "@roomwatch-test-" + ProcessHandle.current().pid();
    try (NotifySocket systemd = new NotifySocket(name)) {
      told(Map.of("NOTIFY_SOCKET", name)).alive();
      assertEquals("WATCHDOG=1", systemd.next());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theTimeOfAReloadIsTheKernelsMonotonicClock() throws IOException {
    String socket = folder.resolve("notify").toString();
    try (NotifySocket systemd = new NotifySocket(socket)) {
      ServiceManager.of(Map.of("NOTIFY_SOCKET", socket), 42, System::nanoTime).reloading();
      String said = systemd.next().lines().skip(1).findFirst().orElseThrow();
      double uptime =
          new java.util.Scanner(java.nio.file.Files.readString(Path.of("/proc/uptime")))
              .useLocale(java.util.Locale.ROOT)
              .nextDouble();
      double seconds = Long.parseLong(said.substring("MONOTONIC_USEC=".length())) / 1e6;
      // Uptime counts sleep, too, and is said in hundredths.
      assertTrue(seconds > 0 && seconds <= uptime + 0.02, seconds + " of " + uptime);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aSocketThatIsGoneHoldsNobodyUp() {
    ServiceManager manager = told(Map.of("NOTIFY_SOCKET", folder.resolve("gone").toString()));
    assertTimeout(Duration.ofSeconds(10), () -> manager.ready("x"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullSocketHoldsNobodyUpForLong() {
    String socket = folder.resolve("notify").toString();
    try (NotifySocket systemd = new NotifySocket(socket)) {
      List<IOException> refused = new ArrayList<>();
      for (int i = 0; i < 5_000 && refused.isEmpty(); i++) {
        try {
          UnixDatagram.send(socket, new byte[] {'x'});
        } catch (IOException e) {
          refused.add(e);
        }
      }
      assertEquals(1, refused.size(), "the queue of a socket is not endless");
      assertEquals("x", systemd.next());
    }
  }

  @Test
  void whoeverIsNotAskedSaysNothing() {
    assertEquals(Optional.empty(), told(Map.of()).watchdog());
    assertEquals(Optional.empty(), told(Map.of("WATCHDOG_USEC", "5000000")).watchdog());
    told(Map.of()).ready("x");
    told(Map.of("NOTIFY_SOCKET", "vsock:2:1")).ready("x");
  }

  @Test
  void theWatchdogIsFedByTheProcessThatItWatches() {
    Map<String, String> asked = Map.of("NOTIFY_SOCKET", "/x", "WATCHDOG_USEC", "5000000");
    assertEquals(Optional.of(Duration.ofSeconds(5)), told(asked).watchdog());
    assertEquals(
        Optional.of(Duration.ofSeconds(5)), told(with(asked, "WATCHDOG_PID", "42")).watchdog());
    assertEquals(Optional.empty(), told(with(asked, "WATCHDOG_PID", "43")).watchdog());
    assertEquals(Optional.empty(), told(with(asked, "WATCHDOG_USEC", "soon")).watchdog());
    assertEquals(Optional.empty(), told(with(asked, "WATCHDOG_USEC", "0")).watchdog());
  }

  @Test
  void aLongStatusIsCut() {
    List<String> said = new ArrayList<>();
    ServiceManager manager =
        new ServiceManager(
            Optional.of(
                message -> said.add(new String(message, java.nio.charset.StandardCharsets.UTF_8))),
            Optional.empty(),
            () -> 0);
    manager.status("a".repeat(1_000));
    assertEquals("STATUS=" + "a".repeat(299) + "…", said.getFirst());
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> all = new java.util.HashMap<>(map);
    all.put(key, value);
    return all;
  }
}
