package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.maintenance.duty.Phrases;
import java.util.List;
import java.util.Optional;

/**
 * The audit trail as CSV (RFC 4180: CRLF, quotes doubled), UTF-8. One table; {@code record} says
 * what a row is: an occurrence, an accepted baseline, a silence. A cell that a spreadsheet would
 * take for a formula has an apostrophe before it.
 */
public final class CsvReport {

  private static final List<String> HEAD =
      List.of(
          "record",
          "item",
          "title",
          "cadence",
          "kind",
          "period",
          "due",
          "result",
          "at",
          "by",
          "note",
          "evidence",
          "evidence_file",
          "evidence_sha256",
          "evidence_bytes");

  private CsvReport() {}

  public static String of(AuditTrail trail) {
    StringBuilder text = new StringBuilder();
    row(text, HEAD);
    trail.rows().forEach(row -> row(text, cells(row)));
    trail.baselines().forEach(baseline -> baseline(text, baseline));
    trail.silences().forEach(silence -> row(text, cells(silence, trail)));
    return text.toString();
  }

  private static List<String> cells(AuditTrail.Row row) {
    Optional<Answer> answer = row.filed().map(Answer.Filed::answer);
    Optional<EvidenceFile> file = row.filed().flatMap(Answer.Filed::file);
    return List.of(
        "occurrence",
        row.item(),
        row.scheduled().map(item -> item.item().title()).orElse(""),
        row.scheduled().map(item -> item.item().when().cadence().label()).orElse(""),
        answer
            .map(Answer::kind)
            .or(() -> row.scheduled().map(ScheduledItem::kind))
            .map(kind -> kind.label())
            .orElse(""),
        row.occurrence().period(),
        row.occurrence().due().toString(),
        row.result(),
        answer.map(one -> one.said().at().toString()).orElse(""),
        answer.map(one -> one.said().by()).orElse(""),
        answer.map(one -> one.said().note()).orElse(""),
        row.filed().map(filed -> String.join("\n", filed.evidence())).orElse(""),
        file.map(EvidenceFile::name).orElse(""),
        file.map(EvidenceFile::sha256).orElse(""),
        file.map(one -> String.valueOf(one.bytes())).orElse(""));
  }

  private static void baseline(StringBuilder text, BaselineState baseline) {
    baseline
        .accepted()
        .ifPresent(
            taken ->
                row(
                    text,
                    List.of(
                        "baseline",
                        baseline.name(),
                        "",
                        "",
                        "",
                        "",
                        "",
                        "accepted",
                        taken.at().toString(),
                        taken.by(),
                        Phrases.count(taken.lines().size(), "line")
                            + ", fingerprint "
                            + Lines.fingerprint(taken.lines()),
                        String.join("\n", taken.lines()),
                        "",
                        "",
                        "")));
  }

  private static List<String> cells(Silence silence, AuditTrail trail) {
    return List.of(
        "silence",
        silence.what(),
        "",
        "",
        "",
        "",
        silence.span().ends().toString(),
        silence
            .ended()
            .map(ended -> "ended by " + ended.by() + " at " + ended.at())
            .orElse(silence.isActive(trail.at()) ? "active" : "expired"),
        silence.span().started().toString(),
        silence.by(),
        silence.reason(),
        "",
        "",
        "",
        "");
  }

  private static void row(StringBuilder text, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      text.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
    }
    text.append("\r\n");
  }

  private static String cell(String value) {
    String plain = Lines.plain(value);
    String safe = startsFormula(plain) ? "'" + plain : plain;
    return safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n')
            || safe.startsWith(" ")
            || safe.endsWith(" ")
        ? "\"" + safe.replace("\"", "\"\"") + "\""
        : safe;
  }

  /** See OWASP, CSV injection: also behind blanks, which some programs strip. */
  private static boolean startsFormula(String value) {
    String start = value.stripLeading();
    return !value.isEmpty()
        && ("\t\r\n".indexOf(value.charAt(0)) >= 0
            || (!start.isEmpty() && "=+-@\uff1d\uff0b\uff0d\uff20".indexOf(start.charAt(0)) >= 0));
  }
}
