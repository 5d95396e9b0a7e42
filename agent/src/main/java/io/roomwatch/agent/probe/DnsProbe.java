package io.roomwatch.agent.probe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * One question to one resolver: UDP, then TCP when the answer is truncated (RFC 1035, RFC 7766).
 *
 * <p>Reasons: {@code OK} (also with no answers: NODATA), {@code DNS_NXDOMAIN}, {@code DNS_SERVFAIL}
 * (any other rcode, named in the detail), {@code DNS_TIMEOUT}, {@code REFUSED} (ICMP port
 * unreachable), {@code UNREACHABLE}, {@code ERROR} (answer not understood).
 */
public final class DnsProbe {
  private DnsProbe() {}

  /** The record types asked for. */
  public enum Type {
    A,
    AAAA,
    SRV
  }

  public record Spec(InetSocketAddress resolver, String name, Type type, Duration deadline) {}

  /**
   * @param rcode as in the IANA registry, {@code NOERROR}; empty string never: {@code none} when
   *     nothing answered
   * @param addresses of A and AAAA, CNAMEs followed within the answer
   * @param services of SRV, {@code priority weight port target}
   * @param overTcp the answer came by the TCP fall-back
   */
  public record Result(
      Outcome outcome,
      String rcode,
      List<InetAddress> addresses,
      List<String> services,
      boolean overTcp) {}
}
