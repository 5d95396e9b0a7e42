package io.roomwatch.agent.probe.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.ThroughputProbe.Direction;
import io.roomwatch.agent.probe.ThroughputProbe.Result;
import io.roomwatch.agent.probe.ThroughputProbe.Spec;
import io.roomwatch.agent.probe.network.Exchange;
import io.roomwatch.agent.probe.network.Failure;
import io.roomwatch.agent.probe.network.Tail;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that move in one direction over a connection that is already there, counted.
 *
 * <p>Download: {@code request written → first byte → head → bytes … → enough | end | time over}.
 * Upload: {@code request written → pieces as the channel takes them → answer | time over}.
 */
public final class Transfer extends SimpleChannelInboundHandler<HttpObject> {

  /** Of an upload. */
  public static final int PIECE = 16 * 1024;

  /** What has been handed to the system and is no more than this may not have left yet. */
  static final int SEND_BUFFER = 128 * 1024;

  /** What is asked for: Linux doubles it. */
  private static final int ASKED_BUFFER = SEND_BUFFER / 2;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** So much of the time is kept for saying how it went. */
  private static final long LAST = TimeUnit.MILLISECONDS.toNanos(100);

  private final Exchange<?> exchange;
  private final Spec spec;
  private OptionalInt status = OptionalInt.empty();
  private Optional<String> stopped = Optional.empty();
  private byte[] noise = new byte[0];
  private @Nullable Channel channel;
  private long began;
  private long ended;
  private long handed;
  private long moved;
  private boolean moving;
  private boolean asking;
  private int informational;

  public Transfer(Exchange<?> exchange, Spec spec) {
    this.exchange = exchange;
    this.spec = spec;
  }

  /** What was measured until now. */
  public Result result(Outcome outcome) {
    return new Result(
        outcome, status, moved, Duration.ofNanos(moving ? ended - began : 0), stopped);
  }

  /**
   * Sends {@code request} on a channel that reads.
   *
   * @param noise a piece of what is uploaded
   */
  public void send(Channel opened, HttpRequest request, byte[] noise) {
    this.channel = opened;
    this.noise = noise;
    exchange.enter(Phase.FIRST_BYTE);
    exchange.within(
        exchange.left(), () -> exchange.end(Reason.TIMEOUT, "no answer to the request in time"));
    opened.pipeline().addBefore(Tail.NAME, null, HttpGet.codec());
    opened.pipeline().addBefore(Tail.NAME, null, this);
    if (isUpload()) {
      boolean unused = opened.config().setOption(ChannelOption.SO_SNDBUF, ASKED_BUFFER);
    }
    opened
        .writeAndFlush(request)
        .addListener(written -> exchange.step(() -> written(written.cause())));
  }

  private boolean isUpload() {
    return spec.direction() == Direction.UPLOAD;
  }

  private void written(@Nullable Throwable unwritten) {
    if (unwritten != null) {
      exchange.end(Failure.of(unwritten));
    } else if (isUpload()) {
      begin();
      pump();
    }
  }

  private void begin() {
    moving = true;
    began = exchange.network().nanos();
    ended = began;
    exchange.enter(Phase.TRANSFER);
    tick();
  }

  /** Every second: is the time over, and does anybody mind? */
  private void tick() {
    if (exchange.left() <= LAST) {
      timeOver();
      return;
    }
    exchange.within(Math.min(SECOND, exchange.left() - LAST), this::tick);
    if (!asking && ended > began) {
      asking = true;
      long bytes = moved;
      Duration since = Duration.ofNanos(exchange.network().nanos() - began);
      exchange.aside(() -> spec.guard().objection(bytes, since), this::heard);
    }
  }

  private void heard(Optional<String> objection) {
    asking = false;
    if (objection.isPresent()) {
      stopped = objection;
      end("stopped");
    }
  }

  private void timeOver() {
    if (isUpload()) {
      // What the system has taken may still wait in its buffer.
      moved = Math.max(0, moved - SEND_BUFFER);
      ended = exchange.network().nanos();
    }
    if (moved > 0) {
      end("its time was over");
    } else {
      exchange.end(Reason.TIMEOUT, "nothing moved in time");
    }
  }

  private void end(String how) {
    exchange.leave();
    if (channel != null) {
      channel.config().setAutoRead(false);
    }
    exchange.end(Reason.OK, how);
  }

  /** Hands over as much as the channel takes. */
  private void pump() {
    Channel to = channel;
    while (to != null && to.isWritable() && handed < spec.mostBytes()) {
      int length = (int) Math.min(PIECE, spec.mostBytes() - handed);
      ByteBuf piece = Unpooled.wrappedBuffer(noise, 0, length);
      handed += length;
      to.writeAndFlush(
              handed < spec.mostBytes()
                  ? new DefaultHttpContent(piece)
                  : new DefaultLastHttpContent(piece))
          .addListener(done -> exchange.step(() -> taken(done.cause(), length)));
    }
  }

  private void taken(@Nullable Throwable unwritten, int length) {
    if (unwritten != null) {
      exchange.end(Failure.of(unwritten));
      return;
    }
    moved += length;
    ended = exchange.network().nanos();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (isUpload()) {
      exchange.step(this::pump);
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject object) {
    if (object.decoderResult().isFailure()) {
      exchange.end(HttpGet.garbled(object.decoderResult().cause()));
      return;
    }
    if (object instanceof HttpResponse response) {
      head(response);
    }
    if (object instanceof HttpContent content && status.isPresent() && !isUpload()) {
      count(content);
    }
  }

  private void head(HttpResponse response) {
    if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      if (++informational > HttpGet.INFORMATIONAL_RESPONSES) {
        exchange.end(Reason.ERROR, "endless interim answers");
      }
      return;
    }
    status = OptionalInt.of(response.status().code());
    if (spec.proxy().isPresent() && response.status().code() == 407) {
      exchange.end(Reason.PROXY_AUTH, "the proxy answered 407");
    } else if (response.status().codeClass() != HttpStatusClass.SUCCESS) {
      exchange.end(Reason.HTTP_STATUS, "answered " + response.status().code());
    } else if (isUpload()) {
      answered();
    } else {
      begin();
    }
  }

  private void answered() {
    if (moved < spec.mostBytes()) {
      exchange.end(Reason.CLOSED_EARLY, "answered before it had everything");
    } else {
      ended = exchange.network().nanos();
      end("everything was taken");
    }
  }

  private void count(HttpContent content) {
    if (content.content().isReadable()) {
      moved += content.content().readableBytes();
      ended = exchange.network().nanos();
    }
    if (moved >= spec.mostBytes()) {
      end("enough");
    } else if (content instanceof LastHttpContent) {
      end("the whole file");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    exchange.end(
        Reason.CLOSED_EARLY, moved > 0 ? "the transfer was cut short" : "closed without an answer");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.fireExceptionCaught(cause);
  }
}
