package io.roomwatch.agent.config;

import static io.roomwatch.agent.config.Configs.HOST;
import static io.roomwatch.agent.config.Configs.faults;
import static io.roomwatch.agent.config.Configs.good;
import static io.roomwatch.agent.config.Configs.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwatch.agent.lab.Nobody;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.nodes.Node;

class ConfigFileTest {
  @TempDir Path folder;

  private final ConfigFile reader = new ConfigFile(HOST, Map.of());

  @Test
  void exampleOfTheContractIsRead() throws IOException {
    Path url = Files.writeString(folder.resolve("teams.url"), "https://example.com/x\n");
    Files.setPosixFilePermissions(url, PosixFilePermissions.fromString("rw-------"));
    String example =
        Files.readString(Path.of("src/test/resources/config/contract.yaml"))
            .replace("/etc/roomwatch/teams.url", url.toString());
    Config config = read(example);
    assertEquals("Boardroom 4.12", config.room().name());
    assertEquals("berlin", config.room().site());
    assertTrue(config.room().isThisMachine());
    assertEquals(List.of(Configs.literal("10.4.13.31")), config.room().controllers());
    assertEquals(List.of(new Peer("boardroom-pc", "10.4.12.20", 9090)), config.peers());
    assertEquals(List.of("zoom.us"), config.cloud().hosts().names());
    assertEquals(Optional.empty(), config.cloud().caFile());
    assertEquals(new Cloud.HostPort("pool.ntp.org", 123), config.cloud().ntp());
    assertEquals(new Cloud.Proxy.Auto(), config.cloud().proxy());
    assertEquals(
        List.of(new Sink.Teams("ops", new Secret("https://example.com/x"))),
        config.alerts().sinks());
    assertEquals(List.of(), good(reader.parse("x", example)).warnings());
  }

  @Test
  void withoutAFileThisMachineIsTheRoom() throws IOException {
    Config config = good(reader.readIfThere(folder.resolve("absent.yaml"))).value();
    assertEquals(Config.defaults(HOST), config);
    assertEquals(HOST, config.room().name());
    assertEquals("default", config.room().site());
    assertTrue(config.room().isThisMachine());
    assertEquals(List.of("ZoomRooms", "ZoomPresence"), config.room().app().processes());
    assertEquals(List.of(), config.peers());
    assertEquals("rooms", config.cloud().ports().profile());
    assertEquals(
        List.of(
            new Cloud.Port(Cloud.Protocol.TCP, 443, false),
            new Cloud.Port(Cloud.Protocol.UDP, 3478, false),
            new Cloud.Port(Cloud.Protocol.UDP, 3479, false),
            new Cloud.Port(Cloud.Protocol.UDP, 8801, false)),
        config.cloud().ports().list());
    assertEquals(
        List.of(
            URI.create("https://www.zoomstatus.com/api/v2/summary.json"),
            URI.create("https://14qjgk812kgk.statuspage.io/api/v2/summary.json")),
        config.cloud().status().uris());
    assertEquals(
        new Alerts(List.of(), Duration.ofSeconds(30), Duration.ofHours(4), List.of(), List.of()),
        config.alerts());
    assertEquals(Map.of(), config.checks());
    assertEquals(
        new Config.Own(
            false,
            new Storage(Duration.ofDays(90), Duration.ofDays(1100), 64L * 1024 * 1024),
            Optional.empty(),
            TriageFile.shipped()),
        config.own());
  }

  @Test
  void aKeyWithNothingBehindItIsAsGoodAsNoKey() {
    Config config =
        read("{cloud: {profile: rooms, ports: }, room: {version: {as_of: , minimum: }}}");
    assertEquals("rooms", config.cloud().ports().profile());
    assertEquals(Optional.empty(), config.room().version().asOf());
  }

  @Test
  void theHostsNameIsATextWhateverYamlMakesOfIt() {
    for (String name : List.of("null", "~", "4.12", "true", "[a", "it's", "a: b")) {
      assertEquals(name, good(new ConfigFile(name, Map.of()).defaults()).value().room().name());
    }
  }

  @Test
  void anAnchorFileIsReadAsTheProbesReadIt() throws IOException {
    Path file = folder.resolve("ca.pem");
    String key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    Files.writeString(file, "# ours\n" + key + Configs.anchor() + "and\r\n" + Configs.anchor());
    assertEquals(Optional.of(file), read("cloud: {ca_file: " + file + "}").cloud().caFile());
    Files.writeString(file, Configs.anchor() + " ".repeat(4 << 20));
    assertEquals(
        List.of(
            "test:1:18: cloud.ca_file: %s has %d bytes; at most 4194304 (4 MiB) are read"
                .formatted(file, Files.size(file))),
        faults(reader.parse("test", "cloud: {ca_file: " + file + "}")));
  }

