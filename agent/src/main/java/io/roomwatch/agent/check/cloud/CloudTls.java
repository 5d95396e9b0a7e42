package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Measured;
import io.roomwatch.agent.check.Remaining;
import io.roomwatch.agent.check.Thresholds;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.probe.TlsProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code cloud.tls:<host>}: the TLS handshake on port 443 by the way that HTTPS takes, who signed
 * the certificate, and when it ends. Zoom's clients pin their authority (Zoom KB0061202), so a
 * certificate that an inspecting device made is a finding even where this machine trusts it; where
 * the operator trusts it by {@code ca_file}, it is named and degraded, not failed.
 *
 * <p>Reasons: those of {@link TlsProbe}, {@code threshold} for a certificate that ends soon, {@code
 * unsupported} when the direct way fails and a PAC script may send it another way.
 */
final class CloudTls implements Check {

  private final CheckContext context;
  private final String host;
  private final CheckId id;

  CloudTls(CheckContext context, String host) {
    this.context = context;
    this.host = host;
    this.id = CheckId.of(CheckKind.CLOUD_TLS, host);
  }

  @Override
  public CheckId id() {
    return id;
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    Remaining remaining = Remaining.of(context, deadline);
    ProxyInForce way = ProxyInForce.of(context, host);
    return remaining.probe(ProxyInForce.READING, left -> look(way, left));
  }

  private CompletableFuture<Finding> look(ProxyInForce way, Duration left) {
    return context
        .probes()
        .tls(new TlsProbe.Spec(new Target(host, 443), left, way.proxy()))
        .thenApply(
            result ->
                way.explain(judge(result, left))
                    .with(readings(result))
                    .timed(result.outcome().phases()));
  }

  private Finding judge(TlsProbe.Result result, Duration deadline) {
    Outcome outcome = result.outcome();
    Optional<String> inspector = result.chain().flatMap(TlsProbe.Chain::inspector);
    boolean trusted =
        result.chain().filter(chain -> chain.trust() == TlsProbe.Trust.PUBLIC).isPresent();
    if (trusted && inspector.isPresent() && (outcome.ok() || isInspected(outcome))) {
      return Finding.degraded(
          Reason.TLS_INSPECTED,
          "The connection to "
              + host
              + " is opened on the way by "
              + inspector.get()
              + ", which the configuration trusts; Zoom's own clients may not.");
    }
    if (outcome.ok()) {
      return accepted(result);
    }
    if (isInspected(outcome)) {
      return Finding.failed(Reason.TLS_INSPECTED, inspected(result, inspector));
    }
    return Finding.failed(
        outcome.reason(),
        host + " " + Wording.failure(outcome.reason(), deadline) + more(result) + ".");
  }

  private static boolean isInspected(Outcome outcome) {
    return outcome.reason() == Reason.TLS_INSPECTED;
  }

  private Finding accepted(TlsProbe.Result result) {
    Optional<TlsProbe.Certificate> leaf = leaf(result);
    String text =
        host
            + " shows a trusted certificate"
            + leaf.map(certificate -> " from " + name(certificate.issuer())).orElse("");
    if (leaf.isEmpty()) {
      return Finding.ok(text + ".");
    }
    Duration left = left(leaf.get());
    Thresholds limits = Thresholds.of(context.config(), id);
    String ends = text + " that ends in " + Wording.duration(left) + ".";
    if (sooner(left, limits.value("expiry_failed_days"))) {
      return Finding.failed(Reason.THRESHOLD, ends);
    }
    return sooner(left, limits.value("expiry_degraded_days"))
        ? Finding.degraded(Reason.THRESHOLD, ends)
        : Finding.ok(text + ", valid for " + Wording.duration(left) + " more.");
  }

  private static boolean sooner(Duration left, double days) {
    return left.toSeconds() < days * Duration.ofDays(1).toSeconds();
  }

