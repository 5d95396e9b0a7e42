package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Measured;
import io.roomwatch.agent.check.ProxyWords;
import io.roomwatch.agent.check.Remaining;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.ProxyProbe;
import io.roomwatch.agent.probe.ProxyServer;
import io.roomwatch.agent.probe.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code cloud.proxy}: the way through the proxy in force, by one CONNECT to the first cloud host
 * that takes it. With no proxy in force nothing is sent, and that is good.
 *
 * <p>Reasons: those of {@link ProxyProbe}, {@code unsupported} for a PAC script, and why the
 * settings could not be read.
 */
final class CloudProxy implements Check {

  private final CheckContext context;

  CloudProxy(CheckContext context) {
    this.context = context;
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.CLOUD_PROXY);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    Remaining remaining = Remaining.of(context, deadline);
    List<ProxyInForce> ways = new ArrayList<>();
    for (String host : context.config().cloud().hosts().names()) {
      ProxyInForce way = ProxyInForce.of(context, host);
      if (way instanceof ProxyInForce.Through through) {
        return remaining.probe(
            ProxyInForce.READING, left -> look(through, new Target(host, 443), left));
      }
      ways.add(way);
    }
    return CompletableFuture.completedFuture(
        ways.stream()
            .findFirst()
            .map(CloudProxy::without)
            .orElseGet(() -> Finding.ok("No cloud host is configured, so no proxy is needed."))
            .with(Reading.absent("proxy")));
  }

  private CompletableFuture<Finding> look(
      ProxyInForce.Through way, Target target, Duration deadline) {
    ProxyServer server = way.server();
    return context
        .probes()
        .proxy(new ProxyProbe.Spec(server, target, deadline))
        .thenApply(
            result ->
                judge(way, target, result, deadline)
                    .with(
                        Reading.text("proxy", server.address().toString()),
                        Reading.text("source", way.source()),
                        Reading.flag("loopback", isLoopback(server)),
                        result.status().isPresent()
                            ? Reading.number("http_status", result.status().getAsInt())
                            : Reading.absent("http_status"),
                        Measured.connect(result.outcome()),
                        Measured.detail(result.outcome()))
                    .timed(result.outcome().phases()));
  }

  private static Finding judge(
      ProxyInForce.Through way, Target target, ProxyProbe.Result result, Duration deadline) {
    Outcome outcome = result.outcome();
    String proxy =
        "The proxy "
            + way.server().address()
            + " (from "
            + way.source()
            + (isLoopback(way.server()) ? ", on this machine itself" : "")
            + ")";
    if (outcome.ok()) {
      return Finding.ok(
          proxy + " connects to " + target + " in " + Wording.duration(outcome.took()) + ".");
    }
    String status = result.status().isPresent() ? " with status " + result.status().getAsInt() : "";
    if (outcome.reason() == Reason.PROXY_DEAD) {
      return Finding.failed(
          Reason.PROXY_DEAD, proxy + " does not answer, so nothing gets through it.");
    }
    if (outcome.reason() == Reason.PROXY_AUTH) {
      return Finding.failed(Reason.PROXY_AUTH, proxy + login(way, result.schemes()));
    }
    if (outcome.reason() == Reason.PROXY_REFUSED) {
      return Finding.failed(
          Reason.PROXY_REFUSED, proxy + " refuses to connect to " + target + status + ".");
    }
    if (outcome.reason() == Reason.TIMEOUT) {
      return Finding.failed(
          Reason.TIMEOUT,
          proxy
              + " is there, but does not connect to "
              + target
              + " within "
              + Wording.duration(deadline)
              + ".");
    }
    return Finding.failed(
        outcome.reason(), proxy + " " + Wording.failure(outcome.reason(), deadline) + ".");
  }

  private static String login(ProxyInForce.Through way, Optional<String> schemes) {
    return (way.server().credentials().isPresent()
            ? " does not accept the configured login"
            : " asks for a login, and this agent has none: give it one in cloud.proxy")
        + schemes.map(offered -> " (it offers " + offered + ")").orElse("")
        + ".";
  }

  /** Nothing was sent: why. */
  private static Finding without(ProxyInForce way) {
    return switch (way) {
      case ProxyInForce.Direct direct ->
          Finding.ok(
                  "No proxy is in force: "
                      + direct.why()
                      + (direct.autoDetect()
                          ? "; automatic detection is on, and what it finds is not seen here."
                          : "."))
              .with(Reading.flag("auto_detect", direct.autoDetect()));
      case ProxyInForce.Bypassed bypassed ->
          Finding.ok(
              "The proxy "
                  + bypassed.address()
                  + " is not used for the cloud hosts: the exception "
                  + bypassed.entry()
                  + " in "
                  + bypassed.source()
                  + " sends them direct.");
      case ProxyInForce.Script script ->
          Finding.unknown(
                  Reason.UNSUPPORTED,
                  "The PAC script "
                      + script.url()
                      + " in "
                      + script.source()
                      + " decides about the proxy; scripts are not evaluated, so name the proxy in"
                      + " cloud.proxy to watch it.")
              .with(Reading.text("pac_url", script.url()));
      case ProxyInForce.NotRead notRead ->
          Finding.unknown(
              notRead.reason(), "Whether a proxy is in force cannot be told: " + notRead.why());
      case ProxyInForce.Through through ->
          throw new IllegalStateException("a proxy in force is probed: " + through.source());
    };
  }

  private static boolean isLoopback(ProxyServer server) {
    return ProxyWords.isLoopback(server.address().host());
  }
}