  @Test
  void emptyFileAndBareKeysAreTheDefaults() throws IOException {
    Path file = folder.resolve("roomwatch.yaml");
    for (String text :
        List.of(
            "",
            "# nothing\n",
            "---\n",
            "\uFEFF",
            """
            room:
            peers:
            cloud:
              hosts:
              ca_file:
            alerts:
              sinks:
            schedule:
            checks:
            """)) {
      Files.writeString(file, text);
      assertEquals(Config.defaults(HOST), good(reader.read(file)).value(), text);
    }
  }

  @Test
  void defaultLocationFollowsTheSystem() {
    assertEquals(
        "/etc/roomwatch/roomwatch.yaml", ConfigFile.defaultLocation("Linux", Map.of()).toString());
    Map<String, String> windows = Map.of("ProgramData", "D:\\Data");
    assertEquals(
        Path.of("D:\\Data", "Roomwatch", "roomwatch.yaml"),
        ConfigFile.defaultLocation("Windows Server 2022", windows));
  }

  @Test
  void namedFileThatCannotBeReadIsAFault() throws IOException {
    Path absent = folder.resolve("absent.yaml");
    assertEquals(List.of(absent + ": does not exist"), faults(reader.read(absent)));
    assertEquals(List.of(folder + ": is a folder, not a file"), faults(reader.read(folder)));
    Path big = Files.writeString(folder.resolve("big.yaml"), "#".repeat((4 << 20) + 1));
    assertEquals(
        List.of(big + ": is larger than 4 MiB: not a configuration"), faults(reader.read(big)));
  }

