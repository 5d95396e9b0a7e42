package io.roomwatch.agent.verdict;

/** Every verdict there is; the labels are stable. */
public enum VerdictId {
  HEALTHY("healthy", Layer.NONE),
  SERVICE_INCIDENT("service.incident", Layer.SERVICE),
  HOST_APP_DOWN("host.app-down", Layer.HOST),
  HOST_PORT_CONFLICT("host.port-conflict", Layer.HOST),
  HOST_LOOPBACK_BIND("host.loopback-bind", Layer.HOST),
  HOST_FIREWALL_BLOCK("host.firewall-block", Layer.HOST),
  HOST_CLOCK_SKEW("host.clock-skew", Layer.HOST),
  NET_LINK_DOWN("net.link-down", Layer.NET),
  NET_GATEWAY_DOWN("net.gateway-down", Layer.NET),
  NET_NO_ROUTE("net.no-route", Layer.NET),
  NET_ISOLATION("net.isolation", Layer.NET),
  NET_VPN_CAPTURE("net.vpn-capture", Layer.NET),
  NET_QUALITY("net.quality", Layer.NET),
  NET_WIRED_TO_WIFI("net.wired-to-wifi", Layer.NET),
  LINK_PEER_DOWN("link.peer-down", Layer.LINK),
  LINK_PORT_CLOSED("link.port-closed", Layer.LINK),
  LINK_PORT_FILTERED("link.port-filtered", Layer.LINK),
  LINK_HALF_OPEN("link.half-open", Layer.LINK),
  LINK_NO_CONTROLLER("link.no-controller", Layer.LINK),
  CLOUD_DNS("cloud.dns", Layer.CLOUD),
  CLOUD_DNS_HIJACK("cloud.dns-hijack", Layer.CLOUD),
  CLOUD_CAPTIVE_PORTAL("cloud.captive-portal", Layer.CLOUD),
  CLOUD_PROXY_DEAD("cloud.proxy-dead", Layer.CLOUD),
  CLOUD_PROXY_AUTH("cloud.proxy-auth", Layer.CLOUD),
  CLOUD_PROXY_LOOPBACK("cloud.proxy-loopback", Layer.CLOUD),
  CLOUD_TLS_INSPECTION("cloud.tls-inspection", Layer.CLOUD),
  CLOUD_TLS_INVALID("cloud.tls-invalid", Layer.CLOUD),
  CLOUD_PORT_BLOCKED("cloud.port-blocked", Layer.CLOUD),
  CLOUD_MEDIA_FALLBACK("cloud.media-fallback", Layer.CLOUD),
  CLOUD_UNREACHABLE("cloud.unreachable", Layer.CLOUD),
  APP_VERSION("app.version", Layer.APP),
  APP_ACTIVATION("app.activation", Layer.APP),
  ROOM_PERIPHERAL("room.peripheral", Layer.ROOM),
  AGENT_DEGRADED("agent.degraded", Layer.AGENT);

  private final String label;
  private final Layer layer;

  VerdictId(String label, Layer layer) {
    this.label = label;
    this.layer = layer;
  }

  public String label() {
    return label;
  }

  public Layer layer() {
    return layer;
  }
}