  private String inspected(TlsProbe.Result result, Optional<String> inspector) {
    return inspector
            .map(
                vendor ->
                    "The connection to "
                        + host
                        + " is opened on the way by "
                        + vendor
                        + ": Zoom's clients do not accept its certificate")
            .orElseGet(
                () ->
                    "The connection to "
                        + host
                        + " is opened on the way: its certificate"
                        + signer(result)
                        + " is trusted by this system alone, not by the public, and Zoom's clients"
                        + " do not accept it")
        + "; exempt Zoom's hosts from inspection.";
  }

  /** What helps to see why a certificate is not accepted. */
  private String more(TlsProbe.Result result) {
    Optional<TlsProbe.Certificate> leaf = leaf(result);
    if (leaf.isEmpty()) {
      return "";
    }
    Reason reason = result.outcome().reason();
    if (reason == Reason.TLS_UNTRUSTED) {
      return signer(result) + ": suspect a device that inspects TLS, or a page of the network";
    }
    if (reason == Reason.TLS_NAME) {
      return ", " + name(leaf.get().subject()) + signer(result);
    }
    return reason == Reason.TLS_EXPIRED ? validity(leaf.get()) : "";
  }

  private String validity(TlsProbe.Certificate leaf) {
    Instant now = context.clock().instant();
    return now.isBefore(leaf.notBefore())
        ? ": it begins in "
            + Wording.duration(Duration.between(now, leaf.notBefore()))
            + ", so look at this machine's clock first"
        : ": it ended "
            + Wording.duration(Duration.between(leaf.notAfter(), now))
            + " ago by this machine's clock";
  }

  private static String signer(TlsProbe.Result result) {
    return leaf(result).map(leaf -> ", signed by " + name(leaf.issuer())).orElse("");
  }

  private Duration left(TlsProbe.Certificate leaf) {
    return Duration.between(context.clock().instant(), leaf.notAfter());
  }

  private static Optional<TlsProbe.Certificate> leaf(TlsProbe.Result result) {
    return result.chain().flatMap(chain -> chain.leafFirst().stream().findFirst());
  }

  private static Reading[] readings(TlsProbe.Result result) {
    Optional<TlsProbe.Certificate> leaf = leaf(result);
    return new Reading[] {
      text("protocol", result.protocol()),
      text("trust", result.chain().map(chain -> label(chain.trust()))),
      text("inspector", result.chain().flatMap(TlsProbe.Chain::inspector)),
      text("subject", leaf.map(TlsProbe.Certificate::subject)),
      text("issuer", leaf.map(TlsProbe.Certificate::issuer)),
      leaf.map(
              certificate ->
                  Reading.number(
                      "tls_not_after_timestamp_seconds",
                      (double) certificate.notAfter().getEpochSecond()))
          .orElse(Reading.absent("tls_not_after_timestamp_seconds")),
      Measured.phase(result.outcome(), Phase.TLS)
          .filter(took -> result.protocol().isPresent())
          .map(took -> Reading.seconds("tls_seconds", took))
          .orElse(Reading.absent("tls_seconds")),
      Measured.detail(result.outcome())
    };
  }

  private static Reading text(String name, Optional<String> value) {
    return value.map(text -> Reading.text(name, text)).orElse(Reading.absent(name));
  }

  private static String label(TlsProbe.Trust trust) {
    return trust.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The common name of a distinguished name (RFC 4514), or all of it when it has none. */
  static String name(String distinguished) {
    boolean quoted = false;
    int begin = 0;
    for (int at = 0; at <= distinguished.length(); at++) {
      char c = at < distinguished.length() ? distinguished.charAt(at) : ',';
      boolean escaped = at > 0 && distinguished.charAt(at - 1) == '\\';
      if (c == '"' && !escaped) {
        quoted = !quoted;
      }
      boolean end = at == distinguished.length() || (c == ',' && !escaped && !quoted);
      if (end) {
        String part = distinguished.substring(begin, at).strip();
        if (part.regionMatches(true, 0, "CN=", 0, 3)) {
          return part.substring(3).replace("\"", "").replace("\\", "");
        }
        begin = at + 1;
      }
    }
    return distinguished;
  }
}
