package io.roomwatch.agent;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.util.Locale;

/**
 * One event, one line: {@code ts=… level=info logger=Agent msg="…"}; a stack follows as {@code
 * stack="…"} on the same line.
 */
final class LogfmtLayout extends LayoutBase<ILoggingEvent> {

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    String logger = event.getLoggerName();
    line.append("ts=")
        .append(event.getInstant())
        .append(" level=")
        .append(event.getLevel().toString().toLowerCase(Locale.ROOT))
        .append(" logger=")
        .append(logger.substring(logger.lastIndexOf('.') + 1))
        .append(" msg=\"");
    quoted(line, event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      line.append("\" stack=\"");
      quoted(line, ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing());
    }
    return line.append("\"\n").toString();
  }

  private static void quoted(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\t' -> line.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            line.append("\\u%04x".formatted((int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
  }
}
