package io.roomwatch.agent.verdict;

import static io.roomwatch.agent.verdict.States.degraded;
import static io.roomwatch.agent.verdict.States.failed;
import static io.roomwatch.agent.verdict.States.ok;
import static io.roomwatch.agent.verdict.States.unbelieved;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.util.List;

/** A room in each kind of trouble. */
public final class Rooms {

  private static final String PEER = "link.peer:boardroom-pc";
  private static final Reading HEARD = Reading.flag("host_answers", true);
  private static final Reading SILENT = Reading.flag("host_answers", false);

  private Rooms() {}

  /** What a room in that trouble looks like. Without a default: a new verdict has to say. */
  public static List<CheckStatus> in(VerdictId verdict) {
    return switch (verdict) {
      case HEALTHY -> List.of(ok("room.app"), ok("cloud.tls:zoom.us"));
      case SERVICE_INCIDENT -> List.of(degraded("cloud.status", Reason.INCIDENT));
      case HOST_APP_DOWN -> List.of(failed("room.app", Reason.MISSING));
      case HOST_PORT_CONFLICT -> List.of(failed("link.listener", Reason.FOREIGN_OWNER));
      case HOST_LOOPBACK_BIND -> List.of(failed("link.listener", Reason.LOOPBACK_ONLY));
      case HOST_FIREWALL_BLOCK -> List.of(failed("link.firewall", Reason.FIREWALL_BLOCK));
      case HOST_CLOCK_SKEW -> List.of(failed("local.clock", Reason.THRESHOLD));
      case NET_LINK_DOWN ->
          List.of(
              failed("local.interface", Reason.MISSING),
              failed("cloud.tcp:zoom.us:443", Reason.NO_ROUTE));
      case NET_GATEWAY_DOWN ->
          List.of(
              failed("local.gateway", Reason.UNREACHABLE),
              failed("cloud.dns:zoom.us", Reason.DNS_TIMEOUT));
      case NET_NO_ROUTE -> List.of(failed("local.gateway", Reason.NO_ROUTE));
      case NET_ISOLATION ->
          List.of(failed("link.isolation", Reason.ISOLATION), failed(PEER, Reason.TIMEOUT, SILENT));
      case NET_VPN_CAPTURE -> List.of(degraded("local.vpn", Reason.VIA_VPN));
      case NET_QUALITY -> List.of(degraded(PEER, Reason.THRESHOLD));
      case NET_WIRED_TO_WIFI -> List.of(degraded("local.interface", Reason.DRIFT));
      case LINK_PEER_DOWN -> List.of(failed(PEER, Reason.TIMEOUT, SILENT));
      case LINK_PORT_CLOSED -> List.of(failed(PEER, Reason.REFUSED, HEARD));
      case LINK_PORT_FILTERED -> List.of(failed(PEER, Reason.TIMEOUT, HEARD));
      case LINK_HALF_OPEN -> List.of(failed(PEER, Reason.CLOSED_EARLY, HEARD));
      case LINK_NO_CONTROLLER -> List.of(degraded("link.controllers", Reason.MISSING));
      case CLOUD_DNS -> List.of(failed("cloud.dns:zoom.us", Reason.DNS_SERVFAIL));
      case CLOUD_DNS_HIJACK -> List.of(failed("cloud.dns:zoom.us", Reason.DNS_PRIVATE));
      case CLOUD_CAPTIVE_PORTAL -> List.of(failed("cloud.https:zoom.us", Reason.CAPTIVE_PORTAL));
      case CLOUD_PROXY_DEAD -> List.of(failed("cloud.proxy", Reason.PROXY_DEAD));
      case CLOUD_PROXY_AUTH -> List.of(failed("cloud.proxy", Reason.PROXY_AUTH));
      case CLOUD_PROXY_LOOPBACK -> List.of(degraded("local.proxy", Reason.LOOPBACK_ONLY));
      case CLOUD_TLS_INSPECTION -> List.of(failed("cloud.tls:zoom.us", Reason.TLS_INSPECTED));
      case CLOUD_TLS_INVALID -> List.of(failed("cloud.tls:zoom.us", Reason.TLS_EXPIRED));
      case CLOUD_PORT_BLOCKED ->
          List.of(
              failed("cloud.tcp:zoom.us:443", Reason.TIMEOUT),
              ok("cloud.udp:zoom.us:3478", Reading.number("rtt_seconds", 0.02)));
      case CLOUD_MEDIA_FALLBACK -> List.of(degraded("cloud.media", Reason.REFUSED));
      case CLOUD_UNREACHABLE -> List.of(failed("cloud.tcp:zoom.us:443", Reason.TIMEOUT));
      case APP_VERSION -> List.of(degraded("room.version", Reason.BELOW_MINIMUM));
      case APP_ACTIVATION -> List.of(degraded("room.activation", Reason.THRESHOLD));
      case ROOM_PERIPHERAL -> List.of(degraded("room.peripherals", Reason.MISSING));
      case AGENT_DEGRADED -> List.of(unbelieved(PEER, Reason.OVERDUE));
    };
  }
}
