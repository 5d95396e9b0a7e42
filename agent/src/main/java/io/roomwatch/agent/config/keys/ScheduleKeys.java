package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.config.BuiltInItem;
import io.roomwatch.agent.config.Schedule;
import io.roomwatch.agent.config.Schedule.Cadence;
import io.roomwatch.agent.config.Schedule.Day;
import io.roomwatch.agent.config.Schedule.Item;
import io.roomwatch.agent.config.Schedule.When;
import io.roomwatch.agent.config.Schedule.Window;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Table;
import io.roomwatch.agent.yaml.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of {@code schedule}: the built-in items by their ids, and custom ones. */
public final class ScheduleKeys {
  private ScheduleKeys() {}

  private static final String CUSTOM = "custom.";
  private static final Duration SHORTEST_GRACE = Duration.ofHours(1);
  private static final Duration LONGEST_GRACE = Duration.ofDays(180);
  private static final Duration LONGEST_SPREAD = Duration.ofHours(12);

  private static final Scalar<Cadence> CADENCES =
      Scalars.oneOf("cadence", Cadence.values(), Cadence::label);

  private static final Key<Boolean> ENABLED =
      Key.of("enabled", Scalars.bool(), "false leaves the item out.", "true");

  private static final Key<String> OWNER =
      Key.optional(
          "owner",
          Scalars.text("text"),
          "Who does it. Without it, nobody in particular.",
          "AV team");

  private static final Key<Severity> SEVERITY =
      Key.of(
          "severity",
          Scalars.oneOf("severity", Severity.values(), Severity::label),
          "How much it matters when it is overdue.",
          "warning");

  private static final Key<Duration> SPREAD =
      Key.of(
          "spread",
          Scalars.duration(Duration.ZERO, LONGEST_SPREAD),
          "What the agent does by itself it does within this long after the window's time, each"
              + " room at a moment of its own, so that many rooms do not test at once. 0s is on"
              + " time.",
          "30m");

  private static final Key<String> TITLE =
      Key.required(
          "title", Scalars.text("text"), "What is true when it is done.", "Cables checked");

  private static final Key<Cadence> CUSTOM_CADENCE =
      Key.required("cadence", CADENCES, "How often.", "monthly");

  public static final Key<List<CheckId>> CHECKS =
      Key.of(
          "checks",
          Items.of(checkId(), "check ids").distinct(),
          "Checks that are run as its evidence. With none, a person attests it.",
          "[]");

  public static final Table<Item> ITEMS = Table.of("item", entries()).complete();

  private static List<Table.Entry<Item>> entries() {
    List<Table.Entry<Item>> entries = new ArrayList<>();
    for (BuiltInItem item : BuiltInItem.values()) {
      String sample = "{cadence: " + item.cadence().label() + "}";
      entries.add(Table.Entry.exactly(item.id(), item.title(), builtIn(item), sample));
    }
    entries.add(
        new Table.Entry<>(
            CUSTOM + "<name>",
            Pattern.compile("custom\\.[a-z0-9][a-z0-9-]{0,40}"),
            "An item of your own.",
            custom(),
            new Table.Example(CUSTOM + "cables", "{title: Cables checked, cadence: monthly}")));
    return entries;
  }

  private static Section<Item> builtIn(BuiltInItem item) {
    Key<Cadence> cadence = Key.of("cadence", CADENCES, "How often.", item.cadence().label());
    Timing timing = new Timing(cadence);
    return Section.of(
            "item " + item.id(),
            item.title(),
            List.of(
                ENABLED,
                cadence,
                timing.window,
                Words.TIMEZONE,
                timing.grace,
                SPREAD,
                OWNER,
                SEVERITY),
            values ->
                new Item(
                    item.id(),
                    item.title(),
                    timing.of(values),
                    values.get(ENABLED),
                    values.find(OWNER),
                    values.get(SEVERITY),
                    List.of()))
        .checked(timing::windowFits);
  }

