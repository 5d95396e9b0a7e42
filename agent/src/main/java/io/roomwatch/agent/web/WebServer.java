package io.roomwatch.agent.web;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP server: one event loop of its own, so that a scrape never delays a probe. Thread {@code
 * web-loop}.
 */
public final class WebServer implements AutoCloseable {

  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final int IDLE_SECONDS = 30;

  private final MultiThreadIoEventLoopGroup group;
  private final List<Channel> listeners = new ArrayList<>();

  /**
   * Binds every address or none.
   *
   * @param workers where answers are made
   * @throws IOException naming the address that could not be bound, and why
   */
  public WebServer(List<ListenAddress> addresses, Site site, Executor workers) throws IOException {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("web-loop", true), handler);
    Router router = new Router(site);
    ConnectionLimit limit = new ConnectionLimit();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    WholeRequests whole = new WholeRequests();
                    channel
                        .pipeline()
                        .addLast(limit)
                        .addLast(whole)
                        .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES, true))
                        .addLast(new WebHandler(router, workers, whole));
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

  @Override
  public void close() {
    listeners.forEach(channel -> channel.close().syncUninterruptibly());
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
