package io.roomwatch.agent.check;

import io.roomwatch.agent.observation.Finding;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * When each end of a peer was last asked, and what came of it. By address and port, so that the
 * pause between two questions holds whichever check asks, under whatever name, and across a reload:
 * there is one for as long as the agent lives.
 *
 * <p>Safe from any thread, an event loop included: its lock is held for a look at the map only.
 */
public final class AskedPeers {

  /** The contract: at most every 15 s per peer. */
  public static final Duration FLOOR = Duration.ofSeconds(15);

  /** Silence that was not looked at for this long is no longer the same silence. */
  private static final Duration SAME_SILENCE = Duration.ofMinutes(1);

  /** Ends asked longer ago than the floor are forgotten when there are more than this. */
  private static final int REMEMBERED = 4096;

  private final Map<End, Last> ends = new HashMap<>();

  /**
   * One end.
   *
   * @param host an address with its zone, or a name in lower case that has led to no address yet
   */
  public record End(String host, int port) {

    /** The end that a configuration names. */
    public static End named(String host, int port) {
      return new End(
          Addresses.literal(host)
              .map(InetAddress::getHostAddress)
              .orElseGet(() -> host.toLowerCase(Locale.ROOT)),
          port);
    }

    /** The end that a connect goes to. */
    public static End at(InetSocketAddress remote) {
      return new End(remote.getAddress().getHostAddress(), remote.getPort());
    }
  }

  /**
   * @param by the check that asked
   * @param ended whether that question has its answer
   * @param finding what came of it; of the question before while this one is under way
   * @param silentSince when the first of the questions began that were silent one after the other
   */
  private record Last(
      Instant asked,
      String by,
      boolean ended,
      Optional<Finding> finding,
      Optional<Instant> silentSince) {

    Last movedTo(Instant later) {
      return new Last(later, by, ended, finding, silentSince);
    }
  }

  /** Whether a question may be asked. */
  public sealed interface Turn {

    /**
     * It may, and is counted from {@code asked}, which lies {@code in} ahead.
     *
     * @param first whether this end was never asked before
     */
    record Now(Instant asked, Duration in, boolean first) implements Turn {}

    /**
     * Too early.
     *
     * @param by the check that asked last
     * @param finding what it found; empty while it has found nothing yet
     */
    record Later(String by, Optional<Finding> finding) implements Turn {}
  }

  /**
   * Claims an end for a question, before anything is sent.
   *
   * @param patience a question that comes early by no more than this may wait for its moment
   */
  public synchronized Turn claim(End end, String by, Instant now, Duration patience) {
    Last before = ends.get(end);
    if (before == null) {
      forget(now);
      ends.put(end, new Last(now, by, false, Optional.empty(), Optional.empty()));
      return new Turn.Now(now, Duration.ZERO, true);
    }
    if (now.isBefore(before.asked())) {
      // The wall clock was set back: count the floor from here, so that it is never cut short.
      before = before.movedTo(now);
      ends.put(end, before);
    }
    Instant next = before.asked().plus(FLOOR);
    Duration early = now.isBefore(next) ? Duration.between(now, next) : Duration.ZERO;
    if (early.compareTo(patience) > 0) {
      return new Turn.Later(before.by(), before.finding());
    }
    Instant asked = now.plus(early);
    boolean apart = before.asked().plus(SAME_SILENCE).isBefore(asked);
    ends.put(
        end,
        new Last(
            asked,
            by,
            false,
            before.ended() ? before.finding() : Optional.empty(),
            apart ? Optional.empty() : before.silentSince()));
    return new Turn.Now(asked, early, false);
  }

  /** A question counts from its connect, which comes later than its claim. */
  public synchronized void moved(End end, Instant asked, Instant connecting) {
    Last last = ends.get(end);
    if (last != null && last.asked().equals(asked)) {
      ends.put(end, last.movedTo(connecting));
    }
  }

  /** Since when this end has been silent, the question asked then included. */
  public synchronized Instant silentSince(End end, Instant asked) {
    Last last = ends.get(end);
    return last == null ? asked : last.silentSince().orElse(asked);
  }

  /**
   * Keeps what came of a question. An answer that comes after its look was given up hides no newer
   * question.
   *
   * @param silent whether nothing of the port was heard
   */
  public synchronized void ended(End end, Instant asked, Finding finding, boolean silent) {
    Last last = ends.get(end);
    if (last != null && last.asked().equals(asked)) {
      Optional<Instant> since = silent ? last.silentSince().or(() -> Optional.of(asked)) : none();
      ends.put(end, new Last(asked, last.by(), true, Optional.of(finding), since));
    }
  }

  private static Optional<Instant> none() {
    return Optional.empty();
  }

  private void forget(Instant now) {
    if (ends.size() >= REMEMBERED) {
      ends.values().removeIf(last -> last.asked().plus(FLOOR).isBefore(now));
    }
  }
}
