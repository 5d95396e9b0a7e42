package io.roomwatch.agent.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Event.Kind;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventsJsonTest {

  private static final Instant AT = Instant.parse("2026-11-20T10:00:00.120Z");

  @Test
  void eventsAreAnArrayTheNewestLast() {
    assertEquals(
        """
        [ {
          "at" : "2026-11-20T10:00:00.120Z",
          "kind" : "change",
          "subject" : "address eth0",
          "text" : "The address of eth0 was \\"a\\", is b.",
          "from" : "a",
          "to" : "b"
        }, {
          "at" : "2026-11-20T10:00:01.120Z",
          "kind" : "agent",
          "subject" : "agent",
          "text" : "Roomwatch started.",
          "from" : null,
          "to" : null
        } ]
        """,
        EventsJson.of(
            List.of(
                new Event(
                    AT,
                    Kind.CHANGE,
                    "address eth0",
                    "The address of eth0 was \"a\", is b.",
                    Optional.of("a"),
                    Optional.of("b")),
                Event.of(AT.plusSeconds(1), Kind.AGENT, "agent", "Roomwatch started."))));
  }

  @Test
  void noEventsAreAnEmptyArray() {
    assertEquals("[ ]\n", EventsJson.of(List.of()));
  }

  @Test
  void whatIsWrittenToStaysOpen() throws Exception {
    boolean[] closed = {false};
    StringWriter out =
        new StringWriter() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    EventsJson.write(List.of(), out);
    assertTrue(!closed[0]);
    assertEquals("[ ]\n", out.toString());
  }
}
