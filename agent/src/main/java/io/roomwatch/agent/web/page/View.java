package io.roomwatch.agent.web.page;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.History;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.Silence;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.Site;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the page shows, at one instant.
 *
 * @param kept what is on disk
 * @param troubles what could not be read, a sentence each
 */
record View(
    RoomStatus status,
    List<ItemStatus> schedule,
    List<Alert> alerts,
    Kept kept,
    List<String> troubles,
    ZoneId zone) {

  static final Duration DAY = Duration.ofHours(24);

  /** As many events as a person reads. */
  private static final int EVENTS = 40;

  private static final int MESSAGES = 10;

  View {
    schedule = List.copyOf(schedule);
    alerts = List.copyOf(alerts);
    troubles = List.copyOf(troubles);
  }

  /**
   * @param events of the last day, the newest first
   */
  record Kept(History history, List<Event> events, List<Silence> silences, Site.Mail mail) {
    Kept {
      events = List.copyOf(events);
      silences = List.copyOf(silences);
    }
  }

  Instant now() {
    return status.at();
  }

  /** What is known without a look at the disk, for pages that show nothing of what is kept. */
  static View now(Site site) {
    RoomStatus status = site.room().status();
    Kept nothing =
        new Kept(
            new History(status.at().minus(DAY), status.at(), Map.of()),
            List.of(),
            List.of(),
            new Site.Mail(List.of(), List.of(), List.of()));
    return new View(
        status,
        site.room().schedule(),
        site.room().alerts(),
        nothing,
        List.of(),
        site.room().zone());
  }

  /** Reads it all. What cannot be read is empty here, and told. */
  static View of(Site site) {
    View now = now(site);
    List<String> troubles = new ArrayList<>();
    Kept kept =
        new Kept(
            read(() -> site.records().history(DAY), now.kept().history(), troubles),
            read(() -> site.records().events(DAY, EVENTS).reversed(), List.of(), troubles),
            read(() -> site.records().silences(), List.of(), troubles),
            read(() -> site.records().mail(MESSAGES), now.kept().mail(), troubles));
    return new View(
        now.status(),
        now.schedule(),
        now.alerts(),
        kept,
        troubles.stream().distinct().toList(),
        now.zone());
  }

  /** The item of this id; empty when there is none. */
  Optional<ItemStatus> item(String id) {
    return schedule.stream().filter(one -> one.item().id().equals(id)).findFirst();
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T read(Reading<T> reading, T otherwise, List<String> troubles) {
    try {
      return reading.read();
    } catch (IOException e) {
      troubles.add("What is kept cannot be read now: " + e.getMessage());
      return otherwise;
    }
  }
}
