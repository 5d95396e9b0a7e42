package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads a real registry through a real advapi32: Wine's, with a Windows JVM. The system property
 * {@code roomwatch.windows.java} names its java.exe.
 */
class WindowsFactsIT {

  @TempDir private Path folder;

  @Test
  void theFactsOfAnImportedRegistryAreRead() throws Exception {
    Optional<String> wine = wine();
    assumeTrue(wine.isPresent(), "Skipped: wine is not installed, so there is no advapi32 to try.");
    Path java = Path.of(System.getProperty("roomwatch.windows.java", "none"));
    assumeTrue(
        Files.isRegularFile(java),
        "Skipped: no Windows JVM; -Droomwatch.windows.java=/path/to/java.exe names one.");

    run(wine.get(), "wineboot", "-i");
    Path export =
        Path.of(
            Objects.requireNonNull(WindowsFactsIT.class.getResource("windows-room.reg")).toURI());
    run(wine.get(), "reg", "import", windows(export.toString()));
    List<String> lines =
        run(
            wine.get(),
            java.toString(),
            "-cp",
            Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                .map(WindowsFactsIT::windows)
                .collect(Collectors.joining(";")),
            "io.roomwatch.agent.facts.windows.WindowsFactsDump",
            "10.4.12.20");

    has(lines, "proxy ", "kind=WININET, owner=room", "127.0.0.1:80");
    has(lines, "proxy ", "owner=it.admin", "http://proxy.example.com/proxy.pac");
    has(lines, "proxy ", "kind=WINHTTP, owner=machine");
    has(lines, "firewall Known", "action=ALLOW", "Zoom Rooms");
    has(lines, "resolvers Known", "172.20.2.10", "172.20.2.39");
    has(lines, "reboot Known");
    has(lines, "wifi Unread", "NOT_FOUND");
    has(lines, "missing Known", "exists=false");
  }

  private static void has(List<String> lines, String... parts) {
    assertTrue(
        lines.stream().anyMatch(line -> Arrays.stream(parts).allMatch(line::contains)),
        () -> "no line with " + List.of(parts) + " in\n" + String.join("\n", lines));
  }

  /** Wine shows the whole file system as drive Z. */
  private static String windows(String path) {
    return "Z:" + path.replace('/', '\\');
  }

  private static Optional<String> wine() throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", "command -v wine64 || command -v wine").start();
    String path =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() == 0 ? Optional.of(path) : Optional.empty();
  }

  private List<String> run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    builder
        .environment()
        .putAll(
            Map.of(
                "WINEPREFIX", folder.resolve("wine").toString(),
                "WINEARCH", "win64",
                "WINEDEBUG", "-all",
                "WINEDLLOVERRIDES", "mscoree=d;mshtml=d"));
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(output);
    assertTrue(ended, () -> command[1] + " did not end:\n" + text);
    assertEquals(0, process.exitValue(), () -> command[1] + " failed:\n" + text);
    return text.lines().toList();
  }
}
