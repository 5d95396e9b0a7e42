package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.observation.CheckKind;
import java.util.Optional;

/** Why there is no check of some kind. */
final class Absence {

  private Absence() {}

  static Gap of(CheckKind kind, boolean onDevice) {
    return new Gap(Optional.of(kind.id()), Optional.empty(), "Not set up: " + why(kind, onDevice));
  }

  /** There is such a check perhaps, and it looks at another machine than the one in question. */
  static Gap beside(CheckKind kind) {
    return new Gap(
        Optional.of(kind.id()),
        Optional.empty(),
        "Looks at the machine it runs on, and the agent runs beside the room.");
  }

  private static String why(CheckKind kind, boolean onDevice) {
    return switch (kind) {
      case LINK_LISTENER, LINK_CONTROLLERS, LINK_FIREWALL, ROOM_APP, ROOM_VERSION ->
          onDevice
              ? "it is disabled in the configuration."
              : "it looks at the room's own device, and the agent runs beside it.";
      case LINK_PEER, LINK_SUBNET -> "no peer is configured (peers).";
      case LINK_ISOLATION -> "no peer and no controller is configured.";
      case PATH_STAMP -> "no peer has a reflector configured (peers, stamp).";
      case CLOUD_DNS, CLOUD_TCP, CLOUD_TLS, CLOUD_HTTPS, CLOUD_UDP, CLOUD_MEDIA ->
          "the configuration names no such host or port, or disables it (cloud, checks).";
      case CLOUD_PROXY -> "no proxy is to be used (cloud.proxy), or it is disabled.";
      case CLOUD_THROUGHPUT -> "no endpoint is configured (cloud.throughput).";
      case CLOUD_STATUS -> "no status page is configured (cloud.status), or it is disabled.";
      case LOCAL_INTERFACE,
          LOCAL_GATEWAY,
          LOCAL_WIFI,
          LOCAL_VPN,
          LOCAL_PROXY,
          LOCAL_FIREWALL,
          LOCAL_CLOCK,
          LOCAL_HOST ->
          "it is disabled in the configuration.";
      case ROOM_PERIPHERALS ->
          "it looks on the room's own device only, and only where it is enabled (checks).";
      case ROOM_ACTIVATION -> "no activation code is declared (room.activation).";
    };
  }
}
