package io.roomwatch.agent.web;

import static io.netty.handler.codec.http.HttpHeaderNames.ACCEPT;
import static io.netty.handler.codec.http.HttpHeaderNames.ACCEPT_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.CACHE_CONTROL;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_SECURITY_POLICY;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.RETRY_AFTER;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.VARY;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import io.roomwatch.agent.web.door.Door;
import io.roomwatch.agent.web.door.Entrance;
import io.roomwatch.agent.web.door.Guard;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: reads a request, has it let in and answered on a worker, writes the answer, keeps
 * the connection when asked, and only then reads the next one.
 */
final class WebHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(WebHandler.class);

  /** Ours alone: style, script and picture by their URLs, forms to ourselves, no frames. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final Router router;
  private final LiveStreams streams;
  private final Door door;
  private final Guard guard;
  private final Entrance.Visit visit;
  private final Executor workers;
  private boolean streaming;

  WebHandler(
      Router router,
      LiveStreams streams,
      Door door,
      Guard guard,
      Entrance.Visit visit,
      Executor workers) {
    this.router = router;
    this.streams = streams;
    this.door = door;
    this.guard = guard;
    this.visit = visit;
    this.workers = workers;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    if (streaming) {
      return;
    }
    visit.asked();
    Asked asked = new Asked(context, HttpUtil.isKeepAlive(message), isHead(message));
    Optional<Request.Target> target = target(message.uri());
    if (message.decoderResult().isFailure() || target.isEmpty()) {
      asked.last().write(bad(message.decoderResult().cause()));
      return;
    }
    // What is on the wire is let go here; the worker gets what it needs.
    HttpHeaders headers = message.headers().copy();
    Map<String, List<String>> form = form(message);
    HttpMethod method = message.method();
    boolean old = message.protocolVersion().equals(HttpVersion.HTTP_1_0);
    Guard.Origin origin = visit.origin();
    CompletableFuture<Void> unused =
        CompletableFuture.supplyAsync(
                () -> answer(method, target.get(), form, headers, old, origin), workers)
            .exceptionally(
                fault ->
                    new Reply.Whole(
                        Answer.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal error")))
            .thenAcceptAsync(asked::reply, context.executor());
  }

  /** On a worker. */
  private Reply answer(
      HttpMethod method,
      Request.Target target,
      Map<String, List<String>> form,
      HttpHeaders headers,
      boolean old,
      Guard.Origin origin) {
    try {
      return switch (guard.admit(headers, old, origin)) {
        case Guard.Admission.Refused refused -> router.refused(target.path(), refused.answer());
        case Guard.Admission.Admitted admitted -> {
          String encodings = headers.get(ACCEPT_ENCODING, "");
          boolean gzip =
              encodings.contains("gzip")
                  && !encodings.matches(".*gzip\\s*;\\s*q=0(\\.0*)?\\s*(,.*)?");
          Request.Wishes wishes =
              new Request.Wishes(
                  headers.get(ACCEPT, ""),
                  gzip,
                  headers.get("x-prometheus-scrape-timeout-seconds", ""));
          yield router.answer(new Request(method, target, form, wishes, admitted.client()));
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Whole(Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "stopping"));
    }
  }

  private static boolean isHead(FullHttpRequest message) {
    return message.method().equals(HttpMethod.HEAD);
  }

  /** What is wrong with a request that could not be decoded. */
  private static Answer bad(@Nullable Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Answer.text(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the first line is too long");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Answer.text(
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too large");
    }
    return Answer.text(HttpResponseStatus.BAD_REQUEST, "not understood");
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
    LOG.debug("a connection ended: {}", cause.toString());
    context.close();
  }

  /** Origin or absolute form (RFC 9112 section 3.2); empty when its escapes are wrong. */
  private static Optional<Request.Target> target(String text) {
    try {
      QueryStringDecoder decoder =
          new QueryStringDecoder(text.replaceFirst("^(?i)https?://[^/?#]*", ""));
      return Optional.of(new Request.Target(decoder.path(), decoder.parameters()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<String, List<String>> form(FullHttpRequest message) {
    if (!HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED.contentEqualsIgnoreCase(
        HttpUtil.getMimeType(message))) {
      return Map.of();
    }
    try {
      String body = message.content().toString(StandardCharsets.UTF_8);
      return new QueryStringDecoder(body, false).parameters();
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  /** A request on its way to its answer. */
  private final class Asked {

    private final ChannelHandlerContext context;
    private final boolean keepAlive;
    private final boolean head;

    Asked(ChannelHandlerContext context, boolean keepAlive, boolean head) {
      this.context = context;
      this.keepAlive = keepAlive;
      this.head = head;
    }

    /** No other one follows. */
    Asked last() {
      return new Asked(context, false, head);
    }

    void reply(Reply reply) {
      switch (reply) {
        case Reply.Whole whole -> write(whole.answer());
        case Reply.Live live -> stream();
      }
    }

    private void stream() {
      HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
      headers(response);
      response.headers().set(TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      if (streams.open(context, response)) {
        // It is silent for as long as nothing changes; its heartbeat finds out who has gone.
        streaming = true;
        visit.streams();
      } else {
        Answer full =
            Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many pages are open")
                .with(RETRY_AFTER, "60");
        last().write(full);
      }
    }

    void write(Answer answer) {
      ByteBuf body = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body());
      FullHttpResponse response =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, answer.status(), body);
      headers(response);
      response
          .headers()
          .set(CONTENT_TYPE, answer.contentType())
          .setInt(CONTENT_LENGTH, answer.body().length);
      answer.headers().forEach((name, value) -> response.headers().set(name, value));
      HttpUtil.setKeepAlive(response, keepAlive);
      ChannelFuture written = context.writeAndFlush(response);
      if (keepAlive) {
        // The next one's turn comes when this answer has left: nobody fills our memory by not
        // reading.
        written.addListener(done -> visit.next());
      } else {
        written.addListener(ChannelFutureListener.CLOSE);
      }
    }
  }

  private void headers(HttpResponse response) {
    response
        .headers()
        .set(CACHE_CONTROL, "no-store")
        .set(CONTENT_SECURITY_POLICY, POLICY)
        .set("x-content-type-options", "nosniff")
        .set("x-frame-options", "DENY")
        .set("cross-origin-opener-policy", "same-origin")
        .set("cross-origin-resource-policy", "same-origin")
        // Not "no-referrer": browsers then call the origin of our own forms null.
        .set("referrer-policy", "same-origin")
        .set(VARY, "accept, accept-encoding");
    door.headers().forEach((name, value) -> response.headers().set(name, value));
  }
}
