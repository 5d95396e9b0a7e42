package io.roomwatch.agent.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.yaml.Document;
import io.roomwatch.agent.yaml.Fault;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a file is spoilt, the answer is a configuration or a list of faults. */
class ConfigFuzzTest {
  private static final long SEED = Long.getLong("fuzz.seed", new Random().nextLong());
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 400);

  private static final String[] SCRAPS = {
    "\t",
    " ",
    "  ",
    "\n",
    ":",
    ": ",
    "- ",
    "-",
    "#",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    "\"",
    "&a ",
    "*a",
    "!x ",
    "<<: ",
    "? ",
    "| ",
    "> ",
    "%",
    "@",
    "`",
    "${",
    "${HOME}",
    "$${",
    "~",
    "null",
    "---\n",
    "...\n",
    "0",
    "-1",
    "99999999999999999999",
    "1e999",
    ".inf",
    "0x1f",
    "\u0000",
    "\u0007",
    "\uFEFF",
    "\u202e",
    "\uD83D\uDE00",
    "\uD83D",
    "\\",
    "a".repeat(300),
    "é"
  };

  @TempDir Path folder;

  @Test
  void spoiltReferenceNeverThrows() throws IOException {
    System.out.println("ConfigFuzzTest seed " + SEED + " (-Dfuzz.seed=)");
    Random random = new Random(SEED);
    ConfigFile reader = new ConfigFile("host", Map.of());
    String reference = Configs.wholeReference(folder);
    String sinks = Files.readString(Path.of("src/test/resources/config/sinks.yaml"));
    int good = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = spoil(random.nextBoolean() ? reference : sinks, random);
      try {
        switch (reader.parse("fuzz", text)) {
          case Outcome.Good<Config> read -> {
            good++;
            assertFalse(Document.write(read.effective()).contains("hunter2"), text);
          }
          case Outcome.Bad<Config> bad -> judge(bad.faults(), text);
        }
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + " round " + round + ":\n" + text, e);
      }
    }
    // Were all bad, or all good, the mutations would miss the point.
    assertTrue(good > ROUNDS / 50 && good < ROUNDS, good + " of " + ROUNDS + " were good");
  }

  private static void judge(List<Fault> faults, String text) {
    assertFalse(faults.isEmpty());
    assertTrue(faults.equals(faults.stream().sorted().toList()));
    for (Fault fault : faults) {
      assertFalse(fault.message().isBlank());
      assertFalse(fault.toString().contains("hunter2"), fault + "\n" + text);
      assertFalse(fault.toString().contains("\n"), fault.toString());
    }
  }

  private static String spoil(String text, Random random) {
    StringBuilder spoilt = new StringBuilder(text);
    int wounds = 1 + random.nextInt(3);
    for (int i = 0; i < wounds; i++) {
      int at = random.nextInt(spoilt.length());
      switch (random.nextInt(6)) {
        case 0 -> spoilt.deleteCharAt(at);
        case 1 -> spoilt.insert(at, SCRAPS[random.nextInt(SCRAPS.length)]);
        case 2 -> spoilt.setCharAt(at, (char) (32 + random.nextInt(95)));
        case 3 -> spoilt = lines(spoilt, random, false);
        case 4 -> spoilt = lines(spoilt, random, true);
        default -> spoilt.setLength(Math.max(1, spoilt.length() - random.nextInt(at + 1) / 8));
      }
    }
    return spoilt.toString();
  }

  /** A line is lost, or moves elsewhere. */
  private static StringBuilder lines(StringBuilder text, Random random, boolean move) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.toString().split("\n", -1)));
    String line = lines.remove(random.nextInt(lines.size()));
    if (move) {
      lines.add(random.nextInt(lines.size() + 1), line);
    }
    return new StringBuilder(String.join("\n", lines)).append('\n');
  }
}
