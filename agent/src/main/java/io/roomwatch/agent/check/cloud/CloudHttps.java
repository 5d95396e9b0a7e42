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
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.HttpProbe;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.PortalProbe;
import io.roomwatch.agent.probe.ProxyServer;
import io.roomwatch.agent.probe.Target;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code cloud.https:<host>}: one HTTPS request by the way that HTTPS takes, with its phases, and
 * beside it one plain HTTP request, which a network's login page would answer.
 *
 * <p>Any 2xx or 3xx is good: the host answered. 5xx is failed, the service or a gateway cannot
 * serve; 4xx is degraded, something behind a trusted certificate answers and refuses; 511 is a
 * login page (RFC 6585 section 6). A login page on plain HTTP is failed when HTTPS does not pass,
 * degraded when it does.
 *
 * <p>Reasons: those of {@link HttpProbe}, {@code http-status}, {@code captive-portal}, {@code
 * threshold} for a slow answer, {@code unsupported} when the direct way fails and a PAC script may
 * send it another way.
 */
final class CloudHttps implements Check {

  /** The page itself is of no interest: enough to see the transfer begin and go on. */
  private static final int MAX_BODY_BYTES = 16 * 1024;

  private static final int NETWORK_AUTHENTICATION_REQUIRED = 511;

  private final CheckContext context;
  private final String host;
  private final CheckId id;

  CloudHttps(CheckContext context, String host) {
    this.context = context;
    this.host = host;
    this.id = CheckId.of(CheckKind.CLOUD_HTTPS, host);
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
    Optional<ProxyServer> proxy = way.proxy();
    Target secure = new Target(host, 443);
    URI uri = URI.create("https://" + authority(secure) + "/");
    CompletableFuture<PortalProbe.Result> portal =
        context.probes().portal(new PortalProbe.Spec(new Target(host, 80), left, proxy));
    return context
        .probes()
        .http(new HttpProbe.Spec(uri, left, proxy, MAX_BODY_BYTES))
        .thenCombine(
            portal,
            (https, plain) ->
                way.explain(judge(https, plain, left))
                    .with(Measured.phases(https.outcome()))
                    .with(readings(https, plain))
                    .timed(https.outcome().phases()));
  }

  /** The host alone: the port is the scheme's own. */
  private static String authority(Target target) {
    String text = target.toString();
    return text.substring(0, text.lastIndexOf(':'));
  }

  private Finding judge(HttpProbe.Result https, PortalProbe.Result plain, Duration deadline) {
    Outcome outcome = https.outcome();
    if (plain.outcome().reason() == Reason.CAPTIVE_PORTAL) {
      return portal(plain, outcome.ok());
    }
    if (!outcome.ok()) {
      return Finding.failed(
          outcome.reason(), host + " " + Wording.failure(outcome.reason(), deadline) + ".");
    }
    int status = https.status().orElse(0);
    if (status == NETWORK_AUTHENTICATION_REQUIRED) {
      return portal(plain, false);
    }
    String answers = host + " answers HTTPS with status " + status;
    if (status >= 500) {
      return Finding.failed(
          Reason.HTTP_STATUS, answers + ": the service or a gateway before it cannot serve.");
    }
    if (status < 200 || status >= 400) {
      return Finding.degraded(
          Reason.HTTP_STATUS, answers + ": it is reached, but refuses the request.");
    }
    Duration limit = Thresholds.of(context.config(), id).seconds("total_degraded_seconds");
    String text = answers + " in " + Wording.duration(outcome.took());
    return outcome.took().compareTo(limit) > 0
        ? Finding.degraded(
            Reason.THRESHOLD, text + ", slower than " + Wording.duration(limit) + ".")
        : Finding.ok(text + ".");
  }

  private Finding portal(PortalProbe.Result plain, boolean httpsPasses) {
    String text =
        "A login page of the network answers in place of "
            + host
            + plain.where().map(where -> " (" + where + ")").orElse("");
    return httpsPasses
        ? Finding.degraded(Reason.CAPTIVE_PORTAL, text + " on plain HTTP; HTTPS still passes.")
        : Finding.failed(Reason.CAPTIVE_PORTAL, text + ": sign in, or let this machine past it.");
  }

  private static Reading[] readings(HttpProbe.Result https, PortalProbe.Result plain) {
    return new Reading[] {
      https.outcome().ok()
          ? Reading.seconds("total_seconds", https.outcome().took())
          : Reading.absent("total_seconds"),
      https.status().isPresent()
          ? Reading.number("http_status", https.status().getAsInt())
          : Reading.absent("http_status"),
      portalSeen(plain),
      Measured.detail(https.outcome())
    };
  }

  /** True, false, or absent when the plain request told nothing. */
  private static Reading portalSeen(PortalProbe.Result plain) {
    Reason reason = plain.outcome().reason();
    return reason == Reason.OK || reason == Reason.CAPTIVE_PORTAL
        ? Reading.flag("captive_portal", reason == Reason.CAPTIVE_PORTAL)
        : Reading.absent("captive_portal");
  }
}
