package io.roomwatch.agent.maintenance.duty;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.observation.CheckKind;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the agent knows for those who attest. */
final class Prefills {

  private Prefills() {}

  /**
   * Says that there is nothing.
   *
   * @param of behind "Roomwatch knows nothing of"
   */
  static Duty.Prefill nothing(String of) {
    return known -> List.of("Roomwatch knows nothing of " + of + ".");
  }

  /** The versions found and declared. */
  static List<String> versions(Knowledge known) {
    return or(
        Stream.concat(
            lines(known, CheckKind.ROOM_VERSION, CheckKind.LOCAL_HOST),
            declared(known.config()).stream()),
        "No version is known here.");
  }

  /** What the peers answered. */
  static List<String> peers(Knowledge known) {
    return or(
        lines(known, CheckKind.LINK_PEER, CheckKind.LINK_SUBNET), "No peers are configured here.");
  }

  /** The devices and the versions seen. */
  static List<String> devices(Knowledge known) {
    Stream<String> peers =
        known.config().peers().stream()
            .map(peer -> "Peer " + peer.name() + " at " + peer.address() + " port " + peer.port());
    Stream<String> controllers =
        known.config().room().controllers().stream()
            .map(InetAddress::getHostAddress)
            .map(address -> "Controller expected at " + address);
    Stream<String> devices =
        known.one(CheckKind.ROOM_PERIPHERALS).stream()
            .flatMap(seen -> seen.words("devices").stream())
            .map(device -> "Device seen: " + device);
    return or(
        Stream.of(
                lines(known, CheckKind.ROOM_VERSION),
                declared(known.config()).stream(),
                lines(known, CheckKind.LINK_CONTROLLERS),
                controllers,
                peers,
                devices)
            .flatMap(each -> each),
        "No device is known here.");
  }

  /** Proxies, firewall, the open port and its owner, what TLS showed. */
  static List<String> security(Knowledge known) {
    return or(
        lines(
            known,
            CheckKind.LOCAL_PROXY,
            CheckKind.CLOUD_PROXY,
            CheckKind.LOCAL_FIREWALL,
            CheckKind.LINK_FIREWALL,
            CheckKind.LINK_LISTENER,
            CheckKind.LOCAL_VPN,
            CheckKind.CLOUD_TLS),
        "None of the checks that would tell is watched here.");
  }

  /** The controllers' versions as people declared them, by name. */
  static List<String> declared(Config config) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(config.room().version().controllers())
        .forEach((name, version) -> lines.add("Controller " + name + " declared as " + version));
    return lines;
  }

  /** In the order of the kinds. */
  private static Stream<String> lines(Knowledge known, CheckKind... kinds) {
    return Stream.of(kinds).flatMap(kind -> known.of(kind).stream()).map(Belief::line);
  }

  private static List<String> or(Stream<String> lines, String none) {
    List<String> found = lines.toList();
    return found.isEmpty() ? List.of(none) : found;
  }
}
