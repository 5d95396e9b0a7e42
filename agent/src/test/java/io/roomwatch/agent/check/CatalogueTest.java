package io.roomwatch.agent.check;

import static io.roomwatch.agent.check.FixedFacts.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.config.CheckOverride;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Group;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Only what belongs to the link and the cloud; the checks of the host have their own test. */
final class CatalogueTest {

  private final Bench bench = new Bench();

  private List<PlannedCheck> planned() {
    return Catalogue.of(bench.context()).stream()
        .filter(
            plan ->
                plan.check().id().kind().group() == Group.LINK
                    || plan.check().id().kind().group() == Group.CLOUD)
        .toList();
  }

  private List<String> ids() {
    return planned().stream().map(plan -> plan.check().id().toString()).toList();
  }

  private PlannedCheck plan(String id) {
    return planned().stream()
        .filter(plan -> plan.check().id().toString().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " is not among " + ids()));
  }

  private void override(
      String id, Optional<Boolean> enabled, Optional<Duration> interval, Severity severity) {
    bench.checks.put(
        id,
        new CheckOverride(
            enabled,
            interval,
            Optional.empty(),
            Optional.of(severity),
            new CheckOverride.Tries(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()),
            Map.of()));
  }

  @Test
  void defaultConfigurationOfTheRoomItself() {
    assertEquals(
        List.of(
            "link.listener",
            "link.controllers",
            "link.firewall",
            "link.isolation",
            "cloud.dns:zoom.us",
            "cloud.tcp:zoom.us:443",
            "cloud.tls:zoom.us",
            "cloud.https:zoom.us",
            "cloud.proxy",
            "cloud.udp:zoom.us:3478",
            "cloud.udp:zoom.us:3479",
            "cloud.udp:zoom.us:8801",
            "cloud.media",
            "cloud.status"),
        ids());
  }

  @Test
  void besideTheRoomTheDeviceIsAPeerAndItsOwnSocketsAreNotLookedFor() {
    bench.device = Optional.of(ip("10.4.12.21"));
    bench.peers =
        List.of(new Peer("room", "10.4.12.21", 9090), new Peer("next-room", "10.4.12.22", 9090));
    assertEquals(
        List.of(
            "link.peer:room",
            "link.peer:next-room",
            "link.subnet:room",
            "link.subnet:next-room",
            "link.isolation"),
        ids().subList(0, 5));
    assertFalse(ids().contains("link.listener"));
  }

  @Test
  void aPeerThatIsTheDeviceIsNotDoubled() {
    bench.device = Optional.of(ip("10.4.12.21"));
    bench.peers = List.of(new Peer("boardroom-pc", "10.4.12.21", 9090));
    assertEquals(
        List.of("link.peer:boardroom-pc", "link.subnet:boardroom-pc"), ids().subList(0, 2));
  }

  @Test
  void everyIdIsUniqueAndReadsBack() {
    bench.hosts = List.of("zoom.us", "zoomgov.com", "zoom.us", "2001:db8::7");
    bench.peers = List.of(new Peer("a", "10.4.12.31", 9090), new Peer("b", "10.4.12.32", 9090));
    List<String> ids = ids();
    assertEquals(ids.stream().distinct().toList(), ids);
    for (String id : ids) {
      assertEquals(id, CheckId.parse(id).orElseThrow().toString());
    }
    assertTrue(ids.contains("cloud.tcp:[2001:db8::7]:443"), ids.toString());
  }

  @Test
  void orderIsThatOfTheKinds() {
    bench.peers = List.of(new Peer("z", "10.4.12.31", 9090), new Peer("a", "10.4.12.32", 9090));
    List<CheckKind> kinds = planned().stream().map(plan -> plan.check().id().kind()).toList();
    assertEquals(kinds.stream().sorted(Comparator.naturalOrder()).toList(), kinds);
    assertTrue(
        ids().indexOf("link.peer:z") < ids().indexOf("link.peer:a"), "the configuration's order");
  }

  @Test
  void addressesNeedNoDns() {
    bench.hosts = List.of("170.114.52.2");
    assertFalse(ids().stream().anyMatch(id -> id.startsWith("cloud.dns")));
    assertTrue(ids().contains("cloud.tls:170.114.52.2"));
  }

  @Test
  void mediaHostsTakeUdpAndTheMediaPortsOfTcp() {
    bench.media = List.of("mmr.example.net");
    bench.ports =
        List.of(
            new Cloud.Port(Cloud.Protocol.TCP, 443, false),
            new Cloud.Port(Cloud.Protocol.TCP, 8801, false),
            new Cloud.Port(Cloud.Protocol.UDP, 3478, false));
    List<String> ids = ids();
    assertTrue(ids.contains("cloud.tcp:zoom.us:443"));
    assertTrue(ids.contains("cloud.tcp:mmr.example.net:8801"));
    assertTrue(ids.contains("cloud.udp:mmr.example.net:3478"));
    assertFalse(ids.contains("cloud.tcp:zoom.us:8801"));
    assertFalse(ids.contains("cloud.udp:zoom.us:3478"));
  }

  @Test
  void aWebHostNeedNotListenOnMediaPortsSoTheyAreInformation() {
    bench.ports = List.of(new Cloud.Port(Cloud.Protocol.TCP, 8801, false));
    bench.probes.tcp = spec -> RehearsedProbes.tcp(Reason.TIMEOUT, 3);
    Check check = plan("cloud.tcp:zoom.us:8801").check();
    Bench.assertFinding(State.OK, Reason.OK, Bench.look(check));
    bench.media = List.of("zoom.us");
    Bench.assertFinding(
        State.FAILED, Reason.TIMEOUT, Bench.look(plan("cloud.tcp:zoom.us:8801").check()));
  }

  @Test
  void aPortListedTwiceIsOneCheck() {
    bench.ports =
        List.of(
            new Cloud.Port(Cloud.Protocol.TCP, 443, false),
            new Cloud.Port(Cloud.Protocol.TCP, 443, true));
    assertEquals(1, ids().stream().filter("cloud.tcp:zoom.us:443"::equals).count());
  }

  @Test
  void withoutAProxyThereIsNoProxyCheck() {
    bench.proxy = new Cloud.Proxy.None();
    assertFalse(ids().contains("cloud.proxy"));
  }

  @Test
  void defaultsComeFromTheKind() {
    PlannedCheck plan = plan("cloud.tls:zoom.us");
    assertEquals(CheckKind.CLOUD_TLS.interval(), plan.interval());
    assertEquals(CheckKind.CLOUD_TLS.timeout(), plan.timeout());
    assertEquals(CheckKind.CLOUD_TLS.severity(), plan.severity());
    assertEquals(new PlannedCheck.Patience(3, 3, 2), plan.patience());
  }

  @Test
  void theFullIdWinsFieldByField() {
    override("cloud.tcp", Optional.empty(), Optional.of(Duration.ofMinutes(2)), Severity.WARNING);
    bench.checks.put(
        "cloud.tcp:zoom.us:443",
        new CheckOverride(
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofSeconds(1)),
            Optional.empty(),
            new CheckOverride.Tries(OptionalInt.of(5), OptionalInt.empty(), OptionalInt.of(1)),
            Map.of()));
    PlannedCheck plan = plan("cloud.tcp:zoom.us:443");
    assertEquals(Duration.ofMinutes(2), plan.interval());
    assertEquals(Duration.ofSeconds(1), plan.timeout());
    assertEquals(Severity.WARNING, plan.severity());
    assertEquals(new PlannedCheck.Patience(5, 5, 1), plan.patience());
  }

  @Test
  void disabledChecksAreLeftOutAndOneOfThemCanStay() {
    bench.hosts = List.of("zoom.us", "zoomgov.com");
    override("cloud.tls", Optional.of(false), Optional.empty(), Severity.INFO);
    override("cloud.tls:zoom.us", Optional.of(true), Optional.empty(), Severity.INFO);
    override("cloud.status", Optional.of(false), Optional.empty(), Severity.INFO);
    assertTrue(ids().contains("cloud.tls:zoom.us"));
    assertFalse(ids().contains("cloud.tls:zoomgov.com"));
    assertFalse(ids().contains("cloud.status"));
  }

  @Test
  void aPeerIsNeverPlannedMoreOftenThanTheContractAllows() {
    bench.peers = List.of(new Peer("a", "10.4.12.31", 9090));
    override(
        "link.peer:a", Optional.empty(), Optional.of(Duration.ofSeconds(1)), Severity.CRITICAL);
    override("link.subnet", Optional.empty(), Optional.of(Duration.ofSeconds(10)), Severity.INFO);
    assertEquals(Duration.ofSeconds(15), plan("link.peer:a").interval());
    assertEquals(Duration.ofSeconds(10), plan("link.subnet:a").interval());
  }

  @Test
  void theTimeoutIsShorterThanTheInterval() {
    override(
        "cloud.https", Optional.empty(), Optional.of(Duration.ofSeconds(5)), Severity.CRITICAL);
    PlannedCheck plan = plan("cloud.https:zoom.us");
    assertTrue(plan.timeout().compareTo(plan.interval()) < 0, plan.toString());
  }

  @Test
  void mediaHostsAloneAreWatchedToo() {
    bench.hosts = List.of();
    bench.media = List.of("mmr.example.net");
    assertTrue(ids().contains("cloud.media"), ids().toString());
    assertFalse(ids().contains("cloud.proxy"), ids().toString());
  }

  @Test
  void besideADeviceWithoutPeersIsolationIsWatchedForTheControllers() {
    bench.device = Optional.of(ip("10.4.12.21"));
    bench.controllers = List.of(ip("10.4.12.31"));
    assertTrue(ids().contains("link.isolation"));
  }

  @Test
  void aPortAtTheEndOfTheMediaRangeIsAMediaPort() {
    bench.media = List.of("mmr.example.net");
    bench.ports =
        List.of(
            new Cloud.Port(Cloud.Protocol.TCP, 8810, false),
            new Cloud.Port(Cloud.Protocol.TCP, 8811, false));
    assertTrue(ids().contains("cloud.tcp:mmr.example.net:8810"));
    assertTrue(ids().contains("cloud.tcp:zoom.us:8811"));
  }
}
