package io.roomwatch.agent.facts.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.Platform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InterfaceKindsTest {

  private static boolean isVpn(String name) {
    return name.contains("AnyConnect") || name.contains("TAP-Windows");
  }

  @ParameterizedTest
  @CsvSource({
    "lo, 772, false, false, LOOPBACK",
    "eth0, 1, false, false, ETHERNET",
    "enp3s0, 1, false, false, ETHERNET",
    "br0, 1, false, false, ETHERNET",
    "bond0, 1, false, false, ETHERNET",
    "eth0.20, 1, false, false, ETHERNET",
    "wlan0, 1, true, false, WIFI",
    "wlp2s0, 1, true, false, WIFI",
    "tun0, 65534, false, true, TUNNEL",
    "tap0, 1, false, true, TUNNEL",
    "cscotun0, 65534, false, true, TUNNEL",
    "gpd0, 65534, false, true, TUNNEL",
    "tailscale0, 65534, false, true, TUNNEL",
    "ztabcdefgh, 1, false, true, TUNNEL",
    "wg0, 65534, false, false, TUNNEL",
    "ppp0, 512, false, false, TUNNEL",
    "sit0, 776, false, false, TUNNEL",
    "docker0, 1, false, false, VIRTUAL",
    "br-0123456789ab, 1, false, false, VIRTUAL",
    "veth12ab, 1, false, false, VIRTUAL",
    "virbr0, 1, false, false, VIRTUAL",
    "vnet3, 1, false, true, VIRTUAL",
    "ifb0, 1, false, false, VIRTUAL",
    "can0, 280, false, false, OTHER",
  })
  void linuxGoesByWhatTheKernelSays(
      String name, int type, boolean wireless, boolean tun, Kind kind) {
    assertEquals(
        kind,
        InterfaceKinds.of(
            new InterfaceKinds.Traits(Platform.LINUX, name, name, type, wireless, tun),
            InterfaceKindsTest::isVpn));
  }

  @ParameterizedTest
  @CsvSource({
    "Ethernet, Intel(R) Ethernet Connection I219-LM, 6, ETHERNET",
    "Wi-Fi, Intel(R) Wi-Fi 6 AX201 160MHz, 71, WIFI",
    "Local Area Connection* 1, Microsoft Wi-Fi Direct Virtual Adapter, 71, VIRTUAL",
    "Loopback Pseudo-Interface 1, Software Loopback Interface 1, 24, LOOPBACK",
    "vEthernet (WSL), Hyper-V Virtual Ethernet Adapter, 6, VIRTUAL",
    "vEthernet (Default Switch), Hyper-V Virtual Ethernet Adapter #2, 6, VIRTUAL",
    "VMware Network Adapter VMnet8, VMware Virtual Ethernet Adapter for VMnet8, 6, VIRTUAL",
    "Ethernet 3, VirtualBox Host-Only Ethernet Adapter, 6, VIRTUAL",
    "Ethernet 2, Cisco AnyConnect Virtual Miniport Adapter for Windows x64, 6, TUNNEL",
    "OpenVPN, TAP-Windows Adapter V9, 6, TUNNEL",
    "Teredo, Teredo Tunneling Pseudo-Interface, 131, TUNNEL",
    "Office, WAN Miniport (PPPOE), 23, TUNNEL",
    "Bluetooth Network Connection, Bluetooth Device (Personal Area Network), 6, OTHER",
    "Cellular, Quectel, 243, OTHER",
  })
  void windowsGoesByTypeAndNames(String name, String description, int type, Kind kind) {
    assertEquals(
        kind,
        InterfaceKinds.of(
            new InterfaceKinds.Traits(Platform.WINDOWS, name, description, type, false, false),
            InterfaceKindsTest::isVpn));
  }

  @ParameterizedTest
  @CsvSource({
    "lo0, lo0, 24, LOOPBACK",
    "en0, Wi-Fi, 6, WIFI",
    "en1, Ethernet, 6, ETHERNET",
    "en5, Thunderbolt Ethernet Slot 1, 6, ETHERNET",
    "utun3, utun3, 1, TUNNEL",
    "ipsec0, ipsec0, 1, TUNNEL",
    "awdl0, awdl0, 6, OTHER",
    "bridge0, Thunderbolt Bridge, 209, OTHER",
    "vmnet8, vmnet8, 6, VIRTUAL",
    "bridge100, vmenet0, 209, VIRTUAL",
  })
  void macGoesByNamesForTypesSayLittle(String name, String description, int type, Kind kind) {
    assertEquals(
        kind,
        InterfaceKinds.of(
            new InterfaceKinds.Traits(Platform.MACOS, name, description, type, false, false),
            InterfaceKindsTest::isVpn));
  }
}
