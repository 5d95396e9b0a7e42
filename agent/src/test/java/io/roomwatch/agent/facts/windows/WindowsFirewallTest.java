package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.RoomApp;
import io.roomwatch.agent.observation.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowsFirewallTest {

  private static final String LOCAL =
      "HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy";
  private static final String GPO = "HKLM\\SOFTWARE\\Policies\\Microsoft\\WindowsFirewall";
  private static final String APP = "C:\\Program Files (x86)\\ZoomRooms\\bin\\ZoomRooms.exe";
  private static final String IN = "v2.31|Action=Allow|Active=TRUE|Dir=In|";
  private static final String BLOCK = "v2.31|Action=Block|Active=TRUE|Dir=In|";

  private static RegistryFile stock() {
    RegistryFile registry = RegistryFile.resource("windows-room.reg");
    // Take the room's own rules away; tests add theirs.
    for (String id : List.of("101", "102")) {
      registry.put(
          LOCAL + "\\FirewallRules",
          "{8E1B0C1E-52A7-4A64-93A4-2E3C90411" + id + "}",
          new Registry.Value.Text("v2.33|Action=Allow|Active=FALSE|Dir=In|Name=gone|"));
    }
    return registry;
  }

  private static RegistryFile with(String... rules) {
    RegistryFile registry = stock();
    for (int index = 0; index < rules.length; index++) {
      rule(registry, LOCAL, "{" + index + "}", rules[index]);
    }
    return registry;
  }

  private static RegistryFile rule(RegistryFile registry, String policy, String id, String text) {
    return registry.put(policy + "\\FirewallRules", id, new Registry.Value.Text(text));
  }

  private static RegistryFile set(RegistryFile registry, String key, String value, long number) {
    return registry.put(key, value, new Registry.Value.Numeric(number));
  }

  private static Fact<HostFirewall> read(RegistryFile registry, WindowsFirewallProfile... active) {
    return new WindowsFirewall(registry, RoomApp.isProgram(Optional.of(APP)))
        .read(9090, EnumSet.copyOf(Set.of(active)));
  }

  private static HostFirewall.Inbound inbound(
      RegistryFile registry, WindowsFirewallProfile... active) {
    return read(registry, active).asOptional().orElseThrow().inbound();
  }

  private static HostFirewall.Inbound domain(RegistryFile registry) {
    return inbound(registry, WindowsFirewallProfile.DOMAIN);
  }

  private static HostFirewall.Inbound expected(
      HostFirewall.Action action, String rule, boolean defaultBlocks) {
    return new HostFirewall.Inbound(action, Optional.of(rule), defaultBlocks);
  }

  private static final HostFirewall.Inbound BLOCKED_BY_DEFAULT =
      new HostFirewall.Inbound(HostFirewall.Action.NO_RULE, Optional.empty(), true);

  private static HostFirewall.Inbound allowedBy(String rule) {
    return expected(HostFirewall.Action.ALLOW, rule, true);
  }

  private static HostFirewall.Inbound blockedBy(String rule) {
    return expected(HostFirewall.Action.BLOCK, rule, true);
  }

  @Test
  void theRoomPcAllowsByTheRuleOfTheApp() {
    HostFirewall firewall =
        read(RegistryFile.resource("windows-room.reg"), WindowsFirewallProfile.DOMAIN)
            .asOptional()
            .orElseThrow();
    assertEquals("Windows Firewall", firewall.product());
    assertEquals(allowedBy("\"Zoom Rooms\""), firewall.inbound());
    assertEquals(
        List.of(
            new HostFirewall.Profile("Domain", true, true),
            new HostFirewall.Profile("Private", true, false),
            new HostFirewall.Profile("Public", true, false)),
        firewall.profiles());
  }

  @Test
  void theSameRoomFlippedToPublicIsBlockedByDefault() {
    assertEquals(
        BLOCKED_BY_DEFAULT,
        inbound(RegistryFile.resource("windows-room.reg"), WindowsFirewallProfile.PUBLIC));
  }

  @Test
  void stockRulesAloneLetNothingThroughAlsoNotThatForAnotherProgram() {
    // RemoteDesktop-Shadow allows every TCP port, for its own program.
    assertEquals(BLOCKED_BY_DEFAULT, domain(stock()));
  }

  @Test
  void aRuleForThePortAllows() {
    assertEquals(allowedBy("\"ZR\""), domain(with(IN + "Protocol=6|LPort=9090|Name=ZR|")));
  }

  @Test
  void aRuleForAnotherProgramNeitherAllowsNorBlocks() {
    String prometheus = "Protocol=6|LPort=9090|App=C:\\prometheus\\prometheus.exe|Name=Prometheus|";
    assertEquals(BLOCKED_BY_DEFAULT, domain(with(IN + prometheus)));
    assertEquals(
        allowedBy("\"ZR\""),
        domain(with(IN + "Protocol=6|LPort=9090|Name=ZR|", BLOCK + prometheus)));
  }

  @Test
  void variablesInAProgramAreExpanded() {
    assertEquals(
        allowedBy("\"ZR\""),
        domain(with(IN + "App=%PROGRAMFILES(X86)%\\ZoomRooms\\bin\\zoomrooms.exe|Name=ZR|")));
    assertEquals(
        allowedBy("\"ZR\""),
        domain(
            with(
                IN
                    + "App=%systemdrive%\\Program Files"
                    + " (x86)\\ZoomRooms\\bin\\ZoomRooms.exe|Name=ZR|")));
    assertEquals(
        BLOCKED_BY_DEFAULT,
        domain(with(IN + "App=%ProgramFiles%\\ZoomRooms\\bin\\ZoomRooms.exe|Name=ZR|")));
    assertEquals(BLOCKED_BY_DEFAULT, domain(with(IN + "App=%|Name=ZR|", IN + "App=%x|Name=ZR|")));
  }

  @Test
  void theBlockThatWindowsWritesWhenThePromptIsCancelledBeatsAnAllow() {
    assertEquals(
        blockedBy("\"ZoomRooms.exe\""),
        domain(
            with(
                IN + "Protocol=6|LPort=9090|Name=ZR|",
                "v2.10|Action=Block|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|App=C:\\program"
                    + " files"
                    + " (x86)\\zoomrooms\\bin\\zoomrooms.exe|Name=ZoomRooms.exe|Desc=ZoomRooms.exe|")));
  }

  @Test
  void aBlockThatIsOffOrOfAnotherProfileOrDirectionDoesNothing() {
    assertEquals(
        allowedBy("\"ZR\""),
        domain(
            with(
                IN + "Name=ZR|",
                "v2.31|Action=Block|Active=FALSE|Dir=In|Name=off|",
                BLOCK + "Profile=Public|Name=public|",
                "v2.31|Action=Block|Active=TRUE|Dir=Out|Name=out|")));
  }

  @Test
  void anAllowFromSomeAddressesSaysFromWhich() {
    assertEquals(
        allowedBy("\"ZR\", only from LocalSubnet"),
        domain(with(IN + "Protocol=6|LPort=9090|RA4=LocalSubnet|RA6=LocalSubnet|Name=ZR|")));
    assertEquals(
        allowedBy("\"all\""), domain(with(IN + "RA4=LocalSubnet|Name=limited|", IN + "Name=all|")));
  }

  @Test
  void aBlockOfSomeAddressesIsNamedAndDoesNotDecide() {
    assertEquals(
        allowedBy("\"ZR\"; but blocked by \"bad\", only from 10.9.0.0/16"),
        domain(with(IN + "Name=ZR|", BLOCK + "RA4=10.9.0.0/16|Name=bad|")));
    assertEquals(
        expected(
            HostFirewall.Action.NO_RULE, "but blocked by \"bad\", only from 10.9.0.0/16", true),
        domain(with(BLOCK + "RA4=10.9.0.0/16|Name=bad|")));
  }

  @Test
  void rulesForServicesPackagesAndAuthenticatedPeersAreNotForTheRoom() {
    assertEquals(
        BLOCKED_BY_DEFAULT,
        domain(
            with(
                IN + "Svc=*|Name=services|",
                IN + "AppPkgId=S-1-15-2-1|Name=package|",
                IN + "Security=Authenticate|Name=ipsec|",
                IN + "RMauth=O:LSD:(A;;CC;;;DC)|Name=machines|",
                "v2.31|Action=ByPass|Active=TRUE|Dir=In|Security=Authenticate|Name=bypass|")));
  }

  @Test
  void aProfileThatIsOffLetsEverythingThrough() {
    HostFirewall firewall =
        read(
                set(with(BLOCK + "Name=b|"), LOCAL + "\\DomainProfile", "EnableFirewall", 0),
                WindowsFirewallProfile.DOMAIN)
            .asOptional()
            .orElseThrow();
    assertEquals(
        expected(HostFirewall.Action.NO_RULE, "the firewall is off for the Domain profile", false),
        firewall.inbound());
    assertFalse(firewall.profiles().getFirst().enabled());
  }

  @Test
  void theDefaultMayAllow() {
    assertEquals(
        new HostFirewall.Inbound(HostFirewall.Action.NO_RULE, Optional.empty(), false),
        domain(set(stock(), LOCAL + "\\DomainProfile", "DefaultInboundAction", 0)));
  }

  @Test
  void blockAllIncomingBeatsEveryRule() {
    assertEquals(
        blockedBy("\"Block all incoming connections\" of the Domain profile"),
        domain(set(with(IN + "Name=ZR|"), LOCAL + "\\DomainProfile", "DoNotAllowExceptions", 1)));
  }

  @Test
  void aRuleOfGroupPolicyIsTakenAndNamed() {
    RegistryFile registry = rule(stock(), GPO, "{g}", IN + "Protocol=6|LPort=9090|Name=Rooms|");
    assertEquals(allowedBy("\"Rooms\" (Group Policy)"), domain(registry));
  }

  @Test
  void aRuleOfIntuneIsTakenAndNamed() {
    RegistryFile registry = rule(stock(), LOCAL + "\\Mdm", "{m}", BLOCK + "Protocol=6|Name=Rooms|");
    assertEquals(blockedBy("\"Rooms\" (Intune)"), domain(registry));
  }

  @Test
  void localRulesAreIgnoredWhenAPolicySaysSo() {
    for (String policy : List.of(GPO, LOCAL + "\\Mdm")) {
      RegistryFile registry =
          set(
              with(IN + "Protocol=6|LPort=9090|Name=ZR|"),
              policy + "\\DomainProfile",
              "AllowLocalPolicyMerge",
              0);
      assertEquals(BLOCKED_BY_DEFAULT, domain(registry), policy);
      assertEquals(
          allowedBy("\"Rooms\" (Group Policy)"),
          domain(rule(registry, GPO, "{g}", IN + "Name=Rooms|")));
    }
  }

  @Test
  void groupPolicyWinsOverIntuneAndBothOverTheLocalSetting() {
    RegistryFile registry = stock();
    set(registry, LOCAL + "\\DomainProfile", "DefaultInboundAction", 0);
    assertFalse(domain(registry).defaultBlocks());
    set(registry, LOCAL + "\\Mdm\\DomainProfile", "DefaultInboundAction", 1);
    assertTrue(domain(registry).defaultBlocks());
    set(registry, GPO + "\\DomainProfile", "DefaultInboundAction", 0);
    assertFalse(domain(registry).defaultBlocks());
  }

  @Test
  void theOldStandardProfileOfAPolicyHoldsForPrivateAndPublicUntilANewOneExists() {
    RegistryFile registry = stock();
    set(registry, GPO + "\\StandardProfile", "EnableFirewall", 0);
    assertFalse(inbound(registry, WindowsFirewallProfile.PUBLIC).defaultBlocks());
    assertFalse(inbound(registry, WindowsFirewallProfile.PRIVATE).defaultBlocks());
    assertTrue(domain(registry).defaultBlocks());
    set(registry, GPO + "\\PublicProfile", "DisableNotifications", 1);
    assertTrue(inbound(registry, WindowsFirewallProfile.PUBLIC).defaultBlocks());
    assertTrue(inbound(registry, WindowsFirewallProfile.PRIVATE).defaultBlocks());
  }

  @Test
  void profilesThatAgreeGiveOneAnswerThatNamesEach() {
    HostFirewall.Inbound inbound =
        inbound(
            with(
                IN + "Profile=Domain|Name=A|",
                IN + "Profile=Private|Name=B|",
                IN + "Profile=Public|Name=A|"),
            WindowsFirewallProfile.values());
    assertEquals(
        allowedBy("Domain: allowed by \"A\"; Private: allowed by \"B\"; Public: allowed by \"A\""),
        inbound);
    assertEquals(
        allowedBy("\"A\""), inbound(with(IN + "Name=A|"), WindowsFirewallProfile.values()));
  }

  @Test
  void profilesThatDisagreeAreNotDecidedForTheReader() {
    Fact.Unread<?> unread =
        assertInstanceOf(
            Fact.Unread.class,
            read(with(IN + "Profile=Domain|Name=A|"), WindowsFirewallProfile.values()));
    assertEquals(Reason.NOT_FOUND, unread.reason());
    assertTrue(
        unread
            .why()
            .endsWith(
                "Domain: allowed by \"A\"; Private: no rule, blocked by default; Public: no rule,"
                    + " blocked by default."),
        unread.why());
  }

  @Test
  void aDefaultThatBlocksAndARuleThatBlocksAgree() {
    HostFirewall.Inbound inbound =
        inbound(
            with(BLOCK + "Profile=Public|Name=B|"),
            WindowsFirewallProfile.DOMAIN,
            WindowsFirewallProfile.PUBLIC);
    assertEquals(HostFirewall.Action.BLOCK, inbound.action());
    assertEquals(
        Optional.of("Domain: no rule, blocked by default; Public: blocked by \"B\""),
        inbound.rule());
  }

  @Test
  void theListOfRulesIsSortedAndChangesWithARuleOrASetting() {
    List<String> rules =
        read(stock(), WindowsFirewallProfile.DOMAIN).asOptional().orElseThrow().rules();
    assertEquals(rules.stream().sorted().toList(), rules);
    assertTrue(rules.contains("Profile Domain: on, blocks by default"), rules.toString());
    assertTrue(
        rules.contains(
            "Allow \"@FirewallAPI.dll,-30253\": TCP 5985, program System, only from LocalSubnet,"
                + " Public"),
        rules.toString());
    assertTrue(rules.stream().noneMatch(rule -> rule.contains("DesktopAppInstaller")));
    assertTrue(rules.stream().noneMatch(rule -> rule.contains("-25302")), "an outbound rule");
    assertNotEquals(rules, rulesOf(with(IN + "Name=new|")));
    assertNotEquals(
        rules, rulesOf(set(stock(), LOCAL + "\\PublicProfile", "DoNotAllowExceptions", 1)));
    assertEquals(rules, rulesOf(stock()));
  }

  private static List<String> rulesOf(RegistryFile registry) {
    return read(registry, WindowsFirewallProfile.DOMAIN).asOptional().orElseThrow().rules();
  }

  @Test
  void aVerdictOverHalfTheRulesIsNotGiven() {
    for (String key :
        List.of(LOCAL, GPO, GPO + "\\FirewallRules", LOCAL + "\\PublicProfile", LOCAL + "\\Mdm")) {
      Fact.Unread<?> unread =
          assertInstanceOf(
              Fact.Unread.class, read(stock().deny(key), WindowsFirewallProfile.DOMAIN));
      assertEquals(Reason.PERMISSION, unread.reason(), key);
    }
  }

  @Test
  void aWindowsWithoutAFirewallIsNotFound() {
    assertEquals(
        Reason.NOT_FOUND,
        assertInstanceOf(Fact.Unread.class, read(new RegistryFile(), WindowsFirewallProfile.PUBLIC))
            .reason());
  }

  @Test
  void rulesThatAreNoneAreIgnored() {
    RegistryFile registry = with(IN + "Name=ZR|", "", "rubbish", "v2.31|");
    registry.put(LOCAL + "\\FirewallRules", "{n}", new Registry.Value.Numeric(1));
    registry.put(LOCAL + "\\FirewallRules", "{l}", new Registry.Value.TooLarge(10_000_000));
    assertEquals(allowedBy("\"ZR\""), domain(registry));
  }

  @Test
  void aBlockOfTheOwnNetworkBlocksControllersWhateverElseIsAllowed() {
    String open = IN + "Protocol=6|LPort=9090|Name=yes|";
    String local = BLOCK + "Protocol=6|LPort=9090|RA4=LocalSubnet|RA6=LocalSubnet|Name=no9090|";
    assertEquals(blockedBy("\"no9090\", only from LocalSubnet"), domain(with(open, local)));
    String some = BLOCK + "Protocol=6|LPort=9090|RA4=10.9.0.0/255.255.0.0|Name=no9090|";
    assertEquals(HostFirewall.Action.ALLOW, domain(with(open, some)).action());
    String six = BLOCK + "Protocol=6|LPort=9090|RA6=LocalSubnet|Name=no9090|";
    assertEquals(
        HostFirewall.Action.ALLOW, domain(with(open, six)).action(), "controllers speak IPv4");
    String wireless = BLOCK + "Protocol=6|LPort=9090|RA4=LocalSubnet|IFType=Wireless|Name=no|";
    assertEquals(HostFirewall.Action.ALLOW, domain(with(open, wireless)).action());
  }
}
