package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowsNetworksTest {

  private static final String PROFILES =
      "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\NetworkList\\Profiles";

  private static WindowsNetworks.Connected network(long category, boolean leadsOut) {
    return new WindowsNetworks.Connected(category, leadsOut);
  }

  @Test
  void categoriesHaveTheirProfiles() {
    assertEquals(
        EnumSet.allOf(WindowsFirewallProfile.class),
        WindowsNetworks.profiles(
            List.of(network(0, true), network(1, true), network(2, true), network(7, true))));
  }

  @Test
  void anAvNetworkWithoutAWayOutDoesNotCountBesideOneThatHasIt() {
    assertEquals(
        EnumSet.of(WindowsFirewallProfile.DOMAIN),
        WindowsNetworks.profiles(List.of(network(0, false), network(2, true))));
  }

  @Test
  void whereNoNetworkLeadsOutAllCount() {
    assertEquals(
        EnumSet.of(WindowsFirewallProfile.DOMAIN, WindowsFirewallProfile.PUBLIC),
        WindowsNetworks.profiles(List.of(network(0, false), network(2, false))));
    assertEquals(EnumSet.noneOf(WindowsFirewallProfile.class), WindowsNetworks.profiles(List.of()));
  }

  @Test
  void rememberedNetworksGiveTheirProfiles() {
    RegistryFile registry = RegistryFile.resource("windows-room.reg");
    assertEquals(EnumSet.of(WindowsFirewallProfile.DOMAIN), WindowsNetworks.remembered(registry));
    registry.put(PROFILES + "\\{2}", "Category", new Registry.Value.Numeric(0));
    registry.put(PROFILES + "\\{3}", "Category", new Registry.Value.Text("1"));
    registry.put(PROFILES + "\\{4}", "Category", new Registry.Value.Numeric(99));
    assertEquals(
        EnumSet.of(WindowsFirewallProfile.DOMAIN, WindowsFirewallProfile.PUBLIC),
        WindowsNetworks.remembered(registry));
  }

  @Test
  void aMachineThatRemembersNothingOrDeniesItMayBeInAnyProfile() {
    assertEquals(
        EnumSet.allOf(WindowsFirewallProfile.class),
        WindowsNetworks.remembered(new RegistryFile()));
    assertEquals(
        EnumSet.allOf(WindowsFirewallProfile.class),
        WindowsNetworks.remembered(RegistryFile.resource("windows-room.reg").deny(PROFILES)));
  }

  @Test
  void elsewhereThanOnWindowsNothingIsConnectedAndNothingThrows() {
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      assertEquals(List.of(), WindowsNetworks.connected());
    }
  }
}
