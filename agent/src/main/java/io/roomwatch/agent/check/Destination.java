package io.roomwatch.agent.check;

import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.probe.Target;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another end that the room needs and whose address is known without asking: written in the
 * configuration, or the one that {@code link.peer} last connected to. Looking a name up would send
 * a packet.
 *
 * @param name how a sentence calls it: {@code peer boardroom-pc}, {@code controller 10.4.13.31}
 */
public record Destination(String name, InetAddress address) {

  /** The device, the controllers and the peers: the ends of port 9090. */
  public static List<Destination> ofLink(CheckContext context) {
    List<Destination> ends = new ArrayList<>();
    Room room = context.config().room();
    room.device().ifPresent(device -> ends.add(new Destination("the room device", device)));
    for (InetAddress controller : room.controllers()) {
      ends.add(new Destination("controller " + Addresses.text(controller), controller));
    }
    for (Peer peer : context.config().peers()) {
      address(context, peer)
          .ifPresent(address -> ends.add(new Destination("peer " + peer.name(), address)));
    }
    return List.copyOf(ends);
  }

  /** A peer's address without asking a resolver. */
  public static Optional<InetAddress> address(CheckContext context, Peer peer) {
    return Addresses.literal(peer.address())
        .or(
            () ->
                context
                    .latest()
                    .of(CheckId.of(CheckKind.LINK_PEER, peer.name()))
                    .flatMap(seen -> Recent.text(seen, "address"))
                    .flatMap(Addresses::literal));
  }

  /**
   * The hosts of the cloud that are written as addresses, or whose name {@code cloud.tcp} last
   * connected to on port 443.
   */
  public static List<Destination> ofCloud(CheckContext context) {
    return context.config().cloud().hosts().names().stream()
        .distinct()
        .flatMap(
            host -> cloud(context, host).stream().map(address -> new Destination(host, address)))
        .toList();
  }

  private static Optional<InetAddress> cloud(CheckContext context, String host) {
    return Addresses.literal(host)
        .or(
            () ->
                context
                    .latest()
                    .of(CheckId.of(CheckKind.CLOUD_TCP, new Target(host, 443).toString()))
                    .flatMap(seen -> Recent.text(seen, "address"))
                    .flatMap(Addresses::literal));
  }
}
