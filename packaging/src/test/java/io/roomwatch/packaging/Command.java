package io.roomwatch.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of this machine, and what it said; everything is printed, as a transcript. */
record Command(int code, String said) {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Runs it to its end, both streams together. */
  static Command run(List<String> command) throws IOException, InterruptedException {
    return run(command, String.join(" ", command));
  }

  /**
   * @param shown what the transcript shows instead of the command
   */
  static Command run(List<String> command, String shown) throws IOException, InterruptedException {
    return run(command, shown, PATIENCE);
  }

  static Command run(List<String> command, String shown, Duration patience)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("roomwatch", ".out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    boolean ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    // A string of any bytes: programs print what they like.
    String said = new String(Files.readAllBytes(out), StandardCharsets.UTF_8).strip();
    Files.delete(out);
    System.out.println("$ " + shown + (said.isEmpty() ? "" : "\n" + shortened(said)));
    assertEquals(true, ended, "it did not end: " + shown);
    return new Command(process.exitValue(), said);
  }

  private static String shortened(String said) {
    List<String> lines = said.lines().toList();
    return lines.size() <= 40
        ? said
        : String.join("\n", lines.subList(0, 36)) + "\n… " + (lines.size() - 36) + " lines more";
  }

  static Command run(String... command) throws IOException, InterruptedException {
    return run(List.of(command));
  }

  /** What it said; it must end well. */
  String ok() {
    assertEquals(0, code, said);
    return said;
  }

  /** Skips the test with one sentence where a program is missing. */
  static void needed(String program, String debianPackage) {
    boolean there =
        List.of("/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/").stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder + program)));
    assumeTrue(there, program + " (" + debianPackage + ") is needed to test the package.");
  }

  static void onlyRoot(String why) {
    assumeTrue("root".equals(System.getProperty("user.name")), "Only root can " + why + ".");
  }
}
