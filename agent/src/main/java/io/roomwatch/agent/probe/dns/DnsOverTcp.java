package io.roomwatch.agent.probe.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.datagram.DatagramFault;
import io.roomwatch.agent.probe.datagram.DatagramRun;
import io.roomwatch.agent.probe.network.Network;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * The same question over TCP, each message behind two bytes of length (RFC 1035 section 4.2.2, RFC
 * 7766 section 8). The first message is the answer: nobody else can have written it.
 */
public final class DnsOverTcp extends SimpleChannelInboundHandler<ByteBuf> {

  /** An answer about one host is far shorter; what is announced as longer is not read. */
  static final int LARGEST_ANSWER = 16 * 1024;

  private static final String AFTER = "truncated over UDP, then over TCP: ";

  private final byte[] query;
  private final Consumer<byte[]> answered;
  private final DatagramRun<?> run;

  private DnsOverTcp(byte[] query, Consumer<byte[]> answered, DatagramRun<?> run) {
    this.query = query;
    this.answered = answered;
    this.run = run;
  }

  /** Asks again; whatever comes of it ends the run, except the answer, which is handed over. */
  public static void ask(
      Network network,
      InetSocketAddress resolver,
      byte[] query,
      Consumer<byte[]> answered,
      DatagramRun<?> run) {
    ChannelFuture connecting =
        network
            .tcp()
            .disableResolver()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // The run's deadline counts.
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new LengthFieldBasedFrameDecoder(2 + LARGEST_ANSWER, 0, 2, 0, 2))
                        .addLast(new DnsOverTcp(query, answered, run));
                  }
                })
            .connect(resolver);
    run.continueOn(connecting, "answer over TCP after a truncated one over UDP");
    connecting.addListener(
        connected -> {
          Throwable failure = connected.cause();
          if (failure != null) {
            run.onLoop(() -> run.end(fault(failure)));
          }
        });
  }

  private static DatagramFault fault(Throwable cause) {
    Reason reason = cause instanceof ConnectException ? Reason.REFUSED : Reason.ERROR;
    return new DatagramFault(reason, AFTER + DatagramFault.text(cause));
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    ByteBuf framed = context.alloc().buffer(2 + query.length);
    context
        .writeAndFlush(framed.writeShort(query.length).writeBytes(query))
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                exceptionCaught(context, written.cause());
              }
            });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
    answered.accept(ByteBufUtil.getBytes(message));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    run.end(Reason.ERROR, AFTER + "closed before the answer");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      run.end(fault(cause));
    } else {
      run.fail(cause);
    }
  }
}
