package io.roomwatch.agent.probe;

import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** The probes on a {@link Network}, which is theirs: closing them closes it. */
public final class NettyProbes implements Probes, AutoCloseable {

  private final Network network;
  private final TcpProbe tcp;
  private final TlsProbe tls;
  private final HttpProbe http;
  private final ProxyProbe proxy;
  private final PortalProbe portal;
  private final StatusPageProbe statusPage;

  /**
   * @param anchors whom TLS trusts
   * @param userAgent product and version as servers and proxies see them, {@code roomwatch/1.2}
   * @param random for what must not be guessed
   */
  public NettyProbes(Network network, TrustAnchors anchors, String userAgent, Random random) {
    this.network = network;
    this.tcp = new TcpProbe(network);
    this.tls = new TlsProbe(network, anchors, userAgent);
    this.http = new HttpProbe(network, anchors, userAgent);
    this.proxy = new ProxyProbe(network, userAgent);
    this.portal = new PortalProbe(http);
    this.statusPage = new StatusPageProbe(network, http);
  }

  @Override
  public CompletableFuture<TcpProbe.Result> tcp(TcpProbe.Spec spec) {
    return tcp.run(spec);
  }

  @Override
  public CompletableFuture<DnsProbe.Result> dns(DnsProbe.Spec spec) {
    throw new UnsupportedOperationException("dns");
  }

  @Override
  public CompletableFuture<TlsProbe.Result> tls(TlsProbe.Spec spec) {
    return tls.run(spec);
  }

  @Override
  public CompletableFuture<HttpProbe.Result> http(HttpProbe.Spec spec) {
    return http.run(spec);
  }

  @Override
  public CompletableFuture<ProxyProbe.Result> proxy(ProxyProbe.Spec spec) {
    return proxy.run(spec);
  }

  @Override
  public CompletableFuture<PortalProbe.Result> portal(PortalProbe.Spec spec) {
    return portal.run(spec);
  }

  @Override
  public CompletableFuture<StunProbe.Result> stun(StunProbe.Spec spec) {
    throw new UnsupportedOperationException("stun");
  }

  @Override
  public CompletableFuture<UdpProbe.Result> udp(UdpProbe.Spec spec) {
    throw new UnsupportedOperationException("udp");
  }

  @Override
  public CompletableFuture<SntpProbe.Result> sntp(SntpProbe.Spec spec) {
    throw new UnsupportedOperationException("sntp");
  }

  @Override
  public CompletableFuture<StatusPageProbe.Result> statusPage(StatusPageProbe.Spec spec) {
    return statusPage.run(spec);
  }

  @Override
  public void close() {
    network.close();
  }
}
