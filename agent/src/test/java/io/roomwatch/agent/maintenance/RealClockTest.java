package io.roomwatch.agent.maintenance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the clock of this machine, with weekly items made daily by configuration. */
class RealClockTest {

  @TempDir Path folder;

  /** A zone in which it is noon so many seconds from now: windows have minutes, zones seconds. */
  private static String noonIn(int seconds, Instant now) {
    int ofDay = now.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() + seconds;
    int offset = 12 * 3600 - ofDay % 86_400;
    return ZoneOffset.ofTotalSeconds(offset).getId();
  }

  @Test
  void itemsRunOnceWhenTheirTimeComes() throws StoreException {
    Instant began = OffsetDateTime.now(ZoneOffset.UTC).toInstant();
    String item = "{cadence: daily, window: '12:00', spread: 0s, timezone: '%s'}";
    Room room =
        new Room(
            "schedule:\n"
                + ("  weekly.room-link: " + item + "\n").formatted(noonIn(2, began))
                + ("  weekly.vpn: " + item + "\n").formatted(noonIn(3, began))
                + ("  weekly.power-and-connection: " + item + "\n").formatted(noonIn(4, began)));
    try (Store store = Store.open(folder)) {
      Upkeep upkeep = new Upkeep(store, room.agenda(), room, InstantSource.system());
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () ->
                  upkeep.tick().stream().filter(status -> status.last().isPresent()).count() == 3);
      for (int i = 0; i < 20; i++) {
        assertEquals(13, upkeep.tick().size());
      }
      List<Answer> answers = store.read(Answers::all).stream().map(Answer.Filed::answer).toList();
      assertEquals(
          List.of("weekly.power-and-connection", "weekly.room-link", "weekly.vpn"),
          answers.stream().map(Answer::item).sorted().toList());
      var late =
          answers.stream()
              .collect(
                  Collectors.toMap(
                      Answer::item,
                      answer -> Duration.between(answer.occurrence().due(), answer.said().at()),
                      (a, b) -> a,
                      TreeMap::new));
      for (Duration each : late.values()) {
        assertEquals(0, each.toSeconds() / 10, late::toString);
      }
    }
  }
}
