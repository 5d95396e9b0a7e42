package io.roomwatch.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.Rooms;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Meters that are readings of a check: shown when measured, absent when not, never 0. */
class ReadingMetersTest {

  @Test
  void aMeasuredReadingIsASample() throws Exception {
    String page =
        page(
            seen(
                CheckId.of(CheckKind.CLOUD_TLS, "zoom.us"),
                Reading.number("tls_not_after_timestamp_seconds", 1.8e9)),
            seen(CheckId.of(CheckKind.LINK_CONTROLLERS), Reading.number("controllers", 2)),
            seen(CheckId.of(CheckKind.LOCAL_CLOCK), Reading.number("offset_seconds", -0.25)),
            seen(
                CheckId.of(CheckKind.LOCAL_WIFI),
                Reading.text("interface", "wlan0"),
                Reading.number("signal_dbm", -61)));
    assertTrue(
        page.contains(
            "roomwatch_tls_not_after_timestamp_seconds{check=\"cloud.tls:zoom.us\"} 1.8E9\n"),
        page);
    assertTrue(page.contains("roomwatch_link_controllers 2.0\n"), page);
    assertTrue(page.contains("roomwatch_clock_offset_seconds -0.25\n"), page);
    assertTrue(page.contains("roomwatch_wifi_signal_dbm{interface=\"wlan0\"} -61.0\n"), page);
  }

  @Test
  void anAbsentReadingHasNoSample() throws Exception {
    String page =
        page(
            seen(CheckId.of(CheckKind.LINK_CONTROLLERS), Reading.absent("controllers")),
            seen(CheckId.of(CheckKind.LOCAL_CLOCK), Reading.absent("offset_seconds")));
    assertFalse(page.contains("\nroomwatch_link_controllers"), page);
    assertFalse(page.contains("\nroomwatch_clock_offset_seconds"), page);
  }

  private static CheckStatus seen(CheckId check, Reading... readings) {
    Observation look =
        new Observation(check, Rooms.AT, Duration.ofMillis(3), Finding.ok("seen").with(readings));
    return new CheckStatus(check, State.OK, Reason.OK, Rooms.AT, Optional.of(look), false);
  }

  private static String page(CheckStatus... checks) throws Exception {
    RoomStatus room = Rooms.room("x");
    RoomStatus status =
        new RoomStatus(room.room(), room.agent(), room.at(), room.verdict(), List.of(checks));
    Scene scene = Rooms.scene("x");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Metrics metrics =
        new Metrics(
            () ->
                new Scene(
                    status,
                    scene.build(),
                    scene.machine(),
                    scene.scheduler(),
                    scene.reload(),
                    scene.kept(),
                    scene.told()),
            new CheckMeters())) {
      metrics.scrape(Metrics.Format.TEXT, out);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