  /** A custom item does not know its id: the table gives it. */
  private static Section<Item> custom() {
    Timing timing = new Timing(CUSTOM_CADENCE);
    return Section.of(
            "a custom item",
            "An item of your own.",
            List.of(
                TITLE,
                ENABLED,
                CUSTOM_CADENCE,
                timing.window,
                Words.TIMEZONE,
                timing.grace,
                SPREAD,
                OWNER,
                SEVERITY,
                CHECKS),
            values ->
                new Item(
                    CUSTOM,
                    values.get(TITLE),
                    timing.of(values),
                    values.get(ENABLED),
                    values.find(OWNER),
                    values.get(SEVERITY),
                    values.get(CHECKS)))
        .checked(timing::windowFits);
  }

  public static Schedule schedule(Map<String, Item> items) {
    List<Item> named = new ArrayList<>();
    items.forEach(
        (id, item) ->
            named.add(
                new Item(
                    id,
                    item.title(),
                    item.when(),
                    item.enabled(),
                    item.owner(),
                    item.severity(),
                    item.checks())));
    return new Schedule(named);
  }

  /** The keys that follow from an item's cadence. */
  private static final class Timing {
    private final Key<Cadence> cadence;
    private final Key<Window> window;
    private final Key<Duration> grace;

    Timing(Key<Cadence> cadence) {
      this.cadence = cadence;
      this.window =
          Key.computed(
              "window",
              Words.window(),
              "When it falls due: a weekday (the first in its period) or a day of the month (31 is"
                  + " the last one), and a time. Quarterly and annual items count from their first"
                  + " month; annual ones may name another: 'Nov 15 06:30'.",
              "Mon 06:30; daily items 06:30",
              "Mon 06:30",
              values ->
                  values.find(cadence).filter(Cadence.DAILY::equals).isPresent()
                      ? "06:30"
                      : "Mon 06:30");
      this.grace =
          Key.computed(
              "grace",
              Scalars.duration(SHORTEST_GRACE, LONGEST_GRACE),
              "How long it may stay open before it is overdue.",
              Arrays.stream(Cadence.values())
                  .map(each -> each.label() + " " + Scalars.format(each.grace()))
                  .reduce((a, b) -> a + ", " + b)
                  .orElseThrow(),
              "2d",
              values -> Scalars.format(values.find(cadence).orElse(Cadence.WEEKLY).grace()));
    }

    When of(Values values) {
      return new When(
          values.get(cadence),
          values.get(window),
          values.find(Words.TIMEZONE),
          values.get(grace),
          values.get(SPREAD));
    }

    void windowFits(Values values) {
      Optional<Cadence> often = values.find(cadence);
      Optional<Window> due = values.find(window);
      if (often.isPresent() && due.isPresent()) {
        misfit(often.get(), due.get()).ifPresent(values.spot(window)::fault);
      }
    }

    private static Optional<String> misfit(Cadence cadence, Window window) {
      if (window.month().isPresent() && cadence != Cadence.ANNUALLY) {
        return Optional.of("only an annual item's window names a month");
      }
      return switch (cadence) {
        case DAILY ->
            window.day() instanceof Day.Every
                ? Optional.empty()
                : Optional.of("a daily item's window is a time only, such as 06:30");
        case WEEKLY ->
            window.day() instanceof Day.Weekday
                ? Optional.empty()
                : Optional.of("a weekly item's window begins with a weekday, such as Mon 06:30");
        case MONTHLY, QUARTERLY, ANNUALLY ->
            window.day() instanceof Day.Every
                ? Optional.of("this window needs a day, such as Mon 06:30 or 15 06:30")
                : Optional.empty();
      };
    }
  }

  private static Scalar<CheckId> checkId() {
    return Scalar.of(
            "check id",
            "the id of a check, such as local.clock or link.peer:<name>",
            Map.of("type", "string", "pattern", "^(" + kinds() + ")(:.+)?$"),
            CheckId::parse)
        .near(() -> Arrays.stream(CheckKind.values()).map(CheckKind::id).toList());
  }

  private static String kinds() {
    return String.join("|", Arrays.stream(CheckKind.values()).map(CheckKind::id).toList())
        .replace(".", "\\.");
  }
}
