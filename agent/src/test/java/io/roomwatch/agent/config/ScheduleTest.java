package io.roomwatch.agent.config;

import static io.roomwatch.agent.config.Configs.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.config.Schedule.Cadence;
import io.roomwatch.agent.config.Schedule.Day;
import io.roomwatch.agent.config.Schedule.Item;
import io.roomwatch.agent.config.Schedule.When;
import io.roomwatch.agent.config.Schedule.Window;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Severity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Duration SPREAD = Duration.ofMinutes(30);
  private static final LocalTime EARLY = LocalTime.of(6, 30);
  private static final Window MONDAY =
      new Window(Optional.empty(), new Day.Weekday(DayOfWeek.MONDAY), EARLY);

  @Test
  void withoutAWordThereAreTheThirteenItems() {
    List<Item> items = read("").schedule().items();
    assertEquals(13, items.size());
    assertEquals(
        Arrays.stream(BuiltInItem.values()).map(BuiltInItem::id).toList(),
        items.stream().map(Item::id).toList());
    assertEquals(
        new Item(
            "quarterly.updates-applied",
            BuiltInItem.QUARTERLY_UPDATES_APPLIED.title(),
            new When(Cadence.QUARTERLY, MONDAY, Optional.empty(), Duration.ofDays(14), SPREAD),
            true,
            Optional.empty(),
            Severity.WARNING,
            List.of()),
        items.get(6));
  }

  @Test
  void itemsAreOverriddenAndAdded() {
    List<Item> items =
        read("""
        schedule:
          custom.cables:
            title: Cables checked
            cadence: daily
            severity: info
            checks: [local.clock, local.interface]
          annual.firmware:
            window: Nov 30 06:30
            timezone: Europe/Berlin
            owner: AV team
            grace: 60d
            severity: critical
            spread: 0s
          weekly.vpn: {enabled: false}
          monthly.updates: {cadence: quarterly, window: 31 06:30}
        """)
            .schedule()
            .items();
    assertEquals(14, items.size());
    assertEquals(
        new Item(
            "custom.cables",
            "Cables checked",
            new When(
                Cadence.DAILY,
                new Window(Optional.empty(), new Day.Every(), EARLY),
                Optional.empty(),
                Duration.ofHours(12),
                SPREAD),
            true,
            Optional.empty(),
            Severity.INFO,
            List.of(CheckId.of(CheckKind.LOCAL_CLOCK), CheckId.of(CheckKind.LOCAL_INTERFACE))),
        items.get(13));
    assertEquals(
        new Item(
            "annual.firmware",
            BuiltInItem.ANNUAL_FIRMWARE.title(),
            new When(
                Cadence.ANNUALLY,
                new Window(Optional.of(Month.NOVEMBER), new Day.OfMonth(30), EARLY),
                Optional.of(ZoneId.of("Europe/Berlin")),
                Duration.ofDays(60),
                Duration.ZERO),
            true,
            Optional.of("AV team"),
            Severity.CRITICAL,
            List.of()),
        items.get(11));
    assertEquals(false, items.get(1).enabled());
    assertEquals(
        new When(
            Cadence.QUARTERLY,
            new Window(Optional.empty(), new Day.OfMonth(31), EARLY),
            Optional.empty(),
            Duration.ofDays(14),
            SPREAD),
        items.get(3).when());
  }

  @Test
  void monthAndWeekdayAreNotConfused() {
    Window window =
        read("schedule: {annual.firmware: {window: Mar Mon 23:59}}")
            .schedule()
            .items()
            .get(11)
            .when()
            .window();
    assertEquals(
        new Window(
            Optional.of(Month.MARCH), new Day.Weekday(DayOfWeek.MONDAY), LocalTime.of(23, 59)),
        window);
  }
}
