package io.roomwatch.agent.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What all probes share: one event loop (native epoll where there is one, NIO elsewhere), channels
 * on it, the system's resolver off it, and a monotonic ticker. Thread: {@code probe-loop}.
 */
public final class Network implements AutoCloseable {

  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final boolean epoll;
  private final LongSupplier nanoTime;
  private final ExecutorService resolving;

  /**
   * @param nanoTime monotonic nanoseconds, {@code System::nanoTime}
   * @param resolving where blocking name resolution runs; not closed here
   */
  public Network(LongSupplier nanoTime, ExecutorService resolving) {
    this.nanoTime = nanoTime;
    this.resolving = resolving;
    this.epoll = Epoll.isAvailable();
    IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group =
        new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("probe-loop", true), handler);
    this.loop = group.next();
  }

  public EventLoop loop() {
    return loop;
  }

  long nanos() {
    return nanoTime.getAsLong();
  }

  /** A bootstrap for TCP without a handler. */
  Bootstrap tcp() {
    return new Bootstrap()
        .group(loop)
        .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class);
  }

  /** A bootstrap for datagrams without a handler. */
  Bootstrap udp() {
    return new Bootstrap()
        .group(loop)
        .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class);
  }

  /**
   * The addresses of a name as programs on this machine get them (hosts file, then DNS), in the
   * system's order; a literal is parsed and not looked up. Completes on the event loop,
   * exceptionally with {@code UnknownHostException}.
   */
  CompletableFuture<List<InetAddress>> resolve(String host) {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    resolving.execute(
        () -> {
          try {
            List<InetAddress> found = List.of(InetAddress.getAllByName(host));
            loop.execute(() -> answer.complete(found));
          } catch (java.net.UnknownHostException e) {
            loop.execute(() -> answer.completeExceptionally(e));
          }
        });
    return answer;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
