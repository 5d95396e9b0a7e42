package io.roomwatch.agent.verdict;

import static io.roomwatch.agent.observation.CheckKind.*;
import static io.roomwatch.agent.observation.Reason.*;
import static io.roomwatch.agent.verdict.Rule.rule;
import static io.roomwatch.agent.verdict.Sign.on;
import static io.roomwatch.agent.verdict.Signs.*;

import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The rules of the controller link, the cloud and the room itself. */
final class FarRules {
  private FarRules() {}

  static final List<Rule> LINK =
      List.of(
          rule(VerdictId.NET_NO_ROUTE, Confidence.HIGH, on(LINK_SUBNET), on(LINK_PEER, NO_ROUTE))
              .says(
                  "This machine has no route to {targets}.",
                  "Check the address of {target} in the configuration and the routes of this"
                      + " machine.")
              .explains(on(LINK_PEER, SILENCE).given(Given.SAME_TARGET))
              .codes(CONTROLLER),
          rule(
                  VerdictId.LINK_PEER_DOWN,
                  Confidence.HIGH,
                  on(LINK_PEER, SILENCE).given(Given.HOST_SILENT))
              .says(
                  "{targets}[ ({address})] does not answer at all.",
                  "See that {target} is on and on its network; if it is, suspect a network that"
                      + " keeps its devices apart (client isolation).")
              .explains(on(LINK_CONTROLLERS, MISSING))
              .codes(CONTROLLER),
          rule(VerdictId.LINK_PORT_CLOSED, Confidence.HIGH, on(LINK_PEER, REFUSED))
              .says(
                  "The controller link port 9090 on {targets} is closed: the host answers and"
                      + " refuses.",
                  "Start Zoom Rooms on {target} and see what listens on port 9090 there.")
              .explains(on(LINK_CONTROLLERS, MISSING))
              .codes(CONTROLLER),
          rule(
                  VerdictId.LINK_PORT_FILTERED,
                  Confidence.HIGH,
                  on(LINK_PEER, SILENCE).given(Given.HOST_HEARD))
              .says(
                  "{targets} answers, but its controller link port 9090 stays silent: something"
                      + " filters it.",
                  "Allow TCP 9090 to {target}: first in the firewall and security software of that"
                      + " machine, then in the network between.")
              .explains(on(LINK_CONTROLLERS, MISSING))
              .codes(CONTROLLER),
          rule(VerdictId.LINK_HALF_OPEN, Confidence.MEDIUM, on(LINK_PEER, RESET, CLOSED_EARLY))
              .says(
                  "The controller link port 9090 on {targets} accepts a connection and drops it at"
                      + " once.",
                  "Restart Zoom Rooms on {target}; if it stays, look for security software or a"
                      + " device between that cuts the connection.")
              .explains(on(LINK_CONTROLLERS, MISSING))
              .codes(CONTROLLER),
          rule(VerdictId.LINK_PEER_DOWN, Confidence.LOW, on(LINK_PEER, NAMES))
              .says(
                  "The name of {targets} leads to no address, so its port 9090 cannot be tried.",
                  "Check the address of {target} in the configuration, and the DNS of this"
                      + " network.")
              .codes(CONTROLLER),
          rule(VerdictId.LINK_PEER_DOWN, Confidence.LOW, on(LINK_PEER))
              .says(
                  "Nothing of {targets}[ ({address})] answers: it is off, or everything to it is"
                      + " filtered.",
                  "See that {target} is on; if it is, allow TCP 9090 to it in the firewalls"
                      + " between.")
              .explains(on(LINK_CONTROLLERS, MISSING))
              .codes(CONTROLLER),
          rule(VerdictId.LINK_NO_CONTROLLER, Confidence.MEDIUM, on(LINK_CONTROLLERS, MISSING))
              .says(
                  "A controller of this room is not connected[: {missing} is expected].",
                  "Wake the controller, see that its network reaches this room, and that it shows"
                      + " this room's address.")
              .codes(CONTROLLER));

