package io.roomwatch.agent.web;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open pages that hear when something changes, by server-sent events: an event {@code changed}
 * with the page's version as its data, once at the beginning and then each time it differs, and an
 * event {@code beat} now and then, so that a page knows when its line was cut. Bounded in number
 * and in time; whoever does not read is cut off.
 *
 * <p>Specification: the WHATWG's HTML, <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">section 9.2</a> (read
 * 2026-11).
 */
final class LiveStreams {

  /** Each costs a connection; a room has a few readers. */
  static final int MOST = 32;

  private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);
  private static final long HEARTBEAT_SECONDS = 15;

  /** Then the browser comes again, and must show once more who it is. */
  private static final long LONGEST_SECONDS = 3600;

  private final Set<Channel> streams = ConcurrentHashMap.newKeySet();
  private final AtomicInteger places = new AtomicInteger(MOST);
  private final AtomicBoolean asked = new AtomicBoolean();
  private final Supplier<String> version;
  private final Executor workers;
  private volatile String last = "";

  /**
   * @param version of the page now; may block, so it is asked on a worker
   */
  LiveStreams(Supplier<String> version, Executor workers) {
    this.version = version;
    this.workers = workers;
  }

  /** Sends heartbeats from now on, until the loop ends. */
  void beat(EventLoop loop) {
    var unused =
        loop.scheduleAtFixedRate(
            () -> send("event: beat\ndata: .\n\n"),
            HEARTBEAT_SECONDS,
            HEARTBEAT_SECONDS,
            TimeUnit.SECONDS);
  }

  /**
   * Makes a stream of a connection.
   *
   * @param head of the answer
   * @return false when there are too many already; then nothing was written
   */
  boolean open(ChannelHandlerContext context, HttpResponse head) {
    if (places.decrementAndGet() < 0) {
      places.incrementAndGet();
      return false;
    }
    Channel channel = context.channel();
    channel
        .closeFuture()
        .addListener(
            closed -> {
              streams.remove(channel);
              places.incrementAndGet();
            });
    head.headers().set(CONTENT_TYPE, "text/event-stream; charset=utf-8");
    context.writeAndFlush(head);
    streams.add(channel);
    var unused =
        context.executor().schedule(() -> channel.close(), LONGEST_SECONDS, TimeUnit.SECONDS);
    // The page was made before: something may have changed meanwhile.
    work(() -> write(channel, changed(version.get())));
    return true;
  }

  /** Something may have changed. Never waits. */
  void changed() {
    if (!streams.isEmpty() && asked.compareAndSet(false, true)) {
      work(
          () -> {
            asked.set(false);
            String now = version.get();
            if (!now.equals(last)) {
              last = now;
              send(changed(now));
            }
          });
    }
  }

  private void work(Runnable task) {
    try {
      workers.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              LOG.error("what changed could not be told", e);
            }
          });
    } catch (RejectedExecutionException e) {
      asked.set(false);
    }
  }

  private static String changed(String version) {
    return "retry: 3000\nevent: changed\ndata: " + version + "\n\n";
  }

  private void send(String text) {
    streams.forEach(channel -> write(channel, text));
  }

  private static void write(Channel channel, String text) {
    if (!channel.isWritable()) {
      channel.close();
      return;
    }
    channel
        .writeAndFlush(
            new DefaultHttpContent(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8))))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }
}
