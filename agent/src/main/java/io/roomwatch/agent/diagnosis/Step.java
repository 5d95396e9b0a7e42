package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.verdict.VerdictId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where a room can break, in the order in which a technician looks. */
public enum Step {
  SERVICE("Zoom's service status"),
  HOST("This machine"),
  NETWORK("The local network"),
  LINK("The link between controller and room, TCP 9090"),
  DNS("DNS"),
  PROXY("Proxy and TLS inspection"),
  CLOUD("The ports to the cloud"),
  APP("App, version, activation, devices");

  private final String title;

  Step(String title) {
    this.title = title;
  }

  /** The stable name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** What a verdict blames; empty when it blames nothing of the room. */
  static Optional<Step> of(VerdictId verdict) {
    return switch (verdict.layer()) {
      case SERVICE -> Optional.of(SERVICE);
      case HOST -> Optional.of(HOST);
      case NET -> Optional.of(NETWORK);
      case LINK -> Optional.of(LINK);
      case CLOUD -> Optional.of(ofCloud(verdict));
      case APP, ROOM -> Optional.of(APP);
      case AGENT, NONE -> Optional.empty();
    };
  }

  private static Step ofCloud(VerdictId verdict) {
    return switch (verdict) {
      case CLOUD_DNS, CLOUD_DNS_HIJACK -> DNS;
      case CLOUD_CAPTIVE_PORTAL,
          CLOUD_PROXY_DEAD,
          CLOUD_PROXY_AUTH,
          CLOUD_PROXY_LOOPBACK,
          CLOUD_TLS_INSPECTION,
          CLOUD_TLS_INVALID ->
          PROXY;
      default -> CLOUD;
    };
  }

  /** Where checks of a kind look. */
  static Step home(CheckKind kind) {
    return switch (kind) {
      case CLOUD_STATUS -> SERVICE;
      case LINK_LISTENER, LINK_FIREWALL, LOCAL_FIREWALL, LOCAL_CLOCK, LOCAL_HOST, ROOM_APP -> HOST;
      case LINK_SUBNET,
          LINK_ISOLATION,
          PATH_STAMP,
          LOCAL_INTERFACE,
          LOCAL_GATEWAY,
          LOCAL_WIFI,
          LOCAL_VPN ->
          NETWORK;
      case LINK_CONTROLLERS, LINK_PEER -> LINK;
      case CLOUD_DNS -> DNS;
      case CLOUD_PROXY, LOCAL_PROXY, CLOUD_TLS -> PROXY;
      case CLOUD_TCP, CLOUD_HTTPS, CLOUD_UDP, CLOUD_MEDIA, CLOUD_THROUGHPUT -> CLOUD;
      case ROOM_VERSION, ROOM_PERIPHERALS, ROOM_ACTIVATION -> APP;
    };
  }

  /** What a good look of this kind speaks for, besides where it looks. */
  static Set<Step> alsoGoodFor(CheckKind kind) {
    return switch (kind) {
      // A controller came through the firewall to a port that is open.
      case LINK_CONTROLLERS -> Set.of(HOST);
      case CLOUD_TLS -> Set.of(CLOUD);
      // Beyond the gateway, and past whatever would have shown a page of its own.
      case CLOUD_HTTPS -> Set.of(NETWORK, PROXY);
      default -> Set.of();
    };
  }
}
