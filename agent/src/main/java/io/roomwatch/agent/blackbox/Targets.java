package io.roomwatch.agent.blackbox;

import io.roomwatch.agent.observation.CheckId;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the configuration names, and so allows to be probed.
 *
 * @param tcp hosts and ports, as {@code host:port}, in lower case
 * @param rooms the check of each peer's controller link, by its name, its address, and its address
 *     with the port
 * @param resolvers that are asked
 * @param question the name that they are asked for
 */
public record Targets(
    Set<String> tcp,
    Map<String, CheckId> rooms,
    Set<InetSocketAddress> resolvers,
    String question) {

  public Targets {
    tcp = Set.copyOf(tcp);
    rooms = Map.copyOf(rooms);
    resolvers = Set.copyOf(resolvers);
  }

  /** A host and a port as this record has them. */
  public static String place(String host, int port) {
    return host.toLowerCase(Locale.ROOT) + ":" + port;
  }

  boolean allows(String host, int port) {
    return tcp.contains(place(host, port));
  }
}
