package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.config.CheckOverride;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.Threshold;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The keys of {@code checks}: for every kind of check the same, but for its thresholds. */
public final class CheckKeys {
  private CheckKeys() {}

  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(7);
  private static final int MOST_TRIES = 20;

  private static final String OF_THE_KIND = "as listed for the kind";

  /** What holds for a check that nothing is said of: 3 of 3, and back after 2. */
  static final int FAIL_AFTER = 3;

  static final int OUT_OF = 3;
  static final int RECOVER_AFTER = 2;

  public static final Table<CheckOverride> CHECKS =
      Table.of("check", entries()).checked(CheckRules::check);

  private static List<Table.Entry<CheckOverride>> entries() {
    List<Table.Entry<CheckOverride>> entries = new ArrayList<>();
    for (CheckKind kind : CheckKind.values()) {
      boolean many = kind.subject() != CheckKind.Subject.NONE;
      Pattern names = Pattern.compile(Table.literally(kind.id()) + (many ? "(:.+)?" : ""));
      Table.Example example = new Table.Example(kind.id(), sample(kind));
      entries.add(new Table.Entry<>(kind.id(), names, describe(kind), section(kind), example));
    }
    return entries;
  }

  private static String describe(CheckKind kind) {
    return switch (kind.subject()) {
      case NONE -> kind.sees();
      case PEER, REFLECTOR -> kind.sees() + "; one of them: " + kind.id() + ":<peer>";
      case HOST -> kind.sees() + "; one of them: " + kind.id() + ":<host>";
      case HOST_PORT -> kind.sees() + "; one of them: " + kind.id() + ":<host>:<port>";
    };
  }

  /** The defaults of a kind, as the file would say them. */
  private static String sample(CheckKind kind) {
    StringBuilder sample = new StringBuilder("{interval: ");
    sample.append(Scalars.format(kind.interval()));
    sample.append(", timeout: ").append(Scalars.format(kind.timeout()));
    sample.append(", severity: ").append(kind.severity().label());
    if (!kind.thresholds().isEmpty()) {
      sample.append(", thresholds: ").append(thresholdSample(kind));
    }
    return sample.append("}").toString();
  }

  private static String thresholdSample(CheckKind kind) {
    List<String> parts = new ArrayList<>();
    for (Threshold threshold : kind.thresholds()) {
      parts.add(threshold.name() + ": " + Scalars.plain(threshold.value()));
    }
    return "{" + String.join(", ", parts) + "}";
  }

  private static Section<CheckOverride> section(CheckKind kind) {
    Key<Boolean> enabled =
        Key.inherited("enabled", Scalars.bool(), "false leaves the check out.", "true", "true");
    Key<Duration> interval =
        Key.inherited(
            "interval",
            interval(kind),
            "From one look to the next.",
            OF_THE_KIND,
            Scalars.format(kind.interval()));
    Key<Duration> timeout =
        Key.inherited(
            "timeout",
            Scalars.duration(SHORTEST_TIMEOUT, LONGEST_TIMEOUT),
            "How long one look may take; shorter than the interval.",
            OF_THE_KIND,
            Scalars.format(kind.timeout()));
    Key<Severity> severity =
        Key.inherited(
            "severity",
            Scalars.oneOf("severity", Severity.values(), Severity::label),
            "How much a failure matters to a meeting.",
            OF_THE_KIND,
            kind.severity().label());
    Key<Integer> failAfter =
        tries("fail_after", "Failed when so many of the last out_of looks were bad.", FAIL_AFTER);
    Key<Integer> outOf = tries("out_of", "How many looks fail_after counts among.", OUT_OF);
    Key<Integer> recoverAfter =
        tries("recover_after", "Good again after so many good looks in a row.", RECOVER_AFTER);
    Key<Map<String, Double>> thresholds =
        Key.of(
            "thresholds",
            thresholds(kind),
            "Limits of this kind of check, by name, as listed for the kind.",
            "{}");
    List<Key<?>> keys =
        List.of(enabled, interval, timeout, severity, failAfter, outOf, recoverAfter, thresholds);
    return Section.of(
        "check " + kind.id(),
        kind.sees(),
        keys,
        values ->
            new CheckOverride(
                values.find(enabled),
                values.find(interval),
                values.find(timeout),
                values.find(severity),
                new CheckOverride.Tries(
                    number(values.find(failAfter)),
                    number(values.find(outOf)),
                    number(values.find(recoverAfter))),
                values.get(thresholds)));
  }

  private static Key<Integer> tries(String name, String doc, int usual) {
    String number = String.valueOf(usual);
    return Key.inherited(name, Scalars.integer("number", 1, MOST_TRIES), doc, number, number);
  }

  private static Scalar<Duration> interval(CheckKind kind) {
    Duration shortest = kind.shortestInterval();
    return Scalars.duration(Duration.ofSeconds(1), LONGEST_INTERVAL)
        .unless(
            wanted ->
                wanted.compareTo(shortest) >= 0
                    ? Optional.empty()
                    : Optional.of(
                        "must not be below "
                            + Scalars.format(shortest)
                            + ", found '"
                            + Scalars.format(wanted)
                            + "': "
                            + whyNotSooner(kind)));
  }

  private static String whyNotSooner(CheckKind kind) {
    if (kind == CheckKind.CLOUD_THROUGHPUT) {
      return "what an interface carries is compared from look to look";
    }
    return switch (kind.subject()) {
      case PEER -> "a peer's port must not be disturbed more often";
      case REFLECTOR -> "each look is a burst of packets";
      case NONE, HOST, HOST_PORT -> "the status page is a public service";
    };
  }

  private static Table<Double> thresholds(CheckKind kind) {
    List<Table.Entry<Double>> entries = new ArrayList<>();
    for (Threshold threshold : kind.thresholds()) {
      entries.add(
          Table.Entry.exactly(
              threshold.name(),
              "default " + Scalars.plain(threshold.value()),
              Scalars.number(threshold.unit().least(), threshold.unit().most()),
              Scalars.plain(threshold.value())));
    }
    return Table.of("threshold", entries);
  }

  private static OptionalInt number(Optional<Integer> value) {
    return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
  }
}
