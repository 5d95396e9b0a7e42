package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Schedule;
import io.roomwatch.agent.maintenance.calendar.Calendar;
import io.roomwatch.agent.maintenance.duty.Duty;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a configuration schedules.
 *
 * @param items the enabled ones, in the order of the configuration
 */
public record Agenda(Config config, List<ScheduledItem> items) {

  public Agenda {
    items = List.copyOf(items);
  }

  /**
   * @param zone where an item names none: this machine's
   */
  public static Agenda of(Config config, ZoneId zone) {
    return new Agenda(
        config,
        config.schedule().items().stream()
            .filter(Schedule.Item::enabled)
            .map(item -> new ScheduledItem(item, Duty.of(item), new Calendar(item.when(), zone)))
            .toList());
  }

  /** The name of the room. */
  public String room() {
    return config.room().name();
  }

  public Optional<ScheduledItem> find(String id) {
    return items.stream().filter(item -> item.id().equals(id)).findFirst();
  }

  /** The ids of the enabled items. */
  public List<String> ids() {
    return items.stream().map(ScheduledItem::id).toList();
  }
}
