package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.check.AfterProbe;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Thresholds;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.config.Throughput;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.ThroughputProbe;
import io.roomwatch.agent.probe.ThroughputProbe.Direction;
import io.roomwatch.agent.probe.ThroughputProbe.Guard;
import io.roomwatch.agent.probe.ThroughputProbe.Result;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code cloud.throughput}: how much the line carries up and down, against an endpoint of the
 * site's own choice. Measured once a day in a quiet time, at a moment that is this room's own, and
 * never while a meeting may be on: on the room's device while the interfaces carry hardly anything;
 * beside it, where nobody can tell, in the quiet time alone. What looks a minute apart only keep an
 * eye on is that.
 *
 * <p>An agent that began later than the moment of the day waits for the next: however often it is
 * restarted, and in a single look, nothing is measured twice. A poor measurement is repeated once,
 * and the better one counts. At most {@value #MOST_TRIES} times a day anything is sent.
 *
 * <p>Degraded: {@code THRESHOLD}. Unknown: {@code NOT_FOUND} (not measured yet), {@code OVERDUE}
 * (not for days), and why it could not be measured. Never failed.
 */
final class CloudThroughput implements Check {

  static final int MOST_TRIES = 3;

  private static final Duration LONGEST_TRANSFER = Duration.ofSeconds(12);

  /** For connecting, and for what is said at the end. */
  private static final Duration BESIDES = Duration.ofSeconds(3);

  /** Fewer bytes in less time say nothing of a line. */
  private static final long FEWEST_BYTES = 256 * 1024;

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** A measurement holds for so long, in which two may fail to come about. */
  private static final Duration HOLDS = Duration.ofDays(3);

  private static final String MEASURED_AT = "measured_at";

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final CheckContext context;
  private final Throughput wanted;
  private final ZoneId zone;
  private final Instant began;
  private final LineUse line;
  private final CheckId id = CheckId.of(CheckKind.CLOUD_THROUGHPUT);
  private final Thresholds thresholds;

  // All of it is guarded by this.
  private @Nullable Instant quietSince;
  private int tries;
  private List<Rate> poor = List.of();
  private Instant poorAt = Instant.EPOCH;
  private boolean done;
  private @Nullable Finding last;
  private String waits = "";

  /**
   * @param zone of this machine
   */
  CloudThroughput(CheckContext context, Throughput wanted, ZoneId zone) {
    this.context = context;
    this.wanted = wanted;
    this.zone = wanted.quiet().zone().orElse(zone);
    this.began = context.clock().instant();
    this.line = new LineUse(context.facts(), wanted.idleBitsPerSecond());
    this.thresholds = Thresholds.of(context.config(), id);
  }

  @Override
  public CheckId id() {
    return id;
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    Instant now = context.clock().instant();
    LineUse.Seen seen = onDevice() ? line.look(now) : new LineUse.Seen.Idle();
    synchronized (this) {
      settle(now);
      if (!isDue(now)) {
        return CompletableFuture.completedFuture(rest(now));
      }
      switch (seen) {
        case LineUse.Seen.NotTold notTold -> {
          return CompletableFuture.completedFuture(
              Finding.unknown(
                      notTold.reason(),
                      "Not measured: whether a meeting is on cannot be told. " + notTold.why())
                  .with(Rate.readings(List.of())));
        }
        case LineUse.Seen.NotYet notYet -> waits = "what the interfaces carry is not known yet";
        case LineUse.Seen.Busy busy -> waits = "a meeting may be on: " + busy.text();
        case LineUse.Seen.Idle idle -> {
          tries++;
          return measure(now, deadline);
        }
      }
      return CompletableFuture.completedFuture(rest(now));
    }
  }

  /** A poor measurement that could not be repeated before the quiet time was over counts alone. */
  private void settle(Instant now) {
    boolean over = !wanted.quiet().since(now, zone).equals(Optional.ofNullable(quietSince));
    if (over && !done && !poor.isEmpty()) {
      done = true;
      Finding unused = published(judged(poor), poorAt);
    }
  }

  private boolean onDevice() {
    return context.config().room().isThisMachine();
  }

  private boolean isDue(Instant now) {
    Optional<Instant> since = wanted.quiet().since(now, zone);
    if (since.isEmpty()) {
      return false;
    }
    if (!since.get().equals(quietSince)) {
      waits = "";
      quietSince = since.get();
      tries = 0;
      poor = List.of();
      done = false;
    }
    Instant moment = since.get().plus(own());
    return !done && tries < MOST_TRIES && !began.isAfter(moment) && !now.isBefore(moment);
  }

  /** This room's own moment: thousands of rooms do not ask one endpoint at once. */
  private Duration own() {
    long half = Math.max(1, wanted.quiet().lasts().toSeconds() / 2);
    return Duration.ofSeconds(Math.floorMod(context.config().room().name().hashCode(), half));
  }

  private CompletableFuture<Finding> measure(Instant now, Duration deadline) {
    List<Direction> ways = new ArrayList<>();
    wanted.ends().download().ifPresent(url -> ways.add(Direction.DOWNLOAD));
    wanted.ends().upload().ifPresent(url -> ways.add(Direction.UPLOAD));
    Duration third = deadline.dividedBy(3);
    Duration besides = third.compareTo(BESIDES) < 0 ? third : BESIDES;
    Duration share = deadline.minus(besides).dividedBy(ways.size());
    Duration each = share.compareTo(LONGEST_TRANSFER) < 0 ? share : LONGEST_TRANSFER;
    CompletableFuture<List<Result>> results = CompletableFuture.completedFuture(List.of());
    for (Direction way : ways) {
      results = results.thenComposeAsync(before -> next(before, way, each), AfterProbe.THREADS);
    }
    return results.thenApply(all -> concluded(ways, all, now, each));
  }

  /** One direction after the other, and none after one that did not come about. */
  private CompletableFuture<List<Result>> next(
      List<Result> before, Direction way, Duration deadline) {
    if (before.stream().anyMatch(one -> !one.outcome().ok() || one.stopped().isPresent())) {
      return CompletableFuture.completedFuture(before);
    }
    URI uri = uri(way);
    Guard guard = onDevice() ? line.guard(way) : (bytes, since) -> Optional.empty();
    return context
        .probes()
        .throughput(
            new ThroughputProbe.Spec(
                uri,
                way,
                wanted.mostBytes(),
                deadline,
                ProxyInForce.of(context, host(uri)).proxy(),
                guard))
        .thenApply(
            result -> {
              List<Result> all = new ArrayList<>(before);
              all.add(result);
              return all;
            });
  }

  private URI uri(Direction way) {
    return switch (way) {
      case DOWNLOAD -> wanted.ends().download().orElseThrow();
      case UPLOAD -> wanted.ends().upload().orElseThrow();
    };
  }

  private static String host(URI uri) {
    return Optional.ofNullable(uri.getHost()).orElse("");
  }

  private synchronized Finding concluded(
      List<Direction> ways, List<Result> results, Instant now, Duration deadline) {
    List<Rate> rates = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      if (result.stopped().isPresent()) {
        waits = "it was stopped, as " + result.stopped().get();
        return rest(now);
      }
      Optional<Finding> flaw = flaw(ways.get(i), result, deadline);
      if (flaw.isPresent()) {
        return published(flaw.get().with(Rate.readings(rates)), now);
      }
      rates.add(Rate.of(ways.get(i), result));
    }
    boolean isPoor = rates.stream().anyMatch(this::isPoor);
    if (isPoor && poor.isEmpty() && tries < MOST_TRIES) {
      poor = rates;
      poorAt = now;
      waits = "what was measured was poor, and is measured once more";
      return rest(now);
    }
    done = true;
    return published(judged(better(rates)), now);
  }

  private Optional<Finding> flaw(Direction way, Result result, Duration deadline) {
    String what =
        "The " + Rate.word(way) + (way == Direction.DOWNLOAD ? " from " : " to ") + host(uri(way));
    if (!result.outcome().ok()) {
      String why =
          result.outcome().reason() == Reason.HTTP_STATUS
              ? "answers with status " + result.status().orElse(0)
              : Wording.failure(result.outcome().reason(), deadline);
      return Optional.of(
          Finding.unknown(
              result.outcome().reason(), what + " could not be measured: it " + why + "."));
    }
    boolean tooLittle = result.bytes() < FEWEST_BYTES && result.took().compareTo(SHORTEST) < 0;
    return tooLittle || result.took().isZero()
        ? Optional.of(
            Finding.unknown(
                Reason.MISSING,
                what
                    + " says nothing: "
                    + result.bytes()
                    + " bytes are too few, a file of some megabytes is needed."))
        : Optional.empty();
  }

  /** Of two measurements the better one of each direction. */
  private List<Rate> better(List<Rate> rates) {
    List<Rate> all = new ArrayList<>();
    for (Rate rate : rates) {
      all.add(
          poor.stream()
              .filter(one -> one.direction() == rate.direction())
              .filter(one -> one.bitsPerSecond() > rate.bitsPerSecond())
              .findFirst()
              .orElse(rate));
    }
    return all;
  }

  private boolean isPoor(Rate rate) {
    return rate.bitsPerSecond() < least(rate.direction()) * 1e6;
  }

  private double least(Direction way) {
    return thresholds.value(Rate.word(way) + "_degraded_mbps");
  }

  private Finding judged(List<Rate> rates) {
    List<String> seen = rates.stream().map(one -> one.word() + " " + one.mbps()).toList();
    List<String> flaws =
        rates.stream()
            .filter(this::isPoor)
            .map(
                one ->
                    one.word()
                        + " is less than "
                        + String.format(Locale.ROOT, "%.1f Mbit/s", least(one.direction())))
            .toList();
    String text =
        "The line carries "
            + String.join(", ", seen)
            + (onDevice()
                ? ", measured while no meeting was on"
                : ", measured in the quiet time; whether a meeting was on cannot be told from"
                    + " beside the room");
    Finding finding =
        flaws.isEmpty()
            ? Finding.ok(text + ".")
            : Finding.degraded(Reason.THRESHOLD, text + "; " + String.join(", ", flaws) + ".");
    return finding.with(Rate.readings(rates));
  }

  private Finding published(Finding finding, Instant now) {
    waits = "";
    Finding dated = finding.with(Reading.text(MEASURED_AT, now.toString()));
    last = dated;
    return dated;
  }

  /** What holds while nothing is measured. */
  private Finding rest(Instant now) {
    Finding known = last;
    if (known == null) {
      known = beforeReload().orElse(null);
      last = known;
    }
    Optional<Instant> at = Optional.ofNullable(known).flatMap(CloudThroughput::measuredAt);
    if (known == null || at.isEmpty()) {
      return Finding.unknown(
              Reason.NOT_FOUND,
              "Not measured yet: the daemon does it once a day from "
                  + TIME.format(wanted.quiet().begins())
                  + " to "
                  + TIME.format(wanted.quiet().begins().plus(wanted.quiet().lasts()))
                  + " ("
                  + zone
                  + ")"
                  + (onDevice() ? ", while no meeting is on" : "")
                  + why()
                  + ".")
          .with(Rate.readings(List.of()));
    }
    return Duration.between(at.get(), now).compareTo(HOLDS) > 0
        ? Finding.unknown(Reason.OVERDUE, "Not measured since " + at.get() + why() + ".")
            .with(Rate.readings(List.of()))
        : known;
  }

  private String why() {
    return waits.isEmpty() ? "" : "; " + waits;
  }

  /** What the check of this name measured before the configuration was read again. */
  private Optional<Finding> beforeReload() {
    return context
        .latest()
        .of(id)
        .map(Observation::finding)
        .filter(finding -> measuredAt(finding).isPresent());
  }

  private static Optional<Instant> measuredAt(Finding finding) {
    try {
      return finding
          .value(MEASURED_AT)
          .filter(Value.Text.class::isInstance)
          .map(value -> Instant.parse(((Value.Text) value).value()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
