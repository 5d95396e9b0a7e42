package io.roomwatch.agent.probe.stamp;

import io.roomwatch.agent.probe.StampMode;
import io.roomwatch.agent.probe.datagram.NtpTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What a reflector answers (RFC 8762 section 4.3), and what it passes over in silence: strangers,
 * what is no test packet, what bears another key, too much. An answer is never longer than its
 * question, and there is at most one.
 *
 * <p>Used on one thread; {@link #counts} from any.
 */
public final class Reflection {

  /**
   * @param allowed who is answered
   * @param stateful answers to one sender are numbered by themselves, from 0
   */
  public record Rules(Predicate<InetAddress> allowed, StampMode mode, boolean stateful) {}

  /** Why a datagram was not answered. */
  public enum Dropped {
    NOT_ALLOWED,
    MALFORMED,
    FORGED,
    TOO_MANY;

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Totals since the start. */
  public record Counts(long reflected, Map<Dropped, Long> dropped) {
    public Counts {
      dropped = Map.copyOf(dropped);
    }
  }

  /** Senders remembered at once; the one that was silent longest makes room. */
  static final int MOST_SESSIONS = 256;

  /** Of one sender, and of all: a burst of Roomwatch's has 100 packets a second at most. */
  static final int MOST_OF_ONE = 200;

  static final int MOST_OF_ALL = 2_000;

  /** A sender that was silent for longer begins anew, with number 0. */
  static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(20);

  private static final long SECOND = 1_000_000_000L;

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Map<InetSocketAddress, Session> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Session> eldest) {
          return size() > MOST_SESSIONS;
        }
      };
  private final Window all = new Window();
  private final LongAdder reflected = new LongAdder();
  private final Map<Dropped, LongAdder> dropped = new EnumMap<>(Dropped.class);

  private volatile Rules rules;

  /** Packets within the present second. */
  private static final class Window {
    private long began;
    private int count;

    /** Counts one more, unless there were too many. */
    boolean takes(long now, int most) {
      if (count == 0 || now - began >= SECOND) {
        began = now;
        count = 0;
      }
      return count++ < most;
    }
  }

  /** What is known of one sender. */
  private static final class Session {
    private final Window window = new Window();
    private long seen;
    private int next;
  }

  public Reflection(Rules rules, InstantSource clock, LongSupplier nanoTime) {
    this.rules = rules;
    this.clock = clock;
    this.nanoTime = nanoTime;
    for (Dropped why : Dropped.values()) {
      dropped.put(why, new LongAdder());
    }
  }

  /** From the next packet on. Senders keep their numbers. */
  public void follow(Rules others) {
    rules = others;
  }

  public Counts counts() {
    Map<Dropped, Long> each = new EnumMap<>(Dropped.class);
    dropped.forEach((why, count) -> each.put(why, count.sum()));
    return new Counts(reflected.sum(), each);
  }

  /** The answer to one datagram, if any. Never fails. */
  public Optional<byte[]> answer(byte[] datagram, InetSocketAddress from) {
    long received = NtpTime.of(clock.instant());
    Rules now = rules;
    if (!now.allowed().test(from.getAddress())) {
      return dropped(Dropped.NOT_ALLOWED);
    }
    // Before the HMAC is reckoned: that is what costs.
    if (!all.takes(nanoTime.getAsLong(), MOST_OF_ALL)) {
      return dropped(Dropped.TOO_MANY);
    }
    return switch (StampPacket.readTest(datagram, now.mode())) {
      case StampPacket.Malformed<StampPacket.Stamp> malformed -> dropped(Dropped.MALFORMED);
      case StampPacket.Forged<StampPacket.Stamp> forged -> dropped(Dropped.FORGED);
      case StampPacket.Good<StampPacket.Stamp>(StampPacket.Stamp test) ->
          answer(datagram, test, received, from, now);
    };
  }

  private Optional<byte[]> answer(
      byte[] datagram, StampPacket.Stamp test, long received, InetSocketAddress from, Rules now) {
    Session session = session(from);
    if (!session.window.takes(session.seen, MOST_OF_ONE)) {
      return dropped(Dropped.TOO_MANY);
    }
    int own = session.next++;
    reflected.increment();
    return Optional.of(
        StampPacket.reflected(
            new StampPacket.Reflected(
                new StampPacket.Stamp(
                    now.stateful() ? own : test.sequence(),
                    NtpTime.of(clock.instant()),
                    StampPacket.ERROR_ESTIMATE),
                received,
                test,
                StampPacket.TTL_NOT_SEEN),
            datagram,
            now.mode()));
  }

  private Session session(InetSocketAddress from) {
    long now = nanoTime.getAsLong();
    Session session = sessions.computeIfAbsent(from, address -> new Session());
    if (now - session.seen > FORGOTTEN_AFTER.toNanos()) {
      session.next = 0;
    }
    session.seen = now;
    return session;
  }

  /** For tests of its bound. */
  int sessions() {
    return sessions.size();
  }

  private Optional<byte[]> dropped(Dropped why) {
    Objects.requireNonNull(dropped.get(why)).increment();
    return Optional.empty();
  }
}
