package io.roomwatch.agent.probe;

import io.roomwatch.agent.probe.network.Network;
import io.roomwatch.agent.probe.tls.TrustAnchors;
import java.time.InstantSource;
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
  private final DnsProbe dns;
  private final StunProbe stun;
  private final UdpProbe udp;
  private final SntpProbe sntp;
  private final StampProbe stamp;
  private final ThroughputProbe throughput;
  private final StatusPageProbe statusPage;

  /**
   * @param anchors whom TLS trusts
   * @param userAgent product and version as servers and proxies see them, {@code roomwatch/1.2}
   * @param clock wall clock, for SNTP and STAMP
   * @param random for what must not be guessed
   */
  public NettyProbes(
      Network network, TrustAnchors anchors, String userAgent, InstantSource clock, Random random) {
    this.network = network;
    this.tcp = new TcpProbe(network);
    this.tls = new TlsProbe(network, anchors, userAgent);
    this.http = new HttpProbe(network, anchors, userAgent);
    this.proxy = new ProxyProbe(network, userAgent);
    this.portal = new PortalProbe(http);
    this.dns = new DnsProbe(network, random);
    this.stun = new StunProbe(network, random);
    this.udp = new UdpProbe(network);
    this.sntp = new SntpProbe(network, clock);
    this.stamp = new StampProbe(network, clock);
    this.throughput = new ThroughputProbe(network, http, random);
    this.statusPage = new StatusPageProbe(network, http);
  }

  @Override
  public CompletableFuture<TcpProbe.Result> tcp(TcpProbe.Spec spec) {
    return tcp.run(spec);
  }

  @Override
  public CompletableFuture<DnsProbe.Result> dns(DnsProbe.Spec spec) {
    return dns.run(spec);
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
    return stun.run(spec);
  }

  @Override
  public CompletableFuture<UdpProbe.Result> udp(UdpProbe.Spec spec) {
    return udp.run(spec);
  }

  @Override
  public CompletableFuture<SntpProbe.Result> sntp(SntpProbe.Spec spec) {
    return sntp.run(spec);
  }

  @Override
  public CompletableFuture<StampProbe.Result> stamp(StampProbe.Spec spec) {
    return stamp.run(spec);
  }

  @Override
  public CompletableFuture<ThroughputProbe.Result> throughput(ThroughputProbe.Spec spec) {
    return throughput.run(spec);
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
