package io.roomwatch.agent.probe;

import java.util.concurrent.CompletableFuture;

/**
 * All probes. Each ends at its deadline at the latest and closes its sockets; the future always
 * completes normally when the network fails, and exceptionally only when we err. Safe from any
 * thread; futures complete on the event loop and must not be blocked there.
 */
public interface Probes {

  CompletableFuture<TcpProbe.Result> tcp(TcpProbe.Spec spec);

  CompletableFuture<DnsProbe.Result> dns(DnsProbe.Spec spec);

  CompletableFuture<TlsProbe.Result> tls(TlsProbe.Spec spec);

  CompletableFuture<HttpProbe.Result> http(HttpProbe.Spec spec);

  CompletableFuture<ProxyProbe.Result> proxy(ProxyProbe.Spec spec);

  CompletableFuture<PortalProbe.Result> portal(PortalProbe.Spec spec);

  CompletableFuture<StunProbe.Result> stun(StunProbe.Spec spec);

  CompletableFuture<UdpProbe.Result> udp(UdpProbe.Spec spec);

  CompletableFuture<SntpProbe.Result> sntp(SntpProbe.Spec spec);

  CompletableFuture<StampProbe.Result> stamp(StampProbe.Spec spec);

  CompletableFuture<ThroughputProbe.Result> throughput(ThroughputProbe.Spec spec);

  CompletableFuture<StatusPageProbe.Result> statusPage(StatusPageProbe.Spec spec);
}
