package io.roomwatch.agent.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.maintenance.duty.Duty;
import io.roomwatch.agent.maintenance.duty.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaintenanceDocTest {

  private static List<String> page() throws IOException {
    return Files.readAllLines(Path.of("../docs/maintenance.md"));
  }

  @Test
  void theTableHasEveryItemWithItsCadenceAndKind() throws IOException {
    List<String> rows =
        page().stream()
            .filter(line -> line.matches("\\| `[a-z]+\\.[a-z-]+` \\| [a-z]+ly .*"))
            .toList();
    assertEquals(
        new Room("")
            .agenda().items().stream()
                .map(
                    item ->
                        "| `%s` | %s | %s |"
                            .formatted(
                                item.id(),
                                item.item().when().cadence().label(),
                                item.kind().label()))
                .toList(),
        rows.stream().map(row -> row.replaceFirst("^((\\|[^|]*){3}\\|).*", "$1")).toList());
  }

  @Test
  void everyResultAndBaselineIsExplained() throws IOException {
    String page = String.join("\n", page());
    for (Result result : Result.values()) {
      assertTrue(page.contains("| `" + result.label() + "` |"), result.label());
    }
    for (ScheduledItem item : new Room("").agenda().items()) {
      for (String name : Duty.accepts(item.id())) {
        assertTrue(
            page.lines()
                .anyMatch(
                    line ->
                        line.startsWith("| `" + name + "` |")
                            && line.endsWith("| `" + item.id() + "` |")),
            name);
      }
    }
  }
}
