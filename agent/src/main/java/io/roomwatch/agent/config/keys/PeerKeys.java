package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.config.ZoomPorts;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Items.Item;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of {@code peers}. */
public final class PeerKeys {
  private PeerKeys() {}

  public static final Key<String> NAME =
      Key.required(
          "name",
          Words.name(),
          "Unique; becomes part of check ids: link.peer:<name>.",
          "boardroom-pc");

  public static final Key<String> ADDRESS =
      Key.required(
          "address",
          Scalars.host(),
          "The address or host name of the Zoom Rooms device, or of anything that listens there.",
          "10.4.12.20");

  public static final Key<Integer> PORT =
      Key.of(
          "port",
          Scalars.port().unless(PeerKeys::forbidden),
          "The TCP port to connect to.",
          String.valueOf(Peer.DEFAULT_PORT));

  private static final Key<Peer.Stamp> STAMP =
      Key.optional(
          "stamp",
          StampKeys.SENDER,
          "Measures loss, jitter and round trip to the agent there, which must have a reflector"
              + " (its own 'stamp'): path.stamp:<name>. {} takes the defaults. Without it, the path"
              + " is not measured.",
          "{port: 61862}");

  private static final Section<Peer> PEER =
      Section.of(
          "a peer",
          "One end of port 9090.",
          List.of(NAME, ADDRESS, PORT, STAMP),
          values ->
              new Peer(
                  values.get(NAME), values.get(ADDRESS), values.get(PORT), values.find(STAMP)));

  public static final Items<Peer> PEERS = Items.of(PEER, "peers").checked(PeerKeys::unique);

  /** One text for all spellings of an address literal, and for names whatever their case. */
  public static String normal(String address) {
    return Scalars.literal(address)
        .map(literal -> String.valueOf(literal.getHostAddress()))
        .orElse(address.toLowerCase(Locale.ROOT));
  }

  private static Optional<String> forbidden(int port) {
    return ZoomPorts.isRoomControl(port)
        ? Optional.of(
            "port "
                + port
                + " is ZR-CSAPI: while it is used, the standard controller cannot connect")
        : Optional.empty();
  }

  private static void unique(List<Item<Peer>> peers) {
    Map<String, String> names = new HashMap<>();
    Map<String, String> ends = new HashMap<>();
    for (Item<Peer> item : peers) {
      Peer peer = item.value();
      if (names.put(peer.name(), peer.name()) != null) {
        item.spot().at("name").fault("another peer has the name '" + peer.name() + "'");
      }
      String end = normal(peer.address()) + " port " + peer.port();
      @Nullable String other = ends.putIfAbsent(end, peer.name());
      if (other != null) {
        item.spot()
            .at("address")
            .fault("peer '" + other + "' probes " + end + " already; once is often enough");
      }
    }
  }
}
