package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Probes;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.probe.TcpProbe;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The default route and its next hop. A TCP connect to the next hop is the harmless packet that
 * makes the kernel resolve it: accepted or refused, it answers; silent, the neighbour table tells
 * whether it answered ARP or NDP. Ports are tried one after the other, the first answer ends it.
 *
 * <p>Failed: {@code NO_ROUTE}, {@code UNREACHABLE} (the next hop of IPv4, or the only one, is
 * silent). Degraded: {@code UNREACHABLE} (the IPv6 one, while IPv4's answers). Unknown: {@code
 * NO_ANSWER} (silent on TCP and the neighbour table does not help), {@code FIREWALL_BLOCK} (this
 * machine's own firewall let no question out), or why the routes could not be read. A default route
 * straight into a point-to-point link has no next hop to ask and is ok; with a VPN up, the network
 * under it is asked.
 */
final class LocalGateway implements Check {

  /** Likely open or refused on a router, then echo, which is likely refused. */
  private static final List<Integer> PORTS = List.of(80, 443, 7);

  /** Outcomes that only the other end's own packet can bring about. */
  private static final Set<Reason> ANSWERED =
      EnumSet.of(Reason.OK, Reason.REFUSED, Reason.RESET, Reason.CLOSED_EARLY);

  private final Facts facts;
  private final Probes probes;
  private final Executor afterProbe;

  /**
   * @param afterProbe where the neighbour table is read once a probe has ended: that may block, and
   *     probes end on the event loop
   */
  LocalGateway(CheckContext context, Executor afterProbe) {
    this.facts = context.facts();
    this.probes = context.probes();
    this.afterProbe = afterProbe;
  }

  /** How one next hop took the question. */
  private enum Answer {
    BY_TCP,
    BY_NEIGHBOUR,
    NOT_NEEDED,
    SILENT,
    /** This machine's own firewall let no question out. */
    FORBIDDEN,
    UNSURE
  }

  private record Hop(Route route, Answer answer, Optional<Duration> took) {

    boolean good() {
      return switch (answer) {
        case BY_TCP, BY_NEIGHBOUR, NOT_NEEDED -> true;
        case SILENT, FORBIDDEN, UNSURE -> false;
      };
    }

    String text() {
      String through = " on " + route.interfaceName();
      String address = route.gateway().map(Addresses::text).orElse("") + through;
      return switch (answer) {
        case BY_TCP ->
            "next hop "
                + address
                + " answers"
                + took.map(time -> " in " + Wording.duration(time)).orElse("");
        case BY_NEIGHBOUR ->
            "next hop " + address + " drops TCP but answers " + resolution() + ", so it is there";
        case NOT_NEEDED ->
            "the default route goes straight into "
                + route.interfaceName()
                + " (point to point), there is no next hop to ask";
        case SILENT -> "next hop " + address + " answers neither TCP nor " + resolution();
        case FORBIDDEN ->
            "next hop " + address + " could not be asked: this machine's own firewall forbids it";
        case UNSURE ->
            "next hop " + address + " is silent on TCP and the neighbour table cannot tell more";
      };
    }

    private String resolution() {
      return Ways.isIpv6(route.destination().address()) ? "NDP" : "ARP";
    }
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LOCAL_GATEWAY);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    Optional<Fact.Unread<List<Route>>> unread = Ways.unread(facts.routes());
    if (unread.isPresent()) {
      return CompletableFuture.completedFuture(
          Finding.unknown(unread.get().reason(), unread.get().why()));
    }
    Ways ways = Ways.read(facts);
    List<Route> defaults = ways.defaultsUnderTunnels();
    if (defaults.isEmpty()) {
      return CompletableFuture.completedFuture(
          Finding.failed(
              Reason.NO_ROUTE,
              "There is no default route, neither IPv4 nor IPv6: nothing beyond the local network"
                  + " can be reached."));
    }
    Duration each = deadline.dividedBy(PORTS.size());
    CompletableFuture<Hop> first = ask(defaults.get(0), ways, each);
    return defaults.size() == 1
        ? first.thenApply(hop -> finding(List.of(hop)))
        : first.thenCombine(
            ask(defaults.get(1), ways, each), (ipv4, ipv6) -> finding(List.of(ipv4, ipv6)));
  }

  private CompletableFuture<Hop> ask(Route route, Ways ways, Duration each) {
    boolean needless =
        route.gateway().filter(gateway -> !gateway.isAnyLocalAddress()).isEmpty()
            || ways.throughTunnel(route);
    return needless
        ? CompletableFuture.completedFuture(new Hop(route, Answer.NOT_NEEDED, Optional.empty()))
        : ask(route, route.gateway().get(), each, PORTS);
  }

  private CompletableFuture<Hop> ask(
      Route route, InetAddress gateway, Duration each, List<Integer> ports) {
    Target target = new Target(host(gateway, route.interfaceName()), ports.get(0));
    return probes
        .tcp(new TcpProbe.Spec(target, each, Duration.ZERO))
        .thenCompose(
            result -> {
              if (ANSWERED.contains(result.outcome().reason())) {
                return CompletableFuture.completedFuture(
                    new Hop(route, Answer.BY_TCP, Optional.of(result.outcome().took())));
              }
              boolean lastTry = ports.size() == 1;
              Reason reason = result.outcome().reason();
              return CompletableFuture.supplyAsync(
                      () -> byNeighbours(route, gateway, reason, lastTry), afterProbe)
                  .thenCompose(
                      answer ->
                          answer == Answer.UNSURE && !lastTry
                              ? ask(route, gateway, each, ports.subList(1, ports.size()))
                              : CompletableFuture.completedFuture(
                                  new Hop(route, answer, Optional.empty())));
            });
  }

  /** What the neighbour table says after a probe that brought no answer. */
  private Answer byNeighbours(Route route, InetAddress gateway, Reason reason, boolean lastTry) {
    return switch (facts.neighbours()) {
      case Fact.Known<List<Neighbour>> known ->
          known.value().stream()
              .filter(entry -> entry.address().equals(gateway))
              // Two networks may have the same addresses, and every link has its own fe80::1.
              .filter(entry -> entry.interfaceName().equals(route.interfaceName()))
              .findFirst()
              .map(entry -> entry.answered() ? Answer.BY_NEIGHBOUR : Answer.SILENT)
              .orElseGet(() -> withoutEntry(reason, lastTry && shows(known.value(), gateway)));
      case Fact.Unread<List<Neighbour>> ignored -> withoutEntry(reason, false);
    };
  }

  /** Whether the table lists neighbours of this family at all; IPv4 it always does. */
  private static boolean shows(List<Neighbour> table, InetAddress gateway) {
    return !Ways.isIpv6(gateway) || table.stream().anyMatch(entry -> Ways.isIpv6(entry.address()));
  }

  /**
   * A next hop that is asked and lives always leaves an entry, but the table may have been read a
   * moment too early: a missing one counts only at the last try, {@code telling}.
   */
  private static Answer withoutEntry(Reason reason, boolean telling) {
    if (reason == Reason.UNREACHABLE || reason == Reason.NO_ROUTE) {
      return Answer.SILENT;
    }
    if (reason == Reason.FIREWALL_BLOCK) {
      return Answer.FORBIDDEN;
    }
    return reason == Reason.TIMEOUT && telling ? Answer.SILENT : Answer.UNSURE;
  }

  /** A link-local next hop needs its interface beside it (RFC 4007 section 11). */
  private static String host(InetAddress gateway, String interfaceName) {
    String text = Addresses.text(gateway);
    return Ways.isIpv6(gateway) && gateway.isLinkLocalAddress() ? text + "%" + interfaceName : text;
  }

  /**
   * @param hops IPv4 before IPv6
   */
  private static Finding finding(List<Hop> hops) {
    String text = sentence(hops);
    Hop first = hops.get(0);
    boolean onlySecondSilent =
        hops.size() == 2 && first.good() && hops.get(1).answer() == Answer.SILENT;
    Finding finding =
        switch (first.answer()) {
          case SILENT -> Finding.failed(Reason.UNREACHABLE, text);
          case FORBIDDEN -> Finding.unknown(Reason.FIREWALL_BLOCK, text);
          case UNSURE -> Finding.unknown(Reason.NO_ANSWER, text);
          case BY_TCP, BY_NEIGHBOUR, NOT_NEEDED ->
              onlySecondSilent ? Finding.degraded(Reason.UNREACHABLE, text) : Finding.ok(text);
        };
    for (Hop hop : hops) {
      String name = Ways.isIpv6(hop.route().destination().address()) ? "_ipv6" : "";
      finding =
          finding.with(
              Reading.text(
                  "gateway" + name, hop.route().gateway().map(Addresses::text).orElse("none")),
              hop.took()
                  .map(time -> Reading.seconds("connect" + name + "_seconds", time))
                  .orElse(Reading.absent("connect" + name + "_seconds")));
    }
    return finding;
  }

  private static String sentence(List<Hop> hops) {
    List<String> parts =
        hops.stream()
            .map(
                hop ->
                    hops.size() == 1
                        ? hop.text()
                        : (Ways.isIpv6(hop.route().destination().address()) ? "IPv6 " : "IPv4 ")
                            + hop.text())
            .toList();
    String text = String.join("; ", parts) + ".";
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
