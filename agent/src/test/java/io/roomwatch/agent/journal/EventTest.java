package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventTest {

  @Test
  void whatWouldMoveACursorBecomesASpace() {
    Event event =
        new Event(
            Events.AT,
            Event.Kind.CHANGE,
            "address eth0\u001b[2J",
            "line\none\r\u0007\u202eend",
            Optional.of("a\tb"),
            Optional.of("c\u2028d"));
    assertEquals("address eth0 [2J", event.subject());
    assertEquals("line one   end", event.text());
    assertEquals(Optional.of("a b"), event.before());
    assertEquals(Optional.of("c d"), event.after());
  }

  @Test
  void aTextThatIsTooLongIsCutAndSaysSo() {
    Event exact = Event.of(Events.AT, Event.Kind.CHANGE, "s", "x".repeat(Event.TEXT_LENGTH));
    assertEquals("x".repeat(Event.TEXT_LENGTH), exact.text());
    Event longer = Event.of(Events.AT, Event.Kind.CHANGE, "s", "x".repeat(Event.TEXT_LENGTH + 1));
    assertEquals("x".repeat(Event.TEXT_LENGTH - 1) + "…", longer.text());
  }

  @Test
  void aCutNeverLeavesHalfACharacter() {
    for (int shift = 0; shift < 4; shift++) {
      String text = "x".repeat(shift) + "😀".repeat(Event.TEXT_LENGTH);
      String cut = Event.of(Events.AT, Event.Kind.CHANGE, "s", text).text();
      assertTrue(cut.endsWith("😀…"), "shift " + shift);
      assertTrue(cut.length() <= Event.TEXT_LENGTH);
    }
  }

  @Test
  void timeIsKeptInMilliseconds() {
    assertEquals(
        Events.AT.plusMillis(7),
        Event.of(Events.AT.plusNanos(7_654_321), Event.Kind.AGENT, "s", "t").at());
  }
}
