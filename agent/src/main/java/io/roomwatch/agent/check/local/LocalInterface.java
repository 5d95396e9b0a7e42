package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Destination;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.check.Way;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The interface that the room uses: the one of the default route, and those of the routes to the
 * device, the controllers and the peers. Others may be down or without a gateway: an AV control
 * network is no fault.
 *
 * <p>Failed: {@code MISSING} (no link), {@code NO_ROUTE} (only link-local addresses, so nothing
 * beyond the cable can be reached). Degraded: {@code DRIFT} (the default route went from wired to
 * Wi-Fi since this agent started; it stays until the wire carries it again), {@code THRESHOLD} (a
 * wired link at 10 Mbit/s or less, or with an error a second or more). What a driver does not tell
 * is not judged.
 */
final class LocalInterface implements Check {

  private static final double SLOW_BITS_PER_SECOND = 10e6;
  private static final double ERRORS_PER_SECOND = 1;

  /** One error within a moment is no rate. */
  private static final Duration SHORTEST_RATE = Duration.ofSeconds(5);

  private final CheckContext context;
  private final Facts facts;
  private final InstantSource clock;

  /** Written at the end of a look; looks of one check never overlap. */
  private volatile Memory memory =
      new Memory(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * What earlier looks saw.
   *
   * @param main carried the default route at the latest look that had one
   * @param wired the wired interface that carried it last
   * @param toWifi when Wi-Fi took over from the wired one; empty while it has not
   */
  private record Memory(
      Optional<String> main,
      Optional<String> wired,
      Optional<Instant> toWifi,
      Optional<Errors> errors) {}

  private record Errors(String name, long total, Instant at) {}

  LocalInterface(CheckContext context) {
    this.context = context;
    this.facts = context.facts();
    this.clock = context.clock();
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LOCAL_INTERFACE);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(see());
  }

  private Finding see() {
    Fact<List<NetInterface>> interfaces = facts.interfaces();
    Optional<Fact.Unread<List<NetInterface>>> unread = Ways.unread(interfaces);
    if (unread.isPresent()) {
      return Finding.unknown(unread.get().reason(), unread.get().why());
    }
    Ways ways =
        new Ways(
            interfaces.asOptional().orElse(List.of()),
            facts.routes().asOptional().orElse(List.of()));
    List<NetInterface> inUse = ways.inUse(Destination.ofLink(context));
    Optional<NetInterface> main = carrierOfDefault(ways);
    Memory before = memory;
    memory = remember(before, main);
    Optional<Finding> noLink = noLink(ways, inUse, main, before);
    if (noLink.isPresent()) {
      return noLink.get();
    }
    return main.or(() -> inUse.stream().findFirst())
        .or(() -> likeliest(ways.interfaces()))
        .map(one -> judge(one, ways, main.isPresent(), before))
        .orElseGet(() -> Finding.failed(Reason.MISSING, noneUp(ways.interfaces())));
  }

  private static Optional<NetInterface> carrierOfDefault(Ways ways) {
    return ways.defaultsUnderTunnels().stream()
        .map(Route::interfaceName)
        .flatMap(name -> ways.named(name).stream())
        .filter(one -> !Way.isTunnel(one))
        .findFirst();
  }

  /** A link that is needed, or was, and is down. */
  private static Optional<Finding> noLink(
      Ways ways, List<NetInterface> inUse, Optional<NetInterface> main, Memory before) {
    for (NetInterface one : inUse) {
      if (!one.up()) {
        return Optional.of(
            Finding.failed(
                    Reason.MISSING,
                    one.name()
                        + " ("
                        + one.medium()
                        + ") has no link and "
                        + (main.filter(one::equals).isPresent()
                            ? "carries the default route."
                            : "is the way to the room's other devices."))
                .with(InterfaceWords.readings(one, OptionalDouble.empty())));
      }
    }
    if (main.isPresent() || before.main().isEmpty()) {
      return Optional.empty();
    }
    String lost = before.main().get();
    Optional<NetInterface> now = ways.named(lost);
    if (now.filter(NetInterface::up).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.failed(
            Reason.MISSING,
            lost
                + " carried the default route and "
                + (now.isPresent() ? "has lost its link." : "is gone from this machine.")));
  }

  private Finding judge(NetInterface one, Ways ways, boolean main, Memory before) {
    OptionalDouble errors = errorsPerSecond(one, before);
    Reading[] readings = InterfaceWords.readings(one, errors);
    if (!InterfaceWords.hasUsableAddress(one) && (!main || InterfaceWords.hasLinkLocal(one))) {
      return Finding.failed(Reason.NO_ROUTE, noAddress(one)).with(readings);
    }
    Optional<Instant> toWifi = memory.toWifi();
    if (main && toWifi.isPresent()) {
      return Finding.degraded(Reason.DRIFT, flipped(one, ways, before, toWifi.get()))
          .with(readings);
    }
    String described = InterfaceWords.described(one);
    return poorWire(one, errors)
        .map(how -> Finding.degraded(Reason.THRESHOLD, described + how))
        .orElseGet(
            () ->
                Finding.ok(
                    described
                        + " is up"
                        + with(one)
                        + (main ? " and carries the default route." : noDefault(ways))))
        .with(readings);
  }

