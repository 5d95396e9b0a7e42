package io.roomwatch.agent.check.room;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.check.LinuxEdition;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.RoomApp;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The Zoom Rooms process on this machine: running, in an interactive session, since when, and how
 * often it started anew since this agent began to look.
 *
 * <p>Failed: {@code MISSING} (not running). Degraded: {@code MISSING} (running where no person can
 * see it: session 0 of Windows), {@code THRESHOLD} (three restarts within an hour). Unknown: why
 * the processes could not be read.
 */
final class RoomAppCheck implements Check {

  private static final int MANY_RESTARTS = 3;
  private static final Duration RESTART_WINDOW = Duration.ofHours(1);

  /**
   * Start times are counted from the boot, whose time moves with the clock: the same number of a
   * process with a start that moved by less is the same process.
   */
  private static final Duration CLOCK_STEP = Duration.ofMinutes(2);

  private final CheckContext context;
  private final Facts facts;
  private final InstantSource clock;
  private final List<String> names;

  /** Written at the end of a look; looks of one check never overlap. */
  private volatile Memory memory = new Memory(Optional.empty(), 0, List.of());

  /**
   * @param latest the process last seen running
   * @param restarts how often another one stood in its place
   * @param recent when, within the last hour
   */
  private record Memory(Optional<RunningProcess> latest, int restarts, List<Instant> recent) {

    Memory seen(RunningProcess running, Instant now) {
      boolean restarted =
          latest
              .filter(
                  before ->
                      before.pid() != running.pid()
                          || Duration.between(before.started(), running.started())
                                  .abs()
                                  .compareTo(CLOCK_STEP)
                              > 0)
              .isPresent();
      List<Instant> still = new ArrayList<>(recent);
      still.removeIf(at -> at.isBefore(now.minus(RESTART_WINDOW)));
      if (restarted) {
        still.add(now);
      }
      return new Memory(Optional.of(running), restarts + (restarted ? 1 : 0), List.copyOf(still));
    }
  }

  RoomAppCheck(CheckContext context) {
    this.context = context;
    this.facts = context.facts();
    this.clock = context.clock();
    this.names = context.config().room().app().processes();
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.ROOM_APP);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(
        switch (facts.processes()) {
          case Fact.Known<List<RunningProcess>> known ->
              RoomApp.running(known.value(), names)
                  .map(this::running)
                  .orElseGet(() -> missing(known.value()));
          case Fact.Unread<List<RunningProcess>> unread ->
              Finding.unknown(unread.reason(), unread.why());
        });
  }

  private Finding running(RunningProcess app) {
    Instant now = clock.instant();
    Memory after = memory.seen(app, now);
    memory = after;
    String since =
        app.name()
            + " runs"
            + app.user().map(user -> " as " + user).orElse("")
            + (app.session().isPresent() ? " in session " + app.session().getAsInt() : "")
            + " since "
            + Figures.utc(app.started());
    boolean invisible = app.session().isPresent() && app.session().getAsInt() == 0;
    Finding finding;
    if (invisible) {
      finding =
          Finding.degraded(
              Reason.MISSING,
              since + ", which no screen shows: it must run in the session of the logged-in user.");
    } else if (after.recent().size() >= MANY_RESTARTS) {
      finding =
          Finding.degraded(
              Reason.THRESHOLD,
              app.name() + " started anew " + after.recent().size() + " times within an hour.");
    } else {
      finding = Finding.ok(since + restarts(after) + ".");
    }
    return finding.with(
        Reading.flag("running", true),
        Reading.number("started_timestamp_seconds", (double) app.started().getEpochSecond()),
        app.session().isPresent()
            ? Reading.number("session", app.session().getAsInt())
            : Reading.absent("session"),
        Reading.number("restarts", after.restarts()));
  }

  private static String restarts(Memory memory) {
    return memory.restarts() == 0
        ? ""
        : ", " + Wording.count(memory.restarts(), "restart") + " seen";
  }

  private Finding missing(List<RunningProcess> processes) {
    boolean loggedIn =
        processes.stream()
            .anyMatch(process -> process.session().isPresent() && process.session().getAsInt() > 0);
    String text =
        (loggedIn
                ? "A user is logged in, but the room app is not running"
                : "The room app is not running")
            + " (looked for "
            + String.join(", ", names)
            + "): logged in but not running is a common fault after a crash, an update or a"
            + " restart.";
    return LinuxEdition.none(
            context, "The room app is not running (looked for " + String.join(", ", names) + ")")
        .filter(none -> memory.latest().isEmpty())
        .orElseGet(() -> Finding.failed(Reason.MISSING, text))
        .with(
            Reading.flag("running", false),
            Reading.absent("started_timestamp_seconds"),
            Reading.absent("session"),
            Reading.number("restarts", memory.restarts()));
  }
}
