package io.roomwatch.agent.verdict;

import static io.roomwatch.agent.observation.CheckKind.*;
import static io.roomwatch.agent.observation.Reason.*;
import static io.roomwatch.agent.verdict.Rule.rule;
import static io.roomwatch.agent.verdict.Sign.on;
import static io.roomwatch.agent.verdict.Signs.*;

import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import java.util.List;

/** The rules of the service, this host and the local network. */
final class NearRules {
  private NearRules() {}

  private static final String SPLIT =
      "Disconnect the VPN and look again; if that heals it, exclude the room's network and Zoom"
          + " from the VPN.";

  static final List<Rule> SERVICE =
      List.of(
          rule(VerdictId.SERVICE_INCIDENT, Confidence.HIGH, on(CLOUD_STATUS, INCIDENT))
              .says(
                  "Zoom's status page reports an incident[: {incidents}][ ({impaired})].",
                  "Wait for Zoom and follow its status page; change nothing in the room unless only"
                      + " this room is affected.")
              .explains(cloud(TIMEOUT, REFUSED, UNREACHABLE, RESET, CLOSED_EARLY, HTTP_STATUS))
              .explains(cloud(TLS_HANDSHAKE, THRESHOLD, DNS_NXDOMAIN, DNS_SERVFAIL, DNS_TIMEOUT))
              .codes(List.of("4000", "4001", "3002")));

  static final List<Rule> HOST =
      List.of(
          rule(VerdictId.HOST_APP_DOWN, Confidence.HIGH, on(ROOM_APP, MISSING).only(State.FAILED))
              .says(
                  "The Zoom Rooms app is not running on this machine.",
                  "Start Zoom Rooms in the session of the logged-in user; if it does not come back"
                      + " by itself after a restart, check auto-logon and its start entry.")
              .explains(on(LINK_LISTENER, NOT_LISTENING), on(LINK_CONTROLLERS, MISSING))
              .codes(CONTROLLER),
          rule(VerdictId.HOST_APP_DOWN, Confidence.MEDIUM, on(ROOM_APP))
              .says(
                  "The Zoom Rooms app on this machine does not run as it should: {text}.",
                  "Restart Zoom Rooms in the session of the logged-in user, then look at what was"
                      + " updated or installed lately.")
              .explains(on(LINK_LISTENER, NOT_LISTENING), on(LINK_CONTROLLERS, MISSING))
              .codes(CONTROLLER),
          rule(VerdictId.HOST_APP_DOWN, Confidence.MEDIUM, on(LINK_LISTENER, NOT_LISTENING))
              .says(
                  "Nothing listens on port 9090 of this machine, so no controller can connect: the"
                      + " room app is not running, or could not open its port.",
                  "Start or restart Zoom Rooms, then see whether port 9090 opens.")
              .explains(on(LINK_CONTROLLERS, MISSING))
              .codes(CONTROLLER),
          rule(VerdictId.HOST_PORT_CONFLICT, Confidence.HIGH, on(LINK_LISTENER, FOREIGN_OWNER))
              .says(
                  "Port 9090 of this machine is held by [{owner}, ]a program that is not Zoom"
                      + " Rooms.",
                  "Move[ {owner}] off port 9090 or remove it (Prometheus and Cockpit use it by"
                      + " default), then restart Zoom Rooms.")
              .explains(on(LINK_CONTROLLERS, MISSING), on(ROOM_APP, THRESHOLD))
              .codes(CONTROLLER),
          rule(VerdictId.HOST_LOOPBACK_BIND, Confidence.MEDIUM, on(LINK_LISTENER, LOOPBACK_ONLY))
              .says(
                  "Port 9090 is open only inside this machine (loopback), so no controller can"
                      + " reach it.",
                  "Look for proxy or security software that redirects the port and for this"
                      + " machine's own name in its hosts file, then restart Zoom Rooms.")
              .explains(on(LINK_CONTROLLERS, MISSING))
              .codes(CONTROLLER),
          rule(VerdictId.HOST_FIREWALL_BLOCK, Confidence.HIGH, on(LINK_FIREWALL, FIREWALL_BLOCK))
              .says(
                  "The firewall of this machine[ ({product})] blocks inbound TCP 9090[ by the rule"
                      + " {rule}], so controllers cannot connect.",
                  "Allow inbound TCP 9090 from the controllers' network in the firewall of this"
                      + " machine, in the profile that is in use.")
              .explains(on(LINK_CONTROLLERS, MISSING))
              .codes(CONTROLLER),
          rule(VerdictId.HOST_CLOCK_SKEW, Confidence.HIGH, on(LOCAL_CLOCK, THRESHOLD))
              .says(
                  "This machine tells the wrong time: {text}.",
                  "Set the clock and check its time server: w32tm /resync on Windows, timedatectl"
                      + " on Linux; time servers answer on UDP 123.")
              .explains(cloud(TLS_EXPIRED, TLS_UNTRUSTED))
              .codes(SERVICES));

