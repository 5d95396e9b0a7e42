package io.roomwatch.agent.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Situation;
import io.roomwatch.agent.alert.Trouble;
import io.roomwatch.agent.health.HealthBoard;
import io.roomwatch.agent.health.Patience;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.sink.Receiver.Audience;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Triage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An agent that loses its own network, from the looks of its checks to what a sink is told: one
 * alert, not thirty. Real health, real triage with the shipped rules, real alerts and a real store;
 * what is near is looked at every ten seconds, what is far every minute, each at a second of its
 * own.
 */
class OwnNetworkTest {

  private static final List<String> HOSTS =
      List.of("zoom.us", "us02.zoom.us", "us04.zoom.us", "us05.zoom.us", "eu01.zoom.us");
  private static final Finding GOOD =
      new Finding(State.OK, Reason.OK, "Good.", List.of(), List.of());

  @TempDir private Path folder;

  private final FakeSink hook = new FakeSink("hook", Audience.MACHINES);
  private final FakeSink chat = new FakeSink("chat", Audience.PEOPLE);
  private final long seed = 20261126;
  private final Random random = new Random(seed);
  private final List<CheckId> checks = new ArrayList<>();
  private final Map<CheckId, Integer> second = new HashMap<>();
  private final Triage triage = new Triage(TriageFile.shipped());
  private final List<Trouble.Item> items = new ArrayList<>();
  private Map<CheckId, Finding> broken = Map.of();
  private Post post;
  private HealthBoard board;
  private int elapsed;
  private int far = 60;

  @BeforeEach
  void open() throws StoreException {
    post = new Post(folder, hook, chat);
    post.groupWait = Duration.ofSeconds(30);
    post.configure();
    post.situation = this::situation;
    for (String host : HOSTS) {
      checks.add(id("cloud.dns:" + host));
      checks.add(id("cloud.tcp:" + host + ":443"));
      checks.add(id("cloud.tcp:" + host + ":8801"));
      checks.add(id("cloud.tls:" + host));
      checks.add(id("cloud.https:" + host));
      checks.add(id("cloud.udp:" + host + ":3478"));
    }
    for (String local : List.of("local.interface", "local.gateway", "room.app", "local.host")) {
      checks.add(id(local));
    }
    checks.forEach(check -> second.put(check, random.nextInt(interval(check))));
    board = new HealthBoard(() -> post.nanos);
    watch();
    pass(Duration.ofMinutes(3));
    assertEquals(List.of(), hook.story());
  }

  private void watch() {
    board.watch(
        checks.stream()
            .map(
                check ->
                    new HealthBoard.Watched(
                        check, Duration.ofSeconds(interval(check)), Patience.DEFAULT))
            .toList(),
        post.wall);
  }

  /** In seconds. */
  private int interval(CheckId check) {
    return check.toString().startsWith("cloud.") ? far : 10;
  }

  @AfterEach
  void close() throws StoreException {
    post.close();
  }

  private static CheckId id(String text) {
    return CheckId.parse(text).orElseThrow();
  }

  private static Finding bad(State state, Reason reason) {
    return new Finding(state, reason, "Bad.", List.of(), List.of());
  }

  /** Every look at something beyond this machine fails as it does without a network. */
  private static Finding beyond(CheckId check) {
    return check.toString().startsWith("cloud.dns")
        ? bad(State.FAILED, Reason.DNS_TIMEOUT)
        : check.toString().startsWith("cloud.udp")
            ? bad(State.DEGRADED, Reason.UNREACHABLE)
            : bad(State.FAILED, Reason.TIMEOUT);
  }

  private Map<CheckId, Finding> offline(String proof, Reason reason) {
    Map<CheckId, Finding> offline = cloud(check -> true);
    offline.put(id(proof), bad(State.FAILED, reason));
    return offline;
  }

  private Map<CheckId, Finding> cloud(Predicate<CheckId> which) {
    return checks.stream()
        .filter(check -> check.toString().startsWith("cloud."))
        .filter(which)
        .collect(Collectors.toMap(check -> check, OwnNetworkTest::beyond));
  }

  private Situation situation() {
    return Situation.of(
        new RoomStatus(
            new RoomStatus.Room("Boardroom 4.12", "berlin"),
            new RoomStatus.Agent("1", post.wall, Optional.empty()),
            post.wall,
            triage.judge(board.statuses(post.wall), Map.of(), post.wall),
            board.statuses(post.wall)),
        items,
        List.of());
  }

