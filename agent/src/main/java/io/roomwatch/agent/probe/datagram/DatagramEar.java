package io.roomwatch.agent.probe.datagram;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;

/** The receiving end of a run's socket, set up so that nothing the kernel knows is lost. */
final class DatagramEar extends SimpleChannelInboundHandler<DatagramPacket> {

  /** More than any of our answers needs; a longer datagram is cut here. */
  private static final int LARGEST_DATAGRAM = 4096;

  private static final FixedRecvByteBufAllocator ONE_DATAGRAM =
      new FixedRecvByteBufAllocator(LARGEST_DATAGRAM);

  /** Room for two: below that Netty's epoll reads singly and loses datagrams of no bytes. */
  private static final FixedRecvByteBufAllocator TWO_DATAGRAMS =
      new FixedRecvByteBufAllocator(2 * LARGEST_DATAGRAM);

  // Without these Linux keeps host-unreachable and net-unreachable to itself and only reports
  // port-unreachable: ip(7) and ipv6(7), constants of <linux/in.h> and <linux/in6.h>. NIO cannot
  // set them: there such a target is silent.
  private static final IntegerUnixChannelOption IP_RECVERR =
      new IntegerUnixChannelOption("IP_RECVERR", 0, 11);
  private static final IntegerUnixChannelOption IPV6_RECVERR =
      new IntegerUnixChannelOption("IPV6_RECVERR", 41, 25);

  private final DatagramRun<?> run;
  private final boolean six;

  /**
   * @param six the other end has an IPv6 address
   */
  DatagramEar(DatagramRun<?> run, boolean six) {
    this.run = run;
    this.six = six;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (context.channel() instanceof EpollDatagramChannel epoll) {
      epoll.config().setMaxDatagramPayloadSize(LARGEST_DATAGRAM);
      epoll.config().setRecvByteBufAllocator(TWO_DATAGRAMS);
      try {
        epoll.config().setOption(six ? IPV6_RECVERR : IP_RECVERR, 1);
      } catch (ChannelException e) {
        // A kernel without IPv6: fewer errors are told, and connecting will say what is wrong.
        return;
      }
    } else {
      context.channel().config().setRecvByteBufAllocator(ONE_DATAGRAM);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    run.heard(context.channel(), ByteBufUtil.getBytes(packet.content()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException network) {
      run.broken(context.channel(), network);
    } else {
      run.fail(cause);
    }
  }
}
