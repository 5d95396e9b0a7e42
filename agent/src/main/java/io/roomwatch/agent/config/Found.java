package io.roomwatch.agent.config;

import java.util.List;
import java.util.Optional;

/**
 * What is true of this machine, for a first configuration file.
 *
 * @param controllers addresses that hold a connection to port 9090 right now
 * @param proxy {@code host:port} in force, without credentials; empty: none found
 * @param resolvers addresses of this machine's DNS servers
 * @param wifi whether there is a Wi-Fi interface
 */
public record Found(
    String hostName,
    List<String> controllers,
    Optional<String> proxy,
    List<String> resolvers,
    boolean wifi) {
  public Found {
    controllers = List.copyOf(controllers);
    resolvers = List.copyOf(resolvers);
  }
}
