package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.reader.Columns;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.observation.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Processes from {@code /proc/PID}, see proc_pid_stat(5). The session is left out: Linux has no
 * number that means "a person sits in front of it".
 */
final class ProcProcesses {

  /** Ticks of start times a second: fixed for programs on every architecture in use, time(7). */
  private static final long TICKS_PER_SECOND = 100;

  /** The kernel cuts names in {@code stat} here, {@code TASK_COMM_LEN} less its NUL. */
  private static final int NAME_LIMIT = 15;

  /** Zombie and dead. */
  private static final Set<String> ENDED = Set.of("Z", "X");

  /** What {@code /proc/PID/stat} says. */
  record Stat(long pid, String name, long startedTicks) {}

  private final MachineFiles files;

  ProcProcesses(MachineFiles files) {
    this.files = files;
  }

  Fact<List<RunningProcess>> processes() {
    Fact<String> system = files.text("/proc/stat");
    if (system instanceof Fact.Unread<String> unread) {
      return Fact.unread(unread.reason(), unread.why());
    }
    Optional<Instant> known = system.asOptional().flatMap(ProcProcesses::boot);
    if (known.isEmpty()) {
      return Fact.unread(
          Reason.ERROR,
          "/proc/stat does not say when this system started, so the ages of processes are not"
              + " known.");
    }
    Instant boot = known.get();
    Map<Long, String> users =
        files.text("/etc/passwd").map(ProcProcesses::users).asOptional().orElse(Map.of());
    return files
        .list("/proc")
        .map(
            names -> {
              List<RunningProcess> found = new ArrayList<>();
              for (String name : names) {
                if (isPid(name)) {
                  process("/proc/" + name, boot, users).ifPresent(found::add);
                }
              }
              return List.copyOf(found);
            });
  }

  private Optional<RunningProcess> process(String folder, Instant boot, Map<Long, String> users) {
    // It may end between any two of these reads; then it is simply not there.
    return files
        .text(folder + "/stat")
        .asOptional()
        .flatMap(ProcProcesses::stat)
        .map(
            stat -> {
              Optional<String> path =
                  files.link(folder + "/exe").map(ProcProcesses::withoutDeleted);
              Optional<String> user =
                  files
                      .text(folder + "/status")
                      .asOptional()
                      .flatMap(ProcProcesses::uid)
                      .map(uid -> users.getOrDefault(uid, Long.toString(uid)));
              String name = path.map(ProcProcesses::base).orElseGet(() -> longName(folder, stat));
              return new RunningProcess(
                  stat.pid(),
                  name,
                  path,
                  boot.plusMillis(stat.startedTicks() * 1000 / TICKS_PER_SECOND),
                  user,
                  OptionalInt.empty());
            });
  }

  /** The name from {@code stat}; the command line completes one that the kernel cut. */
  private String longName(String folder, Stat stat) {
    if (stat.name().getBytes(StandardCharsets.UTF_8).length < NAME_LIMIT) {
      return stat.name();
    }
    return files
        .text(folder + "/cmdline")
        .asOptional()
        .map(line -> base(line.split("\0", 2)[0]))
        .filter(name -> name.startsWith(stat.name()))
        .orElse(stat.name());
  }

  static boolean isPid(String name) {
    return !name.isEmpty()
        && name.length() <= 10
        && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * {@code /proc/PID/stat}; the name may hold blanks and parentheses. Empty also for a process that
   * has ended and only waits for its parent to notice: it runs nothing any more.
   */
  static Optional<Stat> stat(String text) {
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')');
    if (open < 1 || close < open) {
      return Optional.empty();
    }
    // The state is field 3 of the manual, the start time field 22.
    String[] cell = Columns.of(text.substring(close + 1));
    if (cell.length < 20 || ENDED.contains(cell[0])) {
      return Optional.empty();
    }
    try {
      long pid = Long.parseLong(text.substring(0, open).strip());
      long ticks = Long.parseLong(cell[19]);
      boolean sane = pid > 0 && ticks >= 0 && ticks < Long.MAX_VALUE / 10_000;
      return sane
          ? Optional.of(new Stat(pid, text.substring(open + 1, close), ticks))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** When the system started: {@code btime} of {@code /proc/stat}. */
  static Optional<Instant> boot(String text) {
    return text.lines()
        .filter(line -> line.startsWith("btime "))
        .map(line -> line.substring("btime ".length()).strip())
        .filter(line -> line.matches("[0-9]{1,12}"))
        .map(line -> Instant.ofEpochSecond(Long.parseLong(line)))
        .findFirst();
  }

  /** The real user id of {@code /proc/PID/status}. */
  static Optional<Long> uid(String text) {
    return text.lines()
        .filter(line -> line.startsWith("Uid:"))
        .map(line -> Columns.of(line.substring("Uid:".length()))[0])
        .filter(line -> line.matches("[0-9]{1,10}"))
        .map(Long::valueOf)
        .findFirst();
  }

  /** {@code /etc/passwd}: names by user id, passwd(5). */
  static Map<Long, String> users(String text) {
    Map<Long, String> users = new HashMap<>();
    text.lines()
        .map(line -> line.split(":", -1))
        .filter(cell -> cell.length >= 3 && cell[2].matches("[0-9]{1,10}"))
        .forEach(cell -> users.putIfAbsent(Long.valueOf(cell[2]), cell[0]));
    return users;
  }

  private static String withoutDeleted(String path) {
    return path.endsWith(" (deleted)")
        ? path.substring(0, path.length() - " (deleted)".length())
        : path;
  }

  private static String base(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
