package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.ProxyBypass;
import io.roomwatch.agent.check.ProxyWords;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxyOwner;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.RoomApp;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.ProxyServer;
import io.roomwatch.agent.probe.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which way HTTPS to one host takes: what the configuration fixes, else what this machine is set
 * to. On Windows the settings of the user who runs the room app decide; where that cannot be told,
 * the first place that sets a proxy does: users, macOS, machine, this process's environment, {@code
 * /etc/environment}.
 */
sealed interface ProxyInForce {

  /** What took its time when {@link #of} did. */
  String READING = "Reading the proxy settings of this machine";

  /** How an exchange ends that never reached the host. */
  Set<Reason> NOT_CONNECTED =
      Set.of(
          Reason.REFUSED,
          Reason.TIMEOUT,
          Reason.UNREACHABLE,
          Reason.NO_ROUTE,
          Reason.RESET,
          Reason.CLOSED_EARLY,
          Reason.DNS_NXDOMAIN,
          Reason.DNS_SERVFAIL,
          Reason.DNS_TIMEOUT);

  /** No proxy for anything. */
  record Direct(String why, boolean autoDetect) implements ProxyInForce {}

  /** Through this proxy, as {@code source} says. */
  record Through(ProxyServer server, String source) implements ProxyInForce {}

  /** A proxy is set, but the exception {@code entry} sends this host past it. */
  record Bypassed(String address, String source, String entry) implements ProxyInForce {}

  /** A PAC script decides, which is not evaluated here. */
  record Script(String url, String source) implements ProxyInForce {}

  /** Nothing readable sets a proxy, and a place that may set one is not readable. */
  record NotRead(Reason reason, String why) implements ProxyInForce {}

  /** The proxy to go through; empty where probes go direct. */
  default Optional<ProxyServer> proxy() {
    return this instanceof Through through ? Optional.of(through.server()) : Optional.empty();
  }

  /**
   * The finding of a probe that went this way. Where a script decides, a direct way that fails is
   * no failure of the room: it is unknown. What was found beside, as a login page, still stands.
   */
  default Finding explain(Finding finding) {
    return this instanceof Script script && NOT_CONNECTED.contains(finding.reason())
        ? Finding.unknown(
            Reason.UNSUPPORTED,
            finding.text()
                + " The PAC script "
                + script.url()
                + " may send it another way; scripts are not evaluated, so name the proxy in"
                + " cloud.proxy.")
        : finding;
  }

  /** The way of HTTPS to {@code host}. Reads facts: call it off the event loop. */
  static ProxyInForce of(CheckContext context, String host) {
    return switch (context.config().cloud().proxy()) {
      case Cloud.Proxy.None none -> new Direct("the configuration says so", false);
      case Cloud.Proxy.Fixed fixed -> new Through(server(fixed), "the configuration");
      case Cloud.Proxy.Auto auto -> found(context, host);
    };
  }

  private static ProxyServer server(Cloud.Proxy.Fixed fixed) {
    return new ProxyServer(
        new Target(fixed.address().host(), fixed.address().port()),
        fixed
            .login()
            .map(login -> new ProxyServer.Credentials(login.user(), login.password().reveal())));
  }

  private static ProxyInForce found(CheckContext context, String host) {
    List<ProxySource> all = context.facts().proxies();
    List<ProxySource> places =
        roomUsers(context, all)
            .map(List::of)
            .orElseGet(
                () -> all.stream().sorted(Comparator.comparingInt(ProxyInForce::rank)).toList());
    for (ProxySource place : places) {
      Optional<ProxyInForce> set = place.settings().asOptional().flatMap(s -> set(place, s, host));
      if (set.isPresent()) {
        return set.get();
      }
    }
    for (ProxySource place : places) {
      if (place.settings() instanceof Fact.Unread<ProxySettings> unread && matters(unread)) {
        return new NotRead(unread.reason(), unread.why());
      }
    }
    boolean autoDetect =
        places.stream()
            .flatMap(place -> place.settings().asOptional().stream())
            .anyMatch(ProxySettings::autoDetect);
    return new Direct("none is set on this machine", autoDetect);
  }

  /** Nothing can be set in a place that is not there. */
  private static boolean matters(Fact.Unread<ProxySettings> unread) {
    return unread.reason() != Reason.NOT_FOUND;
  }

  private static Optional<ProxyInForce> set(
      ProxySource place, ProxySettings settings, String host) {
    Optional<ProxySettings.HostPort> proxy = settings.proxy();
    if (proxy.isPresent()) {
      ProxySettings.HostPort address = proxy.get();
      Optional<String> entry = ProxyBypass.naming(host, place.kind(), settings.bypass());
      if (entry.isPresent()) {
        return Optional.of(new Bypassed(address.toString(), ProxyWords.place(place), entry.get()));
      }
      if (address.host().isBlank() || address.port() < 1 || address.port() > 65535) {
        return Optional.of(
            new NotRead(
                Reason.ERROR,
                ProxyWords.place(place) + " names the proxy " + address + ", which is none."));
      }
      return Optional.of(
          new Through(
              new ProxyServer(new Target(address.host(), address.port()), Optional.empty()),
              ProxyWords.place(place)));
    }
    return settings.pacUrl().map(url -> new Script(url, ProxyWords.place(place)));
  }

  /** The settings of the user who runs the room app, when both are known and may be read. */
  private static Optional<ProxySource> roomUsers(CheckContext context, List<ProxySource> all) {
    List<String> apps = context.config().room().app().processes();
    String user =
        context
            .facts()
            .processes()
            .asOptional()
            .flatMap(processes -> RoomApp.running(processes, apps))
            .flatMap(RunningProcess::user)
            .orElse("");
    return ProxyOwner.of(user, all).filter(ProxyInForce::isSeen);
  }

  /** A place whose content is known, be it one that is not followed here. */
  private static boolean isSeen(ProxySource place) {
    return switch (place.settings()) {
      case Fact.Known<ProxySettings> known -> true;
      case Fact.Unread<ProxySettings> unread ->
          unread.reason() == Reason.UNSUPPORTED || unread.reason() == Reason.ERROR;
    };
  }

  private static int rank(ProxySource place) {
    return switch (place.kind()) {
      case WININET -> 0;
      case SCUTIL -> 1;
      case WINHTTP -> 2;
      case ENVIRONMENT -> 3;
      case ETC_ENVIRONMENT -> 4;
    };
  }
}
