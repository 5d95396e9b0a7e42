package io.roomwatch.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code mvn -Prelease package} makes, from copies of the sources in two places: all of it,
 * the same bits in both, and the packages of another kind of machine. In order: each builds on what
 * the one before left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReleaseIT {

  private static final int MIB = 1 << 20;
  private static final Duration BUILD = Duration.ofMinutes(12);
  private static final Set<String> OPTIONAL =
      Set.of("git", "wixl", "msibuild", "rpm", "rpmbuild", "rpmlint", "lintian", "dpkg-deb");

  @TempDir private static Path folder;

  private Path one;
  private Path other;

  @BeforeAll
  void copy() throws Exception {
    Command.needed("git", "git");
    Path root = Path.of("..").toRealPath();
    Path git = root.resolve(".git");
    assumeTrue(
        Files.exists(git),
        "The sources must be a git work tree to be copied without what was built.");
    one = folder.resolve("one");
    other = folder.resolve("somewhere/else");
    for (Path place : List.of(one, other)) {
      Files.createDirectories(place);
      Command.run(
              "sh",
              "-c",
              "cd '%s' && git -c safe.directory='*' ls-files -z -co --exclude-standard | tar -c --null -T - --ignore-failed-read | tar -x -C '%s'"
                  .formatted(root, place))
          .ok();
    }
  }

  /** The release's command, with no AOT cache, which is never the same twice. */
  private static Command release(Path place, String path, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "PATH=" + path,
                System.getProperty("roomwatch.maven") + "/bin/mvn",
                "-q",
                "-B",
                "-f",
                place.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + System.getProperty("roomwatch.local"),
                "-DskipTests",
                "-Daot=false",
                "-Prelease"));
    command.addAll(List.of(arguments));
    command.add("package");
    return Command.run(
        command,
        "mvn -q -DskipTests -Daot=false -Prelease " + String.join(" ", arguments) + " package",
        BUILD);
  }

  private static Path target(Path place) {
    return place.resolve("packaging/target");
  }

  private static List<String> sums(Path place) throws IOException {
    return Files.readAllLines(target(place).resolve("SHA256SUMS"));
  }

  private static List<String> names(List<String> sums) {
    return sums.stream().map(line -> line.substring(line.indexOf("  ") + 2)).toList();
  }

  private static String version() {
    return System.getProperty("roomwatch.version");
  }

  @Test
  @Order(1)
  void aCopyOfTheSourcesGivesEverythingThereIsToHandOut() throws Exception {
    String said = release(one, System.getenv("PATH")).ok();
    assertTrue(said.contains("No Windows package: -Dwindows.runtime.zip names no"), said);
    assertEquals(
        List.of(
            "roomwatch-" + version() + "-1.x86_64.rpm",
            "roomwatch-licences.txt",
            "roomwatch-sbom.json",
            "roomwatch_" + version() + "_amd64.deb"),
        names(sums(one)));
    Command.run("sh", "-c", "cd '" + target(one) + "' && sha256sum --strict -c SHA256SUMS").ok();
    String sbom = Files.readString(target(one).resolve("roomwatch-sbom.json"));
    assertTrue(sbom.contains("pkg:maven/io.netty/netty-transport@"), "the bill of materials");
    for (String name : names(sums(one))) {
      assertTrue(Files.size(target(one).resolve(name)) <= 45 * MIB, name);
    }
  }

  /** All programs of this machine but the ones that a release can do without. */
  private static String fewPrograms() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String place : System.getenv("PATH").split(":", -1)) {
      Path from = Path.of(place);
      if (!Files.isDirectory(from)) {
        continue;
      }
      try (Stream<Path> programs = Files.list(from)) {
        for (Path program : programs.toList()) {
          Path link = bin.resolve(program.getFileName());
          if (!OPTIONAL.contains(program.getFileName().toString())
              && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, program);
          }
        }
      }
    }
    return bin.toString();
  }

  @Test
  @Order(2)
  void anotherPlaceGivesTheSameBitsAndMissingProgramsAreNamed() throws Exception {
    Path windows = Fixtures.windowsRuntime(folder.resolve("windows.zip"));
    String said =
        release(
                other,
                fewPrograms(),
                "-Dmaven.test.skip=true",
                "-Dwindows.runtime.zip=" + windows,
                "-Dwindows.runtime.sha256=" + Fixtures.sha256(windows))
            .ok();
    // Here and not by JUnit, which warns of each link.
    Command.run("rm", "-r", folder.resolve("bin").toString()).ok();
    assertTrue(said.contains("No MSI: wixl (Debian: wixl) and msibuild (msitools) are missing."));
    List<String> sums = sums(other);
    assertTrue(
        names(sums)
            .contains("roomwatch-" + System.getProperty("roomwatch.project") + "-windows-x64.zip"),
        said);
    assertEquals(sums(one), sums.stream().filter(line -> !line.contains("-windows-")).toList());
  }

  @Test
  @Order(3)
  void anotherRuntimeGivesPackagesOfItsKindWithNothingOfThisOnes() throws Exception {
    Command.needed("dpkg-deb", "dpkg");
    Path runtime =
        Fixtures.arm64Runtime(
            folder.resolve("arm64"), Path.of(System.getProperty("roomwatch.parts")));
    release(
            other,
            System.getenv("PATH"),
            "-Dmaven.test.skip=true",
            "-Dlinux.arm64.runtime=" + runtime)
        .ok();
    Path deb = target(other).resolve("roomwatch_" + version() + "_arm64.deb");
    assertEquals("arm64", Command.run("dpkg-deb", "-f", deb.toString(), "Architecture").ok());
    Path tree = folder.resolve("arm64-tree");
    Command.run("dpkg-deb", "-x", deb.toString(), tree.toString()).ok();
    Path home = tree.resolve("usr/lib/roomwatch");
    List<String> natives = Fixtures.natives(home);
    assertEquals(
        List.of(
            "native/libjnidispatch.so",
            "native/libnetty_transport_native_epoll_aarch_64.so",
            "native/libsqlitejdbc.so",
            "runtime/bin/java",
            "runtime/lib/jspawnhelper",
            "runtime/lib/server/libjvm.so"),
        natives);
    for (String file : natives) {
      assertEquals(Fixtures.AARCH64, Fixtures.machine(home.resolve(file)), file);
    }
    assertTrue(Files.isExecutable(home.resolve("runtime/bin/java")));
    assertTrue(Files.isRegularFile(home.resolve("lib/roomwatch-agent.jar")));
    try (Stream<Path> files = Files.walk(home)) {
      assertFalse(files.anyMatch(file -> file.toString().endsWith(".aot")), "no foreign cache");
    }
  }

  @Test
  @Order(4)
  void theRpmOfThatKindHasTheSameFiles() throws Exception {
    Command.needed("rpm", "rpm");
    Path rpm = target(other).resolve("roomwatch-" + version() + "-1.aarch64.rpm");
    assertEquals("aarch64", Command.run("rpm", "-qp", "--qf", "%{ARCH}", rpm.toString()).ok());
    List<String> digests =
        Command.run("rpm", "-qp", "--qf", "[%{FILENAMES} %{FILEDIGESTS}\n]", rpm.toString())
            .ok()
            .lines()
            .toList();
    Path tree = folder.resolve("arm64-tree");
    for (String file : Fixtures.natives(tree)) {
      String line = "/" + file + " " + Fixtures.sha256(tree.resolve(file));
      assertTrue(digests.contains(line), line);
    }
  }

  @Test
  @Order(5)
  void aRuntimeOfTheWrongKindIsRefused() throws Exception {
    Path ours = Path.of(System.getProperty("roomwatch.image"), "runtime").toRealPath();
    Command refused =
        release(
            other,
            System.getenv("PATH"),
            "-Dmaven.test.skip=true",
            "-Dlinux.arm64.runtime=" + ours);
    assertNotEquals(0, refused.code());
    assertTrue(refused.said().contains("wanted is Java 25 for Linux on aarch64"), refused.said());
  }
}
