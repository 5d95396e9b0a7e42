package io.roomwatch.packaging;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Debian 12 of its own: made by mmdebstrap, booted by systemd-nspawn, with no network but its
 * loopback. Nothing of the machine that runs the test is changed: mounts and control groups are
 * made in a mount namespace of the test's.
 */
final class Debian implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Arguments: the root and a name. */
  private static final String BOOT =
      """
      set -e
      mount -t tmpfs -o mode=755 tmpfs /run
      umount -R /sys/fs/cgroup 2>/dev/null || true
      mount -t cgroup2 cgroup2 /sys/fs/cgroup
      mkdir -p "/sys/fs/cgroup/nsp-$2/payload"
      echo $$ >"/sys/fs/cgroup/nsp-$2/payload/cgroup.procs"
      SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 exec systemd-nspawn -q -D "$1" --machine="$2" --register=no --keep-unit --console=pipe --private-network --resolv-conf=off --timezone=off -b
      """;

  /** What a boot needs of the machine, undone at once. Argument: a name. */
  private static final String PROBE =
      """
      set -e
      mount -t tmpfs tmpfs /run
      umount -R /sys/fs/cgroup 2>/dev/null || true
      mount -t cgroup2 cgroup2 /sys/fs/cgroup
      mkdir "/sys/fs/cgroup/nsp-$1"
      rmdir "/sys/fs/cgroup/nsp-$1"
      """;

  /** Takes the control groups of a boot away again. Argument: the name. */
  private static final String LEAVE =
      """
      umount -R /sys/fs/cgroup 2>/dev/null
      mount -t cgroup2 cgroup2 /sys/fs/cgroup && find "/sys/fs/cgroup/nsp-$1" -depth -type d -exec rmdir {} +
      """;

  private final Path root;
  private final String name = "roomwatch-" + ProcessHandle.current().pid();
  private final Optional<Process> boot;
  private long leader;

  private Debian(Path root, boolean booted) throws IOException {
    this.root = root;
    this.boot =
        booted
            ? Optional.of(
                new ProcessBuilder(
                        "setsid",
                        "unshare",
                        "--mount",
                        "--propagation=private",
                        "bash",
                        "-c",
                        BOOT,
                        "boot",
                        root.toString(),
                        name)
                    .redirectErrorStream(true)
                    .redirectOutput(root.resolveSibling("console.log").toFile())
                    .start())
            : Optional.empty();
  }

  /** A fresh root below this folder; skips the test where it cannot be made. */
  static Debian unpacked(Path folder) throws IOException, InterruptedException {
    return new Debian(unpack(folder), false);
  }

  /** The same, running. */
  static Debian booted(Path folder) throws IOException, InterruptedException {
    Command.needed("systemd-nspawn", "systemd-container");
    Command.onlyRoot("make and boot a Debian of its own");
    List<String> probe =
        List.of("unshare", "--mount", "--propagation=private", "sh", "-c", PROBE, "probe", "probe");
    Command able = Command.run(probe, "mount -t tmpfs … && mount -t cgroup2 … && mkdir …");
    assumeTrue(able.code() == 0, "This machine boots no Debian of its own: " + able.said());
    Debian debian = new Debian(unpack(folder), true);
    debian.awaitBoot();
    return debian;
  }

  private static Path unpack(Path folder) throws IOException, InterruptedException {
    Command.onlyRoot("make and boot a Debian of its own");
    Command.needed("mmdebstrap", "mmdebstrap");
    // Takes half a minute and the network: made once for all tests of a build.
    Path archive = Path.of(System.getProperty("roomwatch.target"), "debian-12.tar");
    if (!Files.exists(archive)) {
      Command made =
          Command.run(
              "mmdebstrap",
              "--quiet",
              "--variant=minbase",
              "--include=systemd,systemd-sysv,curl,iproute2,procps,rpm",
              "bookworm",
              archive.toString());
      if (made.code() != 0) {
        Files.deleteIfExists(archive);
      }
      assumeTrue(made.code() == 0, "No Debian 12 is to be had here: " + made.said());
    }
    Path root = Files.createDirectory(folder.resolve("root"));
    Command.run("tar", "-C", root.toString(), "-xf", archive.toString(), "--exclude=./dev/*").ok();
    return root;
  }

  private void awaitBoot() throws IOException, InterruptedException {
    await().atMost(PATIENCE).until(this::hasLeader);
    await()
        .atMost(PATIENCE)
        .until(() -> inside("systemctl is-system-running").said().matches("running|degraded"));
  }

  private boolean hasLeader() throws IOException {
    if (!boot.orElseThrow().isAlive()) {
      throw new IOException(
          "it does not boot: " + Files.readString(root.resolveSibling("console.log")));
    }
    for (ProcessHandle process : boot.orElseThrow().descendants().toList()) {
      Path status = Path.of("/proc", Long.toString(process.pid()), "status");
      if (Files.exists(status) && isInit(Files.readString(status))) {
        leader = process.pid();
        return true;
      }
    }
    return false;
  }

  /** The first process of a namespace below ours, running systemd. */
  private static boolean isInit(String status) {
    return status.contains("Name:\tsystemd\n")
        && status.lines().anyMatch(line -> line.matches("NSpid:\t\\d+\t1"));
  }

  /** The folder that is {@code /} in there. */
  Path file(String path) {
    return root.resolve(path.substring(1));
  }

  /** Runs a line of shell in the running system. */
  Command inside(String line) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                "--wait",
                "nsenter",
                "-t",
                Long.toString(leader),
                "-m",
                "-p",
                "-u",
                "-i",
                "-n",
                "-C"));
    command.addAll(
        List.of("--", "env", "-i", PATH, "HOME=/root", "DEBIAN_FRONTEND=noninteractive"));
    command.addAll(List.of("sh", "-c", line));
    return Command.run(command, line);
  }

  /** One property of the service, as systemctl show prints it. */
  String show(String property) throws IOException, InterruptedException {
    return inside("systemctl show roomwatch --value -p " + property).ok();
  }

  /** The process of the service as the test's machine numbers it. */
  long outerPid() throws IOException, InterruptedException {
    String inner = show("MainPID");
    for (ProcessHandle process : boot.orElseThrow().descendants().toList()) {
      Path status = Path.of("/proc", Long.toString(process.pid()), "status");
      if (Files.exists(status)
          && Files.readString(status).lines().anyMatch(l -> l.matches("NSpid:\t\\d+\t" + inner))) {
        return process.pid();
      }
    }
    throw new IOException("no process " + inner);
  }

  @Override
  public void close() throws IOException {
    try {
      powerOff();
      // Here and not by JUnit, which warns of each link of it.
      Command.run("rm", "-rf", "--one-file-system", root.toString()).ok();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void powerOff() throws IOException, InterruptedException {
    if (boot.isEmpty()) {
      return;
    }
    if (leader != 0) {
      // SIGRTMIN+4: systemd powers off.
      Command.run("kill", "-RTMIN+4", Long.toString(leader));
    }
    Process process = boot.get();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      assertEquals(true, process.waitFor(10, TimeUnit.SECONDS), "it did not power off");
    }
    List<String> leave =
        List.of("unshare", "--mount", "--propagation=private", "sh", "-c", LEAVE, "leave", name);
    Command.run(leave, "rmdir …/nsp-" + name).ok();
  }
}
