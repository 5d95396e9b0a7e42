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
import io.roomwatch.agent.probe.StampProbe;
import io.roomwatch.agent.probe.StatusPageProbe;
import io.roomwatch.agent.probe.StunProbe;
import io.roomwatch.agent.probe.TcpProbe;
import io.roomwatch.agent.probe.ThroughputProbe;
import io.roomwatch.agent.probe.TlsProbe;
import io.roomwatch.agent.probe.UdpProbe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Probes that answer as a test rehearsed it, at once, and keep what they were asked. */
public final class RehearsedProbes implements Probes {

  public final List<Object> asked = new ArrayList<>();

  /** How TCP ends, by {@code host:port}; of {@link #ofAMachine()} only. */
  public final Map<String, Reason> connects = new HashMap<>();

  /** Runs before each TCP answer; of {@link #ofAMachine()} only. */
  public Runnable atConnect = () -> {};

  /** What names lead to, for probes that connect. */
  public final Map<String, List<InetAddress>> names = new HashMap<>();

  /** What TCP probes end with instead, whenever that is. */
  public @Nullable CompletableFuture<TcpProbe.Result> heldTcp;

  public Function<TcpProbe.Spec, TcpProbe.Result> tcp = spec -> tcp(Reason.TIMEOUT, 2_000);
  public Function<DnsProbe.Spec, DnsProbe.Result> dns =
      spec -> dns(Reason.DNS_TIMEOUT, "none", 5_000);
  public Function<TlsProbe.Spec, TlsProbe.Result> tls =
      spec ->
          new TlsProbe.Result(ended(Reason.TIMEOUT, 10_000), Optional.empty(), Optional.empty());
  public Function<HttpProbe.Spec, HttpProbe.Result> http = spec -> http(Reason.TIMEOUT, 0, 10_000);
  public Function<ProxyProbe.Spec, ProxyProbe.Result> proxy =
      spec -> proxy(Reason.PROXY_DEAD, 0, Optional.empty());
  public Function<PortalProbe.Spec, PortalProbe.Result> portal =
      spec -> new PortalProbe.Result(ended(Reason.TIMEOUT, 10_000), Optional.empty());
  public Function<StunProbe.Spec, StunProbe.Result> stun =
      spec -> new StunProbe.Result(ended(Reason.NO_ANSWER, 3_000), Optional.empty());
  public Function<UdpProbe.Spec, UdpProbe.Result> udp =
      spec -> new UdpProbe.Result(ended(Reason.NO_ANSWER, 3_000));
  public Function<StampProbe.Spec, StampProbe.Result> stamp =
      spec -> new StampProbe.Result(ended(Reason.NO_ANSWER, 5_000), Optional.empty());
  public Function<ThroughputProbe.Spec, ThroughputProbe.Result> throughput =
      spec ->
          new ThroughputProbe.Result(
              ended(Reason.TIMEOUT, 12_000),
              OptionalInt.empty(),
              0,
              Duration.ZERO,
              Optional.empty());
  public Function<StatusPageProbe.Spec, StatusPageProbe.Result> statusPage =
      spec -> new StatusPageProbe.Result(ended(Reason.TIMEOUT, 7_500), Optional.empty());

  public Function<SntpProbe.Spec, SntpProbe.Result> sntp =
      spec -> new SntpProbe.Result(ended(Reason.NO_ANSWER, "silent for 5 s"), Optional.empty());

  /** What else is asked fails the test. */
  private Predicate<Object> expected = spec -> !(spec instanceof SntpProbe.Spec);

  /**
   * For checks of a machine alone, which connect by TCP and ask a time server: TCP is refused where
   * {@link #connects} says nothing else, and any other probe fails the test.
   */
  public static RehearsedProbes ofAMachine() {
    RehearsedProbes probes = new RehearsedProbes();
    probes.tcp =
        spec -> {
          probes.atConnect.run();
          Reason reason = probes.connects.getOrDefault(spec.target().toString(), Reason.REFUSED);
          return new TcpProbe.Result(ended(reason, ""), Optional.empty(), Optional.empty());
        };
    probes.expected = spec -> spec instanceof TcpProbe.Spec || spec instanceof SntpProbe.Spec;
    return probes;
  }

  /** An outcome after 2 ms. */
  public static Outcome ended(Reason reason, String detail) {
    Duration took = Duration.ofMillis(2);
    return new Outcome(reason, detail, List.of(new PhaseTime(Phase.CONNECT, took)), took);
  }

  /** The time server answers with this offset. */
  public void clock(Duration offset) {
    sntp =
        spec ->
            new SntpProbe.Result(
                ended(Reason.OK, ""),
                Optional.of(new SntpProbe.Clock(offset, Duration.ofMillis(20), 2)));
  }

