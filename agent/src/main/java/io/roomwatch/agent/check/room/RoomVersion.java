package io.roomwatch.agent.check.room;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.RoomApp;
import io.roomwatch.agent.facts.VersionNumber;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The installed version of Zoom Rooms against the declared minimum and the controllers' declared
 * versions; the first three parts count (KB0061134).
 *
 * <p>Degraded {@code BELOW_MINIMUM}: the room, or a controller, is below the minimum. The room's
 * turns failed on the first enforcement Saturday on or after the day on which the minimum was
 * looked up; without that day it stays degraded, because nobody said that the minimum is in force.
 * Degraded {@code DRIFT}: a controller is newer than the room, which is the wrong order of updates.
 * Ok, said in the text: no minimum declared, or one declared before the latest enforcement.
 *
 * <p>Unknown: {@code NOT_FOUND} (no Zoom Rooms or no version among the installed applications),
 * {@code ERROR} (a version not understood), or why the applications could not be read.
 */
final class RoomVersion implements Check {

  private final Facts facts;
  private final Room.Version declared;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param zone whose calendar days count
   */
  RoomVersion(CheckContext context, ZoneId zone) {
    this.facts = context.facts();
    this.declared = context.config().room().version();
    this.clock = context.clock();
    this.zone = zone;
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.ROOM_VERSION);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
    LocalDate enforcement = VersionNumber.nextEnforcement(today);
    Finding finding =
        switch (facts.applications()) {
          case Fact.Known<List<InstalledApplication>> known ->
              RoomApp.installed(known.value())
                  .map(app -> installed(app, today, enforcement))
                  .orElseGet(
                      () ->
                          Finding.unknown(
                              Reason.NOT_FOUND,
                              "Zoom Rooms is not among the installed applications, so its version"
                                  + " is not known."));
          case Fact.Unread<List<InstalledApplication>> unread ->
              Finding.unknown(unread.reason(), unread.why());
        };
    return CompletableFuture.completedFuture(
        finding.with(
            Reading.number(
                "enforcement_days", (double) ChronoUnit.DAYS.between(today, enforcement))));
  }

  private Finding installed(InstalledApplication app, LocalDate today, LocalDate enforcement) {
    if (app.version().isEmpty()) {
      return Finding.unknown(
          Reason.NOT_FOUND, app.name() + " is installed, but its version is not listed.");
    }
    String written = app.version().get();
    Reading[] readings = {
      Reading.text("installed", written),
      declared
          .minimum()
          .map(text -> Reading.text("minimum", text))
          .orElse(Reading.absent("minimum"))
    };
    Optional<VersionNumber> version = VersionNumber.parse(written);
    if (version.isEmpty()) {
      return Finding.unknown(
              Reason.ERROR, "The installed version '" + written + "' is not understood.")
          .with(readings);
    }
    Optional<VersionNumber> minimum = declared.minimum().flatMap(VersionNumber::parse);
    return belowMinimum(version.get(), minimum, today)
        .or(() -> controllersBelow(minimum))
        .or(() -> controllersAhead(version.get()))
        .orElseGet(() -> Finding.ok(summary(version.get(), today, enforcement)))
        .with(readings);
  }

  private Optional<Finding> belowMinimum(
      VersionNumber version, Optional<VersionNumber> minimum, LocalDate today) {
    if (minimum.isEmpty() || version.compareTo(minimum.get()) >= 0) {
      return Optional.empty();
    }
    String below = "Zoom Rooms " + version + " is below the minimum " + minimum.get();
    if (declared.asOf().isEmpty()) {
      return Optional.of(
          Finding.degraded(
              Reason.BELOW_MINIMUM, below + ": update it before the minimum is enforced."));
    }
    LocalDate enforced = VersionNumber.nextEnforcement(declared.asOf().get());
    long days = ChronoUnit.DAYS.between(today, enforced);
    return Optional.of(
        days > 0
            ? Finding.degraded(
                Reason.BELOW_MINIMUM,
                below + ", enforced in " + Figures.days(days) + " (" + enforced + "): update it.")
            : Finding.failed(
                Reason.BELOW_MINIMUM, below + ", enforced since " + enforced + ": update it now."));
  }

  private Optional<Finding> controllersBelow(Optional<VersionNumber> minimum) {
    return minimum
        .map(least -> controllers(version -> version.compareTo(least) < 0))
        .filter(names -> !names.isEmpty())
        .map(
            names ->
                Finding.degraded(
                    Reason.BELOW_MINIMUM,
                    "Below the minimum "
                        + minimum.get()
                        + ": controller "
                        + Figures.some(names, 4)
                        + ", by its declared version."));
  }

  private Optional<Finding> controllersAhead(VersionNumber room) {
    return Optional.of(controllers(version -> version.compareTo(room) > 0))
        .filter(names -> !names.isEmpty())
        .map(
            names ->
                Finding.degraded(
                    Reason.DRIFT,
                    "Zoom Rooms "
                        + room
                        + " is older than controller "
                        + Figures.some(names, 4)
                        + ": update the room first, then the controllers."));
  }

  /** Name and version of the controllers whose declared version matches, by name. */
  private List<String> controllers(Predicate<VersionNumber> wanted) {
    List<String> found = new ArrayList<>();
    Map<String, String> byName = new TreeMap<>(declared.controllers());
    byName.forEach(
        (name, text) ->
            VersionNumber.parse(text)
                .filter(wanted)
                .ifPresent(version -> found.add(name + " (" + version + ")")));
    return found;
  }

  private String summary(VersionNumber version, LocalDate today, LocalDate enforcement) {
    String against =
        declared
            .minimum()
            .map(
                text ->
                    VersionNumber.parse(text)
                        .map(minimum -> ", at or above the minimum " + minimum)
                        .orElse("; the declared minimum '" + text + "' is not understood"))
            .orElse("; no minimum is declared (room.version.minimum)");
    boolean old =
        declared.minimum().isPresent()
            && declared
                .asOf()
                .filter(asOf -> VersionNumber.nextEnforcement(asOf).isBefore(today))
                .isPresent();
    String stale =
        old ? "; that was looked up on " + declared.asOf().get() + ", look it up again" : "";
    List<String> odd =
        declared.controllers().entrySet().stream()
            .filter(one -> VersionNumber.parse(one.getValue()).isEmpty())
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    String unclear =
        odd.isEmpty()
            ? ""
            : "; the declared version of controller " + Figures.some(odd, 4) + " is not understood";
    long days = ChronoUnit.DAYS.between(today, enforcement);
    return "Zoom Rooms "
        + version
        + against
        + stale
        + unclear
        + "; the next enforcement is "
        + (days == 0 ? "today" : "in " + Figures.days(days))
        + " ("
        + enforcement
        + ").";
  }
}
