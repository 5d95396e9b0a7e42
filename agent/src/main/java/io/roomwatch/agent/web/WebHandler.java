package io.roomwatch.agent.web;

import static io.netty.handler.codec.http.HttpHeaderNames.ACCEPT;
import static io.netty.handler.codec.http.HttpHeaderNames.ACCEPT_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.ALLOW;
import static io.netty.handler.codec.http.HttpHeaderNames.CACHE_CONTROL;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_SECURITY_POLICY;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;
import static io.netty.handler.codec.http.HttpHeaderNames.VARY;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One connection: reads a request, has it answered on a worker, writes the answer in order, keeps
 * the connection when asked.
 */
final class WebHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private final Router router;
  private final Executor workers;

  /** Pipelined requests are answered in the order in which they came. */
  private CompletableFuture<Void> previous = CompletableFuture.completedFuture(null);

  private final WholeRequests whole;

  /**
   * @param whole hears of each request that has come whole
   */
  WebHandler(Router router, Executor workers, WholeRequests whole) {
    this.router = router;
    this.workers = workers;
    this.whole = whole;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    whole.whole();
    boolean head = message.method().equals(HttpMethod.HEAD);
    Optional<Router.Target> target = target(message.uri());
    if (message.decoderResult().isFailure() || target.isEmpty()) {
      Answer bad = Answer.text(HttpResponseStatus.BAD_REQUEST, "not understood");
      previous =
          previous.thenAcceptAsync(done -> write(context, bad, false, head), context.executor());
      return;
    }
    boolean keepAlive = HttpUtil.isKeepAlive(message);
    Router.Request request = request(context, message, target.get());
    previous =
        previous
            .thenApplyAsync(done -> router.answer(request), workers)
            .thenAcceptAsync(answer -> write(context, answer, keepAlive, head), context.executor());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A client that resets or talks nonsense is its own affair: its connection ends, nothing else.
    context.close();
  }

  /** Origin or absolute form (RFC 9112 section 3.2); empty when its escapes are wrong. */
  private static Optional<Router.Target> target(String text) {
    try {
      QueryStringDecoder decoder =
          new QueryStringDecoder(text.replaceFirst("^(?i)https?://[^/?#]*", ""));
      return Optional.of(new Router.Target(decoder.path(), decoder.parameters()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Router.Request request(
      ChannelHandlerContext context, FullHttpRequest message, Router.Target target) {
    InetSocketAddress from = (InetSocketAddress) context.channel().remoteAddress();
    String encodings = message.headers().get(ACCEPT_ENCODING, "");
    return new Router.Request(
        message.method(),
        target,
        message.headers().get(ACCEPT, ""),
        encodings.contains("gzip") && !encodings.matches(".*gzip\\s*;\\s*q=0(\\.0*)?\\s*(,.*)?"),
        new Router.Client(
            from.getAddress().isLoopbackAddress(), message.headers().contains(ORIGIN)));
  }

  private static void write(
      ChannelHandlerContext context, Answer answer, boolean keepAlive, boolean head) {
    ByteBuf body = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body());
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, answer.status(), body);
    response
        .headers()
        .set(CONTENT_TYPE, answer.contentType())
        .setInt(CONTENT_LENGTH, answer.body().length)
        .set(CACHE_CONTROL, "no-store")
        .set(
            CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'self'; frame-ancestors 'none'")
        .set("x-content-type-options", "nosniff")
        .set(VARY, "accept, accept-encoding");
    answer.allow().ifPresent(methods -> response.headers().set(ALLOW, methods));
    if (answer.gzipped()) {
      response.headers().set(CONTENT_ENCODING, "gzip");
    }
    HttpUtil.setKeepAlive(response, keepAlive);
    ChannelFuture written = context.writeAndFlush(response);
    if (!keepAlive) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }
}
