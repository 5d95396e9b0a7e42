package io.roomwatch.agent.check;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.DnsProbe;
import io.roomwatch.agent.probe.HttpProbe;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.PortalProbe;
import io.roomwatch.agent.probe.Probes;
import io.roomwatch.agent.probe.ProxyProbe;
import io.roomwatch.agent.probe.SntpProbe;
import io.roomwatch.agent.probe.StatusPageProbe;
import io.roomwatch.agent.probe.StunProbe;
import io.roomwatch.agent.probe.TcpProbe;
import io.roomwatch.agent.probe.TlsProbe;
import io.roomwatch.agent.probe.UdpProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * TCP and SNTP with answers written in advance; other probes are never asked by the checks of this
 * machine. A TCP target without a script is refused.
 */
final class ScriptedHostProbes implements Probes {

  /** By {@code host:port} as {@code Target} writes it. */
  final Map<String, Reason> tcp = new HashMap<>();

  /** Every TCP connect asked for, in order. */
  final List<TcpProbe.Spec> connects = new ArrayList<>();

  /** Runs before each TCP answer. */
  Runnable atConnect = () -> {};

  final List<SntpProbe.Spec> clocks = new ArrayList<>();

  SntpProbe.Result clock =
      new SntpProbe.Result(outcome(Reason.NO_ANSWER, "silent for 5 s"), Optional.empty());

  static Outcome outcome(Reason reason, String detail) {
    return new Outcome(
        reason,
        detail,
        List.of(new PhaseTime(Phase.CONNECT, Duration.ofMillis(2))),
        Duration.ofMillis(2));
  }

  void clock(Duration offset) {
    clock =
        new SntpProbe.Result(
            outcome(Reason.OK, ""),
            Optional.of(new SntpProbe.Clock(offset, Duration.ofMillis(20), 2)));
  }

  List<String> connected() {
    return connects.stream().map(spec -> spec.target().toString()).toList();
  }

  @Override
  public CompletableFuture<TcpProbe.Result> tcp(TcpProbe.Spec spec) {
    connects.add(spec);
    atConnect.run();
    Reason reason = tcp.getOrDefault(spec.target().toString(), Reason.REFUSED);
    return CompletableFuture.completedFuture(
        new TcpProbe.Result(outcome(reason, ""), Optional.empty(), Optional.empty()));
  }

  @Override
  public CompletableFuture<SntpProbe.Result> sntp(SntpProbe.Spec spec) {
    clocks.add(spec);
    return CompletableFuture.completedFuture(clock);
  }

  @Override
  public CompletableFuture<DnsProbe.Result> dns(DnsProbe.Spec spec) {
    throw unasked();
  }

  @Override
  public CompletableFuture<TlsProbe.Result> tls(TlsProbe.Spec spec) {
    throw unasked();
  }

  @Override
  public CompletableFuture<HttpProbe.Result> http(HttpProbe.Spec spec) {
    throw unasked();
  }

  @Override
  public CompletableFuture<ProxyProbe.Result> proxy(ProxyProbe.Spec spec) {
    throw unasked();
  }

  @Override
  public CompletableFuture<PortalProbe.Result> portal(PortalProbe.Spec spec) {
    throw unasked();
  }

  @Override
  public CompletableFuture<StunProbe.Result> stun(StunProbe.Spec spec) {
    throw unasked();
  }

  @Override
  public CompletableFuture<UdpProbe.Result> udp(UdpProbe.Spec spec) {
    throw unasked();
  }

  @Override
  public CompletableFuture<StatusPageProbe.Result> statusPage(StatusPageProbe.Spec spec) {
    throw unasked();
  }

  private static AssertionError unasked() {
    return new AssertionError("the checks of this machine do not use this probe");
  }
}
