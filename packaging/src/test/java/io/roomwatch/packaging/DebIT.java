package io.roomwatch.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The .deb as a file: what Debian's own tools say of it. */
@Tag("package")
class DebIT {

  private static final Pattern GLIBC = Pattern.compile("GLIBC_(\\d+)\\.(\\d+)");

  private static final double MIB = 1 << 20;

  private final Path deb = Path.of(System.getProperty("roomwatch.deb"));

  @TempDir private Path folder;

  @BeforeEach
  void needed() {
    Command.needed("dpkg-deb", "dpkg");
  }

  @Test
  void lintianHasNothingToSay() throws Exception {
    Command.needed("lintian", "lintian");
    Command lintian =
        Command.run(
            "lintian",
            "--allow-root",
            "--fail-on=error,warning",
            "--tag-display-limit=0",
            deb.toString());
    assertEquals("", lintian.said());
    assertEquals(0, lintian.code());
  }

  @Test
  void itHasTheFilesOfTheContract() throws Exception {
    String list = Command.run(List.of("dpkg-deb", "-c", deb.toString()), "dpkg-deb -c").ok();
    for (String line :
        List.of(
            "-rw-r--r-- root/root .* ./etc/roomwatch/roomwatch.yaml",
            "-rw-r--r-- root/root .* ./etc/default/roomwatch",
            "lrwxrwxrwx root/root .* ./usr/bin/roomwatch -> ../lib/roomwatch/bin/roomwatch",
            "-rwxr-xr-x root/root .* ./usr/lib/roomwatch/bin/roomwatch",
            "-rwxr-xr-x root/root .* ./usr/lib/roomwatch/runtime/bin/java",
            "-rwxr-xr-x root/root .* ./usr/lib/roomwatch/runtime/lib/jspawnhelper",
            "-rw-r--r-- root/root .* ./lib/systemd/system/roomwatch.service",
            "-rw-r--r-- root/root .* ./usr/lib/sysusers.d/roomwatch.conf",
            "-rw-r--r-- root/root .* ./usr/share/man/man1/roomwatch.1.gz",
            "-rw-r--r-- root/root .* ./usr/share/bash-completion/completions/roomwatch",
            "-rw-r--r-- root/root .* ./usr/share/doc/roomwatch/docs/install.md",
            "-rw-r--r-- root/root .* ./usr/share/doc/roomwatch/drop-ins/firewall-rules.conf",
            "-rw-r--r-- root/root .* ./usr/share/doc/roomwatch/roomwatch-licences.txt")) {
      assertTrue(Pattern.compile(line).matcher(list).find(), line + "\n" + list);
    }
    Command.run("dpkg-deb", "-e", deb.toString(), folder.resolve("control").toString()).ok();
    assertEquals(
        List.of("/etc/default/roomwatch", "/etc/roomwatch/roomwatch.yaml"),
        Files.readAllLines(folder.resolve("control/conffiles")).stream().sorted().toList());
  }

  @Test
  void thePackagesAreSmall() throws Exception {
    for (String name : List.of("roomwatch.deb", "roomwatch.rpm")) {
      long size = Files.size(Path.of(System.getProperty(name)));
      System.out.printf("FIGURES %s %.1f MiB%n", name, size / MIB);
      assertTrue(size <= 45 * MIB, name + " has " + size + " bytes");
    }
  }

  @Test
  void nothingNeedsALaterLibraryThanTheControlFileSays() throws Exception {
    Command.needed("objdump", "binutils");
    Path image = Path.of(System.getProperty("roomwatch.image"));
    int needed = 0;
    try (Stream<Path> files = Files.walk(image)) {
      for (Path file : files.filter(DebIT::isNative).toList()) {
        String symbols =
            Command.run(List.of("objdump", "-T", file.toString()), "objdump -T … | grep GLIBC_")
                .said();
        Matcher matcher = GLIBC.matcher(symbols);
        while (matcher.find()) {
          assertEquals("2", matcher.group(1));
          needed = Math.max(needed, Integer.parseInt(matcher.group(2)));
        }
      }
    }
    assertEquals(System.getProperty("roomwatch.glibc"), "2." + needed);
  }

  private static boolean isNative(Path file) {
    return file.toString().endsWith(".so")
        || file.endsWith("bin/java")
        || file.endsWith("jspawnhelper");
  }

  @Test
  void theListOfChecksumsHolds() throws Exception {
    Path target = Path.of(System.getProperty("roomwatch.target"));
    String sums = Files.readString(target.resolve("SHA256SUMS"));
    assertTrue(sums.contains(deb.getFileName().toString()), sums);
    assertTrue(sums.contains("roomwatch-sbom.json"), sums);
    assertTrue(sums.contains("roomwatch-licences.txt"), sums);
    Command.run("sh", "-c", "cd '" + target + "' && sha256sum --strict -c SHA256SUMS").ok();
  }

  @Test
  void everyLibraryHasALicence() throws Exception {
    String report =
        Files.readString(
            Path.of(System.getProperty("roomwatch.target")).resolve("roomwatch-licences.txt"));
    Path image = Path.of(System.getProperty("roomwatch.image"));
    try (Stream<Path> jars = Files.list(image.resolve("lib"))) {
      for (Path jar : jars.filter(each -> each.toString().endsWith(".jar")).toList()) {
        String name = jar.getFileName().toString().replaceFirst("-\\d.*", "");
        assertTrue(
            name.equals("roomwatch-agent.jar") || report.contains(":" + name + ":"),
            name + " is not in the report");
      }
    }
    assertTrue(!report.contains("Unknown license"), report);
  }
}
