package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.reader.Columns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Load, memory and mounts from {@code /proc}, see proc_uptime(5), proc_stat(5), proc_meminfo(5) and
 * proc_pid_mounts(5). Pure: text in, records out; empty for what is not understood.
 */
final class ProcHost {

  /** Processor time since start, in ticks. */
  record Ticks(long busy, long total) {}

  /** One mounted file system. */
  record Mount(String device, String folder) {}

  /** Kinds of file system that live on a disk of this machine. */
  private static final Set<String> DISK =
      Set.of(
          "ext2",
          "ext3",
          "ext4",
          "xfs",
          "btrfs",
          "zfs",
          "f2fs",
          "jfs",
          "reiserfs",
          "bcachefs",
          "vfat",
          "exfat",
          "ntfs",
          "ntfs3");

  private ProcHost() {}

  /** {@code /proc/uptime}. */
  static Optional<Duration> uptime(String text) {
    String first = Columns.of(text)[0];
    return first.matches("[0-9]{1,12}(\\.[0-9]{1,9})?")
        ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(first) * 1000)))
        : Optional.empty();
  }

  /** The {@code cpu} line of {@code /proc/stat}. Guest time is part of user time already. */
  static Optional<Ticks> ticks(String text) {
    Optional<String> line = text.lines().filter(l -> l.startsWith("cpu ")).findFirst();
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String[] cell = Columns.of(line.get());
    if (cell.length < 5) {
      return Optional.empty();
    }
    long total = 0;
    long idle = 0;
    for (int i = 1; i < Math.min(cell.length, 9); i++) {
      if (!cell[i].matches("[0-9]{1,16}")) {
        return Optional.empty();
      }
      long value = Long.parseLong(cell[i]);
      total += value;
      // Columns 4 and 5: idle and waiting for a disk.
      idle += i == 4 || i == 5 ? value : 0;
    }
    return Optional.of(new Ticks(total - idle, total));
  }

  /** {@code /proc/meminfo}. */
  static Optional<HostLoad.Memory> memory(String text) {
    Optional<Long> total = kibibytes(text, "MemTotal:");
    Optional<Long> available = kibibytes(text, "MemAvailable:");
    return total.flatMap(
        all -> available.map(free -> new HostLoad.Memory(all * 1024, Math.min(free, all) * 1024)));
  }

  private static Optional<Long> kibibytes(String text, String key) {
    return text.lines()
        .filter(line -> line.startsWith(key))
        .map(line -> Columns.of(line.substring(key.length()))[0])
        .filter(value -> value.matches("[0-9]{1,15}"))
        .map(Long::valueOf)
        .findFirst();
  }

  /**
   * {@code /proc/mounts}: writable file systems on fixed disks, each device once. The root of a
   * container, an overlay, counts as a disk.
   */
  static List<Mount> disks(String text) {
    List<Mount> disks = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String line : text.lines().toList()) {
      String[] cell = Columns.of(line);
      if (cell.length < 4) {
        continue;
      }
      String folder = unescaped(cell[1]);
      boolean fixed = DISK.contains(cell[2]) || (cell[2].equals("overlay") && folder.equals("/"));
      boolean writable = List.of(cell[3].split(",", -1)).contains("rw");
      boolean removable = folder.startsWith("/media/") || folder.startsWith("/run/media/");
      if (fixed && writable && !removable && folder.startsWith("/") && seen.add(cell[0])) {
        disks.add(new Mount(cell[0], folder));
      }
    }
    return disks;
  }

  /** Blanks in folder names are written as octal, {@code \040}. */
  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '\\' && i + 3 < in.length && octal(in, i + 1)) {
        out[length++] =
            (byte) ((in[i + 1] - '0') << 6 | (in[i + 2] - '0') << 3 | (in[i + 3] - '0'));
        i += 3;
      } else {
        out[length++] = in[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private static boolean octal(byte[] in, int from) {
    for (int i = from; i < from + 3; i++) {
      if (in[i] < '0' || in[i] > '7') {
        return false;
      }
    }
    return true;
  }
}
