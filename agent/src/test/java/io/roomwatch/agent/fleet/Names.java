package io.roomwatch.agent.fleet;

import io.roomwatch.agent.metrics.Meter;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics that expressions of PromQL name. */
final class Names {

  /** Prometheus' own about a target. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up", "scrape_duration_seconds");

  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`");

  private static final Pattern NAME =
      Pattern.compile(
          "(?<![\\w:])(?:[a-z_]+:)?(?:roomwatch|jvm|process)_\\w+(?::\\w+)?|(?<![\\w:])(?:up|scrape_\\w+)(?=[{\\[])");

  private Names() {}

  static Set<String> in(String expression) {
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(STRING.matcher(expression).replaceAll("\"\""));
    while (name.find()) {
      names.add(name.group());
    }
    return names;
  }

  /** Whether one of our meters, a record, Prometheus itself, or a page of the agent has it. */
  static boolean isKnown(String name, String page) {
    return OF_PROMETHEUS.contains(name)
        || Packaged.rules().stream()
            .anyMatch(rule -> rule.has("record") && rule.get("record").asText().equals(name))
        || Stream.of(Meter.values()).anyMatch(meter -> exposes(meter, name))
        || (!name.startsWith(Meter.PREFIX) && page.contains("# TYPE " + name + " "));
  }

  /** What prometheus.yml says a large fleet may drop. */
  static boolean isDispensable(String name) {
    return name.equals(Meter.CHECK_DURATION_SECONDS.exposedName() + "_bucket");
  }

  private static boolean exposes(Meter meter, String name) {
    return switch (meter.kind()) {
      case GAUGE, COUNTER, INFO -> meter.exposedName().equals(name);
      case HISTOGRAM ->
          Stream.of("_bucket", "_sum", "_count")
              .anyMatch(end -> name.equals(meter.exposedName() + end));
    };
  }
}
