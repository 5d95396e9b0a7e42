package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.maintenance.duty.Phrases;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The audit trail as one HTML page to read and print: nothing is loaded, nothing runs. Times are
 * those of each item's zone, with their offset.
 */
public final class HtmlReport {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx", Locale.ROOT);

  private HtmlReport() {}

  public static String of(AuditTrail trail) {
    StringBuilder html = new StringBuilder();
    html.append(top(trail));
    List<AuditTrail.Row> rows = trail.rows();
    int from = 0;
    while (from < rows.size()) {
      String item = rows.get(from).item();
      int to = from;
      while (to < rows.size() && rows.get(to).item().equals(item)) {
        to++;
      }
      item(html, rows.subList(from, to));
      from = to;
    }
    baselines(html, trail);
    silences(html, trail);
    return html.append("</body>\n</html>\n").toString();
  }

  private static String top(AuditTrail trail) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%1$s: maintenance</title>
    <style>
    body { font: 14px/1.4 sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; color: #111; background: #fff; }
    h1 { font-size: 1.5em; } h2 { font-size: 1.1em; margin-top: 2em; }
    table { border-collapse: collapse; width: 100%%; }
    th, td { border: 1px solid #999; padding: .3em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
    th { background: #eee; } pre { margin: .3em 0 0; white-space: pre-wrap; font-size: .85em; }
    .pass { color: #064; } .fail, .missed, .overdue { color: #a00; font-weight: bold; }
    @page { margin: 1.5cm; }
    @media print { body { margin: 0; max-width: none; font-size: 10px; } h2 { break-after: avoid; } tr { break-inside: avoid; } thead { display: table-header-group; } }
    </style>
    </head>
    <body>
    <h1>Maintenance of %1$s</h1>
    <p>Drawn up %2$s. The agent was installed %3$s; what was due before, or before
    its item was added, is not counted.</p>
    """
        .formatted(
            escaped(trail.room()),
            time(trail.at(), ZoneOffset.UTC),
            time(trail.installed(), ZoneOffset.UTC));
  }

  private static void item(StringBuilder html, List<AuditTrail.Row> rows) {
    AuditTrail.Row first = rows.get(0);
    Optional<ScheduledItem> scheduled = first.scheduled();
    html.append("<h2>").append(escaped(first.item())).append("</h2>\n<p>");
    html.append(
        scheduled
            .map(
                item ->
                    escaped(item.item().title())
                        + ". "
                        + item.item().when().cadence().label()
                        + ", "
                        + item.kind().label()
                        + item.item().owner().map(owner -> ", " + escaped(owner)).orElse(""))
            .orElse("Not scheduled any more"));
    html.append(".</p>\n");
    head(html, "Period", "Due", "Result", "When", "Who", "Note and evidence");
    ZoneId zone = scheduled.map(item -> item.calendar().zone()).orElse(ZoneOffset.UTC);
    rows.forEach(row -> row(html, row, zone));
    html.append("</tbody></table>\n");
  }

  private static void row(StringBuilder html, AuditTrail.Row row, ZoneId zone) {
    Optional<Answer.Said> said = row.filed().map(filed -> filed.answer().said());
    html.append("<tr>");
    cell(html, escaped(row.occurrence().period()));
    cell(html, time(row.occurrence().due(), zone));
    html.append("<td class=\"").append(escaped(row.result())).append("\">");
    html.append(escaped(row.result())).append("</td>");
    cell(html, said.map(one -> time(one.at(), zone)).orElse(""));
    cell(html, said.map(one -> escaped(one.by())).orElse(""));
    cell(html, row.filed().map(HtmlReport::evidence).orElse(""));
    html.append("</tr>\n");
  }

  private static String evidence(Answer.Filed filed) {
    StringBuilder html = new StringBuilder(escaped(filed.answer().said().note()));
    filed
        .file()
        .ifPresent(
            file ->
                html.append(
                    "<div>%s, %d bytes, SHA-256 <code>%s</code></div>"
                        .formatted(escaped(file.name()), file.bytes(), escaped(file.sha256()))));
    if (!filed.evidence().isEmpty()) {
      html.append("<pre>").append(escaped(String.join("\n", filed.evidence()))).append("</pre>");
    }
    return html.toString();
  }

  private static void baselines(StringBuilder html, AuditTrail trail) {
    html.append("<h2>Accepted baselines</h2>\n");
    List<BaselineState> accepted =
        trail.baselines().stream().filter(one -> one.accepted().isPresent()).toList();
    if (accepted.isEmpty()) {
      html.append("<p>None.</p>\n");
      return;
    }
    head(html, "Baseline", "Accepted", "Who", "Lines");
    for (BaselineState state : accepted) {
      BaselineState.Taken taken = state.accepted().orElseThrow();
      html.append("<tr>");
      cell(html, escaped(state.name()));
      cell(html, time(taken.at(), ZoneOffset.UTC));
      cell(html, escaped(taken.by()));
      cell(
          html,
          Phrases.count(taken.lines().size(), "line")
              + ", fingerprint <code>"
              + Lines.fingerprint(taken.lines())
              + "</code><pre>"
              + escaped(String.join("\n", taken.lines()))
              + "</pre>");
      html.append("</tr>\n");
    }
    html.append("</tbody></table>\n");
  }

  private static void silences(StringBuilder html, AuditTrail trail) {
    html.append("<h2>Silences</h2>\n");
    if (trail.silences().isEmpty()) {
      html.append("<p>None.</p>\n");
      return;
    }
    head(html, "What", "From", "To", "Who", "Why", "Ended");
    for (Silence silence : trail.silences()) {
      html.append("<tr>");
      cell(html, escaped(silence.what()));
      cell(html, time(silence.span().started(), ZoneOffset.UTC));
      cell(html, time(silence.span().ends(), ZoneOffset.UTC));
      cell(html, escaped(silence.by()));
      cell(html, escaped(silence.reason()));
      cell(
          html,
          silence
              .ended()
              .map(ended -> time(ended.at(), ZoneOffset.UTC) + " by " + escaped(ended.by()))
              .orElse(""));
      html.append("</tr>\n");
    }
    html.append("</tbody></table>\n");
  }

  private static void head(StringBuilder html, String... names) {
    html.append("<table><thead><tr>");
    for (String name : names) {
      html.append("<th>").append(name).append("</th>");
    }
    html.append("</tr></thead><tbody>\n");
  }

  /**
   * @param inner HTML
   */
  private static void cell(StringBuilder html, String inner) {
    html.append("<td>").append(inner).append("</td>");
  }

  private static String time(Instant at, ZoneId zone) {
    return TIME.format(at.atZone(zone));
  }

  /** Text as HTML, also within quoted attributes, see {@link Html#escape}. */
  public static String escaped(String text) {
    return Html.escape(text);
  }
}
