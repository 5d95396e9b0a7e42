package io.roomwatch.agent.probe.network;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.spi.SelectorProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What all probes share: one event loop (native epoll where there is one, NIO elsewhere), channels
 * on it, the system's resolver off it, and a monotonic ticker. Thread: {@code probe-loop}.
 */
public final class Network implements AutoCloseable {

  /** Small bites: however fast one sender is, the loop comes round to the others. */
  private static final RecvByteBufAllocator READS =
      new FixedRecvByteBufAllocator(4 * 1024).maxMessagesPerRead(1);

  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final boolean epoll;
  private final LongSupplier nanoTime;
  private final ExecutorService blocking;
  private final Set<Exchange<?>> underWay = new HashSet<>();
  private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> lookups =
      new ConcurrentHashMap<>();

  /**
   * @param nanoTime monotonic nanoseconds, {@code System::nanoTime}
   * @param blocking where blocking name resolution and the arithmetic of TLS run; not closed here.
   *     A lookup may hold a thread for tens of seconds when no name server answers, so it must not
   *     be a small fixed pool; no name is looked up twice at the same time
   */
  public Network(LongSupplier nanoTime, ExecutorService blocking) {
    this(nanoTime, blocking, Epoll.isAvailable());
  }

  /** {@code epoll}: the system's native transport, which must be there; NIO otherwise. */
  public Network(LongSupplier nanoTime, ExecutorService blocking, boolean epoll) {
    this.nanoTime = nanoTime;
    this.blocking = blocking;
    this.epoll = epoll;
    IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group =
        new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("probe-loop", true), handler);
    this.loop = group.next();
  }

  public EventLoop loop() {
    return loop;
  }

  public long nanos() {
    return nanoTime.getAsLong();
  }

  LongSupplier nanoTime() {
    return nanoTime;
  }

  public ExecutorService blocking() {
    return blocking;
  }

  /** Runs {@code task} on the loop, or not at all once the loop is closed. */
  public void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // Shut down: nobody waits for this any more.
    }
  }

  /** A bootstrap for TCP without a handler. */
  public Bootstrap tcp() {
    return new Bootstrap()
        .group(loop)
        .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class);
  }

  /** A bootstrap for datagrams without a handler. */
  public Bootstrap udp() {
    return new Bootstrap()
        .group(loop)
        .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class);
  }

  /** A bootstrap for datagrams without a handler, for a socket of the family of {@code local}. */
  public Bootstrap udp(InetAddress local) {
    SocketProtocolFamily family = family(local);
    return new Bootstrap()
        .group(loop)
        .channelFactory(
            () -> epoll ? new EpollDatagramChannel(family) : new NioDatagramChannel(family));
  }

  /**
   * A TCP channel that is not yet connected, does not read by itself and has no time limit of its
   * own. Without a bootstrap, which costs more than the connect does. Call on the loop.
   *
   * @param remote what it is for: an IPv4 socket is cheaper than one that speaks both
   * @param handler the first in the pipeline, named {@code name}
   * @throws ChannelException when the system gives no socket
   * @throws UnsupportedOperationException when it does not know the address family
   */
  Channel open(InetAddress remote, String name, ChannelHandler handler) {
    Channel channel = socket(remote);
    channel.config().setAutoRead(false);
    channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    channel.config().setRecvByteBufAllocator(READS);
    channel.pipeline().addLast(name, handler);
    ChannelFuture registered = loop.register(channel);
    if (registered.isDone() && !registered.isSuccess()) {
      throw new ChannelException(registered.cause());
    }
    return channel;
  }

  private Channel socket(InetAddress remote) {
    SocketProtocolFamily family = family(remote);
    return epoll
        ? new EpollSocketChannel(family)
        : new NioSocketChannel(SelectorProvider.provider(), family);
  }

  private static SocketProtocolFamily family(InetAddress address) {
    return address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
  }

  /** Whether {@code host} is an IPv4 or IPv6 address, perhaps with a zone, and not a name. */
  public static boolean isLiteral(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  /**
   * The address that the literal {@code host} writes; nothing is looked up.
   *
   * @throws UnknownHostException when its zone is no interface here
   */
  public static InetAddress literal(String host) throws UnknownHostException {
    return InetAddress.getByName(host);
  }

  /**
   * The addresses of a name as programs on this machine get them (hosts file, then DNS), in the
   * system's order; a literal is parsed and not looked up. A lookup of the same name that is under
   * way is joined. Completes on the event loop, exceptionally with {@code UnknownHostException};
   * call it there too, or what is attached may run on the caller's thread.
   */
  public CompletableFuture<List<InetAddress>> resolve(String host) {
    CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
    if (isLiteral(host)) {
      Runnable parse = () -> lookUp(host, mine);
      if (loop.inEventLoop()) {
        parse.run();
      } else {
        onLoop(parse);
      }
      return mine;
    }
    CompletableFuture<List<InetAddress>> underWay = lookups.putIfAbsent(host, mine);
    if (underWay != null) {
      return underWay.copy();
    }
    try {
      blocking.execute(
          () -> {
            CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
            lookUp(host, found);
            onLoop(() -> hand(host, found, mine));
          });
    } catch (RejectedExecutionException e) {
      hand(host, CompletableFuture.failedFuture(e), mine);
    }
    return mine.copy();
  }

  private void hand(
      String host,
      CompletableFuture<List<InetAddress>> done,
      CompletableFuture<List<InetAddress>> waiting) {
    lookups.remove(host);
    CompletableFuture<List<InetAddress>> unused =
        done.whenComplete(
            (addresses, error) -> {
              if (error == null) {
                waiting.complete(addresses);
              } else {
                waiting.completeExceptionally(error);
              }
            });
  }

  private static void lookUp(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      answer.complete(List.of(InetAddress.getAllByName(host)));
    } catch (UnknownHostException | RuntimeException | Error e) {
      // Whoever waits must hear of it, and the name must be free again.
      answer.completeExceptionally(e);
    }
  }

  /** Has {@code exchange} stopped when the network is closed, unless it is forgotten before. */
  void remember(Exchange<?> exchange) {
    underWay.add(exchange);
  }

  void forget(Exchange<?> exchange) {
    underWay.remove(exchange);
  }

  /** Ends what is under way, then closes the loop. Not to be called on it. */
  @Override
  public void close() {
    onLoop(() -> List.copyOf(underWay).forEach(Exchange::stop));
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
