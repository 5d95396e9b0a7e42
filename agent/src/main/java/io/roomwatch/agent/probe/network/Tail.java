package io.roomwatch.agent.probe.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import io.roomwatch.agent.observation.Reason;

/**
 * The last handler of every probe's pipeline, for what no other took: data is dropped, an error or
 * a close by the other end ends the exchange.
 */
public final class Tail extends ChannelInboundHandlerAdapter {

  public static final String NAME = "tail";

  /** Then reading stops: nobody is interested, and the sender may never stop. */
  private static final int DROPPED_BYTES = 64 * 1024;

  private final Exchange<?> exchange;
  private int dropped;

  Tail(Exchange<?> exchange) {
    this.exchange = exchange;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf data) {
      dropped += data.readableBytes();
      if (dropped > DROPPED_BYTES) {
        context.channel().config().setAutoRead(false);
      }
    }
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    exchange.end(Reason.CLOSED_EARLY, "the other end closed the connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof RuntimeException && !(cause instanceof DecoderException)) {
      exchange.crash(cause);
    } else {
      exchange.end(Failure.of(cause));
    }
  }
}
