package io.roomwatch.agent.check.link;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.AskedPeers;
import io.roomwatch.agent.check.AskedPeers.End;
import io.roomwatch.agent.check.AskedPeers.Turn;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Measured;
import io.roomwatch.agent.check.Thresholds;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.Route;
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
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code link.peer:<name>}: a TCP connect to a peer's port 9090, then close. The protocol behind
 * the port is not documented, so nothing is sent, and no end is asked twice within {@link
 * AskedPeers#FLOOR}, whichever check asks: a look that comes earlier gives the finding of the one
 * before.
 *
 * <p>When the port is silent, the check asks once whether the host answers otherwise: a connect to
 * its echo port, where a refusal is an answer too, and the neighbour table. An entry there outlives
 * its host by a minute, so it proves the host to be there only when it was confirmed since the
 * silence began. The reading {@code host_answers} is true when something of the host answered,
 * false when it is known to be silent, and absent when that cannot be told.
 *
 * <p>Reasons: those of {@link TcpProbe}, and {@code threshold} for a slow connect.
 */
final class LinkPeer implements Check {

  /** Long enough to see what a device between does with a connection that it accepted. */
  private static final Duration LINGER = Duration.ofMillis(300);

  /** Echo, RFC 862: hardly any host offers it, so that a living one refuses it. */
  private static final int ECHO = 7;

  /** Outcomes that only a host, or something that speaks for it, can cause. */
  private static final Set<Reason> HEARD =
      Set.of(Reason.OK, Reason.REFUSED, Reason.RESET, Reason.CLOSED_EARLY);

  private static final Set<Reason> SILENT = Set.of(Reason.TIMEOUT, Reason.UNREACHABLE);

  /**
   * A look that comes early by no more than this waits for its moment: a thread that starts a
   * little sooner than the one before it is no second question.
   */
  private static final Duration EARLY = Duration.ofMillis(250);

  /** A connect of the same check is not withheld for less: clocks are corrected by that much. */
  private static final Duration SLEW = Duration.ofMillis(5);

  /** The neighbour table that is read may be shared, and so be older by this much. */
  private static final Duration SHARED = Duration.ofSeconds(1);

  private final CheckContext context;
  private final Peer peer;
  private final CheckId id;
  private final Executor offLoop;

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
    End end = End.named(peer.address(), peer.port());
    Instant now = context.clock().instant();
    return switch (context.asked().claim(end, id.toString(), now, EARLY)) {
      case Turn.Later later -> CompletableFuture.completedFuture(instead(later));
      case Turn.Now turn when turn.in().isZero() -> new Question(end, turn, deadline).ask();
      case Turn.Now turn ->
          CompletableFuture.supplyAsync(
                  () -> new Question(end, turn, deadline),
                  CompletableFuture.delayedExecutor(
                      turn.in().toNanos(), TimeUnit.NANOSECONDS, offLoop))
              .thenCompose(Question::ask);
    };
  }

  /** What to say in place of a question that came too early. */
  private Finding instead(Turn.Later later) {
    if (later.finding().isEmpty()) {
      return Finding.unknown(
          Reason.ERROR, who() + " was asked less than 15 s ago, and that has not ended.");
    }
    Finding found = later.finding().get();
    return later.by().equals(id.toString())
        ? found
        : new Finding(
            found.state(),
            found.reason(),
            "The same as " + later.by() + ": " + found.text(),
            found.readings(),
            found.phases());
  }

  /** One question, with the ends that it has claimed: the configured one, and where it led to. */
  private final class Question {

    private final Map<End, Instant> claimed = new ConcurrentHashMap<>();
    private final End named;
    private final Instant began;
    private final Duration connecting;
    private final Duration spare;
    private final boolean known;
    private volatile @Nullable InetAddress tried;
    private volatile Turn.@Nullable Later withheld;

    Question(End named, Turn.Now turn, Duration deadline) {
      this.named = named;
      this.began = turn.asked();
      claimed.put(named, began);
      // Asked for the first time: who was not among the neighbours and is afterwards has answered.
      this.known = !turn.first() || isKnown();
      Duration reading = Duration.between(began, context.clock().instant());
      // A third of the time is kept for the question whether the host is there at all.
      Duration third = deadline.dividedBy(3);
      Duration half = third.dividedBy(2);
      this.connecting = deadline.minus(third);
      // Reading takes from that alone, and never all of it, whatever the clock says.
      this.spare =
          reading.isNegative() || reading.compareTo(half) > 0 ? half : third.minus(reading);
    }

    private boolean isKnown() {
      return Addresses.literal(peer.address())
          .map(address -> entry(address).map(Neighbour::answered).orElse(!isRead()))
          .orElse(true);
    }

    private boolean isRead() {
      return context.facts().neighbours() instanceof Fact.Known;
    }

    CompletableFuture<Finding> ask() {
      Target target = new Target(peer.address(), peer.port());
      return context
          .probes()
          .tcp(new TcpProbe.Spec(target, connecting, LINGER, this::mayConnect))
          .thenCompose(this::conclude);
    }

    /** Claims the address that the peer's name led to, on the event loop. */
    private boolean mayConnect(InetSocketAddress remote) {
      End end = End.at(remote);
      if (!end.equals(named)) {
        Instant now = context.clock().instant();
        switch (context.asked().claim(end, id.toString(), now, SLEW)) {
          case Turn.Later later -> {
            withheld = later;
            return false;
          }
          case Turn.Now turn -> {
            claimed.put(end, turn.asked());
            context.asked().moved(named, began, turn.asked());
            claimed.put(named, turn.asked());
          }
        }
      }
      tried = remote.getAddress();
      return true;
    }

    private CompletableFuture<Finding> conclude(TcpProbe.Result result) {
      Turn.Later other = withheld;
      if (other != null && tried == null) {
        return CompletableFuture.completedFuture(keep(instead(other), false));
      }
      Outcome outcome = result.outcome();
      if (SILENT.contains(outcome.reason())) {
        return silent(result);
      }
      Optional<Boolean> answers =
          HEARD.contains(outcome.reason()) ? Optional.of(true) : Optional.empty();
      Finding finding =
          outcome.ok()
              ? open(outcome)
              : Finding.failed(
                  outcome.reason(), port() + Wording.failure(outcome.reason(), connecting) + ".");
      return CompletableFuture.completedFuture(
          keep(
              finding.with(readings(outcome, address(result), answers)).timed(outcome.phases()),
              false));
    }

    private Finding keep(Finding finding, boolean silent) {
      claimed.forEach((end, asked) -> context.asked().ended(end, asked, finding, silent));
      return finding;
    }

    private Optional<InetAddress> address(TcpProbe.Result result) {
      return result
          .remote()
          .map(InetSocketAddress::getAddress)
          .or(() -> Optional.ofNullable(tried))
          .or(() -> Addresses.literal(peer.address()));
    }

    private CompletableFuture<Finding> silent(TcpProbe.Result result) {
      Optional<InetAddress> address = address(result);
      String host = address.map(InetAddress::getHostAddress).orElse(peer.address());
      return context
          .probes()
          .tcp(new TcpProbe.Spec(new Target(host, ECHO), spare, Duration.ZERO))
          .thenApplyAsync(
              echo -> {
                Reason heard = echo.outcome().reason();
                Optional<Boolean> answers = answers(address, result.outcome().reason(), heard);
                return keep(
                    gone(result.outcome(), answers, connecting.plus(spare))
                        .with(readings(result.outcome(), address, answers))
                        .timed(result.outcome().phases()),
                    !HEARD.contains(heard));
              },
              offLoop);
    }

    /** Whether anything of the host answered; empty when silence proves nothing. */
    private Optional<Boolean> answers(Optional<InetAddress> address, Reason link, Reason echo) {
      if (HEARD.contains(echo)) {
        return Optional.of(true);
      }
      Optional<Neighbour> entry = address.flatMap(LinkPeer.this::entry);
      if (entry.isPresent() && !entry.get().answered()) {
        return Optional.of(false);
      }
      if (entry.isPresent() && (!known || confirmed(entry.get()))) {
        return Optional.of(true);
      }
      boolean reportedGone = echo == Reason.UNREACHABLE || link == Reason.UNREACHABLE;
      return reportedGone ? Optional.of(false) : Optional.empty();
    }

    /** Whether the host has shown itself since it fell silent on the port. */
    private boolean confirmed(Neighbour entry) {
      Instant since = context.asked().silentSince(named, claimed.getOrDefault(named, began));
      Duration silence = Duration.between(since, context.clock().instant());
      return entry
          .confirmedAgo()
          .filter(ago -> ago.plus(SHARED).compareTo(silence) < 0)
          .isPresent();
    }
  }

  /** What the neighbour table has of an address, on the interface that leads there. */
  private Optional<Neighbour> entry(InetAddress address) {
    // Every link has its own fe80::1, and no route tells them apart.
    Optional<String> through =
        context
            .facts()
            .routes()
            .asOptional()
            .filter(routes -> !address.isLinkLocalAddress())
            .flatMap(routes -> Route.to(address, routes))
            .map(Route::interfaceName);
    return context.facts().neighbours().asOptional().stream()
        .flatMap(Collection::stream)
        .filter(entry -> entry.address().equals(address))
        .filter(entry -> through.map(entry.interfaceName()::equals).orElse(true))
        .max(Comparator.comparing(Neighbour::answered));
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

  private Finding gone(Outcome outcome, Optional<Boolean> answers, Duration waited) {
    String text =
        answers
            .map(
                there ->
                    there
                        ? who()
                            + " is there, but its port "
                            + peer.port()
                            + filtered(outcome.reason())
                        : who()
                            + " does not answer at all: it is off, unplugged, on another network,"
                            + " or kept apart from this machine.")
            .orElseGet(
                () ->
                    port()
                        + "does not answer, and nothing else of that machine did within "
                        + Wording.duration(waited)
                        + ": it is off, or everything to it is filtered.");
    return Finding.failed(outcome.reason(), text);
  }

  /** An ICMP message is no silence. */
  private static String filtered(Reason reason) {
    return reason == Reason.UNREACHABLE
        ? " is reported as not reachable: something filters it, on that machine or on the way."
        : " stays silent: something filters it, on that machine or on the way.";
  }

  private static Reading[] readings(
      Outcome outcome, Optional<InetAddress> address, Optional<Boolean> answers) {
    return new Reading[] {
      Measured.connect(outcome),
      answers
          .map(value -> Reading.flag("host_answers", value))
          .orElse(Reading.absent("host_answers")),
      address
          .map(known -> Reading.text("address", Addresses.text(known)))
          .orElse(Reading.absent("address")),
      Measured.detail(outcome)
    };
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
