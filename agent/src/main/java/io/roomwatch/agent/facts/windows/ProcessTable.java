package io.roomwatch.agent.facts.windows;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.roomwatch.agent.facts.RunningProcess;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Windows' processes by <a
 * href="https://learn.microsoft.com/windows/win32/api/winternl/nf-winternl-ntquerysysteminformation">
 * NtQuerySystemInformation</a>, which needs neither rights nor performance counters: those that
 * OSHI reads are broken or switched off on some machines. Offsets are those of 64-bit Windows;
 * parsing takes bytes and is tested anywhere.
 */
final class ProcessTable {

  private static final int SYSTEM_PROCESS_INFORMATION = 5;
  private static final int STATUS_INFO_LENGTH_MISMATCH = 0xC000_0004;

  private static final int ATTEMPTS = 5;

  /** More than this is a mistake, not a table. */
  private static final int BYTES_LIMIT = 64 * 1024 * 1024;

  /** Up to and with the session: what is read of an entry. */
  private static final int ENTRY = 104;

  private static final int CREATED = 32;
  private static final int NAME_LENGTH = 56;
  private static final int NAME_POINTER = 64;
  private static final int PID = 80;
  private static final int SESSION = 100;

  /** Times are counts of 100 ns since then. */
  private static final Instant FILETIME_ZERO = Instant.parse("1601-01-01T00:00:00Z");

  /** The function used, by its own name. */
  interface Ntdll extends Library {
    @SuppressWarnings("MethodName") // the name the library exports
    int NtQuerySystemInformation(int kind, Pointer table, int length, IntByReference needed);
  }

  private static final class Loaded {
    private static final Ntdll LIBRARY = Native.load("ntdll", Ntdll.class);
  }

  private ProcessTable() {}

  /** All of them; empty when Windows does not say. */
  static List<RunningProcess> read() {
    int bytes = 256 * 1024;
    for (int attempt = 0; attempt < ATTEMPTS && bytes <= BYTES_LIMIT; attempt++) {
      try (Memory memory = new Memory(bytes)) {
        IntByReference needed = new IntByReference();
        int status =
            Loaded.LIBRARY.NtQuerySystemInformation(
                SYSTEM_PROCESS_INFORMATION, memory, bytes, needed);
        if (status == 0) {
          byte[] table = memory.getByteArray(0, bytes);
          return processes(ByteBuffer.wrap(table), Pointer.nativeValue(memory)).stream()
              .map(ProcessTable::withPathAndOwner)
              .toList();
        }
        if (status != STATUS_INFO_LENGTH_MISMATCH) {
          return List.of();
        }
        // It may grow until it is asked for again.
        bytes = Math.max(bytes * 2, needed.getValue() + 65_536);
      }
    }
    return List.of();
  }

  /** As far as this user may see them. */
  private static RunningProcess withPathAndOwner(RunningProcess seen) {
    Optional<ProcessHandle.Info> info = ProcessHandle.of(seen.pid()).map(ProcessHandle::info);
    return new RunningProcess(
        seen.pid(),
        seen.name(),
        info.flatMap(ProcessHandle.Info::command),
        seen.started(),
        info.flatMap(ProcessHandle.Info::user),
        seen.session());
  }

  /**
   * The entries without paths and owners. Each says where the next one is; names lie behind the
   * entries and are pointed to.
   *
   * @param base the address that the table had, which its pointers count from
   */
  static List<RunningProcess> processes(ByteBuffer table, long base) {
    ByteBuffer bytes = table.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<RunningProcess> processes = new ArrayList<>();
    int at = 0;
    while (at <= bytes.limit() - ENTRY) {
      long pid = bytes.getLong(at + PID);
      String name = name(bytes, at, base);
      // 0 is no process but what runs when nothing does.
      if (pid > 0 && !name.isEmpty()) {
        processes.add(
            new RunningProcess(
                pid,
                name.replaceFirst("(?i)\\.exe$", ""),
                Optional.empty(),
                time(bytes.getLong(at + CREATED)),
                Optional.empty(),
                OptionalInt.of(bytes.getInt(at + SESSION))));
      }
      int next = bytes.getInt(at);
      if (next < ENTRY || next > bytes.limit() - at) {
        break;
      }
      at += next;
    }
    return List.copyOf(processes);
  }

  private static String name(ByteBuffer bytes, int at, long base) {
    int length = Short.toUnsignedInt(bytes.getShort(at + NAME_LENGTH));
    long start = bytes.getLong(at + NAME_POINTER) - base;
    if (start < 0 || start > bytes.limit() - length) {
      return "";
    }
    byte[] text = new byte[length];
    bytes.get((int) start, text);
    return new String(text, StandardCharsets.UTF_16LE);
  }

  private static Instant time(long filetime) {
    return FILETIME_ZERO
        .plus(filetime / 10, ChronoUnit.MICROS)
        .plusNanos(Math.floorMod(filetime, 10) * 100L);
  }
}