  private void pass(Duration time) {
    for (long i = 0; i < time.toSeconds(); i++) {
      post.elapse(Duration.ofSeconds(1));
      elapsed++;
      for (CheckId check : checks) {
        if (elapsed % interval(check) == second.getOrDefault(check, 0)) {
          Finding finding = broken.getOrDefault(check, GOOD);
          board.observe(new Observation(check, post.wall, Duration.ofMillis(5), finding));
        }
      }
      post.now();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "local.gateway, UNREACHABLE, net.gateway-down",
    "local.gateway, NO_ROUTE, net.no-route",
    "local.interface, MISSING, net.link-down",
    "local.interface, NO_ROUTE, net.no-route"
  })
  void agentWithoutNetworkIsOneAlertThatListsWhatFollows(
      String proof, Reason reason, String verdict) {
    // So that they are known when it is told.
    far = 10;
    watch();
    checks.forEach(check -> second.put(check, random.nextInt(far)));
    broken = offline(proof, reason);
    pass(Duration.ofMinutes(20));
    for (FakeSink sink : List.of(hook, chat)) {
      assertEquals(List.of("firing " + verdict), sink.story(), "seed " + seed);
      Notice.Evidence evidence = sink.taken.get(0).cause().evidence();
      assertEquals(List.of(proof), evidence.because());
      assertEquals(
          cloud(check -> true).keySet().stream().map(CheckId::toString).sorted().toList(),
          evidence.consequences().stream().sorted().toList());
      assertEquals(6 * HOSTS.size(), evidence.consequences().size());
    }
    broken = Map.of();
    pass(Duration.ofMinutes(20));
    assertEquals(List.of("firing " + verdict, "resolved " + verdict), hook.story(), "seed " + seed);
    assertEquals(hook.story(), chat.story());
  }

  /** While it comes back, some checks have looked and others have not. */
  @Test
  void networkThatComesBackIsNotThirtyAlertsEither() {
    broken = offline("local.gateway", Reason.UNREACHABLE);
    pass(Duration.ofMinutes(20));
    // The cloud comes back five minutes after the gateway: of these looks the newest are new news.
    broken = cloud(check -> true);
    pass(Duration.ofMinutes(5));
    broken = Map.of();
    pass(Duration.ofMinutes(10));
    List<String> told = hook.story();
    assertEquals(
        List.of("firing net.gateway-down", "resolved net.gateway-down"), told.subList(0, 2));
    assertEquals(4, told.size(), "and one alert for all of the cloud: " + told);
    assertTrue(told.get(2).startsWith("firing cloud."), told::toString);
    assertEquals(told.get(2).replace("firing", "resolved"), told.get(3));
  }

  @Test
  void whatStaysBrokenAfterwardsIsToldByItself() {
    broken = offline("local.gateway", Reason.UNREACHABLE);
    pass(Duration.ofMinutes(20));
    broken = cloud(check -> check.toString().equals("cloud.tcp:zoom.us:8801"));
    pass(Duration.ofMinutes(10));
    assertEquals(
        List.of(
            "firing net.gateway-down", "resolved net.gateway-down", "firing cloud.port-blocked"),
        hook.story());
    assertEquals(
        List.of("cloud.tcp:zoom.us:8801"), hook.taken.getLast().cause().evidence().because());
  }

  @Test
  void whatIsOfThisMachineIsToldAllTheSame() {
    broken = offline("local.gateway", Reason.UNREACHABLE);
    pass(Duration.ofMinutes(10));
    items.add(
        new Trouble.Item(
            "annual.licensing",
            "Licences cover the rooms",
            Instant.parse("2026-11-20T10:00:00Z"),
            false,
            Severity.WARNING,
            "Attest it."));
    pass(Duration.ofMinutes(1));
    assertEquals(List.of("firing net.gateway-down", "firing annual.licensing"), hook.story());
  }

  @Test
  void withNoWayToAnybodyItIsStillOneMessageAfterwards() {
    hook.answers(FakeSink.DOWN);
    chat.answers(FakeSink.DOWN);
    broken = offline("local.gateway", Reason.UNREACHABLE);
    pass(Duration.ofHours(2));
    broken = Map.of();
    hook.answers(FakeSink.OK);
    chat.answers(FakeSink.OK);
    pass(Duration.ofMinutes(10));
    assertEquals(List.of("firing net.gateway-down", "resolved net.gateway-down"), hook.story());
    assertEquals(List.of("resolved net.gateway-down"), chat.story());
    assertTrue(hook.lastLate().toMinutes() <= 6, "the end is not late: " + hook.lastLate());
    Duration late = hook.attempts.get(hook.attempts.size() - 2).late();
    assertTrue(late.toMinutes() >= 115, "the beginning is, and says so: " + late);
  }
}
