package io.roomwatch.agent.evidence;

import io.roomwatch.agent.maintenance.HtmlReport;
import java.util.List;

/** Builds a page. Whatever is called text is escaped; class names and ids are words of ours. */
final class Html {

  private final StringBuilder html = new StringBuilder(32 * 1024);

  /** Markup of ours, as it is. */
  Html raw(String markup) {
    html.append(markup);
    return this;
  }

  Html text(String text) {
    html.append(HtmlReport.escaped(text));
    return this;
  }

  /** An element with a text. */
  Html element(String name, String text) {
    return raw("<" + name + ">").text(text).raw("</" + name + ">\n");
  }

  /** An element of a class with a text. */
  Html element(String name, String ofClass, String text) {
    return raw("<" + name + " class=\"" + ofClass + "\">").text(text).raw("</" + name + ">\n");
  }

  /** A section with a heading that a link may name. */
  Html section(String id, String title) {
    return raw("<section id=\"" + id + "\">\n").element("h2", title);
  }

  Html end() {
    return raw("</section>\n");
  }

  /** Opens a table, in a box of its own that scrolls where the screen is narrow. */
  Html table(String ofClass, String... head) {
    raw("<div class=\"wide\"><table class=\"" + ofClass + "\"><thead><tr>");
    for (String name : head) {
      raw("<th scope=\"col\">").text(name).raw("</th>");
    }
    return raw("</tr></thead><tbody>\n");
  }

  Html row(String... cells) {
    raw("<tr>");
    for (String cell : cells) {
      raw("<td>").text(cell).raw("</td>");
    }
    return raw("</tr>\n");
  }

  Html endTable() {
    return raw("</tbody></table></div>\n");
  }

  Html list(List<String> items) {
    raw("<ul>\n");
    items.forEach(item -> element("li", item));
    return raw("</ul>\n");
  }

  /** A state as a coloured word. */
  Html state(String state) {
    String known =
        switch (state) {
          case "ok", "degraded", "failed" -> state;
          default -> "unknown";
        };
    return raw("<span class=\"state " + known + "\">").text(state).raw("</span>");
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
