package io.roomwatch.agent.probe.datagram;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.probe.network.Failure;
import io.roomwatch.agent.probe.network.Network;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a datagram probe: from the name to the answer, ended once, at the deadline at the
 * latest, its socket closed before the result is known.
 *
 * <p>Transitions, all on the event loop: resolving (names only) → connecting → talking → ended;
 * every state may go straight to ended. The socket is connected, so that the kernel drops what
 * another address sends and hands us the ICMP errors.
 */
public final class DatagramRun<R> {

  /** What one kind of probe says and hears. Called on the event loop only. */
  public interface Talk<R> {

    /**
     * The datagram to send.
     *
     * @param attempt 0 the first time
     */
    byte[] request(int attempt);

    /**
     * Hears one datagram and ends the run when it decides the matter.
     *
     * @return false for a stray: nothing that belongs to this conversation
     */
    boolean heard(byte[] datagram, DatagramRun<R> run);

    /** What it means that nothing at all came back. */
    Reason silence();

    /**
     * The deadline has come. Whoever waits for several answers may end the run with those that
     * came; else it ends by what {@link #silence} says.
     */
    default void late(DatagramRun<R> run) {}

    /** The result around an outcome, decided here or by the run. Called once. */
    R result(Outcome outcome);
  }

  private final Network network;
  private final Duration deadline;
  private final Queue<Duration> pauses;
  private final Talk<R> talk;
  private final long started;
  private final CompletableFuture<R> result = new CompletableFuture<>();
  private final List<PhaseTime> phases = new ArrayList<>();

  private @Nullable Phase phase;
  private long phaseStarted;
  private @Nullable CompletableFuture<?> resolving;
  private @Nullable Channel channel;
  private @Nullable Future<?> ending;
  private @Nullable Future<?> repeating;
  private int sent;
  private int strays;
  private boolean ended;
  private String awaited = "answer";

  /**
   * @param deadline for the whole, from now
   * @param pauses after each sending until it is repeated; none left: nothing more is sent
   */
  public DatagramRun(Network network, Duration deadline, List<Duration> pauses, Talk<R> talk) {
    this.network = network;
    this.deadline = deadline;
    this.pauses = new ArrayDeque<>(pauses);
    this.talk = talk;
    this.started = network.nanos();
  }

  /** Runs against a name or a literal. From any thread. */
  public CompletableFuture<R> start(Target target) {
    return begin(
        () -> {
          if (Network.isLiteral(target.host())) {
            connect(literal(target.host()), target.port());
            return;
          }
          enter(Phase.RESOLVE);
          resolving =
              network
                  .resolve(target.host())
                  .whenComplete(
                      (found, failure) -> guarded(() -> resolved(target, found, failure)));
        });
  }

  /** Runs against an address. From any thread. */
  public CompletableFuture<R> start(InetSocketAddress address) {
    return begin(() -> connect(new ArrayDeque<>(List.of(address.getAddress())), address.getPort()));
  }

  /** Runs not at all, because of what was asked. From any thread. */
  public CompletableFuture<R> refuse(String why) {
    return begin(() -> end(Reason.ERROR, why));
  }

  /** Ends the run; ignored when it has ended already. */
  public void end(Reason reason, String detail) {
    if (close()) {
      Duration took = Duration.ofNanos(network.nanos() - started);
      result.complete(talk.result(new Outcome(reason, detail, phases, took)));
    }
  }

  public void end(DatagramFault fault) {
    end(fault.reason(), fault.detail());
  }

  /** Ends the run by a fault of our own. */
  public void fail(Throwable cause) {
    if (close()) {
      result.completeExceptionally(cause);
    }
  }