  static final List<Rule> CLOUD =
      List.of(
          rule(VerdictId.CLOUD_CAPTIVE_PORTAL, Confidence.HIGH, cloud(CAPTIVE_PORTAL))
              .says(
                  "A login page of the network stands between this machine and Zoom.",
                  "Sign in on that page, or better let the network pass this machine without it.")
              .explains(cloud(DNS_PRIVATE, TLS_INSPECTED, HTTP_STATUS))
              .explains(cloud(CERTIFICATES))
              .explains(cloudCut())
              .codes(SERVICES),
          rule(VerdictId.CLOUD_DNS_HIJACK, Confidence.HIGH, cloud(DNS_PRIVATE))
              .says(
                  "The DNS server answers for {targets} with an address that is not of the public"
                      + " internet.",
                  "Ask who runs the DNS server for a filter, a login page or an old entry, and have"
                      + " Zoom's names passed through.")
              .explains(cloud(CONNECTION))
              .explains(cloud(CERTIFICATES))
              .explains(cloud(HTTP_STATUS, TLS_INSPECTED))
              .codes(SERVICES),
          rule(
                  VerdictId.CLOUD_DNS,
                  Confidence.HIGH,
                  Stream.concat(
                          Stream.of(on(CLOUD_DNS)),
                          cloud(DNS_NXDOMAIN, DNS_SERVFAIL, DNS_TIMEOUT).stream())
                      .toList())
              .says(
                  "Names of the cloud cannot be looked up as they should: {text}.",
                  "Check the DNS servers of this machine and the way to them on UDP and TCP 53.")
              .explains(on(LINK_PEER, NAMES), on(LOCAL_PROXY, PROXY_DEAD))
              .codes(SERVICES),
          rule(
                  VerdictId.CLOUD_PROXY_DEAD,
                  Confidence.HIGH,
                  Stream.of(
                          List.of(on(LOCAL_PROXY, PROXY_DEAD)),
                          List.of(on(CLOUD_PROXY, CONNECTION)),
                          cloud(PROXY_DEAD))
                      .flatMap(List::stream)
                      .toList())
              .says(
                  "The proxy[ {proxy}][ from {source}] does not answer, so what needs it fails.",
                  "Start or replace the proxy, or take it out of the settings of this machine and"
                      + " of the room's user.")
              .explains(on(CLOUD_MEDIA), on(LOCAL_PROXY, LOOPBACK_ONLY, DRIFT))
              .codes(SERVICES),
          rule(VerdictId.CLOUD_PROXY_AUTH, Confidence.HIGH, cloud(PROXY_AUTH))
              .says(
                  "The proxy[ {proxy}] asks for a login that it does not get.",
                  "Give the room a login for the proxy, or let Zoom's hosts pass without one.")
              .explains(on(CLOUD_MEDIA))
              .codes(SERVICES),
          rule(VerdictId.CLOUD_PROXY_LOOPBACK, Confidence.MEDIUM, on(LOCAL_PROXY, LOOPBACK_ONLY))
              .says(
                  "The proxy of this machine is a program on the machine itself, without an"
                      + " exception for the local network; a controller may then show the room's"
                      + " address as 127.0.0.1.",
                  "Add the local network to the proxy exceptions of the machine and of the room's"
                      + " user, or remove the proxy."),
          rule(VerdictId.CLOUD_PROXY_LOOPBACK, Confidence.LOW, on(LOCAL_PROXY))
              .says(
                  "The proxy settings of this machine do not agree: {text}.",
                  "Set the same proxy, with the local network as an exception, for the machine and"
                      + " for the room's user."),
          rule(VerdictId.CLOUD_PORT_BLOCKED, Confidence.MEDIUM, cloud(PROXY_REFUSED))
              .says(
                  "The proxy[ {proxy}] refuses to connect to Zoom.",
                  "Have the proxy's policy allow connections to Zoom's hosts on port 443.")
              .explains(on(CLOUD_MEDIA))
              .codes(SERVICES),
          rule(VerdictId.CLOUD_TLS_INSPECTION, Confidence.HIGH, cloud(TLS_INSPECTED))
              .says(
                  "TLS to {targets} is opened and inspected on the way[ by {inspector}], which"
                      + " Zoom's clients do not accept.",
                  "Exempt Zoom's hosts from TLS inspection[ in {inspector}].")
              .explains(cloud(CERTIFICATES))
              .codes(SERVICES),
          rule(VerdictId.CLOUD_TLS_INVALID, Confidence.HIGH, cloud(CERTIFICATES))
              .says(
                  "The certificate shown for {targets} is not valid: {text}.",
                  "Compare with the same host from another network: if it is good there, a device"
                      + " between changes it; look at this machine's clock too.")
              .explains(on(CLOUD_MEDIA))
              .codes(SERVICES),
          rule(VerdictId.CLOUD_TLS_INVALID, Confidence.LOW, on(CLOUD_TLS, THRESHOLD))
              .says(
                  "The certificate of {targets} ends soon: {text}.",
                  "See in the same way from another network whether it is Zoom's own certificate."),
          rule(
                  VerdictId.CLOUD_PORT_BLOCKED,
                  Confidence.MEDIUM,
                  on(CLOUD_TCP, CONNECTION).only(State.DEGRADED))
              .says(
                  "The direct way to {targets} is closed and another one is in use: {text}.",
                  "Meetings work this way; for better sound and picture allow the direct one.")
              .explains(on(CLOUD_MEDIA).only(State.DEGRADED)),
          rule(
                  VerdictId.CLOUD_PORT_BLOCKED,
                  Confidence.HIGH,
                  on(CLOUD_TCP, CONNECTION).given(Given.CLOUD_ANSWERS),
                  on(CLOUD_TLS, CONNECTION).given(Given.CLOUD_ANSWERS),
                  on(CLOUD_HTTPS, CONNECTION).given(Given.CLOUD_ANSWERS))
              .says(
                  "The way to {targets} is blocked, while other parts of the cloud answer.",
                  "Allow {targets} in the firewall between this room and the internet.")
              .explains(on(CLOUD_MEDIA))
              .codes(SERVICES),
          rule(
                  VerdictId.CLOUD_UNREACHABLE,
                  Confidence.MEDIUM,
                  on(CLOUD_TCP, CONNECTION),
                  on(CLOUD_TLS, CONNECTION),
                  on(CLOUD_HTTPS, CONNECTION))
              .says(
                  "Nothing of Zoom's cloud can be reached ({targets}), although this machine's own"
                      + " network works.",
                  "Check the internet line and the firewall at the edge of this site; other rooms"
                      + " of the site tell whether it is this room alone.")
              .explains(on(CLOUD_MEDIA))
              .codes(SERVICES),
          rule(VerdictId.CLOUD_UNREACHABLE, Confidence.LOW, on(CLOUD_HTTPS), on(CLOUD_PROXY))
              .says(
                  "Zoom's cloud is reached but does not serve as it should: {text}.",
                  "Try the same address from another network: if it works there, a device between"
                      + " answers in Zoom's place.")
              .explains(on(CLOUD_MEDIA))
              .codes(SERVICES),
          rule(
                  VerdictId.CLOUD_MEDIA_FALLBACK,
                  Confidence.MEDIUM,
                  on(CLOUD_MEDIA).only(State.DEGRADED))
              .says(
                  "Media cannot use UDP and falls back to TCP 443: meetings work, sound and picture"
                      + " may suffer.",
                  "Allow UDP 3478, 3479 and 8801 from the room to the cloud."),
          rule(VerdictId.CLOUD_MEDIA_FALLBACK, Confidence.MEDIUM, on(CLOUD_MEDIA))
              .says(
                  "No way for media is left: neither UDP nor TCP 443 gets through.",
                  "Allow TCP 443 and UDP 3478, 3479 and 8801 from the room to the cloud.")
              .codes(SERVICES));

  static final List<Rule> ROOM =
      List.of(
          rule(VerdictId.APP_VERSION, Confidence.HIGH, on(ROOM_VERSION))
              .says(
                  "The versions of this room need attention: {text}.",
                  "Update the room first, then the primary controller, then the other devices.")
              .codes(SETUP),
          rule(VerdictId.APP_ACTIVATION, Confidence.HIGH, on(ROOM_ACTIVATION))
              .says(
                  "The setup of this room waits for its activation: {text}.",
                  "Complete the setup while the activation code is valid (10 days), or issue a new"
                      + " code.")
              .codes(SETUP),
          rule(VerdictId.ROOM_PERIPHERAL, Confidence.MEDIUM, on(ROOM_PERIPHERALS))
              .says(
                  "The devices of this room differ from what was accepted: {text}.",
                  "Plug in what is missing, or accept the devices as they are now."),
          rule(
                  VerdictId.AGENT_DEGRADED,
                  Confidence.LOW,
                  Arrays.stream(CheckKind.values()).map(kind -> on(kind)).toList())
              .says(
                  "No layer of the room is known to be broken, but a check found something:"
                      + " {text}.",
                  "Look at that check."));
}
