package io.roomwatch.agent.check.link;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Destination;
import io.roomwatch.agent.check.Way;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code link.subnet:<name>}: whether a peer is on this machine's own network, behind a router, or
 * not reachable at all, through which interface, and whether a VPN takes the way. Sends no packet:
 * the address of a peer known by name is the one that {@code link.peer} last connected to.
 *
 * <p>Reasons: {@code no-route}, {@code via-vpn}, {@code not-found} (the peer's address is not known
 * yet), and why routes could not be read.
 */
final class LinkSubnet implements Check {

  private final CheckContext context;
  private final Peer peer;
  private final CheckId id;

  LinkSubnet(CheckContext context, Peer peer) {
    this.context = context;
    this.peer = peer;
    this.id = CheckId.of(CheckKind.LINK_SUBNET, peer.name());
  }

  @Override
  public CheckId id() {
    return id;
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(
        Destination.address(context, peer)
            .map(this::judge)
            .orElseGet(
                () ->
                    Finding.unknown(
                        Reason.NOT_FOUND,
                        "The address of "
                            + peer.name()
                            + " is not known: the name "
                            + peer.address()
                            + " has not led to one yet.")));
  }

  private Finding judge(InetAddress address) {
    return switch (context.facts().interfaces()) {
      case Fact.Unread<List<NetInterface>> unread -> unread(unread.reason(), unread.why());
      case Fact.Known<List<NetInterface>> interfaces ->
          switch (context.facts().routes()) {
            case Fact.Unread<List<Route>> unread -> unread(unread.reason(), unread.why());
            case Fact.Known<List<Route>> routes ->
                judge(address, interfaces.value(), routes.value());
          };
    };
  }

  private Finding unread(Reason reason, String why) {
    return Finding.unknown(reason, "The way to " + peer.name() + " cannot be read: " + why);
  }

  private Finding judge(InetAddress address, List<NetInterface> interfaces, List<Route> routes) {
    if (isOwn(address, interfaces)) {
      return Finding.ok(who(address) + " is this machine itself.")
          .with(Reading.text("way", "self"), Reading.flag("vpn", false));
    }
    Optional<Route> route = Route.to(address, routes);
    Optional<NetInterface> through =
        Way.out(context.facts(), address, interfaces, routes)
            // Some systems do not list the routes of connected networks.
            .or(() -> connected(address, interfaces));
    if (Way.isNone(context.facts().sourceTo(address)) || (route.isEmpty() && through.isEmpty())) {
      return Finding.failed(Reason.NO_ROUTE, "This machine has no route to " + who(address) + ".")
          .with(Reading.text("way", "none"), Reading.flag("vpn", false));
    }
    String name = through.map(NetInterface::name).or(() -> route.map(Route::interfaceName)).get();
    Optional<InetAddress> gateway = route.flatMap(Route::gateway);
    boolean vpn = through.filter(Way::isTunnel).isPresent();
    return finding(address, name, gateway, vpn)
        .with(
            Reading.text("way", gateway.isPresent() ? "routed" : "on-link"),
            Reading.text("interface", name),
            gateway
                .map(hop -> Reading.text("gateway", Addresses.text(hop)))
                .orElse(Reading.absent("gateway")),
            Reading.flag("vpn", vpn));
  }

  private Finding finding(
      InetAddress address, String name, Optional<InetAddress> gateway, boolean vpn) {
    String way =
        gateway
            .map(hop -> " is on another network, reached by the gateway " + Addresses.text(hop))
            .orElse(" is on the same network as this machine");
    if (vpn) {
      return Finding.degraded(
          Reason.VIA_VPN, "The way to " + who(address) + " goes through the VPN " + name + ".");
    }
    return Finding.ok(who(address) + way + ", through " + name + ".");
  }

  private static boolean isOwn(InetAddress address, List<NetInterface> interfaces) {
    return address.isLoopbackAddress()
        || interfaces.stream()
            .flatMap(one -> one.addresses().stream())
            .anyMatch(subnet -> subnet.address().equals(address));
  }

  private static Optional<NetInterface> connected(
      InetAddress address, List<NetInterface> interfaces) {
    return interfaces.stream()
        .filter(one -> one.up() && one.subnetOf(address).isPresent())
        .findFirst();
  }

  private String who(InetAddress address) {
    String text = Addresses.text(address);
    return peer.name().equals(text) ? text : peer.name() + " (" + text + ")";
  }
}