  /** Sends the next request at once and counts the pauses from here. */
  public void send() {
    if (ended || channel == null) {
      return;
    }
    byte[] request = talk.request(sent++);
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(request))
        .addListener(written -> onLoop(() -> sendingFailed(written.cause())));
    cancel(repeating);
    Duration pause = pauses.poll();
    if (pause != null && !ended) {
      repeating = timer(pause, this::send);
    }
  }

  /**
   * Goes on with another socket under the same deadline; the first is closed.
   *
   * @param awaitedNow what the deadline will say did not come
   */
  public void continueOn(ChannelFuture opening, String awaitedNow) {
    cancel(repeating);
    awaited = awaitedNow;
    closeSocket();
    channel = opening.channel();
  }

  private CompletableFuture<R> begin(Runnable first) {
    try {
      network
          .loop()
          .execute(
              () ->
                  guarded(
                      () -> {
                        ending = timer(deadline.minusNanos(network.nanos() - started), this::late);
                        first.run();
                      }));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(e);
    }
    return result;
  }

  private void resolved(
      Target target, @Nullable List<InetAddress> found, @Nullable Throwable failure) {
    if (ended) {
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof UnknownHostException || cause instanceof RejectedExecutionException) {
      Duration took = Duration.ofNanos(network.nanos() - phaseStarted);
      Failure why = Failure.ofResolve(target.host(), cause, took);
      end(why.reason(), why.detail());
    } else if (cause != null) {
      fail(cause);
    } else if (found == null || found.isEmpty()) {
      end(Reason.DNS_NXDOMAIN, "the name has no address");
    } else {
      connect(new ArrayDeque<>(found), target.port());
    }
  }

  /** A scope that does not exist leaves no address. */
  private static Queue<InetAddress> literal(String host) {
    try {
      return new ArrayDeque<>(List.of(Network.literal(host)));
    } catch (UnknownHostException e) {
      return new ArrayDeque<>();
    }
  }

  /** Connects to the first address this host has a route to; no packet is sent by that. */
  private void connect(Queue<InetAddress> addresses, int port) {
    InetAddress address = addresses.poll();
    if (address == null) {
      end(Reason.NO_ROUTE, "the address is of no interface of this host");
      return;
    }
    ChannelFuture connecting =
        network
            .udp()
            .disableResolver()
            .handler(new DatagramEar(this, address instanceof Inet6Address))
            .connect(new InetSocketAddress(address, port));
    channel = connecting.channel();
    connecting.addListener(
        connected -> onLoop(() -> connected(addresses, address, port, connected.cause())));
  }

  private void connected(
      Queue<InetAddress> rest, InetAddress address, int port, @Nullable Throwable failure) {
    if (ended || channel == null) {
      return;
    }
    if (failure != null) {
      closeSocket();
      if (rest.isEmpty()) {
        end(DatagramFault.connecting(failure));
      } else {
        connect(rest, port);
      }
      return;
    }
    if (channel.remoteAddress().equals(channel.localAddress())) {
      // The kernel gave us the very port we ask about on this host: we would answer ourselves.
      ArrayDeque<InetAddress> again = new ArrayDeque<>(rest);
      again.addFirst(address);
      closeSocket();
      connect(again, port);
      return;
    }
    enter(Phase.FIRST_BYTE);
    send();
  }

  /** A datagram came, perhaps on a socket that the run has left since. */
  void heard(Channel socket, byte[] datagram) {
    if (!ended && socket.equals(channel) && !talk.heard(datagram, this)) {
      strays++;
    }
  }

  /** The network's or the kernel's objection, perhaps to a socket that the run has left since. */
  void broken(Channel socket, IOException cause) {
    if (socket.equals(channel)) {
      end(DatagramFault.talking(cause));
    }
  }

  private void sendingFailed(@Nullable Throwable cause) {
    if (cause != null && !ended) {
      end(DatagramFault.talking(cause));
    }
  }

  private void late() {
    talk.late(this);
    if (ended) {
      return;
    }
    String within = " within " + deadline.toMillis() + " ms";
    if (phase == Phase.RESOLVE) {
      end(Reason.DNS_TIMEOUT, "the system's resolver gave no answer" + within);
    } else if (strays > 0) {
      end(
          Reason.ERROR,
          strays + " datagram(s) came back, none an answer to what was asked, " + within.strip());
    } else {
      end(talk.silence(), "no " + awaited + within);
    }
  }

  private void enter(Phase next) {
    leavePhase();
    phase = next;
    phaseStarted = network.nanos();
  }

  private void leavePhase() {
    if (phase != null) {
      phases.add(new PhaseTime(phase, Duration.ofNanos(network.nanos() - phaseStarted)));
      phase = null;
    }
  }

  /** False when it was closed before. */
  private boolean close() {
    if (ended) {
      return false;
    }
    ended = true;
    leavePhase();
    cancel(ending);
    cancel(repeating);
    cancel(resolving);
    closeSocket();
    return true;
  }

  private void closeSocket() {
    if (channel != null && channel.isOpen()) {
      channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
  }

  private Future<?> timer(Duration delay, Runnable action) {
    // convert() saturates where Duration.toNanos() throws.
    long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
    return network.loop().schedule(() -> guarded(action), nanos, TimeUnit.NANOSECONDS);
  }

  private static void cancel(@Nullable Future<?> future) {
    if (future != null) {
      future.cancel(false);
    }
  }

  /**
   * Goes on where all of this happens: Netty tells of a socket that could not be opened on a thread
   * of its own.
   */
  public void onLoop(Runnable action) {
    if (network.loop().inEventLoop()) {
      guarded(action);
    } else {
      network.loop().execute(() -> guarded(action));
    }
  }

  /** Our own mistakes end the run, they do not vanish in the event loop's log. */
  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }
}
