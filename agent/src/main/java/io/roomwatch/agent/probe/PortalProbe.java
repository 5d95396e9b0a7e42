package io.roomwatch.agent.probe;

import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.http.PortalPage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Plain HTTP to a host that redirects to its own HTTPS: a redirect to a foreign host or a login
 * page instead is a captive portal.
 *
 * <p>Reasons: {@code OK} (no portal), {@code CAPTIVE_PORTAL}, those of {@link HttpProbe} when
 * nothing could be concluded.
 */
public final class PortalProbe {

  private static final int BODY_BYTES = 64 * 1024;

  private final HttpProbe http;

  PortalProbe(HttpProbe http) {
    this.http = http;
  }

  public record Spec(Target target, Duration deadline, Optional<ProxyServer> proxy) {}

  /**
   * @param where the portal's host, or what gave the page away; empty when there is none
   */
  public record Result(Outcome outcome, Optional<String> where) {}

  CompletableFuture<Result> run(Spec spec) {
    HttpProbe.Place root = new HttpProbe.Place(false, spec.target(), "/");
    return http.get(new HttpProbe.Get(root, spec.deadline(), spec.proxy(), BODY_BYTES))
        .thenApply(answer -> judge(answer, spec.target().host()));
  }

  private static Result judge(HttpProbe.Result answer, String host) {
    Outcome outcome = answer.outcome();
    Optional<String> where = outcome.ok() ? PortalPage.find(answer, host) : Optional.empty();
    String found = "a captive portal answers: " + where.orElse("");
    return new Result(
        where.isEmpty()
            ? outcome
            : new Outcome(Reason.CAPTIVE_PORTAL, found, outcome.phases(), outcome.took()),
        where);
  }
}
