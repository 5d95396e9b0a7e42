package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules whose names begin with {@code @FirewallAPI.dll} are values that Windows ships. */
class WindowsFirewallRuleTest {

  private static WindowsFirewallRule rule(String text) {
    return WindowsFirewallRule.parse("{id}", WindowsFirewallRule.Origin.LOCAL, text).orElseThrow();
  }

  private static WindowsFirewallRule in(String fields) {
    return rule("v2.31|Action=Allow|Active=TRUE|Dir=In|" + fields);
  }

  @Test
  void aStockRuleIsReadWithItsRepeatedKeys() {
    WindowsFirewallRule rule =
        rule(
            "v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|Profile=Private|LPort=5985|App=System|Name=@FirewallAPI.dll,-30253|Desc=@FirewallAPI.dll,-30256|EmbedCtxt=@FirewallAPI.dll,-30267|");
    assertTrue(rule.allows() && rule.inForce() && !rule.blocks());
    assertEquals(
        EnumSet.of(WindowsFirewallProfile.DOMAIN, WindowsFirewallProfile.PRIVATE), rule.profiles());
    assertTrue(rule.covers(5985));
    assertFalse(rule.covers(9090));
    assertEquals(Optional.of("System"), rule.program());
    assertEquals("@FirewallAPI.dll,-30253", rule.name());
  }

  @Test
  void aMissingKeyMeansAnyButActiveMeansOff() {
    WindowsFirewallRule rule = in("Name=x|");
    assertTrue(rule.covers(9090));
    assertEquals(EnumSet.allOf(WindowsFirewallProfile.class), rule.profiles());
    assertEquals(Optional.empty(), rule.program());
    assertEquals(List.of(), rule.limits());
    assertFalse(rule("v2.0|Action=Allow|Dir=In|Protocol=6|LPort=9090|Name=x|").inForce());
  }

  @Test
  void keysAndWordsAreComparedWithoutCase() {
    WindowsFirewallRule rule =
        rule("V2.31|ACTION=block|active=true|dir=in|protocol=6|lport=9090|profile=standard|");
    assertTrue(rule.blocks() && rule.inForce() && rule.covers(9090));
    assertEquals(EnumSet.of(WindowsFirewallProfile.PRIVATE), rule.profiles());
    assertEquals("{id}", rule.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Protocol=6|LPort=9090|",
        "Protocol=6|LPort=80|LPort=9090|",
        "Protocol=6|LPort2_10=9000-9100|",
        "Protocol=6|LPort2_10=1-66|LPort2_10=69-55554|",
        "Protocol=6|LPort2_10=9090-9090|",
        "Protocol=6|LPort=80,9000-9090|",
        "Protocol=6|LPort2_10=0-65535|",
        "Protocol=6|",
        "Protocol=256|",
        "Name=every protocol|"
      })
  void thePortIsWithin(String fields) {
    assertTrue(in(fields).covers(9090));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Protocol=17|LPort=9090|",
        "Protocol=17|",
        "Protocol=1|ICMP4=8:*|",
        "Protocol=x|LPort=9090|",
        "Protocol=6|LPort=9091|",
        "Protocol=6|LPort=RPC|",
        "Protocol=6|LPort=RPC-EPMap|",
        "Protocol=6|LPort2_10=IPTLSIn|LPort2_10=IPHTTPSIn|",
        "Protocol=6|LPort2_29=TcpCDPSvc|",
        "Protocol=6|LPort2_10=9091-9100|",
        "Protocol=6|LPort2_10=9100-9000|",
        "Protocol=6|LPort2_10=9000-|",
        "Protocol=6|LPort=-9090|",
        "Protocol=6|LPort=99999999999999|",
        "Protocol=6|LPort=|"
      })
  void thePortIsNotWithin(String fields) {
    assertFalse(in(fields).covers(9090));
  }

  @Test
  void limitsAreNamedForPeople() {
    assertEquals(
        List.of(
            "only from 10.0.0.0/255.0.0.0, LocalSubnet",
            "only from remote port 1024-65535",
            "only on interface type Wireless",
            "only to local address 10.4.12.20"),
        in("Protocol=6|RPort2_10=1024-65535|LA4=10.4.12.20|RA4=LocalSubnet|RA4=10.0.0.0/255.0.0.0|RA6=LocalSubnet|IFType=Wireless|")
            .limits());
    assertTrue(in("Security=Authenticate|").isForAuthenticated());
    assertTrue(in("Svc=termservice|").isForServicesOrPackages());
    assertTrue(in("TTK2_22=WFDPrint|").isForServicesOrPackages());
  }

  @Test
  void theReadableFormDoesNotDependOnTheOrderOfKeys() {
    String expected =
        "Allow \"Zoom Rooms\": TCP 9090, 9091, program C:\\Zoom.exe, only from LocalSubnet, Domain"
            + " Private";
    assertEquals(
        expected,
        in("Protocol=6|Profile=Private|Profile=Domain|LPort=9091|LPort=9090|RA4=LocalSubnet|App=C:\\Zoom.exe|Name=Zoom"
               + " Rooms|")
            .readable());
    assertEquals(
        expected,
        in("Name=Zoom"
               + " Rooms|App=C:\\Zoom.exe|RA6=LocalSubnet|LPort=9090|LPort=9091|Protocol=6|Profile=Domain|Profile=Private|")
            .readable());
    assertEquals(
        "(off) Block \"x\": any protocol, only authenticated, all profiles (Group Policy)",
        WindowsFirewallRule.parse(
                "x",
                WindowsFirewallRule.Origin.GROUP_POLICY,
                "v2.31|Action=Block|Active=FALSE|Dir=In|Security=Authenticate|")
            .orElseThrow()
            .readable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "|", "v2", "v2.31", "v2.31|", "2.31|Action=Allow|", "v2.31||=|x|", "\0"})
  void whatIsNoRuleIsEmpty(String text) {
    assertEquals(
        Optional.empty(), WindowsFirewallRule.parse("x", WindowsFirewallRule.Origin.LOCAL, text));
  }

  @Test
  void mutilatedRulesNeverThrow() {
    long seed = 231;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String whole =
        "v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|LPort2_10=1-66|LPort=RPC|RA4=LocalSubnet|App=%SystemRoot%\\x.exe|Name=n|Edge=TRUE|Defer=App|";
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(whole);
      for (int changes = random.nextInt(8); changes > 0; changes--) {
        text.setCharAt(random.nextInt(text.length()), "|=-,.%\0x9".charAt(random.nextInt(9)));
      }
      text.setLength(random.nextInt(text.length() + 1));
      Optional<WindowsFirewallRule> rule =
          WindowsFirewallRule.parse("x", WindowsFirewallRule.Origin.LOCAL, text.toString());
      if (rule.isPresent()) {
        read++;
        rule.get().covers(9090);
        assertFalse(rule.get().readable().isEmpty());
      }
    }
    assertTrue(read > 5_000, "only " + read + " were rules");
  }

  @Test
  void aHugeRuleIsReadInBoundedTime() {
    StringBuilder text = new StringBuilder("v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|");
    for (int port = 0; port < 50_000; port++) {
      text.append("LPort=").append(port).append('|');
    }
    assertTrue(rule(text.toString()).covers(9090));
  }
}
