package io.roomwatch.agent;

import io.roomwatch.agent.schedule.Task;
import io.roomwatch.agent.service.ServiceManager;
import io.roomwatch.agent.verdict.RoomStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the service manager sees of the daemon: that it works, and one line about the room. */
final class Standing {

  /** The watchdog is fed this many times within its patience. */
  private static final int FEEDS = 4;

  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final ServiceManager manager;
  private final BooleanSupplier stalled;

  private String room = "";
  private String verdict = "the first looks are under way";
  private boolean taken = true;

  /**
   * @param stalled whether the schedule, its threads or the event loop stand still
   */
  Standing(ServiceManager manager, BooleanSupplier stalled) {
    this.manager = manager;
    this.stalled = stalled;
  }

  /**
   * A task of the schedule like any other: when the schedule does not get to it, or what the looks
   * need stands still, nobody feeds the watchdog.
   */
  List<Task> tasks() {
    return manager.watchdog().stream()
        .map(patience -> patience.dividedBy(FEEDS))
        .map(pace -> pace.compareTo(SHORTEST) < 0 ? SHORTEST : pace)
        .map(pace -> Plans.housekeeping("agent.watchdog", pace, this::feed))
        .toList();
  }

  private void feed() {
    if (!stalled.getAsBoolean()) {
      manager.alive();
    }
  }

  void reloading() {
    manager.reloading();
  }

  /**
   * The daemon serves and watches, or is done with reading its configuration again.
   *
   * @param name of the room
   * @param good whether the configuration that was read last is in force
   */
  void up(String name, boolean good) {
    String line;
    synchronized (this) {
      room = name;
      taken = good;
      line = line();
    }
    manager.ready(line);
  }

  /** Says it when the verdict's sentence is another one. */
  void judged(RoomStatus status) {
    String now = status.verdict().summary();
    String line;
    synchronized (this) {
      if (now.equals(verdict)) {
        return;
      }
      verdict = now;
      line = line();
    }
    manager.status(line);
  }

  void stopping() {
    manager.stopping();
  }

  private String line() {
    return (taken ? "" : "the configuration file is bad, the old one stays; ")
        + (room.isEmpty() ? "" : room + ": ")
        + verdict;
  }
}
