package io.roomwatch.agent.probe.stamp;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.roomwatch.agent.probe.network.Network;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A socket that hands what comes to a {@link Reflection} and sends back what it says. On the event
 * loop of the probes; made, asked for its counts and closed from any other thread.
 */
public final class Reflector implements AutoCloseable {

  /** More than any test packet has, so that a longer one is seen to be longer. */
  private static final int LARGEST_DATAGRAM = 2048;

  private final Channel channel;
  private final Reflection reflection;

  private Reflector(Channel channel, Reflection reflection) {
    this.channel = channel;
    this.reflection = reflection;
  }

  /**
   * Begins to answer. Blocks for a moment; not to be called on the loop.
   *
   * @param listen port 0 asks the system for a free one
   * @throws IOException when that address cannot be listened on
   */
  public static Reflector open(Network network, InetSocketAddress listen, Reflection reflection)
      throws IOException {
    Bootstrap bootstrap = network.udp(listen.getAddress()).handler(new Mirror(reflection));
    var binding = bootstrap.bind(listen).awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new IOException(
          "stamp.listen: cannot listen on UDP "
              + listen.getAddress().getHostAddress()
              + " port "
              + listen.getPort()
              + ": "
              + binding.cause().getMessage(),
          binding.cause());
    }
    return new Reflector(binding.channel(), reflection);
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  public Reflection reflection() {
    return reflection;
  }

  /** Returns when the port is free again. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  private static final class Mirror extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Reflection reflection;

    Mirror(Reflection reflection) {
      this.reflection = reflection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      if (context.channel() instanceof EpollDatagramChannel epoll) {
        epoll.config().setMaxDatagramPayloadSize(LARGEST_DATAGRAM);
        // Room for two: below that Netty's epoll reads singly and loses datagrams of no bytes.
        epoll.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(2 * LARGEST_DATAGRAM));
      } else {
        context
            .channel()
            .config()
            .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(LARGEST_DATAGRAM));
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      InetSocketAddress from = packet.sender();
      if (from.getPort() == 0 || !context.channel().isWritable()) {
        return;
      }
      reflection
          .answer(ByteBufUtil.getBytes(packet.content()), from)
          .ifPresent(
              answer ->
                  context.writeAndFlush(
                      new DatagramPacket(Unpooled.wrappedBuffer(answer), from),
                      context.voidPromise()));
    }

    /** An answer that could not be sent is lost, as the network may lose it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!(cause instanceof IOException)) {
        throw new IllegalStateException("reflecting failed", cause);
      }
    }
  }
}
