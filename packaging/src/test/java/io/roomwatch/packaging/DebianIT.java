package io.roomwatch.packaging;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The life of the .deb on one Debian 12, from the first installation to the purge, in order. */
@Tag("package")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DebianIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String URL = "http://127.0.0.1:10909";

  private static final int STARTS = 7;

  /** Stops one thread of a process, and only that one, until the process is killed. */
  private static final String STOP_THREAD =
      """
      import ctypes, os, sys
      libc = ctypes.CDLL(None, use_errno=True)
      libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
      tid = int(sys.argv[1])
      for request in (0x4206, 0x4207):  # PTRACE_SEIZE, PTRACE_INTERRUPT
          if libc.ptrace(request, tid, None, None) != 0:
              sys.exit(os.strerror(ctypes.get_errno()))
      os.waitpid(tid, 0x40000000)  # __WALL
      print("stopped", flush=True)
      # A thread is gone when who traces it has heard of its end.
      while not os.WIFSIGNALED(os.waitpid(tid, 0x40000000)[1]):
          pass
      """;

  @TempDir private static Path folder;

  private Debian debian;

  @BeforeAll
  void boot() throws Exception {
    debian = Debian.booted(folder);
    Path deb = Path.of(System.getProperty("roomwatch.deb"));
    Files.copy(deb, debian.file("/root/new.deb"));
    older(deb, debian.file("/root/old.deb"));
  }

  /** The same package under a lower version. */
  private static void older(Path deb, Path target) throws Exception {
    Path tree = folder.resolve("older");
    Command.run("dpkg-deb", "-R", deb.toString(), tree.toString()).ok();
    Path control = tree.resolve("DEBIAN/control");
    Files.writeString(
        control, Files.readString(control).replaceAll("(?m)^Version: .*$", "Version: 0.0.9"));
    Command.run(
            "dpkg-deb",
            "-Zgzip",
            "-z1",
            "--root-owner-group",
            "-b",
            tree.toString(),
            target.toString())
        .ok();
    Command.run("rm", "-r", tree.toString()).ok();
  }

  @AfterAll
  void powerOff() throws Exception {
    if (debian != null) {
      debian.close();
    }
  }

  private String inside(String line) throws IOException, InterruptedException {
    return debian.inside(line).ok();
  }

  private void active() {
    await()
        .atMost(PATIENCE)
        .until(() -> debian.inside("systemctl is-active roomwatch").said().equals("active"));
  }

  private String metrics() throws IOException, InterruptedException {
    return inside("curl -fsS " + URL + "/metrics | grep -E '^roomwatch_(build|room)_info'");
  }

  @Test
  @Order(1)
  void installingStartsAWorkingServiceWithNoEditing() throws Exception {
    inside("dpkg -i /root/old.deb");
    assertEquals("active", inside("systemctl is-active roomwatch"));
    assertEquals("enabled", inside("systemctl is-enabled roomwatch"));
    System.out.println(inside("systemctl status --no-pager -n 5 roomwatch"));
    assertTrue(metrics().contains("roomwatch_build_info{"));
    inside("curl -fsS " + URL + "/-/ready");
    assertEquals("roomwatch", inside("stat -c %U /proc/" + debian.show("MainPID")));
    assertEquals("700 roomwatch", inside("stat -c '%a %U' /var/lib/roomwatch"));
    // Nobody else is listened to, and nothing else is listened on.
    assertEquals(
        "127.0.0.1:10909",
        inside("ss -Htlnp | grep java | awk '{print $4}' | sed 's/.*ffff://; s/]//'"));
    assertTrue(debian.show("StatusText").contains(": "), "one line about the room");
    Command check = debian.inside("roomwatch check");
    assertTrue(check.code() >= 0 && check.code() <= 3, check.said());
    inside("roomwatch attest annual.licensing --by Ann");
    assertTrue(inside("roomwatch schedule --format json").contains("Ann"));
    assertEquals("", debian.inside("systemctl --failed --no-legend | grep roomwatch").said());
    // What the unit forbids breaks nothing: no look of the service ends with an error. This one
    // asks
    // another program.
    Pattern looked =
        Pattern.compile(
            "\"link.isolation\",\\s+\"state\" : \"\\w+\",\\s+\"reason\" : \"(?!no-answer)");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> looked.matcher(inside("curl -fsS " + URL + "/api/v1/status")).find());
    String status = inside("curl -fsS " + URL + "/api/v1/status");
    assertFalse(status.contains("\"error\""), status);
  }

  @Test
  @Order(2)
  void aReloadTakesTheNewFileAndRefusesABadOne() throws Exception {
    inside("printf 'room: {name: Boardroom 4.12}\\n' >/etc/roomwatch/roomwatch.yaml");
    String pid = debian.show("MainPID");
    inside("systemctl reload roomwatch");
    await().atMost(PATIENCE).until(() -> metrics().contains("room=\"Boardroom 4.12\""));
    active();
    // SIGHUP from elsewhere: only the daemon itself can have told systemd that it reloads and is
    // ready again.
    String change = debian.show("StateChangeTimestampMonotonic");
    inside("kill -HUP " + pid);
    await()
        .atMost(PATIENCE)
        .until(() -> !debian.show("StateChangeTimestampMonotonic").equals(change));
    active();
    inside("printf 'rooom: {name: x}\\n' >/etc/roomwatch/roomwatch.yaml");
    inside("systemctl reload roomwatch");
    await()
        .atMost(PATIENCE)
        .until(() -> debian.show("StatusText").startsWith("the configuration file is bad"));
    active();
    assertTrue(metrics().contains("room=\"Boardroom 4.12\""));
    assertTrue(inside("journalctl -u roomwatch -o cat").contains("did you mean 'room'?"));
    inside("printf '# mine\\nroom: {name: Boardroom 4.12}\\n' >/etc/roomwatch/roomwatch.yaml");
    inside("systemctl reload roomwatch");
    await().atMost(PATIENCE).until(() -> debian.show("StatusText").startsWith("Boardroom 4.12: "));
    assertEquals(pid, debian.show("MainPID"), "it is still the same process");
  }

  @Test
  @Order(3)
  void aScheduleThatStandsStillIsKilledByTheWatchdogAndStartedAgain() throws Exception {
    inside(
        "mkdir -p /run/systemd/system/roomwatch.service.d && printf '[Service]\\n"
            + "WatchdogSec=12s\\n"
            + "' >/run/systemd/system/roomwatch.service.d/test.conf && systemctl daemon-reload &&"
            + " systemctl restart roomwatch");
    String pid = debian.show("MainPID");
    // Fed for longer than its patience: nobody is killed who works.
    String since = inside("cat /proc/uptime").replaceAll("[. ].*", "");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () ->
                Long.parseLong(inside("cat /proc/uptime").replaceAll("[. ].*", ""))
                    >= Long.parseLong(since) + 14);
    assertEquals(pid, debian.show("MainPID"));
    Process stopper = stopped(thread(debian.outerPid(), "schedule-loop"));
    try {
      // The process lives, and its web server answers: only its schedule stands still.
      inside("curl -fsS -m 5 " + URL + "/-/healthy");
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> !debian.show("NRestarts").equals("0"));
    } finally {
      stopper.destroyForcibly();
    }
    active();
    assertNotEquals(pid, debian.show("MainPID"));
    String journal = inside("journalctl -u roomwatch -o cat");
    assertTrue(journal.contains("Watchdog timeout (limit 12s)!"), journal);
    assertTrue(journal.contains("\"schedule-loop\""), "what each thread did is in the journal");
    inside("rm -r /run/systemd/system/roomwatch.service.d && systemctl daemon-reload");
    inside("systemctl restart roomwatch");
  }

  private static long thread(long pid, String name) throws IOException {
    try (var tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks.toList()) {
        if (Files.readString(task.resolve("comm")).strip().equals(name)) {
          return Long.parseLong(task.getFileName().toString());
        }
      }
    }
    throw new IOException("no thread " + name);
  }

  private static Process stopped(long thread) throws IOException {
    Process process =
        new ProcessBuilder("python3", "-c", STOP_THREAD, Long.toString(thread))
            .redirectErrorStream(true)
            .start();
    assertEquals("stopped", process.inputReader().readLine());
    return process;
  }

  @Test
  @Order(4)
  void killedItComesBackWithWhatItKept() throws Exception {
    String pid = debian.show("MainPID");
    assertNotEquals("0", pid);
    inside("kill -9 " + pid);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !debian.show("MainPID").equals(pid)
                    && debian.inside("systemctl is-active roomwatch").said().equals("active"));
    assertTrue(inside("roomwatch schedule --format json").contains("Ann"));
    metrics();
  }

  @Test
  @Order(5)
  void theUpgradeStopsReplacesStartsAndKeepsConfigurationAndState() throws Exception {
    String pid = debian.show("MainPID");
    String before = inside("date +%s");
    String said = inside("dpkg -i /root/new.deb");
    assertTrue(said.contains("over (0.0.9)"), said);
    active();
    assertNotEquals(pid, debian.show("MainPID"));
    String journal = inside("journalctl -u roomwatch -o cat --since @" + before);
    assertTrue(
        journal.indexOf("Stopped roomwatch") >= 0
            && journal.indexOf("Stopped roomwatch") < journal.indexOf("Started roomwatch"),
        journal);
    assertFalse(journal.contains("level=error"), journal);
    assertTrue(inside("cat /etc/roomwatch/roomwatch.yaml").startsWith("# mine"));
    assertTrue(metrics().contains("room=\"Boardroom 4.12\""));
    assertTrue(inside("roomwatch schedule --format json").contains("Ann"));
    figures();
  }

  /** What it costs, after a little use. */
  private void figures() throws Exception {
    List<Long> scraped = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      scraped.add(startedAndScraped());
    }
    Collections.sort(scraped);
    long entered = Long.parseLong(debian.show("ActiveEnterTimestampMonotonic"));
    long began = Long.parseLong(debian.show("ExecMainStartTimestampMonotonic"));
    for (int i = 0; i < 10; i++) {
      debian.inside("curl -fsS -o /dev/null " + URL + "/metrics").ok();
    }
    String status = Files.readString(Path.of("/proc/" + debian.outerPid() + "/status"));
    String maps = Files.readString(Path.of("/proc/" + debian.outerPid() + "/maps"));
    System.out.printf(
        "FIGURES exec to the first answered scrape, ms: %s; to READY %d ms; %s; %s; installed %s"
            + " MiB; AOT cache %s%n",
        scraped,
        (entered - began) / 1000,
        line(status, "VmRSS"),
        line(status, "RssAnon"),
        inside("du -sm /usr/lib/roomwatch | cut -f1"),
        maps.contains(".aot") ? "in use" : "not in use");
    boolean shipped =
        !debian.inside("ls /usr/lib/roomwatch/lib/*.aot 2>/dev/null").said().isEmpty();
    assertEquals(shipped, maps.contains(".aot"), "a cache that is installed is used");
  }

  /** Milliseconds from the start of the process to the end of the first scrape, to 10. */
  private long startedAndScraped() throws Exception {
    // So many starts in so short a time are forgiven.
    inside("systemctl stop roomwatch; systemctl reset-failed roomwatch");
    String uptime =
        inside(
            "systemctl start --no-block roomwatch; until curl -fs -o /dev/null "
                + URL
                + "/metrics; do sleep 0.02; done; cut -d' ' -f1 /proc/uptime");
    long began = Long.parseLong(debian.show("ExecMainStartTimestampMonotonic"));
    return Math.round(Double.parseDouble(uptime) * 1000 - began / 1000.0);
  }

  private static String line(String status, String name) {
    return status
        .lines()
        .filter(l -> l.startsWith(name))
        .findFirst()
        .orElse("")
        .replaceAll("\\s+", " ");
  }

  @Test
  @Order(6)
  void aDowngradeKeepsTheStateOrRefusesToTouchIt() throws Exception {
    inside("dpkg -i /root/old.deb");
    active();
    assertTrue(inside("roomwatch schedule --format json").contains("Ann"));
    // State of a later Roomwatch: the daemon says so, and leaves it as it is to the byte.
    inside("systemctl stop roomwatch");
    Path state = debian.file("/var/lib/roomwatch/roomwatch.db");
    Path kept = folder.resolve("kept.db");
    Files.copy(state, kept);
    Command.run(
            "python3",
            "-c",
            "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('PRAGMA"
                + " user_version=999'); c.close()",
            state.toString())
        .ok();
    byte[] later = Files.readAllBytes(state);
    Command start = debian.inside("systemctl start roomwatch");
    assertNotEquals(0, start.code());
    String journal = inside("journalctl -u roomwatch -o cat -n 20");
    assertTrue(journal.contains("newer"), journal);
    inside("systemctl stop roomwatch");
    assertTrue(java.util.Arrays.equals(later, Files.readAllBytes(state)), "not a byte is changed");
    Files.copy(kept, state, StandardCopyOption.REPLACE_EXISTING);
    inside(
        "chown roomwatch: /var/lib/roomwatch/roomwatch.db && chmod 600"
            + " /var/lib/roomwatch/roomwatch.db");
    inside("systemctl reset-failed roomwatch; systemctl start roomwatch");
    inside("dpkg -i /root/new.deb");
    active();
  }

  @Test
  @Order(7)
  void removingKeepsConfigurationAndState() throws Exception {
    inside("dpkg -r roomwatch");
    assertNotEquals("active", debian.inside("systemctl is-active roomwatch").said());
    assertFalse(Files.exists(debian.file("/usr/lib/roomwatch")));
    assertEquals("", debian.inside("pgrep java").said());
    assertTrue(Files.exists(debian.file("/var/lib/roomwatch/roomwatch.db")));
    assertTrue(Files.exists(debian.file("/etc/roomwatch/roomwatch.yaml")));
    inside("dpkg -i /root/new.deb");
    active();
    assertTrue(inside("roomwatch schedule --format json").contains("Ann"));
  }

  @Test
  @Order(8)
  void whatTheMachineForbidsStaysForbidden() throws Exception {
    inside("systemctl disable --now roomwatch");
    inside("dpkg -i /root/new.deb");
    assertEquals("disabled", debian.inside("systemctl is-enabled roomwatch").said());
  }

  @Test
  @Order(9)
  void aPurgeLeavesNothing() throws Exception {
    inside("dpkg -P roomwatch");
    assertEquals(
        "",
        inside(
            "find / -xdev -path /proc -prune -o -path /sys -prune -o -path /root -prune -o -name"
                + " '*roomwatch*' -print"));
    assertNotEquals(0, debian.inside("getent passwd roomwatch").code());
    assertNotEquals(0, debian.inside("getent group roomwatch").code());
    assertTrue(debian.inside("dpkg -l roomwatch").said().contains("no packages found"));
  }
}
