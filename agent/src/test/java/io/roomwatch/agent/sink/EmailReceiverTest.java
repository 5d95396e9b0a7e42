package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.Ground.Certificate;
import io.roomwatch.agent.sink.Receiver.Attempt;
import io.roomwatch.agent.sink.SmtpServer.Step;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EmailReceiverTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:40:00Z");

  @Test
  void mailIsTextAndHtmlWithDateAndId() throws Exception {
    MimeMessage mail = sent(Notices.firing(), Notices.FIRST);
    assertEquals("[FIRING] Boardroom 4.12 (berlin): " + Notices.CAUSE.summary(), mail.getSubject());
    assertEquals("roomwatch@example.com", mail.getFrom()[0].toString());
    assertEquals("av@example.com", mail.getAllRecipients()[0].toString());
    assertEquals(NOW, mail.getSentDate().toInstant());
    assertTrue(mail.getMessageID().matches("<[0-9a-f]{32}\\.firing@example\\.com>"));
    assertEquals("auto-generated", mail.getHeader("Auto-Submitted", null));
    MimeMultipart both = (MimeMultipart) mail.getContent();
    assertTrue(both.getContentType().startsWith("multipart/alternative"), both.getContentType());
    String text = both.getBodyPart(0).getContent().toString().replace("\r\n", "\n");
    assertEquals(
        NoticeText.of(Notices.firing(), Notices.FIRST, java.time.ZoneId.of("Europe/Berlin"))
            .plain(),
        text);
    String html = both.getBodyPart(1).getContent().toString();
    assertTrue(both.getBodyPart(1).getContentType().startsWith("text/html; charset=UTF-8"));
    assertTrue(html.contains("was removed &lt;b&gt;&amp;*_"), html);
    assertTrue(html.contains("<a href=\"https://room.example:10909/\">"), html);
  }

  @Test
  void reminderAndResolvedAnswerTheFirstMail() throws Exception {
    MimeMessage firing = sent(Notices.firing(), Notices.FIRST);
    for (Notice.Status status : List.of(Notice.Status.REMINDER, Notice.Status.RESOLVED)) {
      MimeMessage later = sent(Notices.of(status), Notices.FIRST);
      assertEquals(firing.getMessageID(), later.getHeader("In-Reply-To", null));
      assertEquals(firing.getMessageID(), later.getHeader("References", null));
      assertNotEquals(firing.getMessageID(), later.getMessageID());
    }
  }

  @Test
  void secondTryOfAMailHasTheSameIdAndDate() throws Exception {
    for (Notice.Status status : Notice.Status.values()) {
      MimeMessage first = sent(Notices.of(status), Notices.FIRST);
      MimeMessage second =
          sent(
              Notices.of(status),
              new Attempt(2, Duration.ofMinutes(37)),
              NOW.plus(Duration.ofMinutes(37)));
      assertEquals(first.getMessageID(), second.getMessageID());
      assertEquals(first.getSentDate(), second.getSentDate());
    }
  }

  @Test
  void noTextBecomesAHeader() throws Exception {
    Notice.Cause cause = Notices.CAUSE;
    Notice hostile =
        new Notice(
            Notice.Status.FIRING,
            "key\r\nX-Injected: 1",
            new Notice.Room("Room\r\nBcc: all@example.com\r\n\r\nbody", "süd\u2028site"),
            new Notice.Cause(
                cause.id(),
                cause.layer(),
                cause.state(),
                cause.certainty(),
                "Grüße\nX-Injected: 1\r\n.\r\nQUIT",
                cause.next(),
                cause.evidence()),
            Notices.STARTED,
            Optional.empty(),
            Notices.CONTEXT);
    MimeMessage mail = sent(hostile, Notices.FIRST);
    assertEquals(null, mail.getHeader("X-Injected"));
    assertEquals(null, mail.getHeader("Bcc"));
    assertEquals(1, mail.getAllRecipients().length);
    assertTrue(mail.getSubject().contains("Grüße X-Injected: 1 . QUIT"), mail.getSubject());
  }

  @Test
  void lateMailSaysSo() throws Exception {
    MimeMessage mail = sent(Notices.firing(), new Attempt(9, Duration.ofMinutes(37)));
    String text = ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent().toString();
    assertTrue(text.contains("delivered 37 min late"), text);
  }

  @Test
  void loginIsSentOnlyWithinTls() throws Exception {
    try (SmtpServer server =
            SmtpServer.good(Optional.empty(), Optional.of(Certificate.GOOD.context()));
        Ground ground = new Ground(Ground.PATIENT)) {
      Sink.Email sink = OtherTrials.email("127.0.0.1", server.port(), Sink.Encryption.STARTTLS);
      ground.receivers().of(sink).orElseThrow().deliver(Notices.firing(), Notices.FIRST);
      assertEquals(List.of("ada mail/hunter8"), server.logins());
    }
    try (SmtpServer server = SmtpServer.good(Optional.empty(), Optional.empty());
        Ground ground = new Ground(Ground.PATIENT)) {
      Sink.Email sink = OtherTrials.email("127.0.0.1", server.port(), Sink.Encryption.STARTTLS);
      ground.receivers().of(sink).orElseThrow().deliver(Notices.firing(), Notices.FIRST);
      assertEquals(List.of(), server.logins());
      assertEquals(List.of(), server.mails());
    }
  }

  @Test
  void oneAcceptedReceiverIsEnoughAndTheOthersAreNamed() throws Exception {
    SmtpServer.Misfortune one =
        (socket, said) ->
            SmtpServer.line(socket, said.contains("gone@") ? "550 5.1.1 no such user" : "250 ok");
    try (SmtpServer server = SmtpServer.failing(Optional.empty(), Step.RCPT, one);
        Ground ground = new Ground(Ground.PATIENT)) {
      Sink.Email sink =
          new Sink.Email(
              "mail",
              new Sink.MailServer(
                  new Cloud.HostPort("127.0.0.1", server.port()),
                  Sink.Encryption.NONE,
                  Optional.empty()),
              "roomwatch@example.com",
              List.of("gone@example.com", "av@example.com"));
      Delivery delivery =
          ground.receivers().of(sink).orElseThrow().deliver(Notices.firing(), Notices.FIRST);
      assertInstanceOf(Delivery.Taken.class, delivery, delivery.said());
      assertTrue(delivery.said().contains("gone@example.com: 550 5.1.1"), delivery.said());
      assertFalse(delivery.said().contains("av@example.com"), delivery.said());
      assertEquals(1, server.mails().size());
    }
  }

  private static MimeMessage sent(Notice notice, Attempt attempt) throws Exception {
    return sent(notice, attempt, NOW);
  }

  private static MimeMessage sent(Notice notice, Attempt attempt, Instant now) throws Exception {
    try (SmtpServer server = SmtpServer.good(Optional.empty(), Optional.empty());
        Ground ground = new Ground(Ground.PATIENT).at(now)) {
      Sink.Email sink = OtherTrials.email("127.0.0.1", server.port(), Sink.Encryption.NONE);
      Delivery delivery = ground.receivers().of(sink).orElseThrow().deliver(notice, attempt);
      assertInstanceOf(Delivery.Taken.class, delivery, delivery.said());
      byte[] mail = server.mails().get(0).getBytes(StandardCharsets.UTF_8);
      MimeMessage read =
          new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
      assertEquals(1, read.getRecipients(Message.RecipientType.TO).length);
      assertInstanceOf(InternetAddress.class, read.getFrom()[0]);
      return read;
    }
  }
}
