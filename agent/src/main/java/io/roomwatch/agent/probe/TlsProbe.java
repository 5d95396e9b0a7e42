package io.roomwatch.agent.probe;

import io.netty.channel.Channel;
import io.roomwatch.agent.probe.http.Tunnel;
import io.roomwatch.agent.probe.network.Exchange;
import io.roomwatch.agent.probe.network.Network;
import io.roomwatch.agent.probe.tls.Handshake;
import io.roomwatch.agent.probe.tls.TrustAnchors;
import io.roomwatch.agent.probe.tls.TrustAnchors.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A TLS handshake whose chain is recorded and classified, never trusted blindly; no data is sent on
 * it.
 *
 * <p>Reasons: those of {@link TcpProbe}, {@code TLS_UNTRUSTED}, {@code TLS_EXPIRED} (also not yet
 * valid), {@code TLS_NAME}, {@code TLS_INSPECTED} (a vendor is named in the chain, or only the
 * operating system's store trusts it), {@code TLS_HANDSHAKE} (alert, garbage, no common protocol),
 * {@code PROXY_*} when through a proxy.
 *
 * <p>A vendor named in a chain that the JDK or {@code ca_file} trusts leaves the reason {@code OK}:
 * somebody decided to trust it. Where more than one reason holds, the first of: inspected, expired,
 * untrusted, name.
 */
public final class TlsProbe {

  private final Network network;
  private final TrustAnchors anchors;
  private final String userAgent;

  /**
   * @param userAgent for the proxy
   */
  TlsProbe(Network network, TrustAnchors anchors, String userAgent) {
    this.network = network;
    this.anchors = anchors;
    this.userAgent = userAgent;
  }

  /** Who signed for the host. */
  public enum Trust {
    /** Chains to the JDK's trust store or to an anchor from {@code ca_file}. */
    PUBLIC,
    /** Trusted by the operating system's store and not by the JDK's. */
    OS_ONLY,
    /** Chains to nothing known. */
    PRIVATE_CA,
    SELF_SIGNED,
    EXPIRED,
    WRONG_NAME
  }

  /**
   * @param proxy go through CONNECT of this proxy, or direct when empty
   */
  public record Spec(Target target, Duration deadline, Optional<ProxyServer> proxy) {}

  /**
   * @param leafFirst as the server sent them
   * @param inspector the known inspection vendor that a name in the chain matches
   */
  public record Chain(Trust trust, List<Certificate> leafFirst, Optional<String> inspector) {
    public Chain {
      leafFirst = List.copyOf(leafFirst);
    }
  }

  /** What people need of one certificate. */
  public record Certificate(String subject, String issuer, Instant notBefore, Instant notAfter) {}

  /**
   * @param protocol {@code TLSv1.3}, empty when the handshake did not end
   * @param chain empty when no certificate came
   */
  public record Result(Outcome outcome, Optional<String> protocol, Optional<Chain> chain) {}

  CompletableFuture<Result> run(Spec spec) {
    return new Look(spec).start();
  }

  private final class Look extends Exchange<Result> {

    private final Spec spec;
    private final Handshake handshake;

    Look(Spec spec) {
      super(network, spec.deadline());
      this.spec = spec;
      this.handshake = new Handshake(anchors, spec.target().host(), Handshake.Policy.RECORD);
    }

    @Override
    protected void begin() {
      handshake.prepare(
          this, () -> Tunnel.reach(this, spec.target(), spec.proxy(), userAgent, this::connected));
    }

    private void connected(Channel channel) {
      handshake.start(this, channel, () -> shaken(channel));
    }

    private void shaken(Channel channel) {
      Handshake.goodbye(channel);
      Judgement judged = handshake.judgement().orElseThrow();
      end(judged.reason(), judged.detail());
    }

    @Override
    protected Result answer(Outcome outcome) {
      return new Result(outcome, handshake.protocol(), handshake.judgement().map(Judgement::chain));
    }
  }
}
