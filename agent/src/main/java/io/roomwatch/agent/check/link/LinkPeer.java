package io.roomwatch.agent.check.link;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Measured;
import io.roomwatch.agent.check.Thresholds;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.probe.TcpProbe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code link.peer:<name>}: a TCP connect to a peer's port 9090, then close. The protocol behind
 * the port is not documented, so nothing is sent, and a peer is never asked twice within {@link
 * #FLOOR}: a look that comes earlier gives the finding of the one before.
 *
 * <p>When the port is silent, the check asks once whether the host answers otherwise: a connect to
 * its echo port, where a refusal is an answer too, and the neighbour table. The reading {@code
 * host_answers} is true when something of it answered, false when it is known to be silent, and
 * absent when that cannot be told.
 *
 * <p>Reasons: those of {@link TcpProbe}, and {@code threshold} for a slow connect.
 */
final class LinkPeer implements Check {

  /** The contract: at most every 15 s per peer. */
  static final Duration FLOOR = Duration.ofSeconds(15);

  /** Long enough to see what a device between does with a connection that it accepted. */
  private static final Duration LINGER = Duration.ofMillis(300);

  /** Echo, RFC 862: hardly any host offers it, so that a living one refuses it. */
  private static final int ECHO = 7;

  /** Outcomes that only a host, or something that speaks for it, can cause. */
  private static final Set<Reason> HEARD =
      Set.of(Reason.OK, Reason.REFUSED, Reason.RESET, Reason.CLOSED_EARLY);

  /**
   * A look that comes early by no more than this waits for its moment: a thread that starts a
   * little sooner than the one before it is no second question.
   */
  private static final Duration EARLY = Duration.ofMillis(250);

  private final CheckContext context;
  private final Peer peer;
  private final CheckId id;
  private final Executor offLoop;
  private @Nullable Last last;
  private boolean remembered;

  /** When the peer was last asked, and what came of it; null while that is under way. */
  private record Last(Instant asked, @Nullable Finding finding) {}

  /**
   * @param offLoop where the neighbour table is read after the probe: facts may block, and the
   *     probe ends on the event loop
   */
  LinkPeer(CheckContext context, Peer peer, Executor offLoop) {
    this.context = context;
    this.peer = peer;
    this.id = CheckId.of(CheckKind.LINK_PEER, peer.name());
    this.offLoop = offLoop;
  }

  @Override
  public CheckId id() {
    return id;
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return switch (claim(context.clock().instant())) {
      case Turn.Later later -> CompletableFuture.completedFuture(later.instead());
      case Turn.Now now when now.in().isZero() -> ask(now.asked(), deadline);
      case Turn.Now now ->
          CompletableFuture.supplyAsync(
                  now::asked,
                  CompletableFuture.delayedExecutor(
                      now.in().toNanos(), TimeUnit.NANOSECONDS, offLoop))
              .thenCompose(asked -> ask(asked, deadline));
    };
  }

  /** Whether this look may ask the peer. */
  private sealed interface Turn {
    /** It may, after a wait of at most {@link #EARLY}. */
    record Now(Instant asked, Duration in) implements Turn {}

    /** Too early: what to say instead. */
    record Later(Finding instead) implements Turn {}
  }

  private CompletableFuture<Finding> ask(Instant asked, Duration deadline) {
    // A third of the time is kept for the question whether the host is there at all.
    Duration spare = deadline.dividedBy(3);
    Duration connecting = deadline.minus(spare);
    Target target = new Target(peer.address(), peer.port());
    return context
        .probes()
        .tcp(new TcpProbe.Spec(target, connecting, LINGER))
        .thenCompose(result -> conclude(result, connecting, spare))
        .thenApply(finding -> keep(asked, finding));
  }

  private synchronized Turn claim(Instant now) {
    Last before = last();
    if (before == null) {
      last = new Last(now, null);
      return new Turn.Now(now, Duration.ZERO);
    }
    if (now.isBefore(before.asked())) {
      // The wall clock was set back: count the floor from here, so that it is never cut short.
      before = new Last(now, before.finding());
      last = before;
    }
    Instant next = before.asked().plus(FLOOR);
    Duration early = now.isBefore(next) ? Duration.between(now, next) : Duration.ZERO;
    if (early.compareTo(EARLY) > 0) {
      Finding finding = before.finding();
      return new Turn.Later(
          finding != null
              ? finding
              : Finding.unknown(
                  Reason.ERROR, who() + " was asked less than 15 s ago, and that has not ended."));
    }
    Instant asked = now.plus(early);
    last = new Last(asked, null);
    return new Turn.Now(asked, early);
  }

  /** The last question; a reloaded configuration makes new checks, and the floor holds across. */
  private @Nullable Last last() {
    if (!remembered) {
      remembered = true;
      last =
          context
              .latest()
              .of(id)
              .map(seen -> new Last(seen.at().minus(seen.took()), seen.finding()))
              .orElse(null);
    }
    return last;
  }

  private synchronized Finding keep(Instant asked, Finding finding) {
    Last now = last;
    // An answer that comes after its look was given up must not hide a newer question.
    if (now != null && now.asked().equals(asked)) {
      last = new Last(asked, finding);
    }
    return finding;
  }

  private CompletableFuture<Finding> conclude(
      TcpProbe.Result result, Duration waited, Duration spare) {
    Outcome outcome = result.outcome();
    if (outcome.reason() == Reason.TIMEOUT || outcome.reason() == Reason.UNREACHABLE) {
      return silent(result, waited, spare);
    }
    Optional<Boolean> answers =
        HEARD.contains(outcome.reason()) ? Optional.of(true) : Optional.empty();
    Finding finding =
        outcome.ok()
            ? open(outcome)
            : Finding.failed(
                outcome.reason(), port() + Wording.failure(outcome.reason(), waited) + ".");
    return CompletableFuture.completedFuture(
        finding.with(readings(result, answers)).timed(outcome.phases()));
  }

  private Finding open(Outcome outcome) {
    Duration took = Measured.phase(outcome, Phase.CONNECT).orElse(outcome.took());
    Duration limit = Thresholds.of(context.config(), id).seconds("connect_degraded_seconds");
    String text = port() + "accepts connections in " + Wording.duration(took);
    return took.compareTo(limit) > 0
        ? Finding.degraded(
            Reason.THRESHOLD, text + ", slower than " + Wording.duration(limit) + ".")
        : Finding.ok(text + ".");
  }

  private CompletableFuture<Finding> silent(
      TcpProbe.Result result, Duration waited, Duration spare) {
    String host =
        result
            .remote()
            .map(InetSocketAddress::getAddress)
            .map(InetAddress::getHostAddress)
            .orElse(peer.address());
    return context
        .probes()
        .tcp(new TcpProbe.Spec(new Target(host, ECHO), spare, Duration.ZERO))
        .thenApplyAsync(
            echo -> {
              Optional<Boolean> answers = answers(result, echo.outcome().reason());
              return silent(result.outcome(), answers, waited, spare)
                  .with(readings(result, answers))
                  .timed(result.outcome().phases());
            },
            offLoop);
  }

  private Finding silent(
      Outcome outcome, Optional<Boolean> answers, Duration waited, Duration spare) {
    String text =
        answers
            .map(
                there ->
                    there
                        ? who()
                            + " is there, but its port "
                            + peer.port()
                            + " stays silent: something filters it, on that machine or on the way."
                        : who()
                            + " does not answer at all: it is off, unplugged, on another network,"
                            + " or kept apart from this machine.")
            .orElseGet(
                () ->
                    port()
                        + "does not answer, and nothing else of that machine did within "
                        + Wording.duration(waited.plus(spare))
                        + ": it is off, or everything to it is filtered.");
    return Finding.failed(outcome.reason(), text);
  }

  /** Whether anything of the host answered; empty when silence proves nothing. */
  private Optional<Boolean> answers(TcpProbe.Result result, Reason echo) {
    if (HEARD.contains(echo)) {
      return Optional.of(true);
    }
    Optional<Boolean> neighbour =
        address(result)
            .flatMap(
                address ->
                    context.facts().neighbours().asOptional().stream()
                        .flatMap(Collection::stream)
                        .filter(entry -> entry.address().equals(address))
                        .map(Neighbour::answered)
                        .reduce(Boolean::logicalOr));
    if (neighbour.isPresent()) {
      return neighbour;
    }
    boolean reportedGone =
        echo == Reason.UNREACHABLE || result.outcome().reason() == Reason.UNREACHABLE;
    return reportedGone ? Optional.of(false) : Optional.empty();
  }

  private Reading[] readings(TcpProbe.Result result, Optional<Boolean> answers) {
    return new Reading[] {
      Measured.connect(result.outcome()),
      answers
          .map(value -> Reading.flag("host_answers", value))
          .orElse(Reading.absent("host_answers")),
      address(result)
          .map(address -> Reading.text("address", Addresses.text(address)))
          .orElse(Reading.absent("address")),
      Measured.detail(result.outcome())
    };
  }

  private Optional<InetAddress> address(TcpProbe.Result result) {
    return result
        .remote()
        .map(InetSocketAddress::getAddress)
        .or(() -> Addresses.literal(peer.address()));
  }

  private String port() {
    return "Port " + peer.port() + " of " + who() + " ";
  }

  private String who() {
    return peer.name().equals(peer.address())
        ? peer.name()
        : peer.name() + " (" + peer.address() + ")";
  }
}
