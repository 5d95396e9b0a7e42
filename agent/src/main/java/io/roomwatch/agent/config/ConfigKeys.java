package io.roomwatch.agent.config;

import io.roomwatch.agent.config.keys.AlertKeys;
import io.roomwatch.agent.config.keys.CheckKeys;
import io.roomwatch.agent.config.keys.CheckRules;
import io.roomwatch.agent.config.keys.CloudKeys;
import io.roomwatch.agent.config.keys.PeerKeys;
import io.roomwatch.agent.config.keys.RoomKeys;
import io.roomwatch.agent.config.keys.ScheduleKeys;
import io.roomwatch.agent.config.keys.StampKeys;
import io.roomwatch.agent.config.keys.StorageKeys;
import io.roomwatch.agent.config.keys.TriageKeys;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Spot;
import io.roomwatch.agent.yaml.Values;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of the whole file, and the rules between its parts. */
final class ConfigKeys {
  private ConfigKeys() {}

  /** The name of the peer that stands for {@code room.device}. */
  private static final String DEVICE_PEER = "room";

  private static final Key<Room> ROOM = Key.section("room", RoomKeys.ROOM);

  static final Key<List<Peer>> PEERS =
      Key.of(
          "peers",
          PeerKeys.PEERS,
          "Other ends of port 9090 to probe, continuously, each at most every 15 seconds.",
          "[]");

  private static final Key<Cloud> CLOUD = Key.section("cloud", CloudKeys.CLOUD);

  private static final Key<Alerts> ALERTS = Key.section("alerts", AlertKeys.ALERTS);

  private static final Key<Map<String, Schedule.Item>> SCHEDULE =
      Key.of(
          "schedule",
          ScheduleKeys.ITEMS,
          "The maintenance items. Override a built-in one by its id, or add one as custom.<name>.",
          "{}");

  private static final Key<Map<String, CheckOverride>> CHECKS =
      Key.of(
          "checks",
          CheckKeys.CHECKS,
          "Overrides of checks: by kind (link.peer) for all of a kind, by full id"
              + " (link.peer:boardroom-pc) for one; the full id wins, key by key.",
          "{}");

  private static final Key<List<Rule>> TRIAGE = Key.section("triage", TriageKeys.TRIAGE);

  private static final Key<Boolean> WATCH_FILE =
      Key.of(
          "watch_file",
          Scalars.bool(),
          "Read this file again when it changes. SIGHUP and POST /-/reload always do.",
          "false");

  private static final Key<Boolean> RELOAD =
      Key.section(
          "reload",
          Section.of(
              "reload",
              "How changes of this file are noticed.",
              List.of(WATCH_FILE),
              values -> values.get(WATCH_FILE)));

  private static final Key<Storage> STORAGE = Key.section("storage", StorageKeys.STORAGE);

  private static final Key<Optional<Reflector>> STAMP = Key.section("stamp", StampKeys.REFLECTOR);

  static final Section<Config> CONFIG =
      Section.of(
              "the configuration",
              "The configuration of the Roomwatch agent.",
              List.of(ROOM, PEERS, CLOUD, ALERTS, SCHEDULE, CHECKS, TRIAGE, STAMP, RELOAD, STORAGE),
              values ->
                  new Config(
                      values.get(ROOM),
                      withDevice(values.get(ROOM), values.get(PEERS)),
                      values.get(CLOUD),
                      values.get(ALERTS),
                      ScheduleKeys.schedule(values.get(SCHEDULE)),
                      values.get(CHECKS),
                      new Config.Own(
                          values.get(RELOAD),
                          values.get(STORAGE),
                          values.get(STAMP),
                          values.get(TRIAGE))))
          .checked(ConfigKeys::deviceNameIsFree)
          .checked(ConfigKeys::targetsExist)
          .checked(ConfigKeys::quietTimeIsChosenBesideTheRoom);

  /**
   * The peers, and port 9090 of the room's device when it is another machine and not among them.
   */
  private static List<Peer> withDevice(Room room, List<Peer> peers) {
    Optional<Peer> device = implied(room, peers);
    if (device.isEmpty()) {
      return peers;
    }
    List<Peer> all = new ArrayList<>();
    all.add(device.get());
    all.addAll(peers);
    return all;
  }

  private static Optional<Peer> implied(Room room, List<Peer> peers) {
    return room.device()
        .map(InetAddress::getHostAddress)
        .filter(
            address ->
                peers.stream()
                    .filter(peer -> peer.port() == Peer.DEFAULT_PORT)
                    .noneMatch(peer -> PeerKeys.normal(peer.address()).equals(address)))
        .map(address -> new Peer(DEVICE_PEER, address, Peer.DEFAULT_PORT));
  }

  private static void deviceNameIsFree(Values values) {
    Optional<Room> room = values.find(ROOM);
    List<Peer> peers = values.find(PEERS).orElse(List.of());
    if (room.isEmpty() || implied(room.get(), peers).isEmpty()) {
      return;
    }
    for (int i = 0; i < peers.size(); i++) {
      if (peers.get(i).name().equals(DEVICE_PEER)) {
        values
            .spot(PEERS)
            .at(i)
            .at("name")
            .fault("'room' names the peer for room.device, which no peer here has as its address");
      }
    }
  }

  /** A default might be anybody's office hours, and there is nothing else to go by. */
  private static void quietTimeIsChosenBesideTheRoom(Values values) {
    boolean beside = values.find(ROOM).filter(room -> !room.isThisMachine()).isPresent();
    boolean byDefault =
        values
            .find(CLOUD)
            .flatMap(Cloud::throughput)
            .filter(wanted -> !wanted.quiet().chosen())
            .isPresent();
    if (beside && byDefault) {
      values
          .spot(CLOUD)
          .at("throughput")
          .at("quiet")
          .fault(
              "is required when the agent runs beside the room (room.device): nobody sees there"
                  + " whether a meeting is on; name a time without meetings, such as 02:30");
    }
  }

  /** Ids of checks name peers, hosts and ports that there are. */
  private static void targetsExist(Values values) {
    Optional<Room> room = values.find(ROOM);
    Optional<List<Peer>> peers = values.find(PEERS);
    Optional<Cloud> cloud = values.find(CLOUD);
    if (room.isEmpty() || peers.isEmpty() || cloud.isEmpty()) {
      return;
    }
    List<Peer> all = withDevice(room.get(), peers.get());
    for (String name : values.find(CHECKS).orElse(Map.of()).keySet()) {
      CheckRules.missingTarget(CheckId.parse(name).orElseThrow(), all, cloud.get())
          .ifPresent(values.spot(CHECKS).ofKey(name)::fault);
    }
    values
        .find(SCHEDULE)
        .orElse(Map.of())
        .forEach(
            (id, item) -> {
              Spot checks = values.spot(SCHEDULE).at(id).at(ScheduleKeys.CHECKS.name());
              for (int i = 0; i < item.checks().size(); i++) {
                CheckRules.missingTarget(item.checks().get(i), all, cloud.get())
                    .ifPresent(checks.at(i)::fault);
              }
            });
  }
}
