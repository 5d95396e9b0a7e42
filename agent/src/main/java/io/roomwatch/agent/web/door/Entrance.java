package io.roomwatch.agent.web.door;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Where connections come in: bounded in number, in the size of what they send, and in time. One for
 * each event loop, and confined to it.
 */
public final class Entrance {

  /** Of all addresses together; see {@link Connections} for what happens beyond. */
  static final int MOST_CONNECTIONS = 512;

  static final int LINE_BYTES = 8 * 1024;
  static final int HEAD_BYTES = 16 * 1024;
  static final int BODY_BYTES = 64 * 1024;
  private static final int IDLE_SECONDS = 30;

  /** For what one write needs until the client has taken it. */
  private static final int WRITE_SECONDS = 30;

  private final Door door;
  private final Executor workers;
  private final Connections connections;

  public Entrance(Door door, Executor workers) {
    this(door, workers, MOST_CONNECTIONS);
  }

  Entrance(Door door, Executor workers, int most) {
    this.door = door;
    this.workers = workers;
    this.connections = new Connections(most);
  }

  /** One connection. Puts its guards into the pipeline; whole requests come out behind them. */
  public Visit enter(SocketChannel channel) {
    WholeRequests whole = new WholeRequests();
    InetAddress from = channel.remoteAddress().getAddress();
    channel
        .pipeline()
        .addLast(whole)
        .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
        .addLast(new WriteTimeoutHandler(WRITE_SECONDS));
    door.tls()
        .ifPresent(
            context -> {
              SslHandler tls = context.newHandler(channel.alloc(), workers);
              tls.setHandshakeTimeout(WholeRequests.SECONDS, TimeUnit.SECONDS);
              channel.pipeline().addLast(tls);
            });
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(LINE_BYTES)
                    .setMaxHeaderSize(HEAD_BYTES)))
        .addLast(new HttpObjectAggregator(BODY_BYTES, true))
        .addLast(new FlowControlHandler());
    connections.opened(channel, from);
    return new Visit(channel, from, whole);
  }

  /** One connection, from its first request to its last. Confined to the event loop. */
  public final class Visit {

    private final SocketChannel channel;
    private final InetAddress from;
    private final WholeRequests whole;

    Visit(SocketChannel channel, InetAddress from, WholeRequests whole) {
      this.channel = channel;
      this.from = from;
      this.whole = whole;
    }

    /** Wants the next request. */
    public void next() {
      connections.answered(channel, from);
      channel.config().setAutoRead(true);
    }

    /** A request has come whole. */
    public void asked() {
      whole.whole();
      connections.asked(channel);
      // One request at a time: whoever sends more waits in his own send buffer.
      channel.config().setAutoRead(false);
    }

    /** It stays open for as long as the client listens. */
    public void streams() {
      channel.pipeline().remove(IdleStateHandler.class);
      channel.pipeline().remove(whole);
      channel.config().setAutoRead(true);
    }

    public Guard.Origin origin() {
      SslHandler tls = channel.pipeline().get(SslHandler.class);
      return new Guard.Origin(from, tls == null ? Optional.empty() : certificate(tls));
    }

    private static Optional<X509Certificate> certificate(SslHandler tls) {
      try {
        return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate shown
            ? Optional.of(shown)
            : Optional.empty();
      } catch (SSLPeerUnverifiedException e) {
        return Optional.empty();
      }
    }
  }
}
