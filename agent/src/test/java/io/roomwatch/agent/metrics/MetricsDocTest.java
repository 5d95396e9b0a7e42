package io.roomwatch.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.docs.Generated;
import io.roomwatch.agent.web.Rooms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code docs/metrics.md} says what the enum says. {@code -Ddocs.update=true} writes it anew. */
class MetricsDocTest {

  private static final Path DOC = Path.of("..", "docs", "metrics.md");

  @Test
  void theDocumentIsWhatTheEnumSays() throws IOException {
    Generated.file(MetricsDocTest.class, DOC, document());
  }

  @Test
  void everyMeterOfTheEnumCarriesItsHelpAndType() throws IOException {
    CheckMeters looks = new CheckMeters();
    looks.observed(Rooms.refused());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Metrics metrics = new Metrics(() -> Rooms.scene("Boardroom"), looks)) {
      metrics.scrape(Metrics.Format.TEXT, out);
    }
    String page = out.toString(StandardCharsets.UTF_8);
    for (Meter meter : Meter.values()) {
      if (page.contains("# TYPE " + meter.exposedName() + " ")) {
        assertTrue(
            page.contains("# HELP " + meter.exposedName() + " " + meter.help()),
            meter.exposedName());
      }
    }
    assertTrue(
        page.contains(
            "roomwatch_check_failures_total{check=\"link.peer:boardroom-pc\",reason=\"refused\"}"
                + " 1.0"),
        page);
    assertTrue(
        page.contains("roomwatch_probe_requests_total{check=\"link.peer:boardroom-pc\"} 1.0"),
        page);
    assertTrue(
        page.contains(
            "roomwatch_phase_seconds{check=\"link.peer:boardroom-pc\",phase=\"connect\"} 0.001"),
        page);
    assertTrue(page.contains("roomwatch_interface_speed_bytes{interface=\"eth0\"} 1.25E8"), page);
    assertTrue(
        page.contains("roomwatch_verdict{id=\"link.port-closed\",layer=\"link\"} 1.0"), page);
    for (String line :
        List.of(
            "state{state=\"ok\"} 0.0",
            "state{state=\"failed\"} 1.0",
            "state{state=\"unknown\"} 0.0",
            "since_timestamp_seconds 1.7951688E9")) {
      assertTrue(page.contains("\nroomwatch_verdict_" + line + "\n"), page);
    }
    assertTrue(
        page.contains("roomwatch_probe_rtt_seconds_count{check=\"link.peer:boardroom-pc\"} 1"),
        "a refusal is an answer, not a loss");
    for (String line :
        List.of(
            "scheduler_missed_total 5.0",
            "scheduler_skipped_total 6.0",
            "scheduler_gave_up_total 7.0",
            "scheduler_errors_total 8.0")) {
      assertTrue(page.contains("\nroomwatch_" + line + "\n"), page);
    }
    assertTrue(
        page.contains("jvm_memory_used_bytes") && page.contains("process_uptime_seconds"), page);
    boolean unix = !System.getProperty("os.name").startsWith("Windows");
    assertEquals(unix, page.contains("\nprocess_open_fds ") && page.contains("\nprocess_max_fds "));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theResidentSizeIsStillKnownAfterAGarbageCollection() throws IOException {
    List<Metrics> all = Stream.generate(MetricsDocTest::fresh).limit(5).toList();
    System.gc();
    for (Metrics metrics : all) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      metrics.scrape(Metrics.Format.TEXT, out);
      String page = out.toString(StandardCharsets.UTF_8);
      assertTrue(page.contains("\nprocess_resident_memory_bytes "), page);
      assertFalse(page.contains("\nprocess_resident_memory_bytes NaN"), page);
      metrics.close();
    }
  }

  private static Metrics fresh() {
    return new Metrics(() -> Rooms.scene("Boardroom"), new CheckMeters());
  }

  private static String document() {
    StringBuilder page = new StringBuilder();
    page.append(
            "# Metrics\n\n"
                + "Generated from the one list in `metrics/Meter.java`; the build fails when this"
                + " page differs.\n\n")
        .append(
            "Durations are seconds, sizes bytes, times Unix seconds. A value that is not known has"
                + " no sample: it is never 0.\n")
        .append("Histograms and `probe_requests_total` carry the check's id up to ")
        .append(CheckMeters.HISTOGRAMS_BY_ID)
        .append(" checks, and its kind (`cloud.tcp`) above, so that a scrape stays small.\n")
        .append(
            "Addresses appear only in `_info` metrics. Beside these, `jvm_*` and `process_*`"
                + " describe the agent's own process.\n\n")
        .append("| metric | type | labels | meaning |\n|---|---|---|---|\n");
    for (Meter meter : Meter.values()) {
      page.append("| `")
          .append(meter.exposedName())
          .append("` | ")
          .append(meter.kind().name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(
              meter.labels().stream()
                  .map(label -> "`" + label + "`")
                  .collect(Collectors.joining(", ")))
          .append(" | ")
          .append(meter.help())
          .append(" |\n");
    }
    return page.toString();
  }
}
