package io.roomwatch.agent.lab;

import java.util.List;

/** What breaks the link between controllers and room, seen from beside the room. */
final class LinkFaults {

  private static final String[] LINK = {"2002", "2001", "ZP-491"};

  private LinkFaults() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.beside("the room's firewall drops 9090")
            .when(lab -> lab.filter("room", "input", "tcp dport 9090 drop"))
            .named("link.port-filtered", LINK)
            .proof("link.peer:room", "timeout"),
        Scenario.beside("the room's firewall resets 9090")
            .when(lab -> lab.filter("room", "input", "tcp dport 9090 reject with tcp reset"))
            .named("link.port-closed", LINK)
            .proof("link.peer:room", "refused"),
        Scenario.beside("the room's firewall rejects 9090 by ICMP")
            .when(
                lab ->
                    lab.filter(
                        "room", "input", "tcp dport 9090 reject with icmpx admin-prohibited"))
            .named("link.port-filtered", LINK)
            .proof("link.peer:room", "unreachable"),
        Scenario.beside("the app of the room is down")
            .when(lab -> lab.stop("app"))
            .named("link.port-closed", LINK)
            .proof("link.peer:room", "refused"),
        Scenario.beside("9090 resets after accepting")
            .when(lab -> lab.instead("app", () -> lab.app("ZoomRooms", Lab.ROOM, "reset")))
            .named("link.half-open", LINK)
            .proof("link.peer:room", "reset"),
        Scenario.beside("9090 closes after accepting")
            .when(lab -> lab.instead("app", () -> lab.app("ZoomRooms", Lab.ROOM, "close")))
            .named("link.half-open", LINK)
            .proof("link.peer:room", "closed-early"),
        Scenario.beside("the app hangs and its queue is full")
            .when(lab -> lab.instead("app", () -> lab.app("ZoomRooms", Lab.ROOM, "full")))
            .named("link.port-filtered", LINK)
            .proof("link.peer:room", "timeout"),
        Scenario.beside("the room's device is off")
            .when(lab -> lab.run("router", "ip link set room down", "ip link set room up"))
            .named("link.peer-down", LINK)
            .proof("link.peer:room", "timeout"),
        Scenario.beside("one of three rooms is off")
            .when(lab -> lab.run("router", "ip link set annex down", "ip link set annex up"))
            .named("link.peer-down", LINK)
            .proof("link.peer:annex", "timeout"),
        Scenario.beside("the router drops 9090 to the other network")
            .when(lab -> lab.filter("router", "forward", "oifname lan2 tcp dport 9090 drop"))
            .named("link.port-filtered", LINK)
            .proof("link.peer:far", "timeout"),
        Scenario.beside("the router drops all to the other network")
            .when(lab -> lab.filter("router", "forward", "oifname lan2 drop"))
            .named("link.peer-down", LINK)
            .proof("link.peer:far", "timeout"),
        Scenario.beside("a room on the other network is off")
            .when(lab -> lab.run("router", "ip link set far down", "ip link set far up"))
            .named("link.peer-down", LINK)
            .proof("link.peer:far", "timeout"),
        Scenario.beside("the network keeps its devices apart")
            .when(
                lab -> {
                  for (String port : List.of("agent", "room", "annex", "controller")) {
                    lab.run(
                        "router",
                        "bridge link set dev " + port + " isolated on",
                        "bridge link set dev " + port + " isolated off");
                  }
                })
            .named("net.isolation", LINK)
            .proof("link.isolation", "isolation"));
  }
}
