package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.config.Sink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/alerts.md has a section for each kind of sink, whose example is that of the reference. */
class AlertsDocTest {

  @Test
  void everyKindHasASectionWithTheExampleOfTheReference() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "alerts.md"));
    Set<String> reference = new HashSet<>();
    for (String line : Files.readAllLines(Path.of("..", "packaging", "roomwatch.yaml"))) {
      reference.add(bare(line));
    }
    for (Sink.Type type : Sink.Type.values()) {
      int start = page.indexOf("\n## " + type.label() + "\n");
      assertTrue(start >= 0, "docs/alerts.md has no section " + type.label());
      int code = page.indexOf("```yaml\n", start) + "```yaml\n".length();
      String example = page.substring(code, page.indexOf("```", code));
      assertTrue(example.contains("type: " + type.label() + "\n"), example);
      for (String line : example.split("\n", 0)) {
        assertTrue(
            reference.contains(bare(line)),
            "docs/alerts.md: '" + line + "' is not in packaging/roomwatch.yaml");
      }
    }
  }

  /** Without indentation, and without the mark of a comment or of a list. */
  private static String bare(String line) {
    return line.replaceFirst("^[ #-]+", "").strip();
  }
}
