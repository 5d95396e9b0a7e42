package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.Receiver.Attempt;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/**
 * A notice as a mail: text and HTML. What is said later about the same alert answers the first
 * mail, so that readers show them as one thread. A mail that is tried again keeps its Message-ID,
 * so that servers and readers can drop the second copy.
 */
final class EmailMessage extends MimeMessage {

  private static final int LONGEST_SUBJECT = 200;
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final String id;

  private EmailMessage(Session session, String id) {
    super(session);
    this.id = id;
  }

  static EmailMessage of(
      Session session, Sink.Email sink, Notice notice, Attempt attempt, Surroundings.Clocks clocks)
      throws MessagingException {
    Instant due = clocks.clock().instant().minus(attempt.late());
    String domain = domain(sink);
    EmailMessage mail = new EmailMessage(session, id(notice, due, domain));
    NoticeText text = NoticeText.of(notice, attempt, clocks.zone());
    mail.setFrom(new InternetAddress(sink.from()));
    for (String to : sink.to()) {
      mail.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
    }
    mail.setSubject(Cut.chars(text.headline(), LONGEST_SUBJECT), UTF_8);
    mail.setSentDate(Date.from(due));
    if (notice.status() == Notice.Status.REMINDER || notice.status() == Notice.Status.RESOLVED) {
      mail.setHeader("In-Reply-To", first(notice, domain));
      mail.setHeader("References", first(notice, domain));
    }
    // RFC 3834: so that nobody's absence note comes back; Exchange has its own word for it.
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("X-Auto-Response-Suppress", "All");
    MimeMultipart both =
        new MimeMultipart("alternative", part(text.plain(), "plain"), part(html(text), "html"));
    mail.setContent(both);
    mail.saveChanges();
    return mail;
  }

  /** What follows the at sign of the sender. */
  static String domain(Sink.Email sink) {
    return sink.from().substring(sink.from().lastIndexOf('@') + 1);
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }

  /** The Message-ID of the mail that said that it began. */
  private static String first(Notice notice, String domain) {
    return "<" + thread(notice) + ".firing@" + domain + ">";
  }

  private static String id(Notice notice, Instant due, String domain) {
    return switch (notice.status()) {
      case FIRING -> first(notice, domain);
      case RESOLVED -> "<" + thread(notice) + ".resolved@" + domain + ">";
      case REMINDER, TEST ->
          "<%s.%s.%d@%s>"
              .formatted(
                  thread(notice),
                  notice.status().label(),
                  due.truncatedTo(ChronoUnit.MINUTES).getEpochSecond(),
                  domain);
    };
  }

  /** The same for all that is said of one alert; another one when it begins anew. */
  private static String thread(Notice notice) {
    return PagerDutyReceiver.sha256(notice.key() + " " + notice.started()).substring(0, 32);
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, UTF_8, subtype);
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
    return part;
  }

  private static String html(NoticeText text) {
    StringBuilder page = new StringBuilder("<!DOCTYPE html><html><body>\n");
    page.append("<p>").append(escaped(text.heading())).append("</p>\n");
    page.append("<h2>").append(escaped(text.summary())).append("</h2>\n");
    page.append("<table cellpadding=\"4\">\n");
    for (NoticeText.Fact fact : text.facts()) {
      page.append("<tr><th align=\"left\" valign=\"top\">").append(escaped(fact.label()));
      page.append("</th><td>");
      page.append(String.join("<br>\n", fact.lines().stream().map(EmailMessage::escaped).toList()));
      page.append("</td></tr>\n");
    }
    page.append("</table>\n");
    text.link()
        .map(url -> escaped(url.toString()))
        .ifPresent(
            url -> page.append("<p><a href=\"").append(url).append("\">Status page</a></p>\n"));
    return page.append("</body></html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