  private static String with(NetInterface one) {
    return one.addresses().isEmpty()
        ? " without an address"
        : " with " + InterfaceWords.addresses(one);
  }

  private static String noDefault(Ways ways) {
    return ways.routes().isEmpty() ? "; no route is known." : "; no default route goes through it.";
  }

  /** What is wrong with a wired link that is up, as the end of a sentence. */
  private static Optional<String> poorWire(NetInterface one, OptionalDouble errors) {
    if (one.kind() != Kind.ETHERNET) {
      return Optional.empty();
    }
    OptionalDouble speed = InterfaceWords.speed(one);
    if (speed.isPresent() && speed.getAsDouble() <= SLOW_BITS_PER_SECOND) {
      return Optional.of(" is up but slow: look at the cable and the switch port.");
    }
    if (errors.isPresent() && errors.getAsDouble() >= ERRORS_PER_SECOND) {
      return Optional.of(
          " counts "
              + Figures.plain(errors.getAsDouble())
              + " errors a second: look at the cable and the switch port.");
    }
    return Optional.empty();
  }

  private static String flipped(NetInterface wifi, Ways ways, Memory before, Instant at) {
    String wired = before.wired().orElse("an interface");
    String now =
        ways.named(wired)
            .map(one -> one.up() ? " has a link" : " has no link")
            .orElse(" is gone from this machine");
    return String.join(
        "",
        "The default route went from wired " + wired + " to Wi-Fi " + wifi.name(),
        " at " + Figures.utc(at) + "; " + wired + now + ".");
  }

  private Memory remember(Memory before, Optional<NetInterface> main) {
    if (main.isEmpty()) {
      return before;
    }
    NetInterface now = main.get();
    Optional<Errors> errors =
        Optional.of(new Errors(now.name(), total(now.counters()), clock.instant()));
    Optional<String> name = Optional.of(now.name());
    return switch (now.kind()) {
      case WIFI ->
          new Memory(
              name,
              before.wired(),
              before.toWifi().or(() -> before.wired().map(ignored -> clock.instant())),
              errors);
      case ETHERNET, VIRTUAL -> new Memory(name, name, Optional.empty(), errors);
      case TUNNEL, LOOPBACK, OTHER -> new Memory(name, before.wired(), before.toWifi(), errors);
    };
  }

  /**
   * In and out together; empty at the first look, on another interface and after counters began
   * anew. By the wall clock, which is good enough for a rate over half a minute.
   */
  private OptionalDouble errorsPerSecond(NetInterface one, Memory before) {
    if (before.errors().isEmpty() || !before.errors().get().name().equals(one.name())) {
      return OptionalDouble.empty();
    }
    Errors earlier = before.errors().get();
    long more = total(one.counters()) - earlier.total();
    Duration between = Duration.between(earlier.at(), clock.instant());
    return more < 0 || between.compareTo(SHORTEST_RATE) < 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(more * 1000.0 / between.toMillis());
  }

  /** Where no route decides: addressed before not, wired before Wi-Fi. */
  private static Optional<NetInterface> likeliest(List<NetInterface> interfaces) {
    return candidates(interfaces).stream()
        .filter(NetInterface::up)
        .min(
            Comparator.comparing((NetInterface one) -> !InterfaceWords.hasUsableAddress(one))
                .thenComparing(NetInterface::kind));
  }

  /**
   * What could carry the room. Virtual switches and odd links, such as macOS' peer-to-peer radio,
   * only count on a machine that has nothing else.
   */
  private static List<NetInterface> candidates(List<NetInterface> interfaces) {
    List<NetInterface> hardware = ofKinds(interfaces, EnumSet.of(Kind.ETHERNET, Kind.WIFI));
    return hardware.isEmpty()
        ? ofKinds(interfaces, EnumSet.of(Kind.VIRTUAL, Kind.OTHER))
        : hardware;
  }

  private static List<NetInterface> ofKinds(List<NetInterface> interfaces, Set<Kind> kinds) {
    return interfaces.stream().filter(one -> kinds.contains(one.kind())).toList();
  }

  private static String noneUp(List<NetInterface> interfaces) {
    List<String> down =
        candidates(interfaces).stream().map(one -> one.name() + " (" + one.medium() + ")").toList();
    return switch (down.size()) {
      case 0 -> "This machine has no network interface.";
      case 1 -> "No network link is up: " + down.get(0) + " has no carrier.";
      default -> "No network link is up: " + Figures.some(down, 4) + " have no carrier.";
    };
  }

  private static String noAddress(NetInterface one) {
    String start = one.name() + " (" + one.medium() + ") is up ";
    return InterfaceWords.hasLinkLocal(one)
        ? start
            + "with only link-local addresses ("
            + InterfaceWords.addresses(one)
            + "): DHCP gave none."
        : start + "without any address: DHCP gave none.";
  }

  private static long total(NetInterface.Counters counters) {
    return counters.errorsIn() + counters.errorsOut();
  }
}
