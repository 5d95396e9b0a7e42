package io.roomwatch.agent.web;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.roomwatch.agent.web.door.Door;
import io.roomwatch.agent.web.door.Entrance;
import io.roomwatch.agent.web.door.Guard;
import io.roomwatch.agent.web.page.Pages;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The HTTP server: one event loop of its own, so that a scrape never delays a probe. Thread {@code
 * web-loop}.
 */
public final class WebServer implements AutoCloseable {

  private final MultiThreadIoEventLoopGroup group;
  private final List<Channel> listeners = new ArrayList<>();

  /** A loop that ends at once may leave them open, and a reader waiting for what nobody sends. */
  private final ChannelGroup connections;

  private final LiveStreams streams;

  /**
   * What it stands on.
   *
   * @param workers where answers are made
   * @param nanoTime monotonic nanoseconds
   * @param random unpredictable
   */
  public record Ground(
      Executor workers, InstantSource clock, LongSupplier nanoTime, RandomGenerator random) {}

  /**
   * Binds every address or none.
   *
   * @param probe answers {@code /probe}; may block
   * @throws IOException naming the address that could not be bound, and why
   */
  public WebServer(
      List<ListenAddress> addresses,
      Site site,
      Door door,
      Function<Request, Answer> probe,
      Ground ground)
      throws IOException {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("web-loop", true), handler);
    connections = new DefaultChannelGroup(group.next(), true);
    Pages pages = new Pages(site, ground.clock(), ground.random());
    Router router = new Router(site, pages, probe);
    streams = new LiveStreams(pages::version, ground.workers());
    streams.beat(group.next());
    Guard guard = new Guard(door, ground.nanoTime());
    Entrance entrance = new Entrance(door, ground.workers());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    if (channel.remoteAddress() == null) {
                      // Gone before it was taken.
                      channel.close();
                      return;
                    }
                    connections.add(channel);
                    Entrance.Visit visit = entrance.enter(channel);
                    channel
                        .pipeline()
                        .addLast(
                            new WebHandler(router, streams, door, guard, visit, ground.workers()));
                  }
                });
    try {
      for (ListenAddress each : addresses) {
        listeners.add(bind(bootstrap, each.address()));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** The addresses bound, with the port that the system chose where 0 was asked for. */
  public List<InetSocketAddress> addresses() {
    return listeners.stream().map(channel -> (InetSocketAddress) channel.localAddress()).toList();
  }

  /** What is shown may have changed: open pages are told. Never waits. */
  public void changed() {
    streams.changed();
  }

  @Override
  public void close() {
    listeners.forEach(channel -> channel.close().syncUninterruptibly());
    listeners.clear();
    connections.close().syncUninterruptibly();
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static Channel bind(ServerBootstrap bootstrap, InetSocketAddress address)
      throws IOException {
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on "
              + address.getAddress().getHostAddress()
              + ":"
              + address.getPort()
              + ": "
              + bound.cause().getMessage(),
          bound.cause());
    }
    return bound.channel();
  }
}
