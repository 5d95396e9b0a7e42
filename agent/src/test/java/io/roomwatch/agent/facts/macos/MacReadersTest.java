package io.roomwatch.agent.facts.macos;

import static io.roomwatch.agent.facts.Fixture.ip;
import static io.roomwatch.agent.facts.Fixture.known;
import static io.roomwatch.agent.facts.Fixture.net;
import static io.roomwatch.agent.facts.Fixture.text;
import static io.roomwatch.agent.facts.Fixture.unread;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.HostFirewall.Action;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.reader.FakePrograms;
import io.roomwatch.agent.facts.reader.FakeSystem;
import io.roomwatch.agent.observation.Reason;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A Mac that is a table of what its programs print. */
final class MacReadersTest {

  private final FakePrograms programs = new FakePrograms();
  private final FakeSystem oshi = new FakeSystem();
  private final MacReaders mac = new MacReaders(programs, oshi);

  @Test
  void programThatIsMissingLeavesItsFactUnread() {
    assertEquals(Reason.NOT_FOUND, unread(mac.routes()).reason());
    assertEquals(Reason.NOT_FOUND, unread(mac.neighbours()).reason());
    assertEquals(Reason.NOT_FOUND, unread(mac.sockets(9090)).reason());
    assertEquals(Reason.NOT_FOUND, unread(mac.resolvers()).reason());
    assertEquals(Reason.NOT_FOUND, unread(mac.firewall(9090)).reason());
    assertEquals(Reason.NOT_FOUND, unread(mac.proxies().getFirst().settings()).reason());
    assertEquals(Reason.UNSUPPORTED, unread(mac.pendingReboot()).reason());
  }

  @Test
  void defaultRouteThatTheTableLacksIsAskedFor() {
    programs
        .prints("netstat -rn", "Routing tables\n")
        .prints("route -n get default", text("macos/route-get-default.txt"));
    assertEquals(
        List.of(new Route(net("0.0.0.0/0"), Optional.of(ip("192.168.1.1")), "en1", 0)),
        known(mac.routes()));
    programs.fails("route -n get default", Reason.ERROR, "not in table");
    assertEquals(List.of(), known(mac.routes()));
  }

  @Test
  void socketsOfOthersAreListedAndOnlyOursHaveAnOwner() {
    programs.prints("netstat -anW -p tcp", text("macos/netstat-an-tcp.txt"));
    oshi.sockets =
        List.of(
            new TcpSocket(
                TcpSocket.State.LISTEN,
                new InetSocketAddress(ip("0.0.0.0"), 12345),
                Optional.empty(),
                OptionalLong.of(77)));
    List<TcpSocket> sockets = known(mac.sockets(12345));
    assertEquals(2, sockets.size());
    assertEquals(OptionalLong.empty(), sockets.get(0).pid());
    assertEquals(OptionalLong.of(77), sockets.get(1).pid());
  }

  @Test
  void leaseIsThePacketThatTheClientOfAnInterfaceAccepted() {
    oshi.interfaces =
        Fact.known(
            List.of(
                Fixture.face("lo0", NetInterface.Kind.LOOPBACK, "127.0.0.1/8"),
                Fixture.face("en0", NetInterface.Kind.WIFI, "192.168.2.51/24"),
                Fixture.face("en1", NetInterface.Kind.ETHERNET, "10.4.12.20/24"),
                Fixture.face("en2", NetInterface.Kind.ETHERNET, "10.4.13.20/24")));
    programs
        .prints("ipconfig getpacket en0", text("macos/ipconfig-getpacket.txt"))
        .prints("ipconfig getpacket en1", "")
        .fails("ipconfig getpacket en2", Reason.ERROR, "ended with status 1: no message");
    assertEquals(
        List.of(
            new DhcpLease(
                "en0", ip("192.168.2.51"), Optional.of(ip("192.168.2.1")), Optional.empty())),
        known(mac.leases()));
    programs.fails("ipconfig getpacket en2", Reason.TIMEOUT, "late");
    assertEquals(Reason.TIMEOUT, unread(mac.leases()).reason());
  }

  @Test
  void leasesOfInterfacesThatCannotBeListedAreUnread() {
    assertEquals(Reason.UNSUPPORTED, unread(mac.leases()).reason());
  }

  @Test
  void whoListensOnLoopbackDoesNotOwnTheListenerOfAnotherUser() {
    programs.prints(
        "netstat -anW -p tcp",
        """
        tcp4       0      0  *.9090                 *.*                    LISTEN
        tcp4       0      0  127.0.0.1.9090         *.*                    LISTEN
        """);
    oshi.sockets =
        List.of(
            new TcpSocket(
                TcpSocket.State.LISTEN,
                new InetSocketAddress(ip("127.0.0.1"), 9090),
                Optional.empty(),
                OptionalLong.of(77)));
    List<TcpSocket> sockets = known(mac.sockets(9090));
    assertEquals(OptionalLong.empty(), sockets.get(0).pid());
    assertEquals(OptionalLong.of(77), sockets.get(1).pid());
  }

  @Test
  void firewallPutsItsFourAnswersTogether() {
    programs
        .prints("socketfilterfw --getglobalstate", "Firewall is enabled. (State = 1)\n")
        .prints("socketfilterfw --getblockall", "Firewall has block all state set to disabled.\n")
        .prints("socketfilterfw --listapps", text("macos/socketfilterfw-listapps.txt"));
    assertEquals(Action.BLOCK, known(mac.firewall(9090)).inbound().action());
    programs.prints("socketfilterfw --getglobalstate", "?");
    assertEquals(Reason.ERROR, unread(mac.firewall(9090)).reason());
  }

  @Test
  void neighboursOfBothFamiliesAreOneList() {
    programs
        .prints("arp -an", text("macos/arp-an.txt"))
        .prints("ndp -an", text("macos/ndp-an.txt"));
    assertEquals(8, known(mac.neighbours()).size());
  }

  @Test
  void camerasOfTheSystemJoinWhatOshiFound() {
    oshi.peripherals = List.of(new Peripheral(Peripheral.Kind.DISPLAY, "DELL P2719H"));
    programs.prints("system_profiler SPCameraDataType", "Camera:\n\n    FaceTime HD Camera:\n");
    assertEquals(
        List.of(
            new Peripheral(Peripheral.Kind.CAMERA, "FaceTime HD Camera"),
            new Peripheral(Peripheral.Kind.DISPLAY, "DELL P2719H")),
        known(mac.peripherals()));
  }

  @Test
  void macWithoutWifiSaysSo() {
    programs.prints("system_profiler SPAirPortDataType", "");
    assertEquals(Reason.NOT_FOUND, unread(mac.wifi()).reason());
    programs.prints("system_profiler SPAirPortDataType", text("macos/airport.txt"));
    assertEquals("en0", known(mac.wifi()).getFirst().interfaceName());
  }
}
