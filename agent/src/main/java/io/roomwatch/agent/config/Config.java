package io.roomwatch.agent.config;

import java.util.List;
import java.util.Map;

/**
 * The whole configuration, checked and with every default filled in.
 *
 * @param checks overrides by check id: {@code link.peer} for all of a kind, {@code
 *     link.peer:boardroom-pc} for one
 */
public record Config(
    Room room,
    List<Peer> peers,
    Cloud cloud,
    Alerts alerts,
    Schedule schedule,
    Map<String, CheckOverride> checks,
    Reload reload) {

  public Config {
    peers = List.copyOf(peers);
    checks = Map.copyOf(checks);
  }

  /** Whether a changed file is read without being told. */
  public record Reload(boolean watchFile) {}
}
