package io.roomwatch.agent.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A TLS handshake whose chain is recorded and classified, never trusted blindly; no data is sent on
 * it.
 *
 * <p>Reasons: those of {@link TcpProbe}, {@code TLS_UNTRUSTED}, {@code TLS_EXPIRED} (also not yet
 * valid), {@code TLS_NAME}, {@code TLS_INSPECTED} (a vendor is named in the chain, or only the
 * operating system's store trusts it), {@code TLS_HANDSHAKE} (alert, garbage, no common protocol),
 * {@code PROXY_*} when through a proxy.
 */
public final class TlsProbe {
  private TlsProbe() {}

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
  public record Chain(Trust trust, List<Certificate> leafFirst, Optional<String> inspector) {}

  /** What people need of one certificate. */
  public record Certificate(String subject, String issuer, Instant notBefore, Instant notAfter) {}

  /**
   * @param protocol {@code TLSv1.3}, empty when the handshake did not end
   * @param chain empty when no certificate came
   */
  public record Result(Outcome outcome, Optional<String> protocol, Optional<Chain> chain) {}
}
