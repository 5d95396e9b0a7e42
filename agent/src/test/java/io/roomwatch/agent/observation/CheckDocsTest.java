package io.roomwatch.agent.observation;

import io.roomwatch.agent.docs.Generated;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of {@code docs/checks.md} says what the enum says. {@code -Ddocs.update=true} writes it
 * anew.
 */
class CheckDocsTest {

  private static final Path DOC = Path.of("..", "docs", "checks.md");

  @Test
  void theTablesAreWhatTheEnumsSay() throws IOException {
    Generated.part(CheckDocsTest.class, DOC, tables());
  }

  private static String tables() {
    StringBuilder page =
        new StringBuilder(
            "\n"
                + "| check | sees | how | every | timeout | severity | thresholds |\n"
                + "|---|---|---|---|---|---|---|\n");
    for (CheckKind kind : CheckKind.values()) {
      String thresholds =
          kind.thresholds().stream()
              .map(CheckDocsTest::threshold)
              .collect(Collectors.joining(", "));
      page.append(
          "| `%s` | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  kind.id(),
                  kind.sees(),
                  kind.manner().label(),
                  words(kind.interval()),
                  words(kind.timeout()),
                  kind.severity().label(),
                  thresholds));
    }
    return page.append("\nReasons: ")
        .append(
            Arrays.stream(Reason.values())
                .map(reason -> "`" + reason.label() + "`")
                .collect(Collectors.joining(" ")))
        .append(".\n")
        .toString();
  }

  private static String threshold(Threshold threshold) {
    double value = threshold.value();
    String number =
        value == Math.rint(value)
            ? String.format(Locale.ROOT, "%.0f", value)
            : Double.toString(value);
    return "`" + threshold.name() + "` " + number;
  }

  private static String words(Duration duration) {
    if (duration.toHours() > 0) {
      return duration.toHours() + " h";
    }
    return duration.toSeconds() % 60 == 0
        ? duration.toMinutes() + " min"
        : duration.toSeconds() + " s";
  }
}
