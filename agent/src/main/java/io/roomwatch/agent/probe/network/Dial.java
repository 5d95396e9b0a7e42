package io.roomwatch.agent.probe.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * From a target to a connection: resolve, unless it is a literal, then connect to one address after
 * the other until one takes it. Sequential, and no race as in RFC 8305, so that what is measured is
 * one connect; an address that stays silent gets its share of the time only.
 *
 * <p>{@code resolve → connect (→ connect)* → connected | failed}
 */
public final class Dial implements ChannelFutureListener, Runnable {

  /** A name with more addresses than that is not tried to the end. */
  private static final int ADDRESSES = 8;

  /** A silent address gets this part of the time that is left, the last one gets all of it. */
  private static final int SHARES = 4;

  private final Exchange<?> exchange;
  private final Target target;
  private final boolean isProxy;
  private final boolean last;
  private final Predicate<InetSocketAddress> mayConnect;
  private final Consumer<Channel> connected;

  private List<InetAddress> addresses = List.of();
  private int tried;
  private long connectingUntil;
  private @Nullable Channel channel;
  private @Nullable Failure worst;
  private boolean calling;
  private boolean begun;

  private Dial(
      Exchange<?> exchange,
      Target target,
      boolean isProxy,
      boolean last,
      Predicate<InetSocketAddress> mayConnect,
      Consumer<Channel> connected) {
    this.exchange = exchange;
    this.target = target;
    this.isProxy = isProxy;
    this.last = last;
    this.mayConnect = mayConnect;
    this.connected = connected;
  }

  /**
   * Connects, or ends the exchange.
   *
   * @param last no phase follows, so that connecting may take all the time there is
   * @param connected gets the channel, which does not read yet; called once at most
   */
  public static void target(
      Exchange<?> exchange, Target target, boolean last, Consumer<Channel> connected) {
    target(exchange, target, last, Dial::anywhere, connected);
  }

  /**
   * The same, but only to addresses that {@code mayConnect} allows. It is asked on the event loop
   * just before each connect; where it allows none, the exchange ends with {@code ERROR}.
   */
  public static void target(
      Exchange<?> exchange,
      Target target,
      boolean last,
      Predicate<InetSocketAddress> mayConnect,
      Consumer<Channel> connected) {
    new Dial(exchange, target, false, last, mayConnect, connected).resolve();
  }

  /** The same to a proxy: all that goes wrong with the connect is the proxy's being dead. */
  public static void proxy(Exchange<?> exchange, Target proxy, Consumer<Channel> connected) {
    new Dial(exchange, proxy, true, false, Dial::anywhere, connected).resolve();
  }

  /** {@code next} with a channel that reads. */
  public static Consumer<Channel> reading(Consumer<Channel> next) {
    return channel -> {
      channel.config().setAutoRead(true);
      next.accept(channel);
    };
  }

  private static boolean anywhere(InetSocketAddress remote) {
    return true;
  }

  private void resolve() {
    String host = target.host();
    if (Network.isLiteral(host)) {
      try {
        connect(List.of(Network.literal(host)));
      } catch (UnknownHostException e) {
        exchange.enter(Phase.CONNECT);
        fail(new Failure(Reason.NO_ROUTE, "the zone of " + host + " is no interface here"));
      }
      return;
    }
    exchange.enter(Phase.RESOLVE);
    long began = exchange.network().nanos();
    exchange.within(
        exchange.share(false),
        () -> exchange.end(Reason.DNS_TIMEOUT, host + ": no answer to the lookup in time"));
    CompletableFuture<List<InetAddress>> unused =
        exchange
            .network()
            .resolve(host)
            .whenComplete((found, error) -> exchange.step(() -> resolved(found, error, began)));
  }

  private void resolved(@Nullable List<InetAddress> found, @Nullable Throwable error, long began) {
    if (found != null) {
      connect(found);
    } else {
      Duration took = Duration.ofNanos(exchange.network().nanos() - began);
      Throwable cause = error == null ? new UnknownHostException() : error;
      exchange.end(Failure.ofResolve(target.host(), cause, took));
    }
  }

  private void connect(List<InetAddress> found) {
    addresses = found.size() > ADDRESSES ? found.subList(0, ADDRESSES) : found;
    connectingUntil = exchange.network().nanos() + exchange.share(last);
    next();
  }

  private void next() {
    InetSocketAddress remote = new InetSocketAddress(addresses.get(tried++), target.port());
    if (!mayConnect.test(remote)) {
      withheld(remote);
      return;
    }
    Channel opened;
    try {
      opened = exchange.network().open(remote.getAddress(), Tail.NAME, new Tail(exchange));
    } catch (ChannelException | UnsupportedOperationException e) {
      begin();
      fail(Failure.ofConnect(e, true));
      return;
    }
    begin();
    int untried = addresses.size() - tried;
    long left = connectingUntil - exchange.network().nanos();
    exchange.within(untried == 0 ? left : left / Math.min(untried + 1, SHARES), this);
    channel = opened;
    exchange.hold(opened);
    calling = true;
    ChannelFuture connecting = opened.connect(remote).addListener(this);
    calling = false;
    if (connecting.isDone() && !connecting.isSuccess()) {
      failed(opened, connecting.cause(), true);
    }
  }

  /** With the socket at hand: what is measured is the network. */
  private void begin() {
    if (!begun) {
      begun = true;
      exchange.enter(Phase.CONNECT);
    }
  }

  @Override
  public void operationComplete(ChannelFuture connecting) {
    Channel done = connecting.channel();
    if (connecting.isSuccess()) {
      if (done.equals(channel)) {
        exchange.step(connected, done);
      }
    } else if (!calling) {
      exchange.step(() -> failed(done, connecting.cause(), false));
    }
  }

  private void failed(Channel failed, Throwable cause, boolean atOnce) {
    // One given up for being silent reports that it was closed, later.
    if (failed.equals(channel)) {
      fail(Failure.ofConnect(cause, atOnce));
    }
  }

  /** The address under way stays silent. */
  @Override
  public void run() {
    fail(new Failure(Reason.TIMEOUT, "no answer to the connect in time"));
  }

  private void fail(Failure failure) {
    Failure kept = worst == null || rank(failure) > rank(worst) ? named(failure) : worst;
    worst = kept;
    if (channel != null) {
      Exchange.close(channel);
      channel = null;
    }
    if (tried < addresses.size()) {
      next();
    } else {
      end(kept);
    }
  }

  /** Not connected to, so that only the others can say how it ends. */
  private void withheld(InetSocketAddress remote) {
    Failure kept = worst;
    if (tried < addresses.size()) {
      next();
    } else if (kept != null) {
      end(kept);
    } else {
      exchange.end(Reason.ERROR, remote + " is not to be asked now");
    }
  }

  private void end(Failure kept) {
    String more = addresses.size() > 1 ? ", and no other address answered" : "";
    exchange.end(
        isProxy && kept.reason() != Reason.ERROR ? Reason.PROXY_DEAD : kept.reason(),
        (isProxy ? "proxy " : "") + kept.detail() + more);
  }

  private Failure named(Failure failure) {
    String address =
        Network.isLiteral(target.host())
            ? target.toString()
            : target + " (" + addresses.get(tried - 1).getHostAddress() + ")";
    return new Failure(failure.reason(), address + ": " + failure.detail());
  }

  /**
   * Which of several failures to report: an address family that this machine has no route for says
   * less than what any other address did. Of equals the first.
   */
  private static int rank(Failure failure) {
    return switch (failure.reason()) {
      case NO_ROUTE -> 0;
      case UNREACHABLE -> 1;
      default -> 2;
    };
  }
}
