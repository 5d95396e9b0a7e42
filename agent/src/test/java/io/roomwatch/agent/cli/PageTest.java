package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

  @Test
  void columnsAreAsWideAsTheirWidestCellAndTheLastIsNotFilledUp() {
    assertEquals(
        """
        A      NAME  WHAT
        1      x     short
        22222  🦉y    a longer text
        """,
        new Page()
            .table(
                List.of("A", "NAME", "WHAT"),
                List.of(List.of("1", "x", "short"), List.of("22222", "🦉y", "a longer text")))
            .toString());
  }

  @Test
  void nothingThatActsOnATerminalGetsThrough() {
    assertEquals(
        "a [2J b  31m c d e\n",
        new Page().line("a\u001b[2J b \u009b31m c\u202ed\u2028e\r\n\t").toString());
  }

  @Test
  void jsonIsEscapedAndMeansTheSame() throws IOException {
    String hostile = "{\n  \"a\" : \"x\u009b31m\u202e ü 🦉\"\n}\n";
    String safe = Page.json(hostile);
    assertEquals("{\n  \"a\" : \"x\\u009b31m\\u202e ü 🦉\"\n}\n", safe);
    ObjectMapper json = new ObjectMapper();
    assertEquals(json.readTree(hostile), json.readTree(safe));
  }
}
