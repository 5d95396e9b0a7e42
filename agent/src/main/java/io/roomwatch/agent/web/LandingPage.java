package io.roomwatch.agent.web;

import io.roomwatch.agent.verdict.RoomStatus;

/**
 * The plain page at {@code /}: the verdict, and where everything else is. No script, no external
 * resource.
 */
final class LandingPage {
  private LandingPage() {}

  static String of(RoomStatus status) {
    String room = escape(status.room().name());
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s: Roomwatch</title></head>
    <body>
    <h1>%s</h1>
    <p><strong>%s</strong>: %s</p>
    <p>%s</p>
    <ul>
    <li><a href="/api/v1/status">Status as JSON</a></li>
    <li><a href="/api/v1/events">What happened in the last 7 days, as JSON</a></li>
    <li><a href="/api/v1/schedule">Maintenance schedule as JSON</a></li>
    <li><a href="/api/v1/alerts">Alerts as JSON</a></li>
    <li><a href="/metrics">Metrics</a></li>
    <li><a href="/-/healthy">Healthy</a></li>
    <li><a href="/-/ready">Ready</a></li>
    </ul>
    <p>Roomwatch %s</p>
    </body>
    </html>
    """
        .formatted(
            room,
            room,
            escape(status.verdict().cause().state().label()),
            escape(status.verdict().summary()),
            escape(status.verdict().next()),
            escape(status.agent().version()));
  }

  /** Text as HTML text or attribute value. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }
}
