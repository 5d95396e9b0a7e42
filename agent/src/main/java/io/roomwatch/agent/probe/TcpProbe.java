package io.roomwatch.agent.probe;

import io.netty.channel.Channel;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.network.Dial;
import io.roomwatch.agent.probe.network.Exchange;
import io.roomwatch.agent.probe.network.Network;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A TCP connect, then close; nothing is sent.
 *
 * <p>Reasons: {@code OK}, {@code REFUSED} (RST: host reached, port closed), {@code TIMEOUT}
 * (filtered or gone), {@code UNREACHABLE} (ICMP or no neighbour), {@code NO_ROUTE}, {@code RESET},
 * {@code CLOSED_EARLY} (closed by the other end within {@code linger}), {@code DNS_*} when the name
 * does not resolve, {@code FIREWALL_BLOCK} when this machine forbids the connect, {@code ERROR}
 * when it has no socket or port left.
 *
 * <p>The close is an orderly one (FIN): the program at the other end sees a connection that came
 * and went, not an error. It leaves the TIME_WAIT with us, where it belongs; Linux lets another
 * destination use the same local port meanwhile. When data that the other end sent is still unread
 * the kernel says RST all the same.
 */
public final class TcpProbe {

  private final Network network;

  TcpProbe(Network network) {
    this.network = network;
  }

  /**
   * @param deadline for the whole, resolving included
   * @param linger how long to stay connected and watch for an early close or reset; zero closes at
   *     once
   * @param mayConnect asked on the event loop just before each connect, with the address that the
   *     target led to; where it allows none, nothing is sent and the outcome is {@code ERROR}
   */
  public record Spec(
      Target target, Duration deadline, Duration linger, Predicate<InetSocketAddress> mayConnect) {

    /** To whatever address the target leads to. */
    public Spec(Target target, Duration deadline, Duration linger) {
      this(target, deadline, linger, Spec::anywhere);
    }

    private static boolean anywhere(InetSocketAddress remote) {
      return true;
    }
  }

  /**
   * @param remote the address connected to, empty when none was
   * @param local this end's address, empty when never connected
   */
  public record Result(
      Outcome outcome, Optional<InetSocketAddress> remote, Optional<InetSocketAddress> local) {}

  CompletableFuture<Result> run(Spec spec) {
    return new Look(network, spec).start();
  }

  /** One connection. */
  private static final class Look extends Exchange<Result> implements Consumer<Channel> {

    private final Spec spec;
    private Optional<InetSocketAddress> remote = Optional.empty();
    private Optional<InetSocketAddress> local = Optional.empty();

    Look(Network network, Spec spec) {
      super(network, spec.deadline());
      this.spec = spec;
    }

    @Override
    protected void begin() {
      Dial.target(this, spec.target(), true, spec.mayConnect(), this);
    }

    @Override
    public void accept(Channel connected) {
      leave();
      remote = Optional.of((InetSocketAddress) connected.remoteAddress());
      local = Optional.of((InetSocketAddress) connected.localAddress());
      if (spec.linger().isPositive()) {
        // Still there at the deadline is as good as at the end of the linger.
        within(spec.linger().toNanos(), new Stayed(this));
        connected.config().setAutoRead(true);
      } else {
        // Not here in the connect's own listener, where Netty would make up an exception for the
        // close: a tenth of what a probe costs.
        network().onLoop(new Stayed(this));
      }
    }

    @Override
    protected Result answer(Outcome outcome) {
      return new Result(outcome, remote, local);
    }
  }

  /** Nothing happened while we watched. */
  private record Stayed(Exchange<?> exchange) implements Runnable {
    @Override
    public void run() {
      exchange.end(Reason.OK, "connected");
    }
  }
}
