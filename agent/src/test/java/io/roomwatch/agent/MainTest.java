package io.roomwatch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void anErrorOfTheJvmIsExit70AndSaidWithItsStack() {
    int code =
        Main.run(
            () -> {
              throw new NoClassDefFoundError("io/roomwatch/agent/Gone");
            },
            new String[] {"version"},
            new PrintWriter(out),
            new PrintWriter(err));
    assertEquals(70, code);
    String said = err.toString();
    assertTrue(
        said.startsWith(
            "roomwatch: internal error, please report it: java.lang.NoClassDefFoundError:"
                + " io/roomwatch/agent/Gone\n"),
        said);
    assertTrue(said.contains("\tat io.roomwatch.agent.MainTest."), said);
    assertEquals("", out.toString());
  }
}
