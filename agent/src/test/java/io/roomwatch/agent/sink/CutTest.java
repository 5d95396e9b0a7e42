package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutTest {

  @Test
  void lineEndsAndControlsOfEveryKindAreOneBlank() {
    assertEquals("a b c d", Cut.oneLine("\u202e a\r\n\tb\u2028c\u0000\u0085 \u00a0d\n"));
  }

  @Test
  void whatFitsIsLeftAlone() {
    assertEquals("abc", Cut.chars("abc", 3));
    assertEquals("äöü", Cut.bytes("äöü", 6));
  }

  @Test
  void whatIsCutEndsWithAnEllipsis() {
    assertEquals("ab…", Cut.chars("abcd", 3));
    assertEquals("ä…", Cut.bytes("äöü", 5));
  }

  @Test
  void noCharacterAndNoEntityIsCutInTwo() {
    assertEquals("a…", Cut.chars("a😀😀", 3));
    assertEquals("&lt;…", SlackReceiver.escaped("<>", 6));
    assertEquals("&lt;…", SlackReceiver.escaped("<>>", 7));
  }

  @Test
  void anyTextFitsAnyLimit() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String text =
          random
              .ints(random.nextInt(12), 0, 4)
              .mapToObj(kind -> new String[] {"a", "ß", "€", "😀"}[kind])
              .reduce("", String::concat);
      int max = random.nextInt(20);
      String told = "seed " + seed + ", text " + text + ", max " + max;
      String chars = Cut.chars(text, max);
      assertTrue(chars.length() <= max, told);
      assertTrue(text.length() > max || chars.equals(text), told);
      String bytes = Cut.bytes(text, max);
      int size = bytes.getBytes(StandardCharsets.UTF_8).length;
      assertTrue(size <= max, told);
      boolean fits = text.getBytes(StandardCharsets.UTF_8).length <= max;
      assertTrue(!fits || bytes.equals(text), told);
      assertTrue(!bytes.contains("\ufffd") && !chars.contains("\ufffd"), told);
    }
  }
}
