package io.roomwatch.agent.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static final List<String> KEYS = List.of("name", "site", "device", "group_wait");

  @Test
  void slipsOfOneHandAreUnderstood() {
    assertEquals(Optional.of("name"), Spelling.nearest("nmae", KEYS));
    assertEquals(Optional.of("name"), Spelling.nearest("names", KEYS));
    assertEquals(Optional.of("name"), Spelling.nearest("nam", KEYS));
    assertEquals(Optional.of("site"), Spelling.nearest("sites", KEYS));
    assertEquals(Optional.of("group_wait"), Spelling.nearest("Group-Wait", KEYS));
    assertEquals(Optional.of("group_wait"), Spelling.nearest("groupwaits", KEYS));
  }

  @Test
  void strangersAreNot() {
    assertEquals(Optional.empty(), Spelling.nearest("colour", KEYS));
    assertEquals(Optional.empty(), Spelling.nearest("no", KEYS));
    assertEquals(Optional.empty(), Spelling.nearest("", KEYS));
    assertEquals(Optional.empty(), Spelling.nearest("x".repeat(100_000), KEYS));
  }
}
