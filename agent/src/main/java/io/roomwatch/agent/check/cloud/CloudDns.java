package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Thresholds;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.DnsProbe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code cloud.dns:<host>}: each resolver by itself is asked for the IPv4 and IPv6 addresses of a
 * name; the first also for its SIP service record, as information. Resolvers are those configured,
 * else those of this machine.
 *
 * <p>All resolvers bad is failed, some bad is degraded. Bad is no answer, an error, no address at
 * all ({@code not-found}), or, for a name of the public DNS, an address that is not of the public
 * internet ({@code dns-private}). Degraded too: one address family that fails by itself, and a slow
 * answer ({@code threshold}). No resolver at all is {@code missing}.
 */
final class CloudDns implements Check {

  private static final int DNS_PORT = 53;

  private final CheckContext context;
  private final String host;
  private final CheckId id;

  CloudDns(CheckContext context, String host) {
    this.context = context;
    this.host = host;
    this.id = CheckId.of(CheckKind.CLOUD_DNS, host);
  }

  @Override
  public CheckId id() {
    return id;
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    List<InetSocketAddress> configured = context.config().cloud().resolvers();
    if (!configured.isEmpty()) {
      return ask(configured, deadline);
    }
    return switch (context.facts().resolvers()) {
      case Fact.Unread<List<InetAddress>> unread ->
          CompletableFuture.completedFuture(
              Finding.unknown(
                  unread.reason(),
                  "The DNS servers of this machine cannot be read: " + unread.why()));
      case Fact.Known<List<InetAddress>> known ->
          ask(
              known.value().stream()
                  .distinct()
                  .map(address -> new InetSocketAddress(address, DNS_PORT))
                  .toList(),
              deadline);
    };
  }

  private CompletableFuture<Finding> ask(List<InetSocketAddress> resolvers, Duration deadline) {
    if (resolvers.isEmpty()) {
      return CompletableFuture.completedFuture(
          Finding.failed(
              Reason.MISSING, "This machine has no DNS server, so no name can be looked up."));
    }
    CompletableFuture<DnsProbe.Result> service =
        question(resolvers.get(0), "_sip._tcp." + host, DnsProbe.Type.SRV, deadline);
    List<CompletableFuture<DnsAnswer>> asked =
        resolvers.stream().map(resolver -> answer(resolver, deadline)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenCombine(
            service,
            (done, srv) ->
                judge(asked.stream().map(CompletableFuture::join).toList(), deadline)
                    .with(services(srv)));
  }

  private CompletableFuture<DnsAnswer> answer(InetSocketAddress resolver, Duration deadline) {
    boolean publicName = Addresses.isPublicName(host);
    return question(resolver, host, DnsProbe.Type.A, deadline)
        .thenCombine(
            question(resolver, host, DnsProbe.Type.AAAA, deadline),
            (a, aaaa) -> new DnsAnswer(resolver, publicName, a, aaaa));
  }

  private CompletableFuture<DnsProbe.Result> question(
      InetSocketAddress resolver, String name, DnsProbe.Type type, Duration deadline) {
    return context.probes().dns(new DnsProbe.Spec(resolver, name, type, deadline));
  }

  private Finding judge(List<DnsAnswer> answers, Duration deadline) {
    List<DnsAnswer> good = answers.stream().filter(answer -> answer.reason() == Reason.OK).toList();
    DnsAnswer shown = good.isEmpty() ? answers.get(0) : good.get(0);
    Finding finding =
        finding(answers, good, deadline)
            .with(
                Reading.number("resolvers", answers.size()),
                Reading.number("resolvers_failed", answers.size() - good.size()),
                good.stream()
                    .map(DnsAnswer::took)
                    .max(Comparator.naturalOrder())
                    .map(took -> Reading.seconds("resolve_seconds", took))
                    .orElse(Reading.absent("resolve_seconds")))
            .timed(shown.a().outcome().phases());
    for (int i = 0; i < answers.size(); i++) {
      finding = finding.with(answers.get(i).readings(i + 1));
    }
    return finding;
  }

  private Finding finding(List<DnsAnswer> answers, List<DnsAnswer> good, Duration deadline) {
    List<DnsAnswer> bad = answers.stream().filter(answer -> !good.contains(answer)).toList();
    if (!bad.isEmpty()) {
      String faults =
          String.join(
              "; ",
              bad.stream()
                  .map(
                      answer ->
                          "the DNS server " + answer.name() + " " + answer.phrase(host, deadline))
                  .toList());
      return good.isEmpty()
          ? Finding.failed(bad.get(0).reason(), capital(faults) + ".")
          : Finding.degraded(
              bad.get(0).reason(),
              capital(faults) + "; " + good.size() + " of " + answers.size() + " answer well.");
    }
    for (DnsAnswer answer : good) {
      if (answer.weakness().isPresent()) {
        return Finding.degraded(
            answer.weakness().get(),
            "The DNS server "
                + answer.name()
                + " answers for "
                + host
                + " with "
                + (answer.a().outcome().ok() ? "IPv4 addresses, but fails for IPv6" : "IPv6")
                + (answer.a().outcome().ok() ? "" : " addresses, but fails for IPv4")
                + ", which delays connections.");
      }
    }
    return fast(good);
  }

  private Finding fast(List<DnsAnswer> good) {
    Duration limit = Thresholds.of(context.config(), id).seconds("answer_degraded_seconds");
    DnsAnswer slowest = good.stream().max(Comparator.comparing(DnsAnswer::took)).orElseThrow();
    String text =
        host
            + " leads to "
            + Wording.list(slowest.addresses().stream().map(Addresses::text).toList());
    return slowest.took().compareTo(limit) > 0
        ? Finding.degraded(
            Reason.THRESHOLD,
            text
                + "; the DNS server "
                + slowest.name()
                + " takes "
                + Wording.duration(slowest.took())
                + ", longer than "
                + Wording.duration(limit)
                + ".")
        : Finding.ok(
            text
                + ", says "
                + Wording.list(good.stream().map(DnsAnswer::name).toList())
                + " within "
                + Wording.duration(slowest.took())
                + ".");
  }

  private static Reading services(DnsProbe.Result srv) {
    return srv.outcome().ok()
        ? Reading.texts("sip_services", srv.services())
        : Reading.absent("sip_services");
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
