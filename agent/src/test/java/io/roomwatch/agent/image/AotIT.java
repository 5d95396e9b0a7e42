package io.roomwatch.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's AOT cache: used where it fits, and never run for a jar that it was not made from. */
class AotIT {

  private static final String SAID = "roomwatch %s (%s), Java %s, %s %s%n";

  @TempDir private Path folder;

  private Path image;

  @BeforeEach
  void copy() throws Exception {
    try (Stream<Path> files = Files.list(Daemon.image().resolve("lib"))) {
      assumeTrue(
          files.anyMatch(file -> file.toString().endsWith(".aot")),
          "This image was built without an AOT cache (-Daot=false).");
    }
    image = folder.resolve("image");
    Process cp =
        new ProcessBuilder("cp", "-a", Daemon.image().toString(), image.toString()).start();
    assertEquals(0, cp.waitFor());
  }

  /** What {@code roomwatch version} says, both streams; the JVM must find its cache good. */
  private String version(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(image.resolve("bin/roomwatch").toString(), "version");
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  /** With this the JVM ends when it cannot use the cache that it was given. */
  private static final Map<String, String> STRICT = Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");

  private Path cache() throws IOException {
    try (Stream<Path> files = Files.list(image.resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".aot")).findFirst().orElseThrow();
    }
  }

  @Test
  void itIsUsedAlsoByACopy() throws Exception {
    assertTrue(version(STRICT).contains("roomwatch "));
  }

  @Test
  void withoutItNothingIsSaid() throws Exception {
    assertTrue(version(Map.of("ROOMWATCH_AOT", "off")).startsWith("roomwatch "));
    Files.delete(cache());
    assertTrue(version(Map.of()).startsWith("roomwatch "));
  }

  @Test
  void aReplacedJarNeverRunsTheOldCode() throws Exception {
    Path jar = image.resolve("lib/roomwatch-agent.jar");
    FileTime time = Files.getLastModifiedTime(jar);
    byte[] replaced = replaced(jar);
    Files.write(jar, replaced);
    Files.setLastModifiedTime(jar, time);
    String said = version(Map.of());
    assertTrue(said.startsWith("roomwotch "), said);
    System.out.println("a jar of the same name and time with other code: " + said.strip());
    stale();
  }

  /** Not ours to promise, but why the name must be asked: the JVM alone would run the old code. */
  private void stale() throws Exception {
    StringBuilder path = new StringBuilder();
    try (Stream<Path> jars = Files.list(image.resolve("lib"))) {
      for (Path jar : jars.filter(each -> each.toString().endsWith(".jar")).sorted().toList()) {
        path.append(path.isEmpty() ? "" : ":").append(jar);
      }
    }
    Process java =
        new ProcessBuilder(
                image.resolve("runtime/bin/java").toString(),
                "-Xlog:disable",
                "@" + image.resolve("lib/java.options"),
                "-XX:AOTCache=" + cache(),
                "-cp",
                path.toString(),
                "io.roomwatch.agent.Main",
                "version")
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, java.waitFor(), said);
    System.out.println("the JVM by itself, given the old cache: " + said.strip());
  }

  /** The jar with one letter changed in what {@code version} says. */
  private static byte[] replaced(Path jar) throws IOException {
    byte[] found = SAID.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean changed = false;
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        int at = indexOf(content, found);
        if (at >= 0) {
          content[at + 5] = 'o';
          changed = true;
        }
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setLastModifiedTime(entry.getLastModifiedTime());
        zip.putNextEntry(copy);
        zip.write(content);
        zip.closeEntry();
      }
    }
    assertTrue(changed, "the text of the version command is not in the jar");
    return out.toByteArray();
  }

  private static int indexOf(byte[] content, byte[] found) {
    for (int at = 0; at <= content.length - found.length; at++) {
      if (java.util.Arrays.mismatch(content, at, at + found.length, found, 0, found.length) < 0) {
        return at;
      }
    }
    return -1;
  }

  @Test
  void theNameIsThatOfTheJars() throws Exception {
    List<String> sum =
        List.of("sh", "-c", "cd '" + image.resolve("lib") + "' && cksum -- *.jar | cksum");
    Process process = new ProcessBuilder(sum).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(
        "roomwatch-" + said.replaceFirst(" .*\\s*", "") + ".aot", cache().getFileName().toString());
  }
}