  static final List<Rule> NET =
      List.of(
          rule(
                  VerdictId.NET_LINK_DOWN,
                  Confidence.HIGH,
                  on(LOCAL_INTERFACE, MISSING, UNREACHABLE, NOT_FOUND))
              .says(
                  "The network link of this machine is down[ ({interface})].",
                  "Check the cable, the switch port and the adapter, or the Wi-Fi, of this"
                      + " machine.")
              .explains(on(LOCAL_GATEWAY), on(LINK_CONTROLLERS, MISSING), on(LINK_ISOLATION))
              .explains(on(LINK_PEER, SILENCE), on(LINK_PEER, NAMES), on(LINK_SUBNET))
              .explains(on(LOCAL_PROXY, PROXY_DEAD), on(LOCAL_WIFI))
              .explains(cloudCut())
              .codes(BOTH_WAYS),
          rule(VerdictId.NET_NO_ROUTE, Confidence.HIGH, on(LOCAL_INTERFACE, NO_ROUTE))
              .says(
                  "This machine has a network link but no usable address[ ({interface})]: DHCP gave"
                      + " none.",
                  "Check the VLAN of the switch port and the DHCP server, then renew the address.")
              .explains(on(LOCAL_GATEWAY), on(LINK_CONTROLLERS, MISSING))
              .explains(on(LINK_PEER, SILENCE), on(LINK_PEER, NAMES), on(LINK_SUBNET))
              .explains(on(LOCAL_PROXY, PROXY_DEAD))
              .explains(cloudCut())
              .codes(BOTH_WAYS),
          rule(VerdictId.NET_NO_ROUTE, Confidence.HIGH, on(LOCAL_GATEWAY, NO_ROUTE))
              .says(
                  "This machine has no default route, so nothing beyond its own network can be"
                      + " reached.",
                  "Check the router that DHCP hands out, or the gateway in the static settings of"
                      + " this machine.")
              .explains(on(LINK_PEER, SILENCE).given(Given.BEHIND_GATEWAY))
              .explains(on(LINK_PEER, NAMES), on(LINK_SUBNET, NO_ROUTE))
              .explains(on(LOCAL_PROXY, PROXY_DEAD))
              .explains(cloudCut())
              .codes(BOTH_WAYS),
          rule(VerdictId.NET_GATEWAY_DOWN, Confidence.HIGH, on(LOCAL_GATEWAY).only(State.FAILED))
              .says(
                  "The gateway[ {gateway}] does not answer, so nothing beyond the local network can"
                      + " be reached.",
                  "Check the switch uplink and the gateway of this network; other rooms on the same"
                      + " switch tell which of the two it is.")
              .explains(on(LINK_PEER, SILENCE).given(Given.BEHIND_GATEWAY))
              .explains(on(LINK_PEER, NAMES), on(LOCAL_PROXY, PROXY_DEAD))
              .explains(cloudCut())
              .codes(BOTH_WAYS),
          rule(VerdictId.NET_GATEWAY_DOWN, Confidence.MEDIUM, on(LOCAL_GATEWAY))
              .says(
                  "One of this machine's gateways does not answer: {text}.",
                  "Repair the silent gateway, or take its default route away: connections that try"
                      + " it first are slow.")
              .explains(cloud(THRESHOLD))
              .codes(SERVICES),
          rule(VerdictId.NET_ISOLATION, Confidence.HIGH, on(LINK_ISOLATION, ISOLATION))
              .says(
                  "Devices on this network cannot see each other while the gateway answers[:"
                      + " {silent} stay silent]; that is client isolation, unless they are all"
                      + " off.",
                  "Turn client (AP) isolation off for the room's network, or allow hairpinning, and"
                      + " see that the silent devices are on.")
              .explains(on(LINK_PEER, SILENCE).given(Given.HOST_NOT_HEARD))
              .explains(on(LINK_CONTROLLERS, MISSING))
              .codes(CONTROLLER),
          rule(VerdictId.NET_VPN_CAPTURE, Confidence.MEDIUM, on(LOCAL_VPN, VIA_VPN))
              .says(
                  "A VPN on this machine[ ({tunnels})] takes traffic that the room needs[: it owns"
                      + " the way to {owned}].",
                  SPLIT)
              .explains(on(LINK_SUBNET, VIA_VPN), on(LINK_PEER, THRESHOLD).given(Given.THROUGH_VPN))
              .explains(on(LINK_PEER, CONNECTION).given(Given.THROUGH_VPN))
              .explains(cloud(TIMEOUT, UNREACHABLE, RESET, CLOSED_EARLY, DNS_TIMEOUT, THRESHOLD))
              .codes(BOTH_WAYS),
          rule(VerdictId.NET_VPN_CAPTURE, Confidence.MEDIUM, on(LINK_SUBNET, VIA_VPN))
              .says("The way to {targets} goes through a VPN[ ({interface})].", SPLIT)
              .explains(on(LINK_PEER, CONNECTION).given(Given.THROUGH_VPN))
              .explains(on(LINK_PEER, THRESHOLD).given(Given.THROUGH_VPN))
              .codes(CONTROLLER),
          rule(VerdictId.NET_WIRED_TO_WIFI, Confidence.HIGH, on(LOCAL_INTERFACE, DRIFT))
              .says(
                  "This machine went from the wired network to Wi-Fi[ ({interface})].",
                  "Plug the cable in again or check the switch port: a room belongs on the wire.")
              .explains(on(LINK_PEER, SILENCE).given(Given.HOST_NOT_HEARD))
              .explains(on(LINK_PEER, THRESHOLD), on(LINK_SUBNET, NO_ROUTE))
              .explains(on(LINK_CONTROLLERS, MISSING), on(LOCAL_WIFI, THRESHOLD))
              .explains(cloud(THRESHOLD))
              .codes(CONTROLLER),
          rule(VerdictId.NET_QUALITY, Confidence.HIGH, on(LOCAL_WIFI, THRESHOLD))
              .says(
                  "The Wi-Fi signal that this machine gets is too weak[: {signal_dbm} dBm][ on"
                      + " {interface}].",
                  "Put this machine on the wire, or move the access point nearer.")
              .explains(on(LINK_PEER, THRESHOLD))
              .explains(cloud(THRESHOLD)),
          rule(VerdictId.NET_QUALITY, Confidence.HIGH, on(LOCAL_INTERFACE, THRESHOLD))
              .says(
                  "The wired link of this machine is slow or counts errors[ ({interface})].",
                  "Change the cable, then the switch port.")
              .explains(on(LINK_PEER, THRESHOLD))
              .explains(cloud(THRESHOLD)),
          rule(
                  VerdictId.NET_QUALITY,
                  Confidence.MEDIUM,
                  on(LINK_PEER, THRESHOLD),
                  on(CLOUD_TCP, THRESHOLD),
                  on(CLOUD_HTTPS, THRESHOLD),
                  on(CLOUD_PROXY, THRESHOLD))
              .says(
                  "Connections work but are slow: {text}.",
                  "Look for a busy line or Wi-Fi at that time; compare with another machine on the"
                      + " same network."));
}
