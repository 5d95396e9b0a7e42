package io.roomwatch.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The .rpm: installed, verified, upgraded, erased, in a root that is not running and on a system
 * that is. Both are a Debian's, whose shell, user tools and systemd the scripts find; of the
 * package's own dependencies its rpm knows nothing.
 */
@Tag("package")
class RpmIT {

  private final Path rpm = Path.of(System.getProperty("roomwatch.rpm"));

  @TempDir private Path folder;

  @BeforeEach
  void needed() {
    Command.onlyRoot("install into a root");
    Command.needed("rpm", "rpm");
    Command.needed("rpmbuild", "rpm");
  }

  private Command rpm(Debian root, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("rpm", "--root", root.file("/").toString()));
    command.addAll(List.of(arguments));
    return Command.run(command, "rpm --root … " + String.join(" ", arguments));
  }

  /** The runtime finds its libraries through /proc, which a root that is not running lacks. */
  private static Command inRoot(Debian root, String line) throws Exception {
    String path = root.file("/").toString();
    String script = "mount -t proc proc \"$0/proc\" && exec chroot \"$0\" sh -c \"$1\"";
    return Command.run(
        List.of("unshare", "--mount", "--propagation=private", "sh", "-c", script, path, line),
        "chroot … " + line);
  }

  /** Of the same name, with other content: what a release before this one would be. */
  private Path older() throws Exception {
    Path spec =
        Files.writeString(
            folder.resolve("older.spec"),
            """
            Name: roomwatch
            Version: 0.0.9
            Release: 1
            Summary: An older one
            License: none
            %description
            An older one.
            %install
            mkdir -p %{buildroot}/etc/roomwatch %{buildroot}/usr/lib/roomwatch/lib
            echo '# older' >%{buildroot}/etc/roomwatch/roomwatch.yaml
            echo old >%{buildroot}/usr/lib/roomwatch/lib/left.jar
            %files
            %config(noreplace) /etc/roomwatch/roomwatch.yaml
            /usr/lib/roomwatch/lib/left.jar
            """);
    Command.run(
            "rpmbuild",
            "--quiet",
            "-bb",
            "--target",
            "x86_64",
            "--define",
            "_topdir " + folder.resolve("build"),
            spec.toString())
        .ok();
    return folder.resolve("build/RPMS/x86_64/roomwatch-0.0.9-1.x86_64.rpm");
  }

  @Test
  void itIsInstalledVerifiedUpgradedAndErased() throws Exception {
    try (Debian root = Debian.unpacked(folder)) {
      rpm(root, "--initdb").ok();
      rpm(root, "-i", "--nodeps", older().toString()).ok();
      Files.writeString(root.file("/etc/roomwatch/roomwatch.yaml"), "# mine\n");
      rpm(root, "-U", "--nodeps", rpm.toString()).ok();
      // The file that a person changed stays; the new one lies beside it.
      assertEquals("# mine\n", Files.readString(root.file("/etc/roomwatch/roomwatch.yaml")));
      assertTrue(Files.exists(root.file("/etc/roomwatch/roomwatch.yaml.rpmnew")));
      assertFalse(Files.exists(root.file("/usr/lib/roomwatch/lib/left.jar")));
      Command verify = rpm(root, "-V", "--nodeps", "roomwatch");
      assertEquals(
          List.of("/etc/roomwatch/roomwatch.yaml"),
          verify.said().lines().map(line -> line.replaceFirst(".* ", "")).toList());
      assertTrue(Files.readString(root.file("/etc/passwd")).contains("roomwatch:"));
      String version = inRoot(root, "/usr/bin/roomwatch version").ok();
      assertTrue(version.startsWith("roomwatch "), version);

      Command downgrade = rpm(root, "-U", "--nodeps", older().toString());
      assertNotEquals(0, downgrade.code());
      assertTrue(downgrade.said().contains("is already installed"), downgrade.said());

      Files.createDirectories(root.file("/var/lib/roomwatch"));
      Files.writeString(root.file("/var/lib/roomwatch/roomwatch.db"), "state");
      rpm(root, "-e", "roomwatch").ok();
      assertFalse(Files.exists(root.file("/usr/lib/roomwatch")));
      assertFalse(Files.exists(root.file("/usr/lib/systemd/system/roomwatch.service")));
      assertTrue(Files.exists(root.file("/var/lib/roomwatch/roomwatch.db")), "state stays");
      assertTrue(Files.exists(root.file("/etc/roomwatch/roomwatch.yaml.rpmsave")));

      rpm(root, "-i", "--nodeps", rpm.toString()).ok();
      assertEquals("", rpm(root, "-V", "--nodeps", "roomwatch").said());
    }
  }

  @Test
  void itsServiceStartsStopsForAnUpgradeAndIsGoneAfterwards() throws Exception {
    try (Debian debian = Debian.booted(folder)) {
      Files.copy(rpm, debian.file("/root/new.rpm"));
      debian.inside("rpm --initdb && rpm -i --nodeps /root/new.rpm").ok();
      assertEquals("active", debian.inside("systemctl is-active roomwatch").ok());
      assertEquals("enabled", debian.inside("systemctl is-enabled roomwatch").ok());
      scraped(debian);
      debian.inside("echo 'room: {name: Boardroom 4.12}' >/etc/roomwatch/roomwatch.yaml").ok();
      debian
          .inside("systemctl reload roomwatch && roomwatch attest annual.licensing --by Ann")
          .ok();

      String pid = debian.show("MainPID");
      debian.inside("rpm -U --replacepkgs --nodeps /root/new.rpm").ok();
      assertEquals("active", debian.inside("systemctl is-active roomwatch").ok());
      assertNotEquals(pid, debian.show("MainPID"));
      assertTrue(scraped(debian).contains("room=\"Boardroom 4.12\""), "the changed file stays");
      assertTrue(debian.inside("roomwatch schedule --format json").ok().contains("Ann"));

      // What a person stopped stays stopped.
      debian.inside("systemctl disable --now roomwatch").ok();
      debian.inside("rpm -U --replacepkgs --nodeps /root/new.rpm").ok();
      assertNotEquals(0, debian.inside("systemctl is-active roomwatch").code());
      assertNotEquals(0, debian.inside("systemctl is-enabled roomwatch").code());

      debian.inside("systemctl start roomwatch && rpm -e roomwatch").ok();
      assertNotEquals(0, debian.inside("systemctl is-active roomwatch").code());
      assertEquals("", debian.inside("pgrep java").said());
      assertTrue(Files.exists(debian.file("/var/lib/roomwatch/roomwatch.db")), "state stays");
      assertTrue(debian.inside("systemctl status roomwatch").said().contains("could not be found"));
    }
  }

  private static String scraped(Debian debian) throws Exception {
    return debian
        .inside("curl -fsS http://127.0.0.1:10909/metrics | grep -E '^roomwatch_(build|room)_info'")
        .ok();
  }

  @Test
  void rpmlintHasNothingToSay() throws Exception {
    Command.needed("rpmlint", "rpmlint");
    Command lint =
        Command.run("rpmlint", "-c", Path.of("rpm", "rpmlint.toml").toString(), rpm.toString());
    assertTrue(lint.said().contains("0 errors, 0 warnings"), lint.said());
  }
}
