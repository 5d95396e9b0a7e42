package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual page and the completion, as the packages install them. */
class ManualTest {

  @TempDir private Path folder;

  private final FakeProgram program = new FakeProgram();

  private String printed(String kind) {
    assertEquals(0, program.run("manual", kind), program.err.toString());
    return program.out.toString();
  }

  @Test
  void everyCommandOfTheHelpIsInTheManual() {
    String page = printed("man").replace("\\-", "-");
    FakeProgram helped = new FakeProgram();
    assertEquals(0, helped.run("--help"));
    long commands =
        helped
            .out
            .toString()
            .lines()
            .dropWhile(line -> !line.startsWith("Commands:"))
            .skip(1)
            .filter(line -> line.startsWith("  ") && line.charAt(2) != ' ')
            .map(line -> line.strip().replaceAll(" .*", ""))
            .filter(name -> !name.equals("help"))
            .peek(name -> assertTrue(page.contains(".SS \"roomwatch " + name + "\""), name))
            .count();
    assertTrue(commands >= 9, "commands: " + commands);
    assertTrue(page.contains(".SS \"roomwatch config schema\""), page);
    assertTrue(page.contains("--web.listen-address HOST:PORT"), page);
    assertFalse(page.contains("roomwatch manual"), "hidden");
    assertTrue(page.startsWith(".TH ROOMWATCH 1 \"\" \"roomwatch 1.2.3\"\n"), page);
  }

  @Test
  void theManualIsGoodRoff() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/groff")), "groff (groff-base) reads the manual.");
    Path page = Files.writeString(folder.resolve("roomwatch.1"), printed("man"));
    Process groff =
        new ProcessBuilder("groff", "-man", "-Tutf8", "-ww", "-z", page.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, groff.waitFor(), said);
    assertEquals("", said);
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is needed to complete.");
    Path script = Files.writeString(folder.resolve("roomwatch"), printed("bash"));
    assertEquals("schedule", completed(script, "roomwatch", "sched"));
    assertTrue(completed(script, "roomwatch", "run", "--").contains("--storage.path"));
    assertTrue(completed(script, "roomwatch", "config", "").contains("schema"));
    assertFalse(completed(script, "roomwatch", "").contains("manual"));
  }

  private static String completed(Path script, String... words) throws Exception {
    String line =
        "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_roomwatch; echo ${COMPREPLY[*]}"
            .formatted(script, quoted(words), words.length - 1);
    Process bash = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, bash.waitFor(), said);
    return said;
  }

  private static String quoted(String... words) {
    return "'" + String.join("' '", words) + "'";
  }

  @Test
  void anotherKindIsWrong() {
    assertEquals(64, program.run("manual", "zsh"));
    assertTrue(program.err.toString().contains("'zsh' is neither man nor bash"));
  }
}
