package io.roomwatch.agent.maintenance.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpreadTest {

  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  @Test
  void fiveThousandRoomsShareTheHalfHourEvenly() {
    int[] minutes = new int[30];
    for (int room = 0; room < 5000; room++) {
      Duration after =
          Spread.of("Boardroom " + room / 100 + "." + room % 100, "weekly.vpn", HALF_AN_HOUR);
      assertTrue(!after.isNegative() && after.compareTo(HALF_AN_HOUR) < 0, after::toString);
      minutes[(int) after.toMinutes()]++;
    }
    for (int rooms : minutes) {
      // 167 on average; five standard deviations.
      assertTrue(rooms > 100 && rooms < 235, () -> java.util.Arrays.toString(minutes));
    }
  }

  @Test
  void sameRoomAndItemAlwaysTheSame() {
    assertEquals(
        Spread.of("Boardroom", "weekly.vpn", HALF_AN_HOUR),
        Spread.of("Boardroom", "weekly.vpn", HALF_AN_HOUR));
    assertTrue(
        !Spread.of("Boardroom", "weekly.vpn", HALF_AN_HOUR)
            .equals(Spread.of("Boardroom", "weekly.room-link", HALF_AN_HOUR)));
  }

  @Test
  void noSpreadIsOnTime() {
    assertEquals(Duration.ZERO, Spread.of("Boardroom", "weekly.vpn", Duration.ZERO));
  }

  /** Rooms must not move when the program is updated. */
  @Test
  void theFormulaStays() {
    assertEquals(
        Duration.ofMillis(1_722_572), Spread.of("Boardroom 4.12", "weekly.vpn", HALF_AN_HOUR));
  }
}
