package io.roomwatch.agent.probe.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Outcome;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One exchange under way: its phases, its deadline, the channel it holds, and its one end. A probe
 * extends it with its first step and with what it answers.
 *
 * <p>Confined to the event loop, where {@link #start} takes it. Every step arms the timer before it
 * waits for anything, so an exchange always ends; then the channel is closed first, and the future
 * completes after that. Whatever happens later is ignored.
 *
 * <p>On the way of a plain TCP probe no lambda captures anything: each costs the C1 compiler's code
 * a call into the virtual machine, and thousands of probes run on one core.
 *
 * @param <T> what the probe answers
 */
public abstract class Exchange<T> implements Runnable {

  private final Network network;
  private final Duration limit;
  private final Phases phases;
  private final CompletableFuture<T> promise = new CompletableFuture<>();
  private long began;
  private long deadline;
  private @Nullable Timer timer;
  private @Nullable Channel channel;
  private boolean over;

  /**
   * @param limit for the whole, from when the loop takes it up
   */
  public Exchange(Network network, Duration limit) {
    this.network = network;
    this.limit = limit;
    this.phases = new Phases(network.nanoTime());
  }

  /** The first step. */
  protected abstract void begin();

  /** What is answered when it ended so; called once. */
  protected abstract T answer(Outcome outcome);

  /**
   * Begins on the event loop, from any thread; once.
   *
   * @return completes on the event loop; exceptionally only when we err or the loop is closed
   */
  public final CompletableFuture<T> start() {
    if (network.loop().inEventLoop()) {
      run();
    } else {
      try {
        network.loop().execute(this);
      } catch (RejectedExecutionException e) {
        promise.completeExceptionally(e);
      }
    }
    return promise;
  }

  /** For {@link #start} only. */
  @Override
  public final void run() {
    began = network.nanos();
    deadline = began + limit.toNanos();
    network.remember(this);
    try {
      begin();
    } catch (RuntimeException | Error e) {
      crash(e);
    }
  }

  public final Network network() {
    return network;
  }

  public final void enter(Phase phase) {
    phases.enter(phase);
  }

  /** Ends the phase under way and enters none. */
  public final void leave() {
    phases.leave();
  }

  /** What is left of the deadline, in nanoseconds; not negative. */
  public final long left() {
    return Math.max(0, deadline - network.nanos());
  }

  /**
   * What a phase may take, in nanoseconds: all that is left when it is the last one. Else a quarter
   * is kept back, so that a slow step does not make the next one look guilty.
   */
  public final long share(boolean last) {
    return last ? left() : left() / 4 * 3;
  }

  /**
   * Calls {@code late} when the exchange is not over, and {@code within} was not called again, by
   * then. Never later than the deadline of the whole.
   */
  public final void within(long nanos, Runnable late) {
    if (timer != null) {
      timer.cancel();
    }
    timer = new Timer(late, Math.min(nanos, left()));
  }

  private final class Timer implements Runnable {

    private final Runnable late;
    private final ScheduledFuture<?> scheduled;

    Timer(Runnable late, long nanos) {
      this.late = late;
      this.scheduled = network.loop().schedule(this, nanos, TimeUnit.NANOSECONDS);
    }

    void cancel() {
      scheduled.cancel(false);
    }

    @Override
    public void run() {
      step(late);
    }
  }

  /** The channel to close at the end, in place of the one held before. */
  final void hold(Channel opened) {
    if (over) {
      close(opened);
    } else {
      channel = opened;
    }
  }

  /** Runs {@code work} unless the exchange is over; what it throws is our own fault and ends it. */
  public final void step(Runnable work) {
    if (over) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      crash(e);
    }
  }

  /** Hands {@code found} on in the same way. */
  public final <V> void step(Consumer<V> next, V found) {
    if (over) {
      return;
    }
    try {
      next.accept(found);
    } catch (RuntimeException | Error e) {
      crash(e);
    }
  }

  /**
   * Runs {@code work} where blocking is allowed, then {@code next} on the event loop. An exception
   * of either is our own fault.
   */
  public final <V> void aside(Callable<V> work, Consumer<V> next) {
    try {
      network
          .blocking()
          .execute(
              () -> {
                try {
                  V done = work.call();
                  network.onLoop(() -> step(next, done));
                } catch (Exception | Error e) {
                  network.onLoop(() -> crash(e));
                }
              });
    } catch (RejectedExecutionException e) {
      end(Reason.ERROR, "too much work is under way");
    }
  }

  /** Ends it because the network is closed. */
  final void stop() {
    end(Reason.ERROR, "this program is stopping");
  }

  public final void end(Failure failure) {
    end(failure.reason(), failure.detail());
  }

  /** Ends the exchange in the phase under way; does nothing when it is over. */
  public final void end(Reason reason, String detail) {
    if (!finish()) {
      return;
    }
    Duration took = Duration.ofNanos(network.nanos() - began);
    try {
      promise.complete(answer(new Outcome(reason, Failure.oneLine(detail), phases.ended(), took)));
    } catch (RuntimeException | Error e) {
      promise.completeExceptionally(e);
    }
  }

  /** Ends the exchange with an error of our own. */
  final void crash(Throwable cause) {
    if (finish()) {
      promise.completeExceptionally(cause);
    }
  }

  private boolean finish() {
    if (over) {
      return false;
    }
    over = true;
    network.forget(this);
    phases.leave();
    if (timer != null) {
      timer.cancel();
    }
    if (channel != null) {
      close(channel);
    }
    return true;
  }

  /**
   * Closes at once with FIN, past any handler that would first finish its own business, as TLS
   * does. The kernel still sends RST by itself when data was left unread.
   */
  static void close(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    // Nothing hangs on how the close went: the descriptor is gone either way.
    ChannelFuture unused = first == null ? channel.close() : first.close();
  }
}
