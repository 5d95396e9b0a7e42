package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxyOwner;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Reason;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WinInetProxiesTest {

  private static final String ROOM = "HKU\\S-1-5-21-1004336348-1177238915-682003330-1001";
  private static final String ADMIN = "HKU\\S-1-5-21-1004336348-1177238915-682003330-1105";
  private static final String SETTINGS =
      "\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";

  private static RegistryFile room() {
    return RegistryFile.resource("windows-room.reg");
  }

  private static List<ProxySource> sources(RegistryFile registry) {
    return new WinInetProxies(registry).sources();
  }

  private static List<String> owners(List<ProxySource> sources) {
    return sources.stream().map(ProxySource::owner).toList();
  }

  private static ProxySettings settings(ProxySource source) {
    return source.settings().asOptional().orElseThrow();
  }

  private static Registry.Value binary(String hex) {
    return new Registry.Value.Binary(HexFormat.of().parseHex(hex));
  }

  @Test
  void everyLoggedOnPersonIsASourceAndServicesAreNot() {
    List<ProxySource> sources = sources(room());
    assertEquals(List.of("room", "it.admin"), owners(sources));
    assertEquals("127.0.0.1:80", settings(sources.get(0)).proxy().orElseThrow().toString());
    assertEquals(
        Optional.of("http://proxy.example.com/proxy.pac"), settings(sources.get(1)).pacUrl());
    assertTrue(sources.stream().allMatch(source -> source.kind() == ProxySource.Kind.WININET));
  }

  @Test
  void aPersonOfEntraIdIsASource() {
    RegistryFile registry =
        room()
            .add("[HKEY_USERS\\S-1-12-1-111-222-333-444" + SETTINGS + "]\n\"ProxyEnable\"=dword:0");
    assertEquals(
        List.of("S-1-12-1-111-222-333-444", "room", "it.admin"), owners(sources(registry)));
  }

  @Test
  void aHiveThatMayNotBeReadIsNamedAndSaysWhatWouldHelp() {
    List<ProxySource> sources = sources(room().deny(ROOM));
    assertEquals(List.of("room", "it.admin"), owners(sources));
    Fact.Unread<?> unread = assertInstanceOf(Fact.Unread.class, sources.getFirst().settings());
    assertEquals(Reason.PERMISSION, unread.reason());
    assertTrue(unread.why().contains("Local System"), unread.why());
  }

  @Test
  void aDeniedConnectionsKeyIsNotReplacedByTheReadableValues() {
    List<ProxySource> sources = sources(room().deny(ROOM + SETTINGS + "\\Connections"));
    assertEquals(
        Reason.PERMISSION,
        assertInstanceOf(Fact.Unread.class, sources.getFirst().settings()).reason());
  }

  @Test
  void theListOfHivesMayBeDenied() {
    List<ProxySource> sources = sources(room().deny("HKU\\"));
    assertEquals(List.of("all users"), owners(sources));
    assertInstanceOf(Fact.Unread.class, sources.getFirst().settings());
  }

  @Test
  void theBinaryValueWinsAndADisagreementShowsBoth() {
    List<ProxySource> sources =
        sources(
            room()
                .put(
                    ROOM + SETTINGS,
                    "ProxyServer",
                    new Registry.Value.Text("old.example.com:8080")));
    assertEquals(List.of("room", "room" + ProxyOwner.READABLE_VALUES, "it.admin"), owners(sources));
    assertEquals("127.0.0.1:80", settings(sources.get(0)).proxy().orElseThrow().toString());
    assertEquals("old.example.com:8080", settings(sources.get(1)).proxy().orElseThrow().toString());
    assertEquals(Optional.of(sources.get(0)), ProxyOwner.of("room", sources));
  }

  @Test
  void readableValuesAloneAreTheSettings() {
    RegistryFile registry = new RegistryFile();
    registry.add(
        "[HKEY_USERS\\S-1-5-21-7"
            + SETTINGS
            + "]\n\"ProxyEnable\"=dword:00000001\n\"ProxyServer\"=\"http=a:1;https=b:2\"");
    List<ProxySource> sources = sources(registry);
    assertEquals(List.of("S-1-5-21-7"), owners(sources));
    assertEquals("b:2", settings(sources.getFirst()).proxy().orElseThrow().toString());
  }

  @Test
  void aDamagedBinaryValueIsSaidBesideTheReadableOnes() {
    List<ProxySource> sources =
        sources(
            room()
                .put(
                    ROOM + SETTINGS + "\\Connections",
                    "DefaultConnectionSettings",
                    binary("460000005100000003000000ffffff7f31")));
    assertEquals("room", sources.get(0).owner());
    assertEquals("127.0.0.1:80", settings(sources.get(0)).proxy().orElseThrow().toString());
    assertEquals(
        Reason.ERROR, assertInstanceOf(Fact.Unread.class, sources.get(1).settings()).reason());
    assertEquals(Optional.of(sources.get(0)), ProxyOwner.of("ROOM-412\\room", sources));
  }

  @Test
  void aDamagedBinaryValueAloneIsNotReadAsDirect() {
    RegistryFile registry =
        new RegistryFile()
            .put(
                "HKU\\S-1-5-21-7" + SETTINGS + "\\Connections",
                "DefaultConnectionSettings",
                binary("46"));
    List<ProxySource> sources = sources(registry);
    assertEquals(1, sources.size());
    assertEquals(
        Reason.ERROR, assertInstanceOf(Fact.Unread.class, sources.getFirst().settings()).reason());
  }

  @Test
  void aUserWithoutAnySettingGoesDirect() {
    List<ProxySource> sources = sources(RegistryFile.of("[HKEY_USERS\\S-1-5-21-7]"));
    assertEquals(ProxySettings.DIRECT, settings(sources.getFirst()));
  }

  @Test
  void settingsPerMachineHideThoseOfUsers() {
    RegistryFile registry =
        room()
            .add(
                """
                [HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings]
                "ProxySettingsPerUser"=dword:00000000

                [HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings]
                "ProxyEnable"=dword:00000001
                "ProxyServer"="proxy.corp.example.com:8080"
                """);
    List<ProxySource> sources = sources(registry);
    assertEquals(List.of("machine"), owners(sources));
    assertEquals(
        "proxy.corp.example.com:8080",
        settings(sources.getFirst()).proxy().orElseThrow().toString());
    assertEquals(Optional.of(sources.getFirst()), ProxyOwner.of("room", sources));
  }

  @Test
  void settingsPerUserAreTheDefaultAlsoWhenThePolicyMayNotBeRead() {
    assertEquals(
        List.of("room", "it.admin"), owners(sources(room().deny("HKLM\\SOFTWARE\\Policies"))));
  }

  @Test
  void theOwnerOfAProcessLeadsToTheHive() {
    List<ProxySource> sources = sources(room());
    for (String user : List.of("room", "Room", "ROOM-412\\room", "room@corp.example.com")) {
      assertEquals(Optional.of(sources.get(0)), ProxyOwner.of(user, sources), user);
    }
    assertEquals(Optional.of(sources.get(1)), ProxyOwner.of("CORP\\it.admin", sources));
    assertEquals(Optional.empty(), ProxyOwner.of("SYSTEM", sources));
    assertEquals(Optional.empty(), ProxyOwner.of("", sources));
    assertEquals(Optional.empty(), ProxyOwner.of("roo", sources));
  }

  @Test
  void aProfileFolderWithASuffixStillLeadsToItsUserUnlessTwoMatch() {
    ProxySource suffixed = source("room.CORP");
    assertEquals(Optional.of(suffixed), ProxyOwner.of("CORP\\room", List.of(suffixed)));
    ProxySource exact = source("room");
    assertEquals(Optional.of(exact), ProxyOwner.of("room", List.of(suffixed, exact)));
    assertEquals(Optional.empty(), ProxyOwner.of("room", List.of(suffixed, source("room.000"))));
  }

  private static ProxySource source(String owner) {
    return new ProxySource(ProxySource.Kind.WININET, owner, Fact.known(ProxySettings.DIRECT));
  }

  @Test
  void theUserNameInTheHiveBeatsTheNameOfTheFolder() {
    RegistryFile registry =
        room().put(ADMIN + "\\Volatile Environment", "USERNAME", new Registry.Value.Text("anna"));
    assertEquals(List.of("room", "anna"), owners(sources(registry)));
  }
}
