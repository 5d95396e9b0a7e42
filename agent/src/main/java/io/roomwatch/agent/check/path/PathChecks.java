package io.roomwatch.agent.check.path;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.config.Peer;
import java.util.List;
import java.util.stream.Stream;

/** The checks of the paths to other agents that a configuration asks for. */
public final class PathChecks {

  private PathChecks() {}

  public static List<Check> of(CheckContext context) {
    return context.config().peers().stream().flatMap(peer -> of(context, peer)).toList();
  }

  private static Stream<Check> of(CheckContext context, Peer peer) {
    return peer.stamp().stream().map(stamp -> new PathStamp(context, peer, stamp));
  }
}
