package io.roomwatch.agent.check;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Peer;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The checks of the controller link that a configuration asks for. */
final class LinkChecks {

  /** The name of the peer that {@code room.device} stands for. */
  static final String DEVICE = "device";

  /** Facts that are read after a probe has ended; the thread lives for that one read. */
  private static final Executor AFTER_PROBE =
      task -> Thread.ofVirtual().name("check-facts").start(task);

  private LinkChecks() {}

  static List<Check> of(CheckContext context) {
    Config config = context.config();
    List<Peer> peers = peers(config);
    List<Check> checks = new ArrayList<>();
    if (config.room().isThisMachine()) {
      checks.add(new LinkListener(context));
      checks.add(new LinkControllers(context));
      checks.add(new LinkFirewall(context));
    }
    peers.forEach(peer -> checks.add(new LinkPeer(context, peer, AFTER_PROBE)));
    peers.forEach(peer -> checks.add(new LinkSubnet(context, peer)));
    if (config.room().isThisMachine()
        || !peers.isEmpty()
        || !config.room().controllers().isEmpty()) {
      checks.add(new LinkIsolation(context));
    }
    return checks;
  }

  /**
   * The peers as configured, and the room device itself when the agent sits beside it and no peer
   * has its address: whoever names the device wants its port 9090 watched.
   */
  static List<Peer> peers(Config config) {
    Optional<InetAddress> device = config.room().device();
    boolean named =
        device.isEmpty()
            || config.peers().stream()
                .anyMatch(
                    peer ->
                        peer.name().equals(DEVICE)
                            || Addresses.literal(peer.address()).equals(device));
    if (named) {
      return config.peers();
    }
    List<Peer> peers = new ArrayList<>(config.peers());
    device.ifPresent(
        address -> peers.add(new Peer(DEVICE, Addresses.text(address), Peer.DEFAULT_PORT)));
    return List.copyOf(peers);
  }
}
