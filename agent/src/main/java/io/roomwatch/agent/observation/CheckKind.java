package io.roomwatch.agent.observation;

import static io.roomwatch.agent.observation.Severity.CRITICAL;
import static io.roomwatch.agent.observation.Severity.INFO;
import static io.roomwatch.agent.observation.Severity.WARNING;

import io.roomwatch.agent.observation.Threshold.Unit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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
      Subject.NONE,
      new Pace(30, 5),
      CRITICAL,
      "something listens on TCP 9090 here, and which program owns it"),
  LINK_CONTROLLERS(
      "link.controllers",
      Manner.PASSIVE,
      Subject.NONE,
      new Pace(30, 5),
      WARNING,
      "who holds connections to local TCP 9090"),
  LINK_FIREWALL(
      "link.firewall",
      Manner.PASSIVE,
      Subject.NONE,
      new Pace(300, 15),
      WARNING,
      "this host's inbound verdict for TCP 9090"),
  LINK_PEER(
      "link.peer",
      Manner.ACTIVE,
      Subject.PEER,
      new Pace(15, 3, 15),
      CRITICAL,
      "TCP connect to a peer's port 9090",
      new Threshold("connect_degraded_seconds", 0.5, Unit.SECONDS)),
  LINK_SUBNET(
      "link.subnet",
      Manner.PASSIVE,
      Subject.PEER,
      new Pace(60, 5),
      WARNING,
      "whether a peer is on-link, routed, or reached through a VPN"),
  LINK_ISOLATION(
      "link.isolation",
      Manner.DERIVED,
      Subject.NONE,
      new Pace(30, 8),
      CRITICAL,
      "known neighbours silent while the gateway answers: client isolation"),
  PATH_STAMP(
      "path.stamp",
      Manner.ACTIVE,
      Subject.REFLECTOR,
      new Pace(60, 5, 10),
      WARNING,
      "loss, jitter and round trip to another agent's reflector (STAMP, RFC 8762)",
      // What is commonly asked of a path for calls [community]; the ratio is of several bursts.
      new Threshold("rtt_degraded_seconds", 0.15, Unit.SECONDS),
      new Threshold("jitter_degraded_seconds", 0.04, Unit.SECONDS),
      new Threshold("loss_degraded_ratio", 0.02, Unit.RATIO)),
  CLOUD_DNS(
      "cloud.dns",
      Manner.ACTIVE,
      Subject.HOST,
      new Pace(60, 5),
      CRITICAL,
      "A and AAAA by each configured resolver",
      new Threshold("answer_degraded_seconds", 1, Unit.SECONDS)),
  CLOUD_TCP(
      "cloud.tcp",
      Manner.ACTIVE,
      Subject.HOST_PORT,
      new Pace(30, 5),
      CRITICAL,
      "TCP connect to a required port",
      new Threshold("connect_degraded_seconds", 1, Unit.SECONDS)),
  CLOUD_TLS(
      "cloud.tls",
      Manner.ACTIVE,
      Subject.HOST,
      new Pace(300, 10),
      CRITICAL,
      "TLS handshake, chain and expiry, inspection",
      new Threshold("expiry_degraded_days", 21, Unit.DAYS),
      new Threshold("expiry_failed_days", 7, Unit.DAYS)),
  CLOUD_HTTPS(
      "cloud.https",
      Manner.ACTIVE,
      Subject.HOST,
      new Pace(60, 10),
      CRITICAL,
      "an HTTPS request with its phases, captive portals",
      new Threshold("total_degraded_seconds", 3, Unit.SECONDS)),
  CLOUD_PROXY(
      "cloud.proxy",
      Manner.ACTIVE,
      Subject.NONE,
      new Pace(60, 10),
      CRITICAL,
      "the way through the proxy in force"),
  CLOUD_UDP(
      "cloud.udp",
      Manner.ACTIVE,
      Subject.HOST_PORT,
      new Pace(60, 3),
      INFO,
      "STUN binding and plain UDP to a media port"),
  CLOUD_MEDIA(
      "cloud.media",
      Manner.DERIVED,
      Subject.NONE,
      new Pace(60, 5),
      WARNING,
      "direct UDP, fallback to TCP 443, or blocked"),
  CLOUD_STATUS(
      "cloud.status",
      Manner.ACTIVE,
      Subject.NONE,
      new Pace(300, 15, 300),
      WARNING,
      "components and incidents of the service status page"),
  CLOUD_THROUGHPUT(
      "cloud.throughput",
      Manner.ACTIVE,
      Subject.NONE,
      new Pace(60, 45, 30),
      WARNING,
      "up and down against an endpoint of your own, once a day, never during a meeting",
      // The companion guide asks for 3 Mbps each way.
      new Threshold("download_degraded_mbps", 3, Unit.MBPS),
      new Threshold("upload_degraded_mbps", 3, Unit.MBPS)),
  LOCAL_INTERFACE(
      "local.interface",
      Manner.PASSIVE,
      Subject.NONE,
      new Pace(30, 10),
      CRITICAL,
      "link up, wired or Wi-Fi, speed, errors, addresses"),
  LOCAL_GATEWAY(
      "local.gateway",
      Manner.ACTIVE,
      Subject.NONE,
      new Pace(30, 5),
      CRITICAL,
      "default route present, next hop answers"),
  LOCAL_WIFI(
      "local.wifi",
      Manner.PASSIVE,
      Subject.NONE,
      new Pace(60, 15),
      WARNING,
      "Wi-Fi signal and quality",
      new Threshold("signal_degraded_dbm", -67, Unit.DBM),
      new Threshold("signal_failed_dbm", -80, Unit.DBM)),
  LOCAL_VPN(
      "local.vpn",
      Manner.PASSIVE,
      Subject.NONE,
      new Pace(60, 10),
      WARNING,
      "a tunnel that owns the route to the internet, a peer or the cloud"),
  LOCAL_PROXY(
      "local.proxy",
      Manner.ACTIVE,
      Subject.NONE,
      new Pace(300, 10),
      WARNING,
      "proxy settings of machine, user and environment, and whether they agree"),
  LOCAL_FIREWALL(
      "local.firewall",
      Manner.PASSIVE,
      Subject.NONE,
      new Pace(600, 15),
      INFO,
      "host firewall, security products, drift against the baseline"),
  LOCAL_CLOCK(
      "local.clock",
      Manner.ACTIVE,
      Subject.NONE,
      new Pace(600, 5),
      WARNING,
      "clock offset by SNTP",
      new Threshold("offset_degraded_seconds", 2, Unit.SECONDS),
      new Threshold("offset_failed_seconds", 60, Unit.SECONDS)),
  LOCAL_HOST(
      "local.host",
      Manner.PASSIVE,
      Subject.NONE,
      new Pace(60, 10),
      WARNING,
      "uptime, cpu, memory, disk, pending reboot",
      new Threshold("cpu_degraded_ratio", 0.95, Unit.RATIO),
      new Threshold("memory_available_degraded_ratio", 0.05, Unit.RATIO),
      new Threshold("disk_free_degraded_ratio", 0.05, Unit.RATIO)),
  ROOM_APP(
      "room.app",
      Manner.PASSIVE,
      Subject.NONE,
      new Pace(30, 10),
      CRITICAL,
      "the Zoom Rooms process runs in an interactive session"),
  ROOM_VERSION(
      "room.version",
      Manner.PASSIVE,
      Subject.NONE,
      new Pace(3600, 30),
      WARNING,
      "installed version against the minimum and the controllers' versions"),
  ROOM_PERIPHERALS(
      "room.peripherals",
      Manner.PASSIVE,
      Subject.NONE,
      new Pace(300, 15),
      WARNING,
      "cameras, microphones, speakers, displays against the baseline"),
  ROOM_ACTIVATION(
      "room.activation",
      Manner.DERIVED,
      Subject.NONE,
      new Pace(3600, 5),
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

  /** What stands behind the colon of a check's id. */
  public enum Subject {
    /** Nothing: there is one check of the kind. */
    NONE,
    /** The name of a peer. */
    PEER,
    /** The name of a peer that has a reflector, as its {@code stamp} says. */
    REFLECTOR,
    /** A cloud host. */
    HOST,
    /** A cloud or media host and a port: {@code zoom.us:443}. */
    HOST_PORT
  }

  /** Times in seconds: from look to look, of one look, and the shortest interval allowed. */
  private record Pace(long interval, long timeout, long shortest) {
    Pace(long interval, long timeout) {
      this(interval, timeout, 1);
    }
  }

  private final String id;
  private final Manner manner;
  private final Subject subject;
  private final long intervalSeconds;
  private final long timeoutSeconds;
  private final long shortestSeconds;
  private final Severity severity;
  private final String sees;

  // List.of() cannot change; Error Prone believes that only of Guava's lists.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Threshold> thresholds;

  CheckKind(
      String id,
      Manner manner,
      Subject subject,
      Pace pace,
      Severity severity,
      String sees,
      Threshold... thresholds) {
    this.id = id;
    this.manner = manner;
    this.subject = subject;
    this.intervalSeconds = pace.interval;
    this.timeoutSeconds = pace.timeout;
    this.shortestSeconds = pace.shortest;
    this.severity = severity;
    this.sees = sees;
    this.thresholds = List.of(thresholds);
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

  /** What the target of such a check's id names. */
  public Subject subject() {
    return subject;
  }

  /** Default time from one look to the next. */
  public Duration interval() {
    return Duration.ofSeconds(intervalSeconds);
  }

  /**
   * The shortest interval that configuration may ask for: 15 s for a peer's port 9090, whose
   * protocol is undocumented and must not be disturbed; 10 s for a burst to a reflector; 5 min for
   * the status page; 30 s for what is compared from look to look; 1 s otherwise.
   */
  public Duration shortestInterval() {
    return Duration.ofSeconds(shortestSeconds);
  }

  /** Default deadline of one look. */
  public Duration timeout() {
    return Duration.ofSeconds(timeoutSeconds);
  }

  public Severity severity() {
    return severity;
  }

  /** What the check sees, as one phrase for tables and documentation. */
  public String sees() {
    return sees;
  }

  /** The limits that configuration may set, in the order in which they are shown. */
  public List<Threshold> thresholds() {
    return thresholds;
  }

  /**
   * The default of one of this kind's limits.
   *
   * @throws IllegalArgumentException when this kind has no such limit
   */
  public Threshold threshold(String name) {
    return thresholds.stream()
        .filter(threshold -> threshold.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(id + " has no threshold " + name));
  }

  /** The kind of this id, or empty when there is none. */
  public static Optional<CheckKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
  }
}
