package io.roomwatch.agent.probe;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One exchange under way: its phases, its deadline, the channel it holds, and its one end.
 *
 * <p>Confined to the event loop, where {@link #start} takes it. Every step arms the timer before it
 * waits for anything, so an exchange always ends; then the channel is closed first, and the future
 * completes after that. Whatever happens later is ignored.
 *
 * @param <T> what the probe answers
 */
final class Exchange<T> implements Runnable {

  private final Network network;
  private final Phases phases;
  private final Function<Outcome, T> answer;
  private final CompletableFuture<T> promise;
  private final long began;
  private final long deadline;
  private @Nullable ScheduledFuture<?> timer;
  private @Nullable Channel channel;
  private boolean over;

  private Exchange(
      Network network,
      Duration deadline,
      Function<Outcome, T> answer,
      CompletableFuture<T> promise) {
    this.network = network;
    this.answer = answer;
    this.promise = promise;
    this.phases = new Phases(network::nanos);
    this.began = network.nanos();
    this.deadline = began + deadline.toNanos();
  }

  /**
   * Begins an exchange on the event loop, from any thread.
   *
   * @param deadline for the whole, from when the loop takes it up
   * @param answer makes the probe's answer of how it ended; called once
   * @param first the first step
   * @return completes on the event loop; exceptionally only when we err or the loop is closed
   */
  static <T> CompletableFuture<T> start(
      Network network,
      Duration deadline,
      Function<Outcome, T> answer,
      Consumer<Exchange<T>> first) {
    CompletableFuture<T> promise = new CompletableFuture<>();
    Runnable begin =
        () -> {
          Exchange<T> exchange = new Exchange<>(network, deadline, answer, promise);
          network.remember(exchange);
          exchange.step(() -> first.accept(exchange));
        };
    if (network.loop().inEventLoop()) {
      begin.run();
    } else {
      try {
        network.loop().execute(begin);
      } catch (RejectedExecutionException e) {
        promise.completeExceptionally(e);
      }
    }
    return promise;
  }

  Network network() {
    return network;
  }

  boolean over() {
    return over;
  }

  void enter(Phase phase) {
    phases.enter(phase);
  }

  /** Ends the phase under way and enters none. */
  void leave() {
    phases.leave();
  }

  /** What is left of the deadline, in nanoseconds; not negative. */
  long left() {
    return Math.max(0, deadline - network.nanos());
  }

  /**
   * What a phase may take, in nanoseconds: all that is left when it is the last one. Else a quarter
   * is kept back, so that a slow step does not make the next one look guilty.
   */
  long share(boolean last) {
    return last ? left() : left() / 4 * 3;
  }

  /**
   * Calls {@code late} when the exchange is not over, and {@code within} was not called again, by
   * then. Never later than the deadline of the whole.
   */
  void within(long nanos, Runnable late) {
    if (timer != null) {
      timer.cancel(false);
    }
    timer =
        network.loop().schedule(() -> step(late), Math.min(nanos, left()), TimeUnit.NANOSECONDS);
  }

  /** The channel to close at the end, in place of the one held before. */
  void hold(Channel opened) {
    if (over) {
      close(opened);
    } else {
      channel = opened;
    }
  }

  /** Runs {@code work} unless the exchange is over; what it throws is our own fault and ends it. */
  void step(Runnable work) {
    if (over) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      crash(e);
    }
  }

  /**
   * Runs {@code work} where blocking is allowed, then {@code next} on the event loop. An exception
   * of either is our own fault.
   */
  <V> void aside(Callable<V> work, Consumer<V> next) {
    try {
      network
          .blocking()
          .execute(
              () -> {
                try {
                  V done = work.call();
                  network.onLoop(() -> step(() -> next.accept(done)));
                } catch (Exception e) {
                  network.onLoop(() -> crash(e));
                }
              });
    } catch (RejectedExecutionException e) {
      end(Reason.ERROR, "too much work is under way");
    }
  }

  /** Ends it because the network is closed. */
  @Override
  public void run() {
    end(Reason.ERROR, "this program is stopping");
  }

  void end(Failure failure) {
    end(failure.reason(), failure.detail());
  }

  /** Ends the exchange in the phase under way; does nothing when it is over. */
  void end(Reason reason, String detail) {
    if (!finish()) {
      return;
    }
    Duration took = Duration.ofNanos(network.nanos() - began);
    try {
      promise.complete(
          answer.apply(new Outcome(reason, Failure.oneLine(detail), phases.ended(), took)));
    } catch (RuntimeException e) {
      promise.completeExceptionally(e);
    }
  }

  /** Ends the exchange with an error of our own. */
  void crash(Throwable cause) {
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
      timer.cancel(false);
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
