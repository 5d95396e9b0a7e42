package io.roomwatch.agent.web.door;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request is not whole some seconds after its first byte: whoever sends a
 * byte now and then is never idle, and a few hundred of them would keep everybody else out. In
 * front of the codec; one for each connection.
 */
final class WholeRequests extends ChannelInboundHandlerAdapter {

  static final int SECONDS = 10;

  private @Nullable ScheduledFuture<?> late;

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (late == null) {
      late = context.executor().schedule(() -> context.close(), SECONDS, TimeUnit.SECONDS);
    }
    context.fireChannelRead(bytes);
  }

  /** A request has come whole. */
  void whole() {
    if (late != null) {
      late.cancel(false);
      late = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    whole();
    context.fireChannelInactive();
  }
}
