package io.roomwatch.agent.facts.macos;

import static io.roomwatch.agent.facts.Fixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostFirewall.Action;
import io.roomwatch.agent.facts.HostFirewall.Inbound;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySettings.HostPort;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.observation.Reason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class MacSettingsTest {

  private static final String ON = "Firewall is enabled. (State = 1)\n";
  private static final String NOT_ALL = "Firewall has block all state set to disabled.\n";
  private static final String SIGNED =
      """
      Automatically allow built-in signed software ENABLED.
      Automatically allow downloaded signed software ENABLED.
      """;

  @Test
  void proxyForHttpsWinsAndExceptionsAreItsBypass() {
    ProxySettings settings = proxy(text("macos/scutil-proxy.txt"));
    assertEquals(Optional.of(new HostPort("proxy.example.com", 1338)), settings.proxy());
    assertEquals(List.of("*.local", "169.254/16"), settings.bypass());
    assertEquals(Optional.empty(), settings.pacUrl());
    assertFalse(settings.autoDetect());
  }

  private static ProxySettings proxy(String text) {
    return MacSettings.proxy(text).asOptional().orElseThrow();
  }

  @Test
  void theProxyOfPlainHttpIsNotThatOfHttps() {
    assertEquals(
        ProxySettings.DIRECT,
        proxy("<dictionary> {\n  HTTPEnable : 1\n  HTTPPort : 80\n  HTTPProxy : a\n}\n"));
  }

  @Test
  void aSocksProxyAloneIsSaidToBeUnsupported() {
    String socks = "  SOCKSEnable : 1\n  SOCKSPort : 1080\n  SOCKSProxy : s\n";
    assertEquals(
        Reason.UNSUPPORTED, assertInstanceOf(Fact.Unread.class, MacSettings.proxy(socks)).reason());
    String https = "  HTTPSEnable : 1\n  HTTPSPort : 3128\n  HTTPSProxy : h\n";
    assertEquals(Optional.of(new HostPort("h", 3128)), proxy(socks + https).proxy());
  }

  @Test
  void aProxyThatIsNoneIsAnError() {
    String text = "  HTTPSEnable : 1\n  HTTPSPort : x\n  HTTPSProxy : joe:secret\n";
    Fact.Unread<?> unread = assertInstanceOf(Fact.Unread.class, MacSettings.proxy(text));
    assertEquals(Reason.ERROR, unread.reason());
    assertFalse(unread.why().contains("secret"), unread.why());
  }

  @Test
  void pacScriptIsReadWithoutSecretsAndDisabledProxyIsNone() {
    ProxySettings settings = proxy(text("macos/scutil-proxy-pac.txt"));
    assertEquals(Optional.empty(), settings.proxy());
    assertEquals(Optional.of("http://wpad.example/proxy.pac"), settings.pacUrl());
    assertFalse(settings.toString().contains("secret"), settings.toString());
  }

  @Test
  void exceptionsAloneAreNoProxy() {
    assertEquals(ProxySettings.DIRECT, proxy(text("macos/scutil-proxy-none.txt")));
  }

  @Test
  void wpadIsAutomaticDetection() {
    assertTrue(proxy("<dictionary> {\n  ProxyAutoDiscoveryEnable : 1\n}\n").autoDetect());
  }

  private static HostFirewall firewall(String global, String all, String applications) {
    return MacSettings.firewall(global, all, SIGNED, applications).orElseThrow();
  }

  @Test
  void entryOfTheRoomsApplicationDecides() {
    HostFirewall blocks = firewall(ON, NOT_ALL, text("macos/socketfilterfw-listapps.txt"));
    assertEquals(
        new Inbound(Action.BLOCK, Optional.of("/Applications/ZoomPresence.app: block"), false),
        blocks.inbound());
    assertEquals(3, blocks.rules().size());
    HostFirewall allows =
        firewall(ON, NOT_ALL, text("macos/socketfilterfw-listapps-before-13.txt"));
    assertEquals(Action.ALLOW, allows.inbound().action());
    assertEquals(2, allows.rules().size());
  }

  @Test
  void withoutAnEntryTheDefaultForSignedSoftwareDecides() {
    assertEquals(
        new Inbound(Action.NO_RULE, Optional.empty(), false),
        firewall(ON, NOT_ALL, "Total number of apps = 0 \n").inbound());
    assertEquals(
        new Inbound(Action.NO_RULE, Optional.empty(), true),
        MacSettings.firewall(
                ON, NOT_ALL, SIGNED.replace("ENABLED", "DISABLED"), "Total number of apps = 0 \n")
            .orElseThrow()
            .inbound());
  }

  @Test
  void blockingAllBlocksInEveryWayItIsSaid() {
    String apps = text("macos/socketfilterfw-listapps-before-13.txt");
    assertEquals(
        Action.BLOCK,
        firewall(ON, "Firewall has block all state set to enabled.\n", apps).inbound().action());
    assertEquals(
        Action.BLOCK, firewall("Firewall is enabled. (State = 2)\n", "", apps).inbound().action());
  }

  @Test
  void firewallThatIsOffLetsIn() {
    HostFirewall off =
        firewall(
            "Firewall is disabled. (State = 0)\n",
            NOT_ALL,
            text("macos/socketfilterfw-listapps.txt"));
    assertEquals(List.of(new HostFirewall.Profile("host", false, true)), off.profiles());
    assertEquals(new Inbound(Action.NO_RULE, Optional.empty(), false), off.inbound());
  }

  @Test
  void unknownStateIsNotGuessed() {
    assertTrue(MacSettings.firewall("Firewall is resting.", "", "", "").isEmpty());
    assertTrue(MacSettings.firewall("", "", "", "").isEmpty());
  }

  @Test
  void signalIsThatOfTheOwnNetworkAndNoNameIsKept() {
    List<Wifi> radios = MacSettings.wifi(text("macos/airport.txt"));
    assertEquals(List.of(new Wifi("en0", OptionalDouble.of(-53), OptionalDouble.empty())), radios);
    assertFalse(radios.toString().contains("SECRET"), radios.toString());
  }

  @Test
  void radioThatIsOffHasNoSignal() {
    String text = "Wi-Fi:\n\n      Interfaces:\n        en1:\n          Status: Off\n";
    assertEquals(
        List.of(new Wifi("en1", OptionalDouble.empty(), OptionalDouble.empty())),
        MacSettings.wifi(text));
  }

  @Test
  void camerasAreNamedWithoutTheirIdentifiers() {
    String text =
        """
        Camera:

            FaceTime HD Camera:

              Model ID: FaceTime HD Camera
              Unique ID: 3F45E80A-0176-46F7-B185-BB9E2C0E82E3

            Logitech MeetUp:

              Unique ID: 0x14100000046d0866
        """;
    assertEquals(
        List.of(
            new Peripheral(Peripheral.Kind.CAMERA, "FaceTime HD Camera"),
            new Peripheral(Peripheral.Kind.CAMERA, "Logitech MeetUp")),
        MacSettings.cameras(text));
  }
}
