package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.facts.RunningProcess;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Entries laid out as winternl.h lays them out on 64-bit Windows, mingw-w64 10. */
final class ProcessTableTest {

  private static final long BASE = 0x7fff_0000_1000L;

  private final ByteBuffer table = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

  private void entry(int at, int next, long pid, String name, int session) {
    byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
    table.putInt(at, next);
    // 2026-11-20T08:00:00.0000001Z
    table.putLong(at + 32, 134_396_352_000_000_001L);
    table.putShort(at + 56, (short) text.length).putLong(at + 64, BASE + at + 200);
    table.putLong(at + 80, pid).putInt(at + 100, session);
    table.put(at + 200, text);
  }

  @Test
  void entriesAreFollowedToTheLast() {
    entry(0, 256, 0, "", 0);
    entry(256, 256, 4, "System", 0);
    entry(512, 0, 1_234, "ZoomRooms.EXE", 1);
    Instant started = Instant.parse("2026-11-20T08:00:00.000000100Z");
    assertEquals(
        List.of(
            new RunningProcess(
                4, "System", Optional.empty(), started, Optional.empty(), OptionalInt.of(0)),
            new RunningProcess(
                1_234,
                "ZoomRooms",
                Optional.empty(),
                started,
                Optional.empty(),
                OptionalInt.of(1))),
        ProcessTable.processes(table, BASE));
  }

  @Test
  void tableThatLiesEnds() {
    entry(0, 0, 4, "System", 0);
    // A name outside of the table, and a next entry that is this one, or behind the end.
    table.putLong(64, 1);
    assertEquals(List.of(), ProcessTable.processes(table, BASE));
    table.putLong(64, Long.MAX_VALUE);
    assertEquals(List.of(), ProcessTable.processes(table, BASE));
    entry(0, 8, 4, "System", 0);
    assertEquals(1, ProcessTable.processes(table, BASE).size());
    entry(0, Integer.MAX_VALUE, 4, "System", 0);
    assertEquals(1, ProcessTable.processes(table, BASE).size());
    assertEquals(List.of(), ProcessTable.processes(ByteBuffer.allocate(103), BASE));
  }
}
