package io.roomwatch.agent.facts.windows;

import static io.roomwatch.agent.facts.Fixture.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.facts.reader.NativeTables;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Rows laid out as netioapi.h lays them out on 64-bit Windows; offsets by {@code offsetof} with the
 * headers of mingw-w64 10.
 */
final class IpHelperTest {

  private static void neighbour(
      ByteBuffer rows, int row, String address, int index, int macLength, int state, int age) {
    int at = row * IpHelper.NEIGHBOUR_ROW;
    byte[] bytes = ip(address).getAddress();
    rows.putShort(at, (short) (bytes.length == 4 ? 2 : 23));
    rows.put(at + (bytes.length == 4 ? 4 : 8), bytes);
    rows.putInt(at + 28, index);
    rows.putInt(at + 72, macLength);
    rows.putInt(at + 76, state);
    rows.putInt(at + 84, age);
  }

  @Test
  void neighboursAreReadWithTheirInterfaceAndAnswer() {
    ByteBuffer rows =
        ByteBuffer.allocate(7 * IpHelper.NEIGHBOUR_ROW).order(ByteOrder.LITTLE_ENDIAN);
    neighbour(rows, 0, "10.77.0.2", 12, 6, 5, 1_500);
    neighbour(rows, 1, "10.77.0.99", 12, 0, 0, 7);
    neighbour(rows, 2, "fd77::2", 12, 6, 4, -1);
    neighbour(rows, 3, "fd77::99", 7, 6, 1, 7);
    neighbour(rows, 4, "224.0.0.22", 12, 6, 6, 0);
    neighbour(rows, 5, "255.255.255.255", 12, 6, 6, 0);
    neighbour(rows, 6, "10.77.0.7", 12, 6, 6, 0);
    assertEquals(
        List.of(
            new NativeTables.Entry(
                ip("10.77.0.2"), 12, true, Optional.of(Duration.ofMillis(1_500))),
            new NativeTables.Entry(ip("10.77.0.99"), 12, false, Optional.empty()),
            new NativeTables.Entry(
                ip("fd77::2"), 12, true, Optional.of(Duration.ofMillis(0xffff_ffffL))),
            new NativeTables.Entry(ip("fd77::99"), 7, false, Optional.empty()),
            new NativeTables.Entry(ip("10.77.0.7"), 12, true, Optional.empty())),
        IpHelper.neighbours(rows));
  }

  @Test
  void metricsAreUnsignedAndByInterface() {
    ByteBuffer rows =
        ByteBuffer.allocate(2 * IpHelper.INTERFACE_ROW).order(ByteOrder.LITTLE_ENDIAN);
    rows.putInt(16, 12).putInt(148, 25);
    rows.putInt(168 + 16, 7).putInt(168 + 148, -1);
    assertEquals(Map.of(12, 25L, 7, 0xffff_ffffL), IpHelper.metrics(rows));
  }

  @Test
  void rowThatIsCutOffIsLeftOut() {
    assertEquals(List.of(), IpHelper.neighbours(ByteBuffer.allocate(87)));
    assertEquals(Map.of(), IpHelper.metrics(ByteBuffer.allocate(167)));
  }
}
