package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Destination;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.check.ProxyWords;
import io.roomwatch.agent.check.Remaining;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySettings.HostPort;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.ProxySource.Kind;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.facts.reader.HostsFile;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.Probes;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.probe.TcpProbe;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Every place where a proxy may be set, whether they agree, and whether the proxies named there
 * answer a TCP connect. The web proxy settings of the room device are what Zoom names when a
 * controller shows the room's address as 127.0.0.1 (KB0065712).
 *
 * <p>In this order: failed {@code PROXY_DEAD} (a proxy that is set does not answer); degraded
 * {@code LOOPBACK_ONLY} (a living proxy on the room device without an exception for the local
 * network; beside the room it says nothing of the room); degraded {@code DRIFT} (two places name
 * different proxies, or the machine and the user disagree on whether there is one); unknown {@code
 * FIREWALL_BLOCK} (this machine's own firewall let no question out); unknown, with the reason of
 * the first place that could not be read. A place that does not exist is no gap. Automatic
 * detection alone is not compared: Windows switches it on for every user.
 */
final class LocalProxy implements Check {

  private static final String SHOWN_IP =
      "a controller may then show the room's address as 127.0.0.1";

  /** How a connect ends when something stands there. */
  private static final Set<Reason> LIVING =
      EnumSet.of(Reason.OK, Reason.RESET, Reason.CLOSED_EARLY);

  private final CheckContext context;
  private final Facts facts;
  private final Probes probes;

  LocalProxy(CheckContext context) {
    this.context = context;
    this.facts = context.facts();
    this.probes = context.probes();
  }

  /** What this machine said before any proxy was asked. */
  private record Seen(
      List<ProxySource> sources,
      List<Place> read,
      List<InetAddress> local,
      boolean ofTheRoom,
      String hint) {

    /** The end of a sentence on a proxy of this machine, where this machine is the room. */
    String shownIp(HostPort proxy) {
      return ofTheRoom && ProxyWords.isLoopback(proxy) ? "; " + SHOWN_IP : "";
    }
  }

  /** One place that was read and sets something. */
  private record Place(ProxySource source, ProxySettings settings) {

    boolean names() {
      return settings.proxy().isPresent() || settings.pacUrl().isPresent();
    }

    String text() {
      return ProxyWords.settings(settings) + " (" + ProxyWords.place(source) + ")";
    }
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LOCAL_PROXY);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    Remaining remaining = Remaining.of(context, deadline);
    List<ProxySource> sources = facts.proxies();
    List<Place> read =
        sources.stream()
            .flatMap(
                source ->
                    source.settings().asOptional().map(set -> new Place(source, set)).stream())
            .toList();
    // All of it before the probes: they end on the event loop, where nothing may block.
    Seen seen = new Seen(sources, read, localNetwork(), isRoom(), ownNameHint());
    return remaining.probe("Reading the settings of this machine", left -> ask(seen, left));
  }

  private CompletableFuture<Finding> ask(Seen seen, Duration left) {
    Map<HostPort, CompletableFuture<Outcome>> asked = new LinkedHashMap<>();
    for (Place place : seen.read()) {
      place
          .settings()
          .proxy()
          .ifPresent(proxy -> asked.computeIfAbsent(proxy, one -> ask(one, left)));
    }
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(
            ignored -> {
              Map<HostPort, Outcome> answers = new LinkedHashMap<>();
              asked.forEach((proxy, answer) -> answers.put(proxy, answer.join()));
              return judge(seen, answers);
            });
  }

  private boolean isRoom() {
    return context.config().room().isThisMachine();
  }

  private CompletableFuture<Outcome> ask(HostPort proxy, Duration deadline) {
    String host = ProxyWords.host(proxy);
    if (host.isBlank() || proxy.port() < 1 || proxy.port() > 65535) {
      return CompletableFuture.completedFuture(
          new Outcome(Reason.ERROR, "not an address", List.of(), Duration.ZERO));
    }
    return probes
        .tcp(new TcpProbe.Spec(new Target(host, proxy.port()), deadline, Duration.ZERO))
        .thenApply(TcpProbe.Result::outcome);
  }

  private static Finding judge(Seen seen, Map<HostPort, Outcome> answers) {
    Reading[] readings = readings(seen.sources(), seen.read(), answers);
    return dead(seen, answers)
        .or(() -> loopback(seen))
        .or(() -> disagreement(seen.read()))
        .or(() -> forbidden(seen.read(), answers))
        .or(() -> unread(seen.sources(), seen.read()))
        .orElseGet(() -> Finding.ok(summary(seen.read(), answers) + seen.hint()))
        .with(readings);
  }

  private static Optional<Finding> dead(Seen seen, Map<HostPort, Outcome> answers) {
    return firstSet(
        seen.read(),
        proxy -> {
          Reason reason = reason(answers, proxy);
          return !LIVING.contains(reason) && reason != Reason.FIREWALL_BLOCK;
        },
        (place, proxy) ->
            Finding.failed(
                Reason.PROXY_DEAD,
                named(place, proxy)
                    + "does not answer ("
                    + reason(answers, proxy).label()
                    + ")"
                    + seen.shownIp(proxy)
                    + "."));
  }

  private static Optional<Finding> forbidden(List<Place> read, Map<HostPort, Outcome> answers) {
    return firstSet(
        read,
        proxy -> reason(answers, proxy) == Reason.FIREWALL_BLOCK,
        (place, proxy) ->
            Finding.unknown(
                Reason.FIREWALL_BLOCK,
                named(place, proxy)
                    + "could not be asked: this machine's own firewall forbids it."));
  }

  private static Optional<Finding> loopback(Seen seen) {
    if (!seen.ofTheRoom()) {
      return Optional.empty();
    }
    return firstSet(
        seen.read().stream().filter(place -> !spares(place, seen.local())).toList(),
        ProxyWords::isLoopback,
        (place, proxy) ->
            Finding.degraded(
                Reason.LOOPBACK_ONLY,
                named(place, proxy)
                    + "is on this machine and has no exception for the local network"
                    + seen.shownIp(proxy)
                    + "."));
  }

  /** The finding on the first proxy that is such. */
  private static Optional<Finding> firstSet(
      List<Place> read, Predicate<HostPort> such, BiFunction<Place, HostPort, Finding> finding) {
    return read.stream()
        .flatMap(
            place ->
                place.settings().proxy().filter(such).stream()
                    .map(proxy -> finding.apply(place, proxy)))
        .findFirst();
  }

  private static String named(Place place, HostPort proxy) {
    return "Proxy "
        + ProxyWords.proxy(proxy)
        + ", set in "
        + ProxyWords.place(place.source())
        + ", ";
  }

  private static Reason reason(Map<HostPort, Outcome> answers, HostPort proxy) {
    return Optional.ofNullable(answers.get(proxy)).map(Outcome::reason).orElse(Reason.ERROR);
  }

  /** The room's other ends and this machine's own private addresses. */
  private List<InetAddress> localNetwork() {
    return Stream.concat(
            Destination.ofLink(context).stream().map(Destination::address),
            facts.interfaces().asOptional().stream()
                .flatMap(List::stream)
                .flatMap(one -> one.addresses().stream())
                .map(Subnet::address)
                .filter(InetAddress::isSiteLocalAddress))
        .toList();
  }

  private static boolean spares(Place place, List<InetAddress> local) {
    List<String> bypass = place.settings().bypass();
    return local.isEmpty()
        ? !bypass.isEmpty()
        : local.stream()
            .allMatch(address -> LocalBypass.covers(address, place.source().kind(), bypass));
  }

  private static Optional<Finding> disagreement(List<Place> read) {
    for (Place one : read) {
      for (Place other : read) {
        if (differ(one, other)) {
          return Optional.of(
              Finding.degraded(
                  Reason.DRIFT,
                  "Proxy settings disagree: " + one.text() + ", but " + other.text() + "."));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean differ(Place one, Place other) {
    if (one.names() && other.names()) {
      ProxySettings mine = one.settings();
      ProxySettings theirs = other.settings();
      boolean nothingShared =
          !(mine.proxy().isPresent() && theirs.proxy().isPresent())
              && !(mine.pacUrl().isPresent() && theirs.pacUrl().isPresent());
      return nothingShared
          || unlike(mine.proxy(), theirs.proxy())
          || unlike(mine.pacUrl(), theirs.pacUrl());
    }
    // WinHTTP's stored setting has no PAC script, so only a proxy can be compared with nothing.
    return one.settings().proxy().isPresent()
        && !other.names()
        && (isPair(one, other, Kind.WINHTTP, Kind.WININET)
            || isPair(one, other, Kind.WININET, Kind.WINHTTP));
  }

  private static <T> boolean unlike(Optional<T> one, Optional<T> other) {
    return one.isPresent() && other.isPresent() && !one.equals(other);
  }

  private static boolean isPair(Place one, Place other, Kind first, Kind second) {
    return one.source().kind() == first && other.source().kind() == second;
  }

  private static Optional<Finding> unread(List<ProxySource> sources, List<Place> read) {
    List<String> gaps = new ArrayList<>();
    Optional<Reason> reason = Optional.empty();
    for (ProxySource source : sources) {
      if (source.settings() instanceof Fact.Unread<ProxySettings> unread
          && unread.reason() != Reason.NOT_FOUND) {
        gaps.add(ProxyWords.place(source) + " (" + unread.why() + ")");
        reason = reason.or(() -> Optional.of(unread.reason()));
      }
    }
    String seen = read.isEmpty() ? "nothing else" : Figures.some(places(read), 6);
    return reason.map(
        why ->
            Finding.unknown(
                why, "Could not read " + Figures.some(gaps, 3) + "; read " + seen + "."));
  }

  private static String summary(List<Place> read, Map<HostPort, Outcome> answers) {
    List<String> set =
        read.stream()
            .filter(place -> place.names() || place.settings().autoDetect())
            .map(Place::text)
            .distinct()
            .toList();
    if (set.isEmpty()) {
      return read.isEmpty()
          ? "No proxy is set."
          : "No proxy is set in " + Figures.some(places(read), 6) + ".";
    }
    return Figures.some(set, 4) + (answers.isEmpty() ? "." : "; each proxy answers.");
  }

  private static List<String> places(List<Place> read) {
    return read.stream().map(place -> ProxyWords.place(place.source())).distinct().toList();
  }

  /**
   * Inferred, and so never more than words. Not on Linux: distributions map the own name to
   * 127.0.1.1 on purpose, and no room runs there.
   */
  private String ownNameHint() {
    if (!isRoom() || facts.platform() == Platform.LINUX) {
      return "";
    }
    return facts
        .hostsFile()
        .asOptional()
        .flatMap(text -> HostsFile.loopbackOf(facts.hostName(), text))
        .map(
            address ->
                " The hosts file maps this machine's own name to "
                    + Addresses.text(address)
                    + ": "
                    + SHOWN_IP
                    + " (inferred).")
        .orElse("");
  }

  private static Reading[] readings(
      List<ProxySource> sources, List<Place> read, Map<HostPort, Outcome> answers) {
    List<String> unread =
        sources.stream()
            .filter(source -> source.settings().asOptional().isEmpty())
            .map(ProxyWords::place)
            .toList();
    return new Reading[] {
      Reading.texts("settings", read.stream().map(Place::text).toList()),
      Reading.texts("unread", unread),
      answers.values().stream()
          .filter(Outcome::ok)
          .findFirst()
          .map(outcome -> Reading.seconds("connect_seconds", outcome.took()))
          .orElse(Reading.absent("connect_seconds"))
    };
  }
}
