package io.roomwatch.agent;

import io.roomwatch.agent.blackbox.Targets;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a configuration allows {@code /probe} to be asked for. */
final class ProbeTargets {

  private static final int HTTPS = 443;
  private static final int DNS = 53;

  private ProbeTargets() {}

  /**
   * The cloud's hosts and media hosts on the ports of the profile and 443, the status page, the
   * resolvers that are asked, and the peers. A peer's controller link is never connected to.
   */
  static Targets of(Config config, Facts facts) {
    Cloud cloud = config.cloud();
    Set<String> tcp = new HashSet<>();
    for (List<String> hosts : List.of(cloud.hosts().names(), cloud.hosts().media())) {
      for (String host : hosts) {
        tcp.add(Targets.place(host, HTTPS));
        cloud.ports().list().stream()
            .filter(port -> port.protocol() == Cloud.Protocol.TCP)
            .forEach(port -> tcp.add(Targets.place(host, port.number())));
      }
    }
    for (URI uri : cloud.status().uris()) {
      int usual = "http".equalsIgnoreCase(uri.getScheme()) ? 80 : HTTPS;
      tcp.add(Targets.place(uri.getHost(), uri.getPort() < 0 ? usual : uri.getPort()));
    }
    Map<String, CheckId> rooms = new TreeMap<>();
    for (Peer peer : config.peers()) {
      CheckId check = CheckId.of(CheckKind.LINK_PEER, peer.name());
      String place = Targets.place(peer.address(), peer.port());
      rooms.put(peer.name(), check);
      rooms.putIfAbsent(peer.address(), check);
      rooms.put(place, check);
      tcp.remove(place);
    }
    return new Targets(tcp, rooms, resolvers(cloud, facts), cloud.hosts().names().getFirst());
  }

  private static Set<InetSocketAddress> resolvers(Cloud cloud, Facts facts) {
    return cloud.resolvers().isEmpty()
        ? facts.resolvers().asOptional().orElse(List.of()).stream()
            .map(address -> new InetSocketAddress(address, DNS))
            .collect(Collectors.toSet())
        : Set.copyOf(cloud.resolvers());
  }
}
