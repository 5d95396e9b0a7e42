package io.roomwatch.agent.facts;

import static io.roomwatch.agent.facts.Fixture.text;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Captures cut, doubled, garbled: no parser throws or takes long, whatever it makes of them. */
public final class HostileInput {

  private static final List<String> NASTY =
      List.of(
          "-1",
          "99999999999999999999",
          "0x",
          "\0",
          "ffffffff",
          "::",
          "[",
          "]",
          "\"",
          "\\",
          " : ",
          "(State = ",
          "%",
          "/",
          "/999",
          ".",
          "@",
          "\u00e9",
          "{",
          "}",
          "null",
          "true",
          "\t\t\t",
          "-80000000",
          "NaN",
          "1e999",
          "*",
          "default");

  private HostileInput() {}

  /**
   * Feeds garbled captures.
   *
   * @param parsers by the capture that each of them reads
   */
  public static void garbledCaptures(Map<String, Consumer<String>> parsers) {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (Map.Entry<String, Consumer<String>> parser : parsers.entrySet()) {
      String original = text(parser.getKey());
      feed(parser, original, seed);
      for (int round = 0; round < 150; round++) {
        feed(parser, garbled(original, random), seed);
      }
    }
  }

  /** Feeds what is huge or empty, which must end soon. */
  public static void hugeAndEmpty(Map<String, Consumer<String>> parsers) {
    long from = System.nanoTime();
    String line = "a".repeat(300_000);
    for (Map.Entry<String, Consumer<String>> parser : parsers.entrySet()) {
      feed(parser, "", 0);
      feed(parser, "\n\n\n", 0);
      feed(parser, line, 0);
      feed(parser, "{".repeat(100_000), 0);
      feed(parser, ": ".repeat(100_000), 0);
    }
    long took = System.nanoTime() - from;
    assertTrue(took < Duration.ofSeconds(60).toNanos(), took / 1_000_000 + " ms");
  }

  /** Feeds bytes by chance. */
  public static void bytes(Consumer<byte[]> parser) {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = new byte[random.nextInt(600)];
      random.nextBytes(bytes);
      parser.accept(bytes);
    }
  }

  /** The same as text. */
  public static void texts(Consumer<String> parser) {
    bytes(bytes -> parser.accept(new String(bytes, StandardCharsets.ISO_8859_1)));
  }

  private static void feed(Map.Entry<String, Consumer<String>> parser, String input, long seed) {
    try {
      parser.getValue().accept(input);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(
          parser.getKey()
              + " with seed "
              + seed
              + " on:\n"
              + input.substring(0, Math.min(2000, input.length())),
          e);
    }
  }

  private static String garbled(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes && !out.isEmpty(); i++) {
      int at = random.nextInt(out.length());
      int length = Math.min(out.length() - at, random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> out.setLength(at);
        case 1 -> out.delete(at, at + length);
        case 2 -> out.insert(at, NASTY.get(random.nextInt(NASTY.size())));
        case 3 -> out.replace(at, at + length, NASTY.get(random.nextInt(NASTY.size())));
        default -> out.setCharAt(at, (char) random.nextInt(0x250));
      }
    }
    return out.toString();
  }
}
