package io.roomwatch.agent.web.door;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In virtual time. */
class WholeRequestsTest {

  private static final String WHOLE = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private EmbeddedChannel channel;

  @BeforeEach
  void open() {
    WholeRequests whole = new WholeRequests();
    channel = new EmbeddedChannel();
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(
            whole,
            new HttpServerCodec(),
            new HttpObjectAggregator(1024),
            new SimpleChannelInboundHandler<FullHttpRequest>() {
              @Override
              protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
                whole.whole();
              }

              @Override
              public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                // What is cut off is told as an exception, too.
                context.close();
              }
            });
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void whoDripsBytesIsClosedTenSecondsAfterTheFirst() {
    send("G");
    pass(8);
    send("E");
    assertTrue(channel.isOpen());
    pass(3);
    assertFalse(channel.isOpen());
  }

  @Test
  void wholeRequestsMayComeAsSlowlyAsTheyLike() {
    for (int i = 0; i < 5; i++) {
      send(WHOLE.substring(0, 9));
      pass(9);
      send(WHOLE.substring(9));
      pass(25);
      assertTrue(channel.isOpen());
    }
  }

  @Test
  void aBodyThatDoesNotEndIsNoWholeRequest() {
    send("POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n");
    pass(11);
    assertFalse(channel.isOpen());
  }
}
