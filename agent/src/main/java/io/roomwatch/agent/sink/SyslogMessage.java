package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.sink.NoticeText.Severity;
import io.roomwatch.agent.sink.Receiver.Attempt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** One message of RFC 5424. */
final class SyslogMessage {

  /**
   * SD-IDs without {@code @} belong to IANA (RFC 5424 section 7), and Roomwatch has no enterprise
   * number of its own: 32473 is the one that is reserved for examples (RFC 5612), so that it cannot
   * collide with a real vendor's. The name before it tells ours from other examples.
   */
  private static final String SD_ID = "roomwatch@32473";

  /** RFC 5424 table 2: a resolved alert is good news worth reading. */
  private static final int NOTICE = 5;

  /** RFC 5424 section 6: of HOSTNAME. */
  private static final int LONGEST_HOST = 255;

  private static final int LONGEST_VALUE = 100;
  private static final int LONGEST_KEY = 255;
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private SyslogMessage() {}

  /**
   * @param facility RFC 5424 table 1
   * @param max bytes of the whole message; MSG is cut, nothing else
   */
  static byte[] of(
      Notice notice, Attempt attempt, int facility, Surroundings surroundings, int max) {
    int severity =
        notice.status() == Notice.Status.RESOLVED ? NOTICE : Severity.of(notice).syslog();
    Instant due = surroundings.clocks().clock().instant().minus(attempt.late());
    String head =
        "<%d>1 %s %s roomwatch - %s %s "
            .formatted(
                facility * 8 + severity,
                due.truncatedTo(ChronoUnit.MILLIS),
                ascii(surroundings.machine().hostName()),
                notice.status().name().toUpperCase(Locale.ROOT),
                data(notice));
    byte[] start = head.getBytes(StandardCharsets.UTF_8);
    String text = text(NoticeText.of(notice, attempt, surroundings.clocks().zone()));
    // A text that is plain ASCII is told without a mark (MSG-ANY): many readers show it as rubbish.
    byte[] mark = isAscii(text) ? new byte[0] : BOM;
    byte[] msg =
        Cut.bytes(text, Math.max(0, max - start.length - mark.length))
            .getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[start.length + mark.length + msg.length];
    System.arraycopy(start, 0, message, 0, start.length);
    System.arraycopy(mark, 0, message, start.length, mark.length);
    System.arraycopy(msg, 0, message, start.length + mark.length, msg.length);
    return message;
  }

  private static String text(NoticeText text) {
    StringBuilder line = new StringBuilder(text.headline());
    for (NoticeText.Fact fact : text.facts()) {
      line.append(" | ").append(fact.label()).append(": ");
      line.append(String.join("; ", fact.lines()));
    }
    text.link().ifPresent(url -> line.append(" | ").append(url));
    return line.toString();
  }

  /** RFC 5424 section 6.3. */
  private static String data(Notice notice) {
    StringBuilder element = new StringBuilder("[").append(SD_ID);
    parameter(element, "key", notice.key(), LONGEST_KEY);
    parameter(element, "status", notice.status().label(), LONGEST_VALUE);
    parameter(element, "room", notice.room().name(), LONGEST_VALUE);
    parameter(element, "site", notice.room().site(), LONGEST_VALUE);
    parameter(element, "verdict", notice.cause().id(), LONGEST_VALUE);
    parameter(element, "layer", notice.cause().layer(), LONGEST_VALUE);
    parameter(element, "state", notice.cause().state(), LONGEST_VALUE);
    parameter(element, "started", notice.started().toString(), LONGEST_VALUE);
    Optional<Instant> ended = notice.ended();
    ended.ifPresent(at -> parameter(element, "ended", at.toString(), LONGEST_VALUE));
    return element.append(']').toString();
  }

  private static void parameter(StringBuilder element, String name, String value, int max) {
    element.append(' ').append(name).append("=\"");
    Cut.bytes(Cut.oneLine(value), max)
        .codePoints()
        .forEach(
            point -> {
              // RFC 5424 section 6.3.3.
              if (point == '"' || point == '\\' || point == ']') {
                element.append('\\');
              }
              element.appendCodePoint(point);
            });
    element.append('"');
  }

  /** PRINTUSASCII without blanks; {@code -} for nothing. */
  private static String ascii(String host) {
    String plain = Cut.chars(host.replaceAll("[^\\x21-\\x7E]", ""), LONGEST_HOST);
    return plain.isEmpty() || !isAscii(plain) ? "-" : plain;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(unit -> unit < 0x80);
  }
}
