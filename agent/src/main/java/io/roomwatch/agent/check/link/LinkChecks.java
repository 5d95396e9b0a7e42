package io.roomwatch.agent.check.link;

import io.roomwatch.agent.check.AfterProbe;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Peer;
import java.util.ArrayList;
import java.util.List;

/** The checks of the controller link that a configuration asks for. */
public final class LinkChecks {

  private LinkChecks() {}

  public static List<Check> of(CheckContext context) {
    Config config = context.config();
    List<Peer> peers = config.peers();
    List<Check> checks = new ArrayList<>();
    if (config.room().isThisMachine()) {
      checks.add(new LinkListener(context));
      checks.add(new LinkControllers(context));
      checks.add(new LinkFirewall(context));
    }
    peers.forEach(peer -> checks.add(new LinkPeer(context, peer, AfterProbe.THREADS)));
    peers.forEach(peer -> checks.add(new LinkSubnet(context, peer)));
    if (config.room().isThisMachine()
        || !peers.isEmpty()
        || !config.room().controllers().isEmpty()) {
      checks.add(new LinkIsolation(context));
    }
    return checks;
  }
}