  /** Every TCP connect asked for, as {@code host:port}, in order. */
  public List<String> connected() {
    return asked(TcpProbe.Spec.class).stream().map(spec -> spec.target().toString()).toList();
  }

  /** An outcome that took {@code millis}, all of it in {@code phase}. */
  public static Outcome ended(Reason reason, Phase phase, long millis) {
    Duration took = Duration.ofMillis(millis);
    return new Outcome(
        reason,
        reason == Reason.OK ? "" : "the network said " + reason.label(),
        List.of(new PhaseTime(phase, took)),
        took);
  }

  public static Outcome ended(Reason reason, long millis) {
    return ended(reason, Phase.CONNECT, millis);
  }

  public static TcpProbe.Result tcp(Reason reason, long millis) {
    return new TcpProbe.Result(ended(reason, millis), Optional.empty(), Optional.empty());
  }

  public static TcpProbe.Result tcp(Reason reason, long millis, String remote) {
    return new TcpProbe.Result(
        ended(reason, millis),
        Optional.of(new InetSocketAddress(FixedFacts.ip(remote), 9090)),
        Optional.empty());
  }

  public static DnsProbe.Result dns(Reason reason, String rcode, long millis, String... addresses) {
    List<InetAddress> found = new ArrayList<>();
    for (String address : addresses) {
      found.add(FixedFacts.ip(address));
    }
    return new DnsProbe.Result(
        ended(reason, Phase.RESOLVE, millis), rcode, found, List.of(), false);
  }

  public static HttpProbe.Result http(Reason reason, int status, long millis) {
    return new HttpProbe.Result(
        ended(reason, Phase.FIRST_BYTE, millis),
        status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
        Map.of(),
        "",
        false);
  }

  public static ProxyProbe.Result proxy(Reason reason, int status, Optional<String> schemes) {
    return new ProxyProbe.Result(
        ended(reason, Phase.PROXY, 12),
        status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
        schemes);
  }

  /** Everything asked that is of this type, in order. */
  public <T> List<T> asked(Class<T> type) {
    return asked.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public CompletableFuture<TcpProbe.Result> tcp(TcpProbe.Spec spec) {
    List<InetSocketAddress> remotes =
        leadsTo(spec.target().host()).stream()
            .map(address -> new InetSocketAddress(address, spec.target().port()))
            .toList();
    if (!remotes.isEmpty() && remotes.stream().noneMatch(spec.mayConnect())) {
      return CompletableFuture.completedFuture(tcp(Reason.ERROR, 0));
    }
    CompletableFuture<TcpProbe.Result> answer = answer(spec, tcp);
    CompletableFuture<TcpProbe.Result> held = heldTcp;
    return held != null ? held : answer;
  }

  @Override
  public CompletableFuture<DnsProbe.Result> dns(DnsProbe.Spec spec) {
    return answer(spec, dns);
  }

  @Override
  public CompletableFuture<TlsProbe.Result> tls(TlsProbe.Spec spec) {
    return answer(spec, tls);
  }

  @Override
  public CompletableFuture<HttpProbe.Result> http(HttpProbe.Spec spec) {
    return answer(spec, http);
  }

  @Override
  public CompletableFuture<ProxyProbe.Result> proxy(ProxyProbe.Spec spec) {
    return answer(spec, proxy);
  }

  @Override
  public CompletableFuture<PortalProbe.Result> portal(PortalProbe.Spec spec) {
    return answer(spec, portal);
  }

  @Override
  public CompletableFuture<StunProbe.Result> stun(StunProbe.Spec spec) {
    return answer(spec, stun);
  }

  @Override
  public CompletableFuture<UdpProbe.Result> udp(UdpProbe.Spec spec) {
    return answer(spec, udp);
  }

  @Override
  public CompletableFuture<SntpProbe.Result> sntp(SntpProbe.Spec spec) {
    return answer(spec, sntp);
  }

  @Override
  public CompletableFuture<StampProbe.Result> stamp(StampProbe.Spec spec) {
    return answer(spec, stamp);
  }

  @Override
  public CompletableFuture<ThroughputProbe.Result> throughput(ThroughputProbe.Spec spec) {
    return answer(spec, throughput);
  }

  @Override
  public CompletableFuture<StatusPageProbe.Result> statusPage(StatusPageProbe.Spec spec) {
    return answer(spec, statusPage);
  }

  private List<InetAddress> leadsTo(String host) {
    return Addresses.literal(host)
        .map(List::of)
        .orElseGet(() -> names.getOrDefault(host, List.of()));
  }

  private <S, R> CompletableFuture<R> answer(S spec, Function<S, R> rehearsed) {
    if (!expected.test(spec)) {
      throw new AssertionError("no check here uses this probe: " + spec);
    }
    asked.add(spec);
    return CompletableFuture.completedFuture(rehearsed.apply(spec));
  }
}
