package io.roomwatch.agent.probe;

import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.http.Tunnel;
import io.roomwatch.agent.probe.network.Exchange;
import io.roomwatch.agent.probe.network.Network;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * HTTP CONNECT through a proxy (RFC 9110 section 9.3.6), then close.
 *
 * <p>Reasons: {@code OK}, {@code PROXY_DEAD} (the proxy itself is refused, silent or unreachable,
 * or what it answers is no answer of a proxy), {@code PROXY_AUTH} (407), {@code PROXY_REFUSED} (any
 * other status), {@code TIMEOUT} (connected, and then no answer: the proxy hangs, or what is behind
 * it is silent), {@code DNS_*} of the proxy's name.
 */
public final class ProxyProbe {

  private final Network network;
  private final String userAgent;

  ProxyProbe(Network network, String userAgent) {
    this.network = network;
    this.userAgent = userAgent;
  }

  public record Spec(ProxyServer proxy, Target target, Duration deadline) {}

  /**
   * @param status the proxy's answer, empty when none came
   * @param schemes offered by a 407, {@code Basic}, {@code NTLM} …; empty otherwise
   */
  public record Result(Outcome outcome, OptionalInt status, Optional<String> schemes) {}

  CompletableFuture<Result> run(Spec spec) {
    return new Look(spec).start();
  }

  private final class Look extends Exchange<Result> {

    private final Spec spec;
    private final Tunnel.Reply reply = new Tunnel.Reply();

    Look(Spec spec) {
      super(network, spec.deadline());
      this.spec = spec;
    }

    @Override
    protected void begin() {
      Tunnel.Route route = new Tunnel.Route(spec.proxy(), spec.target());
      Tunnel.open(
          this,
          route,
          userAgent,
          true,
          reply,
          channel -> end(Reason.OK, "the proxy connects to " + spec.target()));
    }

    @Override
    protected Result answer(Outcome outcome) {
      Optional<String> schemes =
          reply.schemes().isEmpty()
              ? Optional.empty()
              : Optional.of(String.join(", ", reply.schemes()));
      return new Result(outcome, reply.status(), schemes);
    }
  }
}
