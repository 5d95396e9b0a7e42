package io.roomwatch.agent.probe.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.HttpProbe;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.network.Exchange;
import io.roomwatch.agent.probe.network.Failure;
import io.roomwatch.agent.probe.network.Tail;
import io.roomwatch.agent.probe.tls.Handshake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request on a connection that is already there, and its answer, bounded.
 *
 * <p>{@code request written → first byte → head → body → done}; interim answers (1xx) are passed
 * over.
 */
public final class HttpGet extends SimpleChannelInboundHandler<HttpObject> {

  /** More interim answers than this are an attack, not an answer. */
  static final int INFORMATIONAL_RESPONSES = 16;

  private static final int LINE_BYTES = 8 * 1024;
  private static final int HEAD_BYTES = 32 * 1024;

  private final Exchange<?> exchange;
  private final Answer answer;
  private final Runnable done;
  private int informational;
  private boolean complete;

  /**
   * @param done called once, when the answer is complete, or is longer than wanted
   */
  public HttpGet(Exchange<?> exchange, Answer answer, Runnable done) {
    this.exchange = exchange;
    this.answer = answer;
    this.done = done;
  }

  /** An answer as far as it has come. */
  public static final class Answer {

    private final int maxBodyBytes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<String, String> headers = new TreeMap<>();
    private OptionalInt status = OptionalInt.empty();
    private boolean truncated;

    /**
     * @param maxBodyBytes kept at most
     */
    public Answer(int maxBodyBytes) {
      this.maxBodyBytes = maxBodyBytes;
    }

    public OptionalInt status() {
      return status;
    }

    public byte[] body() {
      return body.toByteArray();
    }

    public boolean isTruncated() {
      return truncated;
    }

    public HttpProbe.Result result(Outcome outcome) {
      return new HttpProbe.Result(
          outcome, status, headers, body.toString(StandardCharsets.UTF_8), truncated);
    }

    private void head(HttpResponse response) {
      status = OptionalInt.of(response.status().code());
      for (Map.Entry<String, String> header : response.headers()) {
        headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
      }
    }

    private void keep(ByteBuf data) {
      int length = Math.min(maxBodyBytes - body.size(), data.readableBytes());
      try {
        data.readBytes(body, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      truncated = data.isReadable();
    }
  }

  /** Reads answers with bounded heads; a successful CONNECT makes it transparent. */
  public static HttpClientCodec codec() {
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LINE_BYTES)
            .setMaxHeaderSize(HEAD_BYTES)
            .setInitialBufferSize(256);
    return new HttpClientCodec(limits, false, false);
  }

  /** What it means that an answer could not be decoded. */
  static Failure garbled(Throwable cause) {
    if (cause instanceof PrematureChannelClosureException) {
      return new Failure(Reason.CLOSED_EARLY, "the answer was cut short");
    }
    return new Failure(
        Reason.ERROR,
        cause instanceof TooLongFrameException
            ? "the head of the answer is too large"
            : "the answer is not HTTP");
  }

  /** Sends {@code request} on a channel that reads. */
  public void send(Channel channel, HttpRequest request) {
    exchange.enter(Phase.FIRST_BYTE);
    exchange.within(
        exchange.left(), () -> exchange.end(Reason.TIMEOUT, "no answer to the request in time"));
    channel.pipeline().addBefore(Tail.NAME, null, new FirstByte());
    channel.pipeline().addBefore(Tail.NAME, null, codec());
    channel.pipeline().addBefore(Tail.NAME, null, this);
    channel
        .writeAndFlush(request)
        .addListener(written -> exchange.step(() -> check(written.cause())));
  }

  private void check(@Nullable Throwable unwritten) {
    if (unwritten != null) {
      exchange.end(Failure.of(unwritten));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject object) {
    if (complete) {
      return;
    }
    if (object.decoderResult().isFailure()) {
      exchange.end(garbled(object.decoderResult().cause()));
      return;
    }
    if (object instanceof HttpResponse response) {
      head(response);
    }
    if (object instanceof HttpContent content && answer.status.isPresent()) {
      answer.keep(content.content());
      if (answer.truncated || content instanceof LastHttpContent) {
        complete(context.channel());
      }
    }
  }

  private void head(HttpResponse response) {
    if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      answer.head(response);
    } else if (++informational > INFORMATIONAL_RESPONSES) {
      exchange.end(Reason.ERROR, "endless interim answers");
    }
  }

  private void complete(Channel channel) {
    complete = true;
    exchange.leave();
    channel.config().setAutoRead(false);
    Handshake.goodbye(channel);
    exchange.step(done);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!complete) {
      exchange.end(
          Reason.CLOSED_EARLY,
          answer.status.isPresent() ? "the answer was cut short" : "closed without an answer");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!complete) {
      context.fireExceptionCaught(cause);
    }
  }

  /** Ends the wait for the first byte, before the codec has a whole head. */
  private final class FirstByte extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      exchange.enter(Phase.TRANSFER);
      exchange.within(
          exchange.left(),
          () -> exchange.end(Reason.TIMEOUT, "the answer was not complete in time"));
      context.pipeline().remove(this);
      context.fireChannelRead(message);
    }
  }
}
