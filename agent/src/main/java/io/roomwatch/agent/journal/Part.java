package io.roomwatch.agent.journal;

import java.util.Arrays;
import java.util.Optional;

/**
 * The parts of this machine whose changes are journaled. Labels are stable: they begin the subjects
 * of events and name the parts of a kept snapshot.
 */
enum Part {
  /** By name: up or down, and what it is made of. */
  INTERFACE("interface"),
  /** By interface. */
  ADDRESS("address"),
  /** Default routes, by family. */
  GATEWAY("gateway"),
  /** Other routes, by destination. */
  ROUTE("route"),
  /** One entry, without a name: the servers. */
  DNS("dns"),
  /** By the place where it is set; only places that set one. */
  PROXY("proxy"),
  /** Tunnels that are up, by interface: what they own. */
  VPN("vpn"),
  /** By product and profile: on or off. */
  FIREWALL("firewall"),
  /** One entry, without a name: the rules, in the order of the alphabet. */
  RULES("firewall-rules"),
  /** One entry, without a name: whether a wire or Wi-Fi carries the default route, and which. */
  MEDIUM("medium"),
  /** One entry, without a name: the installed version of Zoom Rooms; none when not installed. */
  VERSION("zoom-rooms"),
  /** Connected controllers, by address. */
  CONTROLLER("controller"),
  /** By interface: its lease; no words when the address is static. */
  DHCP("dhcp");

  private final String label;

  Part(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  static Optional<Part> of(String label) {
    return Arrays.stream(values()).filter(part -> part.label.equals(label)).findFirst();
  }
}
