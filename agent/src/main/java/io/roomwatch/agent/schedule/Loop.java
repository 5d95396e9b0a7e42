package io.roomwatch.agent.schedule;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs thousands of tasks on their intervals.
 *
 * <ul>
 *   <li>The n-th due time of a task is its start + n · interval, give or take 2 % of the interval
 *       (5 s at most): computed, so it does not drift. Starts are spread over the interval.
 *   <li>A task whose beat begins later than {@link Settings#firstWithin} runs once before it.
 *   <li>A task never overlaps itself: due while its last run is going, it misses that turn and
 *       keeps its phase.
 *   <li>A run is given up after its timeout and the grace, and holds up nobody but its own task.
 *   <li>After a suspend or a stall each task is caught up once, spread over up to 5 s, and goes on
 *       in its phase.
 * </ul>
 *
 * Safe from any thread. Thread of its own: {@code schedule-loop}.
 */
public final class Loop implements AutoCloseable {

  /** The loop looks at itself this often, in nanoseconds. */
  private static final long TICK = 1_000_000_000L;

  private final Timer timer;
  private final Settings settings;
  private final Tally tally = new Tally();
  private final Lag lag = new Lag();
  private final Stall thread;
  private final List<Pulse> pulses;
  private final Entry.Shared shared;

  /** Timer's thread only, until it has ended. */
  private final Map<String, Entry> entries = new HashMap<>();

  private volatile int size;
  private volatile boolean closed;

  /**
   * @param seed differs from room to room, so that rooms do not look at the same moment; the same
   *     seed gives the same places
   * @param firstWithin no task waits longer for its first run
   * @param grace time past its own deadline that a run gets to report it
   * @param stallAfter the loop counts as stalled after this long without progress; at least 3 s
   */
  public record Settings(long seed, Duration firstWithin, Duration grace, Duration stallAfter) {

    public Settings {
      if (!firstWithin.isPositive() || grace.isNegative() || stallAfter.toSeconds() < 3) {
        throw new IllegalArgumentException(
            "no settings: first within %s, grace %s, stalled after %s"
                .formatted(firstWithin, grace, stallAfter));
      }
    }

    /** First runs within 15 s, half a second of grace, stalled after 10 s. */
    public static Settings seeded(long seed) {
      return new Settings(
          seed, Duration.ofSeconds(15), Duration.ofMillis(500), Duration.ofSeconds(10));
    }
  }

  /** Something else that must progress, and whether it does. */
  private record Pulse(Executor executor, Stall stall) {
    void ask() {
      try {
        executor.execute(stall::progress);
      } catch (RejectedExecutionException e) {
        // It is closed before the loop: no progress is what health should say.
      }
    }
  }

  Loop(Timer timer, Executor executor, Settings settings, List<Executor> others) {
    this.timer = timer;
    this.settings = settings;
    this.thread = new Stall(timer::nanos, settings.stallAfter());
    this.pulses =
        Stream.concat(Stream.of(executor), others.stream())
            .map(each -> new Pulse(each, new Stall(timer::nanos, settings.stallAfter())))
            .toList();
    this.shared = new Entry.Shared(timer, executor, tally, lag, settings.grace().toNanos());
  }

  /**
   * A loop without tasks, on a thread of its own.
   *
   * @param nanoTime monotonic nanoseconds, {@code System::nanoTime}
   * @param executor where all work runs, one thread per run at best: virtual threads; not closed
   *     here
   * @param others what the work waits for beside them, event loops: one that does not progress
   *     stalls this loop, too
   */
  public static Loop start(
      LongSupplier nanoTime, Executor executor, Settings settings, List<Executor> others) {
    return started(TimerThread.start(nanoTime), executor, settings, others);
  }

  static Loop started(Timer timer, Executor executor, Settings settings) {
    return started(timer, executor, settings, List.of());
  }

  static Loop started(Timer timer, Executor executor, Settings settings, List<Executor> others) {
    Loop loop = new Loop(timer, executor, settings, others);
    timer.at(timer.nanos(), loop::tick);
    return loop;
  }

  /**
   * From now on runs these tasks and no others. A task of the same name and pace keeps its phase;
   * one of another pace starts a new phase, and a run that is going still holds it up; a run of a
   * task that is gone is cancelled. Returns before it is done; later calls win.
   *
   * @throws IllegalArgumentException two tasks have one name
   */
  public void replaceAll(Collection<Task> tasks) {
    List<Task> wanted = List.copyOf(tasks);
    Set<String> names = new HashSet<>();
    for (Task task : wanted) {
      if (!names.add(task.name())) {
        throw new IllegalArgumentException("two tasks are named " + task.name());
      }
    }
    timer.at(timer.nanos(), () -> apply(wanted, names));
  }

  private void apply(List<Task> wanted, Set<String> names) {
    entries
        .entrySet()
        .removeIf(
            held -> {
              boolean gone = !names.contains(held.getKey());
              if (gone) {
                held.getValue().remove();
              }
              return gone;
            });
    for (Task task : wanted) {
      entries.compute(task.name(), (name, held) -> place(held, task));
    }
    size = entries.size();
  }

  private Entry place(@Nullable Entry held, Task task) {
    if (held == null) {
      return Entry.arm(shared, task, settings.seed(), settings.firstWithin().toNanos());
    }
    if (held.pace().equals(task.pace())) {
      held.rework(task);
      return held;
    }
    return held.repaced(task, settings.seed());
  }

  private void tick() {
    thread.progress();
    lag.turn();
    pulses.forEach(Pulse::ask);
    timer.at(timer.nanos() + TICK, this::tick);
  }

  public LoopHealth health() {
    Duration longest =
        pulses.stream()
            .map(each -> each.stall().sinceProgress())
            .reduce(thread.sinceProgress(), (a, b) -> a.compareTo(b) > 0 ? a : b);
    return new LoopHealth(size, longest, lag.lastSecond(), stalled(), tally.counts());
  }

  /** Whether nothing has progressed for longer than the settings allow: not ready. */
  public boolean stalled() {
    return thread.stalled() || pulses.stream().anyMatch(each -> each.stall().stalled());
  }

  /** Starts nothing more and cancels what is going, within a second; its results are dropped. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    timer.close();
    entries.values().forEach(Entry::abandon);
  }
}
