package io.roomwatch.agent.probe;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * HTTP CONNECT through a proxy (RFC 9110 section 9.3.6), then close.
 *
 * <p>Reasons: {@code OK}, {@code PROXY_DEAD} (the proxy itself is refused, silent or unreachable),
 * {@code PROXY_AUTH} (407), {@code PROXY_REFUSED} (any other status), {@code TIMEOUT}, {@code
 * DNS_*} of the proxy's name.
 */
public final class ProxyProbe {
  private ProxyProbe() {}

  public record Spec(ProxyServer proxy, Target target, Duration deadline) {}

  /**
   * @param status the proxy's answer, empty when none came
   * @param schemes offered by a 407, {@code Basic}, {@code NTLM} …; empty otherwise
   */
  public record Result(Outcome outcome, OptionalInt status, Optional<String> schemes) {}
}