  @Test
  void linkToNowhereIsNotTakenForNoFile() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("absent"));
    assertEquals(List.of(link + ": does not exist"), faults(reader.readIfThere(link)));
  }

  @Test
  void fileWithoutPermissionIsAFault() throws Exception {
    Set<PosixFilePermission> none = PosixFilePermissions.fromString("---------");
    Path file = Files.writeString(folder.resolve("locked.yaml"), "");
    Files.setPosixFilePermissions(file, none);
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Path inside = locked.resolve("roomwatch.yaml");
    Files.setPosixFilePermissions(locked, none);
    try {
      assertEquals(
          List.of(
              "[" + file + ": cannot be read: permission denied]",
              "[" + file + ": cannot be read: permission denied]",
              "[" + inside + ": cannot be read: permission denied]"),
          saidOfLocked(file, inside));
    } finally {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** As this user, or, when it reads every file as root does, as nobody. */
  private List<String> saidOfLocked(Path file, Path inside) throws Exception {
    if (!Files.isReadable(file)) {
      return LockedFiles.said(file, inside);
    }
    assumeTrue(Nobody.canBe(), "This user reads every file and cannot become one who does not.");
    return new Nobody(folder)
        .lines(
            LockedFiles.class,
            List.of(ConfigFile.class, Node.class, Assertions.class),
            file.toString(),
            inside.toString());
  }

  @Test
  void allFaultsAreReportedAtOnceInTheOrderOfTheFile() {
    String text =
        """
        checks:
          link.peer: {interval: 1s, timeout: 9x}
        room:
          nmae: Boardroom
          device: nowhere
        peers:
          - {name: a, address: 10.0.0.1, port: 0}
          - {name: b}
          - {name: c, address: 10.0.0.3}
          - {name: c, address: 10.0.0.3}
        cloud:
          profile: custom
          proxy_user: ada
        alerts:
          sinks:
            - {name: ops, type: slck}
            - {name: ops, type: email, encryption: ssl}
        """;
    assertEquals(
        List.of(
            "f:2:25: checks.link.peer.interval: must not be below 15s, found '1s': a peer's port"
                + " must not be disturbed more often",
            "f:2:38: checks.link.peer.timeout: expected a duration from 100ms to 2m (30s, 5m, 2h,"
                + " 7d), found '9x'",
            "f:4:3: room.nmae: unknown key of room; did you mean 'name'?",
            "f:5:11: room.device: expected self, or the IP address of the Zoom Rooms device, found"
                + " 'nowhere'",
            "f:7:40: peers[0].port: expected a port from 1 to 65535, found '0'",
            "f:8:5: peers[1].address: is required: expected a host name or address",
            "f:10:12: peers[3].name: another peer has the name 'c'",
            "f:10:24: peers[3].address: peer 'c' probes 10.0.0.3 port 9090 already; once is often"
                + " enough",
            "f:12:12: cloud.profile: custom needs 'ports', such as [tcp/443, udp/8801-8810]",
            "f:13:15: cloud.proxy_user: is for a proxy that is named here: 'proxy:"
                + " http://host:port'",
            "f:13:15: cloud.proxy_user: needs proxy_password_file or proxy_password beside it",
            "f:16:25: alerts.sinks[0].type: expected one of webhook, alertmanager, pagerduty,"
                + " slack, teams, email, syslog, heartbeat, exec, found 'slck'; did you mean"
                + " 'slack'?",
            "f:17:7: alerts.sinks[1].from: is required: expected a mail address",
            "f:17:7: alerts.sinks[1].server: is required: expected a host name or address, or"
                + " host:port",
            "f:17:7: alerts.sinks[1].to: is required: expected a list of mail addresses",
            "f:17:44: alerts.sinks[1].encryption: expected one of starttls, tls, none, found"
                + " 'ssl'"),
        faults(reader.parse("f", text)));
  }

  @Test
  void deviceElsewhereBecomesAPeer() {
    List<Peer> implied = read("room: {device: 10.4.12.20}").peers();
    assertEquals(List.of(new Peer("room", "10.4.12.20", 9090)), implied);
    String named =
        """
        room: {device: "fe80::1"}
        peers:
          - {name: pc, address: "fe80:0::1"}
        """;
    assertEquals(List.of(new Peer("pc", "fe80:0::1", 9090)), read(named).peers());
    assertEquals(
        new CheckOverride(
            Optional.of(false),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Configs.NO_TRIES,
            Map.of()),
        read("room: {device: 10.4.12.20}\nchecks: {link.peer:room: {enabled: false}}")
            .checks()
            .get("link.peer:room"));
  }

  @Test
  void roomIsReadWhole() {
    Room room =
        read("""
        room:
          name: 412
          device: 2001:db8::20
          app: {processes: [ZoomRooms.exe]}
          version:
            minimum: 5.1.1 (1624.0806)
            as_of: 2026-11-20
            controllers: {ipad: 6.5.1, 10.4.13.31: 6.5.0}
          activation: {issued: 2026-11-18}
        """)
            .room();
    assertEquals("412", room.name());
    assertEquals(Optional.of(Configs.literal("2001:db8::20")), room.device());
    assertEquals(List.of("ZoomRooms"), room.app().processes());
    assertEquals(Optional.of("5.1.1 (1624.0806)"), room.version().minimum());
    assertEquals(Optional.of(LocalDate.of(2026, 11, 20)), room.version().asOf());
    assertEquals(Map.of("ipad", "6.5.1", "10.4.13.31", "6.5.0"), room.version().controllers());
    assertEquals(Optional.of(new Room.Activation(LocalDate.of(2026, 11, 18))), room.activation());
  }

  @Test
  void aPeerOnAnotherPortOfTheDeviceIsNotItsPort9090() {
    List<Peer> peers =
        read("room: {device: 10.4.12.20}\npeers: [{name: x, address: 10.4.12.20, port: 443}]")
            .peers();
    assertEquals(
        List.of(new Peer("room", "10.4.12.20", 9090), new Peer("x", "10.4.12.20", 443)), peers);
  }

  @Test
  void cloudIsReadWhole() {
    Cloud cloud =
        read("""
        cloud:
          hosts: [zoom.us, zoomgov.com]
          media_hosts: [media.example.com]
          profile: custom
          ports: [tcp/443, udp/8801-8802]
          resolvers: [10.0.0.53, "10.0.0.54:5353", "2001:db8::53", "[2001:db8::54]:5353"]
          ntp: ntp.example.com:1123
          proxy: http://proxy.example.com:8080/
          proxy_user: ada
          proxy_password: hunter2
          status:
            url: https://status.example.com/summary.json
            fallback_url: https://status.example.com/summary.json
            components: [Zoom Rooms]
        """)
            .cloud();
    assertEquals(List.of("media.example.com"), cloud.hosts().media());
    assertEquals(
        List.of(
            new Cloud.Port(Cloud.Protocol.TCP, 443, false),
            new Cloud.Port(Cloud.Protocol.UDP, 8801, false),
            new Cloud.Port(Cloud.Protocol.UDP, 8802, false)),
        cloud.ports().list());
    assertEquals(
        List.of(
            new InetSocketAddress(Configs.literal("10.0.0.53"), 53),
            new InetSocketAddress(Configs.literal("10.0.0.54"), 5353),
            new InetSocketAddress(Configs.literal("2001:db8::53"), 53),
            new InetSocketAddress(Configs.literal("2001:db8::54"), 5353)),
        cloud.resolvers());
    assertEquals(new Cloud.HostPort("ntp.example.com", 1123), cloud.ntp());
    assertEquals(
        new Cloud.Proxy.Fixed(
            new Cloud.HostPort("proxy.example.com", 8080),
            Optional.of(new Cloud.Login("ada", new Secret("hunter2")))),
        cloud.proxy());
    assertEquals(1, cloud.status().uris().size());
    assertEquals(List.of("Zoom Rooms"), cloud.status().components());
  }

  @Test
  void checksAreReadByKindAndById() {
    Map<String, CheckOverride> checks =
        read("""
        peers: [{name: pc, address: 10.4.12.20}]
        checks:
          link.peer:
            interval: 1m
            severity: warning
            out_of: 5
            thresholds: {connect_degraded_seconds: 0.25}
          link.peer:pc: {fail_after: 4, timeout: 1500ms}
          cloud.tcp:zoom.us:443: {enabled: false}
          local.wifi: {thresholds: {signal_degraded_dbm: -60}}
        """)
            .checks();
    CheckOverride one = of(checks, "link.peer:pc").over(of(checks, "link.peer"));
    assertEquals(Optional.of(Duration.ofMinutes(1)), one.interval());
    assertEquals(Optional.of(Duration.ofMillis(1500)), one.timeout());
    assertEquals(Optional.of(Severity.WARNING), one.severity());
    assertEquals(4, one.tries().failAfter().orElseThrow());
    assertEquals(5, one.tries().outOf().orElseThrow());
    assertTrue(one.tries().recoverAfter().isEmpty());
    assertEquals(Map.of("connect_degraded_seconds", 0.25), one.thresholds());
    assertEquals(Optional.of(false), of(checks, "cloud.tcp:zoom.us:443").enabled());
    assertEquals(Map.of("signal_degraded_dbm", -60.0), of(checks, "local.wifi").thresholds());
  }

  @Test
  void faultOfAKindIsNotRepeatedForItsIds() {
    String text =
        """
        peers: [{name: pc, address: 10.4.12.20}]
        checks:
          link.peer: {timeout: 20s}
          link.peer:pc: {severity: info}
        """;
    assertEquals(
        List.of(
            "f:3:24: checks.link.peer.timeout: the timeout (20s) must be shorter than the interval"
                + " (15s)"),
        faults(reader.parse("f", text)));
  }

  @Test
  void anchorsAndAliasesWork() {
    String text =
        """
        schedule:
          weekly.vpn: &berlin {timezone: Europe/Berlin}
          weekly.room-link: *berlin
        """;
    assertEquals(
        2, read(text).schedule().items().stream().filter(i -> i.when().zone().isPresent()).count());
  }

  @Test
  void placesCountCodePoints() {
    assertEquals(
        List.of("f:1:29: peers[0].port: expected a port from 1 to 65535, found 'x'"),
        faults(reader.parse("f", "peers: [{'name': '\uD83D\uDE00', port: x}]")).stream()
            .filter(fault -> fault.contains("port"))
            .toList());
  }

  @Test
  void thousandsOfPeersAreRead() {
    StringBuilder text = new StringBuilder("peers:\n");
    for (int i = 0; i < 5000; i++) {
      text.append("  - {name: p%d, address: 10.1.%d.%d}\n".formatted(i, i / 250, i % 250 + 1));
    }
    assertEquals(5000, read(text.toString()).peers().size());
  }

  @Test
  void bytesThatAreNotUtf8NameTheirPlace() throws IOException {
    Path file = folder.resolve("bytes.yaml");
    Files.write(file, "room:\n  name: M\u00fc\u00df\u00ff".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(List.of(file + ":2:10: is not UTF-8 text here"), faults(reader.read(file)));
  }

  @Test
  void outcomeIsOneOfTwo() {
    assertInstanceOf(Outcome.Good.class, reader.defaults());
    assertInstanceOf(Outcome.Bad.class, reader.parse("f", "rom:"));
  }

  private static CheckOverride of(Map<String, CheckOverride> checks, String id) {
    return Objects.requireNonNull(checks.get(id), id);
  }
}
