package io.roomwatch.agent.web;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes connections over the limit at once: scrapers and people are few, floods are not served.
 */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

  private static final int MAX_CONNECTIONS = 512;

  private final AtomicInteger open = new AtomicInteger();

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.channel().closeFuture().addListener(closed -> open.decrementAndGet());
    if (open.incrementAndGet() > MAX_CONNECTIONS) {
      context.close();
    } else {
      context.fireChannelActive();
    }
  }
}
