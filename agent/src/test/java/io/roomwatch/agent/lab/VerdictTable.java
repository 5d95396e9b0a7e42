package io.roomwatch.agent.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was injected, what was named, how long it took, and what a person is told to do. */
final class VerdictTable {

  private final List<String> lines = new ArrayList<>();

  synchronized void add(Scenario scenario, JsonNode verdict, Duration took) {
    String named = verdict.get("id").asText();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-4s %-6s %-52s %-22s %-22s %5.1f s  %s%n     says: %s%n     next: %s",
            named.equals(scenario.expected().verdict()) ? "ok" : "!!",
            scenario.host(),
            scenario.fault(),
            scenario.expected().verdict(),
            named,
            took.toMillis() / 1000.0,
            verdict.get("state").asText() + ", " + verdict.get("confidence").asText(),
            verdict.get("summary").asText(),
            verdict.get("next").asText()));
  }

  synchronized void add(List<String> timeline) {
    lines.addAll(timeline);
  }

  synchronized void write(Path file) throws IOException {
    String head =
        String.format(
            "%-4s %-6s %-52s %-22s %-22s %7s  %s",
            "", "from", "fault", "expected", "named", "took", "state, confidence");
    String text = head + "\n" + String.join("\n", lines) + "\n";
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
    System.out.print(text);
  }
}
