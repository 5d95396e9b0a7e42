package io.roomwatch.agent.observation;

import static io.roomwatch.agent.observation.Severity.CRITICAL;
import static io.roomwatch.agent.observation.Severity.INFO;
import static io.roomwatch.agent.observation.Severity.WARNING;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Every kind of check there is, with the defaults that configuration may override. The one list:
 * configuration validates against it, the catalogue builds from it, metrics and documentation are
 * generated from it.
 */
public enum CheckKind {
  LINK_LISTENER(
      "link.listener",
      Manner.PASSIVE,
      seconds(30),
      seconds(5),
      CRITICAL,
      "something listens on TCP 9090 here, and which program owns it"),
  LINK_CONTROLLERS(
      "link.controllers",
      Manner.PASSIVE,
      seconds(30),
      seconds(5),
      WARNING,
      "who holds connections to local TCP 9090"),
  LINK_FIREWALL(
      "link.firewall",
      Manner.PASSIVE,
      seconds(300),
      seconds(15),
      WARNING,
      "this host's inbound verdict for TCP 9090"),
  LINK_PEER(
      "link.peer",
      Manner.ACTIVE,
      seconds(15),
      seconds(3),
      CRITICAL,
      "TCP connect to a peer's port 9090"),
  LINK_SUBNET(
      "link.subnet",
      Manner.PASSIVE,
      seconds(60),
      seconds(5),
      WARNING,
      "whether a peer is on-link, routed, or reached through a VPN"),
  LINK_ISOLATION(
      "link.isolation",
      Manner.DERIVED,
      seconds(30),
      seconds(5),
      CRITICAL,
      "known neighbours silent while the gateway answers: client isolation"),
  CLOUD_DNS(
      "cloud.dns",
      Manner.ACTIVE,
      seconds(60),
      seconds(5),
      CRITICAL,
      "A and AAAA by each configured resolver"),
  CLOUD_TCP(
      "cloud.tcp",
      Manner.ACTIVE,
      seconds(30),
      seconds(5),
      CRITICAL,
      "TCP connect to a required port"),
  CLOUD_TLS(
      "cloud.tls",
      Manner.ACTIVE,
      seconds(300),
      seconds(10),
      CRITICAL,
      "TLS handshake, chain and expiry, inspection"),
  CLOUD_HTTPS(
      "cloud.https",
      Manner.ACTIVE,
      seconds(60),
      seconds(10),
      CRITICAL,
      "an HTTPS request with its phases, captive portals"),
  CLOUD_PROXY(
      "cloud.proxy",
      Manner.ACTIVE,
      seconds(60),
      seconds(10),
      CRITICAL,
      "the way through the proxy in force"),
  CLOUD_UDP(
      "cloud.udp",
      Manner.ACTIVE,
      seconds(60),
      seconds(3),
      INFO,
      "STUN binding and plain UDP to a media port"),
  CLOUD_MEDIA(
      "cloud.media",
      Manner.DERIVED,
      seconds(60),
      seconds(5),
      WARNING,
      "direct UDP, fallback to TCP 443, or blocked"),
  CLOUD_STATUS(
      "cloud.status",
      Manner.ACTIVE,
      seconds(300),
      seconds(15),
      WARNING,
      "components and incidents of the service status page"),
  LOCAL_INTERFACE(
      "local.interface",
      Manner.PASSIVE,
      seconds(30),
      seconds(10),
      CRITICAL,
      "link up, wired or Wi-Fi, speed, errors, addresses"),
  LOCAL_GATEWAY(
      "local.gateway",
      Manner.ACTIVE,
      seconds(30),
      seconds(5),
      CRITICAL,
      "default route present, next hop answers"),
  LOCAL_WIFI(
      "local.wifi", Manner.PASSIVE, seconds(60), seconds(10), WARNING, "Wi-Fi signal and quality"),
  LOCAL_VPN(
      "local.vpn",
      Manner.PASSIVE,
      seconds(60),
      seconds(10),
      WARNING,
      "a tunnel that owns the route to the internet, a peer or the cloud"),
  LOCAL_PROXY(
      "local.proxy",
      Manner.ACTIVE,
      seconds(300),
      seconds(10),
      WARNING,
      "proxy settings of machine, user and environment, and whether they agree"),
  LOCAL_FIREWALL(
      "local.firewall",
      Manner.PASSIVE,
      seconds(600),
      seconds(15),
      INFO,
      "host firewall, security products, drift against the baseline"),
  LOCAL_CLOCK(
      "local.clock", Manner.ACTIVE, seconds(600), seconds(5), WARNING, "clock offset by SNTP"),
  LOCAL_HOST(
      "local.host",
      Manner.PASSIVE,
      seconds(60),
      seconds(10),
      WARNING,
      "uptime, cpu, memory, disk, pending reboot"),
  ROOM_APP(
      "room.app",
      Manner.PASSIVE,
      seconds(30),
      seconds(10),
      CRITICAL,
      "the Zoom Rooms process runs in an interactive session"),
  ROOM_VERSION(
      "room.version",
      Manner.PASSIVE,
      seconds(3600),
      seconds(30),
      WARNING,
      "installed version against the minimum and the controllers' versions"),
  ROOM_PERIPHERALS(
      "room.peripherals",
      Manner.PASSIVE,
      seconds(300),
      seconds(15),
      WARNING,
      "cameras, microphones, speakers, displays against the baseline"),
  ROOM_ACTIVATION(
      "room.activation",
      Manner.DERIVED,
      seconds(3600),
      seconds(5),
      WARNING,
      "age of the activation code against its 10 days");

  /** How a check looks. */
  public enum Manner {
    /** Reads what this machine already knows; sends no packet. */
    PASSIVE,
    /** Sends packets. */
    ACTIVE,
    /** Concludes from other checks or from what a person declared. */
    DERIVED;

    public String label() {
      return Labels.of(this);
    }
  }

  private final String id;
  private final Manner manner;
  private final Duration interval;
  private final Duration timeout;
  private final Severity severity;
  private final String sees;

  CheckKind(
      String id,
      Manner manner,
      Duration interval,
      Duration timeout,
      Severity severity,
      String sees) {
    this.id = id;
    this.manner = manner;
    this.interval = interval;
    this.timeout = timeout;
    this.severity = severity;
    this.sees = sees;
  }

  /** The stable id, without a target: {@code link.peer}. */
  public String id() {
    return id;
  }

  public Group group() {
    return Group.valueOf(id.substring(0, id.indexOf('.')).toUpperCase(java.util.Locale.ROOT));
  }

  public Manner manner() {
    return manner;
  }

  /** Default time from one look to the next. */
  public Duration interval() {
    return interval;
  }

  /** Default deadline of one look. */
  public Duration timeout() {
    return timeout;
  }

  public Severity severity() {
    return severity;
  }

  /** What the check sees, as one phrase for tables and documentation. */
  public String sees() {
    return sees;
  }

  /** The kind of this id, or empty when there is none. */
  public static Optional<CheckKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
