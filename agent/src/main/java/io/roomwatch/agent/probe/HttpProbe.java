package io.roomwatch.agent.probe;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One GET over HTTP or HTTPS with the phases of {@code curl -w}. Redirects are reported, not
 * followed. On HTTPS the chain must be trusted (JDK, operating system, {@code ca_file}) before
 * anything is sent.
 *
 * <p>Reasons: those of {@link TlsProbe}, {@code TIMEOUT}, {@code CLOSED_EARLY}, {@code RESET},
 * {@code ERROR} (not HTTP, headers too large). Any status is {@code OK} here: the check judges it.
 */
public final class HttpProbe {
  private HttpProbe() {}

  /**
   * @param maxBodyBytes read and kept at most; the rest is not read and the connection is closed
   */
  public record Spec(URI uri, Duration deadline, Optional<ProxyServer> proxy, int maxBodyBytes) {}

  /**
   * @param status empty when no response head came
   * @param headers names in lower case, last value wins
   * @param body as UTF-8, at most {@code maxBodyBytes}
   * @param truncated the body was longer
   */
  public record Result(
      Outcome outcome,
      OptionalInt status,
      Map<String, String> headers,
      String body,
      boolean truncated) {}
}
