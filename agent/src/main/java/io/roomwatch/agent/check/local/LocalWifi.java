package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Destination;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.check.Thresholds;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

/**
 * The radio of the Wi-Fi that the room uses: the one that carries the default route or the way to
 * the device, a controller or a peer. A weak signal on any other Wi-Fi is no fault, and neither is
 * a room without Wi-Fi.
 *
 * <p>Failed and degraded: {@code THRESHOLD}. Unknown: why the radio or the routes could not be
 * read, as {@code PERMISSION} with its fix; {@code UNSUPPORTED} when the driver gives no signal.
 *
 * <p>Thresholds, both reached when the signal is weaker: {@code signal_degraded_dbm} (default -67,
 * the usual floor for voice) and {@code signal_failed_dbm} (default -80).
 */
final class LocalWifi implements Check {

  private final CheckContext context;
  private final Facts facts;
  private final Thresholds thresholds;

  LocalWifi(CheckContext context) {
    this.context = context;
    this.facts = context.facts();
    this.thresholds = Thresholds.of(context.config(), CheckId.of(CheckKind.LOCAL_WIFI));
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LOCAL_WIFI);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(see());
  }

  private Finding see() {
    return switch (facts.wifi()) {
      case Fact.Known<List<Wifi>> known when known.value().isEmpty() -> none();
      case Fact.Known<List<Wifi>> known -> judge(known.value());
      case Fact.Unread<List<Wifi>> unread when unread.reason() == Reason.NOT_FOUND -> none();
      case Fact.Unread<List<Wifi>> unread -> unreadable(unread);
    };
  }

  private static Finding none() {
    return Finding.ok("No Wi-Fi interface: nothing to measure.");
  }

  /** Without a Wi-Fi link there is no signal that could be unknown. */
  private Finding unreadable(Fact.Unread<List<Wifi>> unread) {
    Optional<List<NetInterface>> interfaces = facts.interfaces().asOptional();
    boolean noneUp =
        interfaces.isPresent()
            && interfaces.get().stream().noneMatch(one -> one.kind() == Kind.WIFI && one.up());
    return noneUp
        ? Finding.ok("No Wi-Fi link is up: nothing to measure.")
        : Finding.unknown(unread.reason(), unread.why());
  }

  private Finding judge(List<Wifi> all) {
    Optional<Fact.Unread<List<Route>>> unread = Ways.unread(facts.routes());
    if (unread.isPresent()) {
      return Finding.unknown(
              unread.get().reason(),
              "Whether the room uses the Wi-Fi is not known: " + unread.get().why())
          .with(readings(all.get(0)));
    }
    List<String> inUse =
        Ways.read(facts).inUse(Destination.ofLink(context)).stream()
            .map(NetInterface::name)
            .toList();
    Optional<Wifi> used =
        all.stream().filter(wifi -> inUse.contains(wifi.interfaceName())).findFirst();
    return used.map(this::judge)
        .orElseGet(
            () ->
                Finding.ok(signal(all.get(0)) + ", and the room does not use it.")
                    .with(readings(all.get(0))));
  }

  private Finding judge(Wifi wifi) {
    OptionalDouble dbm = dbm(wifi);
    if (dbm.isEmpty()) {
      return Finding.unknown(
              Reason.UNSUPPORTED,
              wifi.interfaceName() + " carries the room's traffic, but its driver gives no signal.")
          .with(readings(wifi));
    }
    double failed = thresholds.value("signal_failed_dbm");
    double degraded = thresholds.value("signal_degraded_dbm");
    Finding finding;
    if (dbm.getAsDouble() < failed) {
      finding = Finding.failed(Reason.THRESHOLD, weak(wifi, "too weak for a meeting", failed));
    } else if (dbm.getAsDouble() < degraded) {
      finding = Finding.degraded(Reason.THRESHOLD, weak(wifi, "weak for voice", degraded));
    } else {
      finding = Finding.ok(signal(wifi) + ".");
    }
    return finding.with(readings(wifi));
  }

  private String weak(Wifi wifi, String how, double limit) {
    return signal(wifi) + " and " + how + " (below " + Figures.plain(limit) + " dBm).";
  }

  /** {@code wlan0 is at -58 dBm, quality 74 %}. */
  private String signal(Wifi wifi) {
    OptionalDouble dbm = dbm(wifi);
    String about = wifi.signalDbm().isPresent() ? "" : "about ";
    String quality =
        wifi.qualityRatio().isPresent()
            ? "quality " + Figures.percent(wifi.qualityRatio().getAsDouble())
            : "";
    if (dbm.isEmpty()) {
      return wifi.interfaceName()
          + (quality.isEmpty() ? " gives no signal" : " has the " + quality);
    }
    return wifi.interfaceName()
        + " is at "
        + about
        + String.format(Locale.ROOT, "%.0f dBm", dbm.getAsDouble())
        + (quality.isEmpty() ? "" : ", " + quality);
  }

  /**
   * The signal, or what Windows computed the quality from: 0 is -100 dBm, 100 % is -50 dBm, linear
   * between (learn.microsoft.com, WLAN_ASSOCIATION_ATTRIBUTES, wlanSignalQuality).
   */
  private OptionalDouble dbm(Wifi wifi) {
    if (wifi.signalDbm().isPresent() || facts.platform() != Platform.WINDOWS) {
      return wifi.signalDbm();
    }
    return wifi.qualityRatio().isPresent()
        ? OptionalDouble.of(-100 + 50 * wifi.qualityRatio().getAsDouble())
        : OptionalDouble.empty();
  }

  private static Reading[] readings(Wifi wifi) {
    return new Reading[] {
      Reading.text("interface", wifi.interfaceName()),
      Reading.number("signal_dbm", wifi.signalDbm()),
      Reading.number("quality_ratio", wifi.qualityRatio())
    };
  }
}
