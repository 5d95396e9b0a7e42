package io.roomwatch.agent.check.link;

import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.texts;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.FixedFacts.ip;
import static io.roomwatch.agent.check.FixedFacts.onLink;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LinkIsolationTest {

  private final Bench bench = new Bench();

  @BeforeEach
  void twoPeersOnLinkAndOneBeyond() {
    bench.peers =
        List.of(
            new Peer("a", "10.4.12.31", 9090),
            new Peer("b", "10.4.12.32", 9090),
            new Peer("far", "10.9.0.1", 9090));
  }

  private Finding seen() {
    return look(new LinkIsolation(bench.context()));
  }

  @Test
  void twoSilentNeighboursWhileTheGatewayAnswersIsIsolation() {
    bench
        .facts
        .neighbour("10.4.12.1", true)
        .neighbour("10.4.12.31", false)
        .neighbour("10.4.12.32", false);
    Finding finding = seen();
    assertFinding(State.FAILED, Reason.ISOLATION, finding);
    assertSays("10.4.12.31 and 10.4.12.32 are silent while the gateway 10.4.12.1", finding);
    assertEquals(texts("10.4.12.31", "10.4.12.32"), value(finding, "silent"));
    assertEquals(new Value.Measure(2), value(finding, "known"));
  }

  @Test
  void isolationWithOthersAnsweringIsDegraded() {
    bench.controllers = List.of(ip("10.4.12.40"));
    bench
        .facts
        .neighbour("10.4.12.1", true)
        .neighbour("10.4.12.31", false)
        .neighbour("10.4.12.32", false)
        .neighbour("10.4.12.40", true);
    Finding finding = seen();
    assertFinding(State.DEGRADED, Reason.ISOLATION, finding);
    assertSays("10.4.12.40 can be reached", finding);
  }

  @Test
  void oneSilentHostAloneMayBeOffOrIsolated() {
    bench.peers = List.of(new Peer("a", "10.4.12.31", 9090));
    bench.facts.neighbour("10.4.12.1", true).neighbour("10.4.12.31", false);
    Finding finding = seen();
    assertFinding(State.UNKNOWN, Reason.NO_ANSWER, finding);
    assertSays("keeps its devices apart", finding);
  }

  @Test
  void oneSilentAmongAnsweringOnesIsNoIsolation() {
    bench
        .facts
        .neighbour("10.4.12.1", true)
        .neighbour("10.4.12.31", false)
        .neighbour("10.4.12.32", true);
    assertFinding(State.OK, Reason.OK, seen());
  }

  @Test
  void allAnswering() {
    bench.facts.neighbour("10.4.12.31", true).neighbour("10.4.12.32", true);
    Finding finding = seen();
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(texts("10.4.12.31", "10.4.12.32"), value(finding, "answering"));
  }

  @Test
  void aSilentGatewayIsNoIsolation() {
    bench
        .facts
        .neighbour("10.4.12.1", false)
        .neighbour("10.4.12.31", false)
        .neighbour("10.4.12.32", false);
    assertFinding(State.UNKNOWN, Reason.UNREACHABLE, seen());
  }

  @Test
  void withoutAGatewayThereIsNothingToCompareWith() {
    bench.facts.routes = Fact.known(List.of(onLink("10.4.12.0/24", "eth0")));
    bench.facts.neighbour("10.4.12.31", false).neighbour("10.4.12.32", false);
    assertFinding(State.UNKNOWN, Reason.NO_ROUTE, seen());
  }

  @Test
  void anEntryOfYesterdayHidesNoIsolation() {
    bench.controllers = List.of(ip("10.4.12.40"));
    bench
        .facts
        .neighbour("10.4.12.1", true)
        .neighbour("10.4.12.31", false)
        .neighbour("10.4.12.32", false)
        .neighbour("10.4.12.40", "eth0", true, Optional.of(Duration.ofHours(20)));
    assertFinding(State.FAILED, Reason.ISOLATION, seen());
  }

  @Test
  void anEntryWithoutAnAgeSaysNothing() {
    bench.facts.neighbour("10.4.12.31", "eth0", true, Optional.empty());
    assertSays("not been asked lately", seen());
  }

  @Test
  void entriesOfAnotherNetworkWithTheSameAddressesAreNotItsOwn() {
    bench
        .facts
        .neighbour("10.4.12.1", true)
        .neighbour("10.4.12.31", false)
        .neighbour("10.4.12.32", false)
        .neighbour("10.4.12.32", "av0", true, Optional.of(Duration.ofSeconds(1)));
    assertFinding(State.FAILED, Reason.ISOLATION, seen());
  }

  @Test
  void aGatewayOfWhichNothingIsKnownIsNotCalledSilent() {
    bench
        .facts
        .neighbour("10.4.12.1", "eth0", true, Optional.of(Duration.ofHours(1)))
        .neighbour("10.4.12.31", false)
        .neighbour("10.4.12.32", false);
    Finding finding = seen();
    assertFinding(State.UNKNOWN, Reason.NO_ANSWER, finding);
    assertSays("whether the gateway of their network answers cannot be told", finding);
  }

  @Test
  void theGatewaysOwnCheckTellsThatItAnswers() {
    bench.saw(
        CheckId.of(CheckKind.LOCAL_GATEWAY),
        Finding.ok("Next hop 10.4.12.1 on eth0 answers in 1 ms.")
            .with(
                Reading.text("gateway", "10.4.12.1"),
                Reading.seconds("connect_seconds", Duration.ofMillis(1))));
    bench.facts.neighbour("10.4.12.31", false).neighbour("10.4.12.32", false);
    assertFinding(State.FAILED, Reason.ISOLATION, seen());
  }

  @Test
  void hostsThatNobodyAskedSayNothing() {
    bench.facts.neighbour("10.4.12.1", true);
    Finding finding = seen();
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, finding);
    assertSays("not been asked lately", finding);
  }

  @Test
  void hostsBeyondARouterAreNotCompared() {
    bench.peers = List.of(new Peer("far", "10.9.0.1", 9090), new Peer("b", "10.9.0.2", 9090));
    bench.facts.neighbour("10.4.12.1", true);
    Finding finding = seen();
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, finding);
    assertEquals(new Value.Measure(0), value(finding, "known"));
  }

  @Test
  void whatThePeersOwnChecksFoundCountsUntilItIsStale() {
    for (String peer : List.of("a", "b")) {
      String address = peer.equals("a") ? "10.4.12.31" : "10.4.12.32";
      bench.saw(
          CheckId.of(CheckKind.LINK_PEER, peer),
          Finding.failed(Reason.TIMEOUT, "Silent.")
              .with(Reading.flag("host_answers", false), Reading.text("address", address)));
    }
    bench.facts.neighbour("10.4.12.1", true);
    assertFinding(State.FAILED, Reason.ISOLATION, seen());
    bench.pass(Duration.ofSeconds(46));
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, seen());
  }

  @Test
  void controllersThatWereConnectedOnceAreKnown() {
    bench.peers = List.of();
    bench.facts.connected("10.4.12.41").connected("10.4.12.42");
    LinkControllers controllers = new LinkControllers(bench.context());
    bench.watch(controllers);
    bench.facts.nothingConnected();
    bench.watch(controllers);
    bench
        .facts
        .neighbour("10.4.12.1", true)
        .neighbour("10.4.12.41", false)
        .neighbour("10.4.12.42", false);
    assertFinding(State.FAILED, Reason.ISOLATION, seen());
  }

  @Test
  void unreadableTablesAreUnknown() {
    bench.facts.neighbours = Fact.unread(Reason.PERMISSION, "Not for this user.");
    assertFinding(State.UNKNOWN, Reason.PERMISSION, seen());
    bench.facts.interfaces = Fact.unread(Reason.UNSUPPORTED, "Not here.");
    assertFinding(State.UNKNOWN, Reason.UNSUPPORTED, seen());
  }

  @Test
  void sendsNoPacket() {
    seen();
    assertEquals(List.of(), bench.probes.asked);
  }

  @Test
  void anInterfaceThatIsDownHasNoNeighbours() {
    bench.facts.neighbour("10.4.12.1", true).neighbour("10.4.12.31", true);
    bench.facts.interfaces =
        bench.facts.interfaces.map(
            all ->
                all.stream()
                    .map(
                        one ->
                            new NetInterface(
                                one.name(),
                                one.description(),
                                one.kind(),
                                false,
                                one.addresses(),
                                one.speedBitsPerSecond(),
                                one.counters()))
                    .toList());
    assertEquals(new Value.Measure(0), value(seen(), "known"));
  }
}
