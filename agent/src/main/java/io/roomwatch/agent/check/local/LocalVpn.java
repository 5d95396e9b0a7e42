package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Destination;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.check.Way;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.VpnAdapters;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Tunnels that are up, and what they own. A tunnel alone is no fault: only one that owns the
 * default or split-default route, or the route to the device, a controller, a peer or a cloud host,
 * is degraded {@code VIA_VPN}. A cloud host given by name is the address that {@code cloud.tcp}
 * last connected to, and follows the default route before that: looking it up would send a packet.
 *
 * <p>Unknown: why the interfaces, or with a tunnel up the routes, could not be read.
 */
final class LocalVpn implements Check {

  /**
   * Halves of IPv4 and the three shapes in which VPNs take over IPv6: {@code ::/1}, {@code
   * 8000::/1}, {@code 2000::/3}.
   */
  private static final int SPLIT_IPV4 = 1;

  private static final int SPLIT_IPV6 = 3;

  private final CheckContext context;
  private final Facts facts;

  LocalVpn(CheckContext context) {
    this.context = context;
    this.facts = context.facts();
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LOCAL_VPN);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(see());
  }

  private Finding see() {
    Optional<Fact.Unread<List<NetInterface>>> noInterfaces = Ways.unread(facts.interfaces());
    if (noInterfaces.isPresent()) {
      return Finding.unknown(noInterfaces.get().reason(), noInterfaces.get().why());
    }
    Ways ways = Ways.read(facts);
    List<NetInterface> tunnels =
        ways.interfaces().stream().filter(NetInterface::up).filter(Way::isTunnel).toList();
    if (tunnels.isEmpty()) {
      return Finding.ok("No VPN tunnel is up.");
    }
    Optional<Fact.Unread<List<Route>>> noRoutes = Ways.unread(facts.routes());
    if (noRoutes.isPresent()) {
      return Finding.unknown(
              noRoutes.get().reason(),
              described(tunnels)
                  + " up, and what goes through is not known: "
                  + noRoutes.get().why())
          .with(readings(tunnels, List.of()));
    }
    for (NetInterface tunnel : tunnels) {
      List<String> owned = owned(tunnel, ways);
      if (!owned.isEmpty()) {
        return Finding.degraded(
                Reason.VIA_VPN,
                described(tunnel) + " is up and owns the way to " + Figures.some(owned, 6) + ".")
            .with(readings(List.of(tunnel), owned));
      }
    }
    return Finding.ok(
            described(tunnels)
                + " up; no route that the room needs goes through "
                + (tunnels.size() == 1 ? "it." : "them."))
        .with(readings(tunnels, List.of()));
  }

  /** What the tunnel owns, in words that follow "the way to". */
  private List<String> owned(NetInterface tunnel, Ways ways) {
    List<String> owned = new ArrayList<>();
    Optional<Route> everything =
        ways.defaults().stream()
            .filter(route -> route.interfaceName().equals(tunnel.name()))
            .findFirst();
    Optional<Route> split =
        ways.routes().stream()
            .filter(route -> route.interfaceName().equals(tunnel.name()))
            .filter(LocalVpn::isSplitDefault)
            .findFirst();
    if (everything.isPresent()) {
      owned.add(
          "the internet (default route "
              + InterfaceWords.written(everything.get().destination())
              + ")");
    } else if (split.isPresent()) {
      owned.add(
          "the internet (split default route "
              + InterfaceWords.written(split.get().destination())
              + ")");
    }
    if (!owned.isEmpty()) {
      context.config().cloud().hosts().names().stream()
          .filter(host -> Addresses.literal(host).isEmpty())
          .forEach(owned::add);
    }
    List<Destination> ends = new ArrayList<>(Destination.ofLink(context));
    ends.addAll(Destination.ofCloud(context));
    for (Destination end : ends) {
      Way.out(facts, end.address(), ways.interfaces(), ways.routes())
          .filter(out -> out.name().equals(tunnel.name()))
          .ifPresent(out -> owned.add(end.name()));
    }
    return owned.stream().distinct().toList();
  }

  private static boolean isSplitDefault(Route route) {
    int length = route.destination().prefixLength();
    int most = Ways.isIpv6(route.destination().address()) ? SPLIT_IPV6 : SPLIT_IPV4;
    return length >= 1 && length <= most;
  }

  private static String described(List<NetInterface> tunnels) {
    return Figures.some(tunnels.stream().map(LocalVpn::described).toList(), 4)
        + (tunnels.size() == 1 ? " is" : " are");
  }

  /** {@code Cisco AnyConnect (Ethernet 3)}, {@code the tunnel tun0}. */
  private static String described(NetInterface tunnel) {
    Optional<String> vendor = vendor(tunnel);
    if (vendor.isPresent()) {
      return vendor.get() + " (" + tunnel.name() + ")";
    }
    return tunnel.description().equals(tunnel.name()) || tunnel.description().isBlank()
        ? "Tunnel " + tunnel.name()
        : "Tunnel " + tunnel.name() + " (" + tunnel.description() + ")";
  }

  private static Optional<String> vendor(NetInterface tunnel) {
    return VpnAdapters.vendor(tunnel.description()).or(() -> VpnAdapters.vendor(tunnel.name()));
  }

  private static Reading[] readings(List<NetInterface> tunnels, List<String> owned) {
    return new Reading[] {
      Reading.texts("tunnels", tunnels.stream().map(NetInterface::name).toList()),
      Reading.texts("owned", owned)
    };
  }
}
