package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.sink.NoticeText.Severity;
import io.roomwatch.agent.sink.Receiver.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoticeTextTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void tellsRoomSiteSentenceMoveTimesChangesAndLink() {
    assertEquals(
        """
        [FIRING] Boardroom 4.12 (berlin)

        TCP 9090 of boardroom-pc (10.4.12.20) is silent, the host answers otherwise.

        Next: Allow TCP 9090 inbound in the firewall of boardroom-pc.
        Since: 2026-11-20 11:00 Europe/Berlin (10:00 UTC)
        In the 24 h before: 2026-11-20 10:58 Europe/Berlin (09:58 UTC): Firewall rule 'Zoom' was removed <b>&*_
        Seen by: link.peer:boardroom-pc
        Because of it: link.controllers
        On screen: consistent with 2002, 2001
        Confidence: high
        Key: berlin/boardroom-4.12:link.port-filtered
        Status page: https://room.example:10909/
        """,
        NoticeText.of(Notices.firing(), Notices.FIRST, BERLIN).plain());
  }

  @Test
  void resolvedTellsHowLongAndNoNextMove() {
    String text = NoticeText.of(Notices.resolved(), Notices.FIRST, BERLIN).plain();
    assertTrue(text.startsWith("[RESOLVED] Boardroom 4.12 (berlin)\n"), text);
    assertTrue(text.contains("Until: 2026-11-20 11:37 Europe/Berlin (10:37 UTC), 37 min\n"), text);
    assertFalse(text.contains("Next:"), text);
  }

  @Test
  void lateIsToldFromAMinuteOn() {
    assertEquals(Optional.empty(), NoticeText.late(new Attempt(3, Duration.ofSeconds(59))));
    assertEquals(
        Optional.of("delivered 37 min late"),
        NoticeText.late(new Attempt(9, Duration.ofSeconds(37 * 60 + 59))));
    assertEquals(
        Optional.of("delivered 3 h 5 min late"),
        NoticeText.late(new Attempt(9, Duration.ofMinutes(185))));
    assertEquals(
        Optional.of("delivered 6 h late"), NoticeText.late(new Attempt(9, Duration.ofHours(6))));
    assertEquals(
        Optional.of("delivered 2 d 4 h late"),
        NoticeText.late(new Attempt(9, Duration.ofHours(52))));
  }

  @Test
  void utcHasItsOwnDateWhereThatDiffers() {
    Instant at = Instant.parse("2026-11-20T23:30:00Z");
    assertEquals(
        "2026-11-21 00:30 Europe/Berlin (2026-11-20 23:30 UTC)", NoticeText.when(at, BERLIN));
    assertEquals("2026-11-20 23:30 UTC", NoticeText.when(at, ZoneOffset.UTC));
    assertEquals("2026-11-20 23:30 UTC", NoticeText.when(at, ZoneId.of("Etc/UTC")));
  }

  @Test
  void everyFactIsOneLineWhateverIsInIt() {
    Notice.Cause hostile =
        new Notice.Cause(
            "x",
            "link",
            "failed",
            new Notice.Certainty("high", List.of()),
            "first\r\nBcc: everybody@example.com",
            "a\u2028b",
            new Notice.Evidence(List.of(), List.of()));
    NoticeText text =
        NoticeText.of(
            Notices.of(Notice.Status.FIRING, hostile, Notices.CONTEXT), Notices.FIRST, BERLIN);
    assertEquals("first Bcc: everybody@example.com", text.summary());
    assertEquals(Optional.of("a b"), text.fact("Next"));
    assertEquals(Optional.empty(), text.fact("On screen"));
  }

  @Test
  void longListsTellTheirNewestAndHowManyMoreThereAre() {
    Notice.Context context =
        new Notice.Context(
            Collections.nCopies(25, new Notice.Changed(Notices.STARTED, "x".repeat(900))),
            List.of("Projector: lamp is off", "Controller is away"),
            Optional.empty());
    NoticeText text =
        NoticeText.of(
            Notices.of(Notice.Status.FIRING, Notices.CAUSE, context), Notices.FIRST, BERLIN);
    NoticeText.Fact changes =
        text.facts().stream()
            .filter(fact -> fact.label().equals(NoticeText.CHANGES))
            .findFirst()
            .orElseThrow();
    assertEquals("(5 more before)", changes.lines().get(0));
    assertEquals(21, changes.lines().size());
    assertEquals(500, changes.lines().get(1).length());
    assertTrue(text.plain().contains("Also:\n  Projector: lamp is off\n  Controller is away\n"));
  }

  @Test
  void severityFollowsTheStateAndMaintenanceIsNeverCritical() {
    assertEquals(Severity.CRITICAL, Severity.of(Notices.firing()));
    assertEquals(Severity.INFO, Severity.of(Notices.of(Notice.Status.TEST)));
    assertEquals(Severity.WARNING, Severity.of(cause("link", "degraded")));
    assertEquals(Severity.WARNING, Severity.of(cause("schedule", "failed")));
  }

  private static Notice cause(String layer, String state) {
    Notice.Cause cause = Notices.CAUSE;
    return Notices.of(
        Notice.Status.FIRING,
        new Notice.Cause(
            cause.id(),
            layer,
            state,
            cause.certainty(),
            cause.summary(),
            cause.next(),
            cause.evidence()),
        Notices.CONTEXT);
  }
}
