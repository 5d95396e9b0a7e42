package io.roomwatch.agent.facts.linux;

import static io.roomwatch.agent.facts.Fixture.ip;
import static io.roomwatch.agent.facts.Fixture.known;
import static io.roomwatch.agent.facts.Fixture.net;
import static io.roomwatch.agent.facts.Fixture.text;
import static io.roomwatch.agent.facts.Fixture.unread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySettings.HostPort;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.facts.reader.FakePrograms;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that is a folder. */
final class LinuxReadersTest {

  @TempDir private Path root;
  private final FakePrograms programs = new FakePrograms();

  private void file(String name, String content) {
    try {
      Path file = root.resolve(name.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void link(String name, String target) throws IOException {
    Path link = root.resolve(name.substring(1));
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }

  private LinuxSystem system() {
    return new LinuxSystem(
        new MachineFiles(root),
        programs,
        () -> Map.of("eth0", List.of(net("10.77.0.1/24")), "lo", List.of(net("127.0.0.1/8"))));
  }

  private LinuxReaders readers() {
    return new LinuxReaders(new MachineFiles(root), programs, () -> Fact.known(Fixture.room()));
  }

  private void face(String name, String type, String state, String carrier, String speed) {
    String folder = "/sys/class/net/" + name + "/";
    file(folder + "type", type + "\n");
    file(folder + "operstate", state + "\n");
    file(folder + "carrier", carrier + "\n");
    file(folder + "speed", speed + "\n");
    file(folder + "statistics/rx_bytes", "100\n");
    file(folder + "statistics/tx_bytes", "200\n");
    file(folder + "statistics/rx_errors", "3\n");
    file(folder + "statistics/tx_errors", "4\n");
  }

  private NetInterface named(String name) {
    return known(system().interfaces()).stream()
        .filter(face -> face.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void interfacesComeFromSysfsWithTheirAddresses() {
    face("eth0", "1", "up", "1", "1000");
    file("/proc/net/if_inet6", "fd770000000000000000000000000001 02 40 00 82    eth0\n");
    NetInterface eth0 = named("eth0");
    assertEquals(
        new NetInterface(
            "eth0",
            "eth0",
            Kind.ETHERNET,
            true,
            List.of(net("10.77.0.1/24"), net("fd77::1/64")),
            OptionalLong.of(1_000_000_000L),
            new NetInterface.Counters(100, 200, 3, 4)),
        eth0);
  }

  @Test
  void unpluggedWireIsListedAndDown() {
    face("eth1", "1", "down", "0", "-1");
    NetInterface eth1 = named("eth1");
    assertFalse(eth1.up());
    assertEquals(OptionalLong.empty(), eth1.speedBitsPerSecond());
    assertEquals(List.of(), eth1.addresses());
  }

  @Test
  void loopbackAndTunnelWithoutStateAreUpByTheirCarrier() {
    face("lo", "772", "unknown", "1", "");
    face("tun0", "65534", "unknown", "1", "10");
    file("/sys/class/net/tun0/tun_flags", "0x1001\n");
    file("/sys/class/net/bonding_masters", "bond0\n");
    assertTrue(named("lo").up());
    assertEquals(Kind.TUNNEL, named("tun0").kind());
    assertEquals(
        List.of("lo", "tun0"),
        known(system().interfaces()).stream().map(NetInterface::name).toList());
  }

  @Test
  void routesNeedTheIpv4TableButNotIpv6() {
    assertEquals(Reason.NOT_FOUND, unread(system().routes()).reason());
    file("/proc/net/route", text("linux/namespace/route"));
    assertEquals(8, known(system().routes()).size());
    file("/proc/net/ipv6_route", text("linux/namespace/ipv6_route"));
    assertEquals(13, known(system().routes()).size());
  }

  @Test
  void neighboursOfBothFamiliesAreOneList() {
    programs.prints("ip -s neigh show", text("linux/namespace/ip-s-neigh"));
    assertEquals(5, known(system().neighbours()).size());
    programs.prints("ip -s neigh show", "");
    assertEquals(List.of(), known(system().neighbours()), "read, and nobody is there");
  }

  @Test
  void withoutIpTheArpEntriesStillStandButAnEmptyListWouldBeALie() {
    file("/proc/net/arp", text("linux/namespace/arp"));
    assertEquals(2, known(system().neighbours()).size());
    file("/proc/net/arp", "IP address       HW type     Flags       HW address\n");
    assertEquals(Reason.NOT_FOUND, unread(system().neighbours()).reason());
  }

  @Test
  void socketsFindTheirOwnersThroughTheFileDescriptors() throws IOException {
    file("/proc/net/tcp", text("linux/namespace/tcp"));
    file("/proc/net/tcp6", text("linux/namespace/tcp6"));
    link("/proc/4711/fd/3", "socket:[118115]");
    link("/proc/4711/fd/4", "pipe:[118115]");
    link("/proc/self/fd/4", "socket:[118116]");
    List<TcpSocket> sockets = known(system().sockets(9090));
    assertEquals(2, sockets.size());
    assertEquals(TcpSocket.State.LISTEN, sockets.get(0).state());
    assertEquals(OptionalLong.of(4711), sockets.get(0).pid());
    assertEquals(TcpSocket.State.ESTABLISHED, sockets.get(1).state());
    assertEquals(OptionalLong.empty(), sockets.get(1).pid());
    assertEquals(3, known(system().sockets(9091)).size());
    assertEquals(List.of(), known(system().sockets(1)));
  }

  @Test
  void hostWithoutIpv6HasSocketsToo() {
    file("/proc/net/tcp", text("linux/namespace/tcp"));
    assertEquals(2, known(system().sockets(9090)).size());
  }

  @Test
  void processesHaveNamesPathsOwnersAndStart() throws IOException {
    file("/proc/stat", text("linux/machine/stat"));
    file("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n");
    file("/proc/10481/stat", text("linux/machine/pid-stat"));
    file("/proc/10481/status", text("linux/machine/pid-status"));
    link("/proc/10481/exe", "/usr/bin/cp (deleted)");
    List<RunningProcess> processes = known(system().processes());
    assertEquals(1, processes.size());
    RunningProcess cp = processes.getFirst();
    assertEquals("cp", cp.name());
    assertEquals(Optional.of("/usr/bin/cp"), cp.path());
    assertEquals(Optional.of("root"), cp.user());
    assertEquals(Instant.parse("2026-11-21T02:34:38.500Z"), cp.started());
  }

  @Test
  void nameThatTheKernelCutIsCompletedFromTheCommandLine() {
    file("/proc/stat", text("linux/machine/stat"));
    file(
        "/proc/12/stat",
        text("linux/machine/pid-stat").replace("10481 (cp)", "12 (prometheus-node)"));
    file("/proc/12/cmdline", "/usr/bin/prometheus-node-exporter\0--x\0");
    file(
        "/proc/13/stat",
        text("linux/machine/pid-stat").replace("10481 (cp)", "13 (prometheus-node)"));
    file("/proc/13/cmdline", "something else\0");
    List<String> names = known(system().processes()).stream().map(RunningProcess::name).toList();
    assertEquals(List.of("prometheus-node-exporter", "prometheus-node"), names);
  }

  @Test
  void loadIsReadAndTheSecondReadKnowsHowBusyItWas() {
    file("/proc/uptime", text("linux/machine/uptime"));
    file("/proc/meminfo", text("linux/machine/meminfo"));
    file("/proc/mounts", "/dev/vda / ext4 rw 0 0\n");
    file("/proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\n");
    LinuxSystem system = system();
    HostLoad first = known(system.load());
    assertEquals(Duration.ofMillis(4_233_480), first.uptime());
    assertEquals(OptionalDouble.empty(), first.cpuRatio());
    assertEquals(Optional.of("/"), first.disk().map(HostLoad.Disk::mount));
    file("/proc/stat", "cpu  130 0 100 870 0 0 0 0 0 0\n");
    assertEquals(OptionalDouble.of(0.3), known(system.load()).cpuRatio());
    assertEquals(OptionalDouble.empty(), known(system.load()).cpuRatio());
  }

  @Test
  void loadThatCannotBeReadIsNotIdle() {
    assertEquals(Reason.NOT_FOUND, unread(system().load()).reason());
    file("/proc/uptime", "garbage");
    file("/proc/meminfo", "");
    assertEquals(Reason.ERROR, unread(system().load()).reason());
  }

  @Test
  void peripheralsAreSortedAndNamedOnce() {
    file("/sys/class/video4linux/video0/name", "Logitech MeetUp: MeetUp\n");
    file("/sys/class/video4linux/video1/name", "Logitech MeetUp: MeetUp\n");
    file("/proc/asound/cards", text("linux/sound/cards"));
    file("/proc/asound/pcm", text("linux/sound/pcm"));
    file("/sys/class/drm/card0-HDMI-A-1/status", "connected\n");
    file("/sys/class/drm/card0-HDMI-A-1/edid", "");
    file("/sys/class/drm/card0-DP-1/status", "disconnected\n");
    assertEquals(
        List.of(
            new Peripheral(Peripheral.Kind.CAMERA, "Logitech MeetUp: MeetUp"),
            new Peripheral(Peripheral.Kind.MICROPHONE, "HDA Intel PCH"),
            new Peripheral(Peripheral.Kind.MICROPHONE, "Logitech MeetUp"),
            new Peripheral(Peripheral.Kind.SPEAKER, "HDA Intel PCH"),
            new Peripheral(Peripheral.Kind.SPEAKER, "Logitech MeetUp"),
            new Peripheral(Peripheral.Kind.DISPLAY, "card0-HDMI-A-1")),
        known(system().peripherals()));
  }

  @Test
  void packagesComeFromDpkgElseFromRpm() {
    assertEquals(Reason.UNSUPPORTED, unread(system().applications()).reason());
    programs.prints(
        "rpm -qa --queryformat %{NAME}\\t%{VERSION}-%{RELEASE}\\t%{VENDOR}\\n",
        "bash\t5.1\tRed Hat, Inc.\n");
    assertEquals("bash", known(system().applications()).getFirst().name());
    file("/var/lib/dpkg/status", text("linux/machine/dpkg-status"));
    assertEquals(3, known(system().applications()).size());
  }

  @Test
  void stubResolverIsFollowedByTheServersItAsks() {
    file("/etc/resolv.conf", "nameserver 127.0.0.53\noptions edns0 trust-ad\n");
    assertEquals(List.of(ip("127.0.0.53")), known(readers().resolvers()));
    file("/run/systemd/resolve/resolv.conf", "nameserver 10.77.0.2\nnameserver fd77::2\n");
    List<InetAddress> all = List.of(ip("127.0.0.53"), ip("10.77.0.2"), ip("fd77::2"));
    assertEquals(all, known(readers().resolvers()));
  }

  @Test
  void upstreamsAreNotAskedWhenTheStubIsNotInUse() {
    file("/etc/resolv.conf", "nameserver 10.255.255.53\n");
    file("/run/systemd/resolve/resolv.conf", "nameserver 10.77.0.2\n");
    assertEquals(List.of(ip("10.255.255.53")), known(readers().resolvers()));
  }

  @Test
  void etcEnvironmentIsAPlaceWhenItExists() {
    assertEquals(List.of(), readers().proxies());
    file("/etc/environment", "PATH=/bin\n");
    assertEquals(
        List.of(
            new ProxySource(
                ProxySource.Kind.ETC_ENVIRONMENT,
                "/etc/environment",
                Fact.known(ProxySettings.DIRECT))),
        readers().proxies());
    file("/etc/environment", "https_proxy=http://room:s3cret@proxy.example:3128\n");
    ProxySource source = readers().proxies().getFirst();
    assertEquals(
        Optional.of(new HostPort("proxy.example", 3128)), known(source.settings()).proxy());
    assertFalse(source.toString().contains("s3cret"), source.toString());
  }

  @Test
  void restartIsPendingWhenItsFileIsThere() {
    assertEquals(Reason.UNSUPPORTED, unread(readers().pendingReboot()).reason());
    file("/usr/share/unattended-upgrades/50unattended-upgrades", "");
    assertEquals(false, known(readers().pendingReboot()));
    file("/run/reboot-required", "*** System restart required ***\n");
    assertEquals(true, known(readers().pendingReboot()));
  }

  @Test
  void machineWithoutRadioHasNoWifi() {
    assertEquals(Reason.NOT_FOUND, unread(readers().wifi()).reason());
    face("eth0", "1", "up", "1", "1000");
    assertEquals(Reason.NOT_FOUND, unread(readers().wifi()).reason());
  }

  @Test
  void signalComesFromTheKernelElseFromIw() {
    face("wlan0", "1", "up", "1", "");
    file("/sys/class/net/wlan0/phy80211/name", "phy0\n");
    Fact.Unread<List<Wifi>> unread = unread(readers().wifi());
    assertEquals(Reason.UNSUPPORTED, unread.reason());
    assertTrue(unread.why().contains("install iw"), unread.why());
    programs.prints("iw dev wlan0 link", text("linux/iw-link"));
    assertEquals(
        List.of(new Wifi("wlan0", OptionalDouble.of(-53), OptionalDouble.empty())),
        known(readers().wifi()));
    file("/proc/net/wireless", text("linux/wireless"));
    assertEquals(
        List.of(new Wifi("wlan0", OptionalDouble.of(-49), OptionalDouble.of(61 / 70.0))),
        known(readers().wifi()));
    assertFalse(known(readers().wifi()).toString().contains("SECRET-NAME"));
  }

  @Test
  void whereNoInterfaceHasAnAddressThereIsNone() {
    assertEquals(
        Map.of(),
        LinuxSystem.addresses(
            () -> {
              throw new SocketException("No network interfaces configured");
            }));
    assertThrows(
        IllegalStateException.class,
        () ->
            LinuxSystem.addresses(
                () -> {
                  throw new SocketException("Too many open files");
                }));
  }

  @Test
  void aMountThatCannotBeSpelledIsLeftOut() {
    file("/proc/uptime", "100.0 1.0\n");
    file("/proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 500 kB\n");
    file("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /mnt/B\\000ro ext4 rw 0 0\n");
    assertEquals("/", known(system().load()).disk().orElseThrow().mount());
  }

  @Test
  void withoutATimeOfBootProcessesAreUnreadAndNotOf1970() {
    file("/proc/stat", "cpu 1 1 1 1 1\n");
    assertEquals(Reason.ERROR, unread(system().processes()).reason());
  }

  @Test
  void aLinkLocalServerIsReachedThroughItsInterface() {
    file("/sys/class/net/eth0/ifindex", "7\n");
    file("/etc/resolv.conf", "nameserver fe80::1%eth0\nnameserver fe80::1%eth9\n");
    assertEquals(
        List.of("fe80:0:0:0:0:0:0:1%7"),
        known(readers().resolvers()).stream().map(InetAddress::getHostAddress).toList());
  }
}
