package io.roomwatch.agent.probe.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.network.Exchange;
import io.roomwatch.agent.probe.network.Failure;
import io.roomwatch.agent.probe.network.HostNames;
import io.roomwatch.agent.probe.network.Network;
import io.roomwatch.agent.probe.tls.TrustAnchors.Judgement;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * One TLS handshake of a client (RFC 8446, RFC 5246) on the JDK's provider. The chain is recorded
 * and judged by {@link TrustAnchors} in the course of it, off the event loop; {@link Policy} says
 * what follows from the judgement.
 *
 * <p>Every handshake has a context of its own, so that none is resumed and every server shows its
 * chain.
 */
public final class Handshake {

  /** What to do with a chain that is not trusted. */
  public enum Policy {
    /** Go through with the handshake to record it all; the caller sends nothing. */
    RECORD,
    /** Break the handshake off. */
    TRUSTED_ONLY
  }

  private final TrustAnchors anchors;
  private final String host;
  private final Policy policy;
  private volatile @Nullable Judgement judgement;
  private @Nullable SSLEngine engine;
  private @Nullable String protocol;

  /**
   * @param host the name that the certificate must bear, or an address literal
   */
  public Handshake(TrustAnchors anchors, String host, Policy policy) {
    this.anchors = anchors;
    this.host = host;
    this.policy = policy;
  }

  /** Empty when the handshake did not end well. */
  public Optional<String> protocol() {
    return Optional.ofNullable(protocol);
  }

  /** Empty when no certificate came. */
  public Optional<Judgement> judgement() {
    return Optional.ofNullable(judgement);
  }

  /**
   * Makes ready off the event loop what blocks or computes; before connecting, so that it counts
   * for no phase.
   */
  public void prepare(Exchange<?> exchange, Runnable next) {
    exchange.within(
        exchange.share(false),
        () -> exchange.end(Reason.ERROR, "this machine was too busy to prepare TLS in time"));
    exchange.aside(
        () -> {
          anchors.ready();
          return engine();
        },
        made -> {
          engine = made;
          next.run();
        });
  }

  /**
   * Shakes hands on a channel that reads, or ends the exchange.
   *
   * @param done called once at most, when the handshake is through
   */
  public void start(Exchange<?> exchange, Channel channel, Runnable done) {
    exchange.enter(Phase.TLS);
    exchange.within(
        exchange.left(),
        () -> exchange.end(Reason.TIMEOUT, "the TLS handshake was not through in time"));
    SSLEngine prepared = Objects.requireNonNull(engine, "prepare() comes first");
    SslHandler tls = new SslHandler(prepared, exchange.network().blocking());
    // The exchange has the only timer.
    tls.setHandshakeTimeoutMillis(0);
    Ceiling ceiling = new Ceiling(exchange);
    channel.pipeline().addFirst(ceiling, tls);
    tls.handshakeFuture()
        .addListener(
            shaken ->
                exchange.step(
                    () -> {
                      if (shaken.isSuccess()) {
                        channel.pipeline().remove(ceiling);
                        protocol = prepared.getSession().getProtocol();
                        done.run();
                      } else {
                        fail(exchange, shaken.cause());
                      }
                    }));
  }

  /** Says goodbye in TLS, where the channel speaks it; does not close the channel. */
  public static void goodbye(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      // The close comes right after it, sent or not.
      ChannelFuture unused = tls.closeOutbound();
    }
  }

  private void fail(Exchange<?> exchange, Throwable cause) {
    Judgement judged = judgement;
    boolean ours = policy == Policy.TRUSTED_ONLY;
    if (judged != null && (ours ? !judged.maySend() : judged.reason() != Reason.OK)) {
      exchange.end(judged.reason(), judged.detail());
    } else {
      exchange.end(Failure.of(cause));
    }
  }

  private SSLEngine engine() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Recorder()}, null);
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      serverName().ifPresent(name -> parameters.setServerNames(List.of(name)));
      engine.setSSLParameters(parameters);
      return engine;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /** The name for SNI, which knows no addresses (RFC 6066 section 3). */
  private Optional<SNIHostName> serverName() {
    if (Network.isLiteral(host)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SNIHostName(HostNames.ascii(host)));
    } catch (IllegalArgumentException e) {
      // A name that DNS resolves and SNI cannot write, with an underscore.
      return Optional.empty();
    }
  }

  /** Ends the exchange when a handshake has more bytes than any honest one. */
  private static final class Ceiling extends ChannelInboundHandlerAdapter {

    private static final int HANDSHAKE_BYTES = 64 * 1024;

    private final Exchange<?> exchange;
    private int bytes;

    Ceiling(Exchange<?> exchange) {
      this.exchange = exchange;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      bytes += ((ByteBuf) message).readableBytes();
      if (bytes > HANDSHAKE_BYTES) {
        ReferenceCountUtil.release(message);
        exchange.end(Reason.TLS_HANDSHAKE, "the handshake does not come to an end");
      } else {
        context.fireChannelRead(message);
      }
    }
  }

  /** Records what the server shows. It alone decides, so it must not be handed out. */
  private final class Recorder extends X509ExtendedTrustManager {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      Judgement judged = anchors.judge(List.of(chain), authType, host);
      judgement = judged;
      if (policy == Policy.TRUSTED_ONLY && !judged.maySend()) {
        throw new CertificateException(judged.detail());
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("only for engines");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("only for engines");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("only for servers");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("only for servers");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("only for servers");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
