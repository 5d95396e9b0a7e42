package io.roomwatch.agent.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VpnAdaptersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cisco AnyConnect Virtual Miniport Adapter for Windows x64 | Cisco Secure Client
          Cisco Secure Client Virtual Miniport Adapter              | Cisco Secure Client
          PANGP Virtual Ethernet Adapter Secure                     | GlobalProtect
          PANGP Virtual Ethernet Adapter #2                         | GlobalProtect
          TAP-Windows Adapter V9                                    | TAP-Windows (OpenVPN)
          WireGuard Tunnel                                          | WireGuard
          Wintun Userspace Tunnel                                   | Wintun
          Tailscale Tunnel                                          | Tailscale
          Fortinet SSL VPN Virtual Ethernet Adapter                 | Fortinet
          Juniper Networks Virtual Adapter                          | Ivanti Secure Access
          Pulse Secure                                              | Ivanti Secure Access
          Ivanti Secure Access Client                               | Ivanti Secure Access
          Check Point Virtual Network Adapter For Endpoint VPN Client | Check Point
          SonicWall NetExtender Adapter                             | SonicWall
          Zscaler Network Adapter 1.0.2.0                           | Zscaler
          Netskope Virtual Adapter                                  | Netskope
          Cloudflare WARP Interface Tunnel                          | Cloudflare WARP
          CloudflareWARP                                            | Cloudflare WARP
          ZeroTier One Virtual Port                                 | ZeroTier
          ZeroTier One [8056c2e21c000001]                           | ZeroTier
          tailscale0                                                | Tailscale
          wg0                                                       | WireGuard
          wg-office                                                 | WireGuard
          tun0                                                      | TUN/TAP tunnel
          tap12                                                     | TUN/TAP tunnel
          tun-office                                                | TUN/TAP tunnel
          ppp0                                                      | PPP tunnel
          ztyqbub6jp                                                | ZeroTier
          gpd0                                                      | GlobalProtect
          cscotun0                                                  | Cisco Secure Client
          """)
  void aVpnIsNamed(String text, String vendor) {
    assertEquals(Optional.of(vendor), VpnAdapters.vendor(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Ethernet",
        "Wi-Fi",
        "Intel(R) Wi-Fi 6E AX210 160MHz",
        "Realtek PCIe GbE Family Controller",
        "Hyper-V Virtual Ethernet Adapter",
        "vEthernet (WSL)",
        "vEthernet (Default Switch)",
        "VMware Virtual Ethernet Adapter for VMnet8",
        "VirtualBox Host-Only Ethernet Adapter",
        "vEthernet (Tailscale)",
        "Microsoft Wi-Fi Direct Virtual Adapter #2",
        "docker0",
        "veth3a1b2c",
        "br-5f3e",
        "virbr0",
        "eth0",
        "enp3s0",
        "wlan0",
        "lo",
        "tunl0",
        "tapestry",
        "wgs",
        "ztop",
        "Warpcore NIC",
        "Checkpointing",
        "SuperWARP9",
        "utun3"
      })
  void anythingElseIsNot(String text) {
    assertEquals(Optional.empty(), VpnAdapters.vendor(text));
  }
}
