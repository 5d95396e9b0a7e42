package io.roomwatch.agent.check.link;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.FixedFacts.ip;
import static io.roomwatch.agent.check.RehearsedProbes.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.check.AskedPeers;
import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.TcpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LinkPeerTest {

  private static final Peer PEER = new Peer("touch-panel", "10.4.12.31", 9090);

  private final Bench bench = new Bench();

  /** On a machine that has asked nobody yet. */
  private LinkPeer check() {
    bench.asked = new AskedPeers();
    return again(PEER);
  }

  /** As a reload makes it. */
  private LinkPeer again(Peer peer) {
    return new LinkPeer(bench.context(), peer, Runnable::run);
  }

  /** Port 9090 ends as {@code link}, the echo port as {@code echo}. */
  private void rehearse(Reason link, Reason echo) {
    bench.probes.tcp = spec -> spec.target().port() == 7 ? tcp(echo, 3) : tcp(link, 2);
  }

  @Test
  void openPortIsOkWithItsConnectTimeAndPhases() {
    rehearse(Reason.OK, Reason.TIMEOUT);
    Finding finding = look(check());
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(new Value.Measure(0.002), value(finding, "connect_seconds"));
    assertEquals(new Value.Flag(true), value(finding, "host_answers"));
    assertEquals(Phase.CONNECT, finding.phases().get(0).phase());
    assertSays("Port 9090 of touch-panel (10.4.12.31) accepts connections in 2 ms.", finding);
  }

  @Test
  void connectsOnceLingersBrieflyAndAsksNothingElse() {
    rehearse(Reason.OK, Reason.OK);
    look(check());
    List<TcpProbe.Spec> asked = bench.probes.asked(TcpProbe.Spec.class);
    assertEquals(1, asked.size());
    assertEquals(9090, asked.get(0).target().port());
    assertEquals(Duration.ofSeconds(2), asked.get(0).deadline());
    assertTrue(asked.get(0).linger().compareTo(Duration.ZERO) > 0);
    assertTrue(asked.get(0).linger().compareTo(Duration.ofMillis(500)) <= 0);
  }

  @Test
  void slowConnectIsDegradedPastTheConfiguredThreshold() {
    bench.probes.tcp = spec -> tcp(Reason.OK, 600);
    assertFinding(State.DEGRADED, Reason.THRESHOLD, look(check()));
    bench.override("link.peer", "connect_degraded_seconds", 0.7);
    assertFinding(State.OK, Reason.OK, look(check()));
    bench.override("link.peer:touch-panel", "connect_degraded_seconds", 0.1);
    Finding finding = look(check());
    assertFinding(State.DEGRADED, Reason.THRESHOLD, finding);
    assertSays("600 ms, slower than 100 ms", finding);
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "RESET", "CLOSED_EARLY"})
  void anAnswerThatIsNoConnectionMeansThatTheHostIsThere(Reason reason) {
    rehearse(reason, Reason.TIMEOUT);
    Finding finding = look(check());
    assertFinding(State.FAILED, reason, finding);
    assertEquals(new Value.Flag(true), value(finding, "host_answers"));
    assertEquals(1, bench.probes.asked.size());
    boolean connected = reason != Reason.REFUSED;
    assertEquals(
        connected ? new Value.Measure(0.002) : absent(), value(finding, "connect_seconds"));
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_ROUTE", "DNS_NXDOMAIN", "DNS_SERVFAIL", "DNS_TIMEOUT", "ERROR"})
  void whatNeverReachedTheHostSaysNothingOfIt(Reason reason) {
    rehearse(reason, Reason.OK);
    Finding finding = look(check());
    assertFinding(State.FAILED, reason, finding);
    assertEquals(absent(), value(finding, "host_answers"));
    assertEquals(absent(), value(finding, "connect_seconds"));
    assertEquals(1, bench.probes.asked.size());
  }

  @ParameterizedTest
  @EnumSource(names = {"OK", "REFUSED", "RESET", "CLOSED_EARLY"})
  void silentPortOfAHostThatAnswersElsewhereIsFiltered(Reason echo) {
    rehearse(Reason.TIMEOUT, echo);
    Finding finding = look(check());
    assertFinding(State.FAILED, Reason.TIMEOUT, finding);
    assertEquals(new Value.Flag(true), value(finding, "host_answers"));
    assertEquals(absent(), value(finding, "connect_seconds"));
    assertSays("is there, but its port 9090 stays silent", finding);
  }

  @Test
  void theWholeLookStaysWithinItsDeadline() {
    rehearse(Reason.TIMEOUT, Reason.TIMEOUT);
    look(check());
    List<TcpProbe.Spec> asked = bench.probes.asked(TcpProbe.Spec.class);
    assertEquals(2, asked.size());
    assertEquals(Duration.ofSeconds(3), asked.get(0).deadline().plus(asked.get(1).deadline()));
  }

  @Test
  void neighbourThatShowsItselfInTheSilenceIsThereThoughItDropsAllPorts() {
    rehearse(Reason.TIMEOUT, Reason.TIMEOUT);
    LinkPeer check = check();
    bench.facts.neighbour("10.4.12.31", "eth0", true, Optional.of(Duration.ofSeconds(20)));
    assertEquals(absent(), value(look(check), "host_answers"), "confirmed before it fell silent");
    bench.pass(Duration.ofSeconds(15));
    assertEquals(absent(), value(look(check), "host_answers"), "20 s ago it was not yet silent");
    bench.pass(Duration.ofSeconds(15));
    Finding finding = look(check);
    assertEquals(new Value.Flag(true), value(finding, "host_answers"));
    assertSays("is there, but its port 9090 stays silent", finding);
  }

  @Test
  void anEntryThatOutlivesItsHostProvesNothing() {
    rehearse(Reason.TIMEOUT, Reason.TIMEOUT);
    LinkPeer check = check();
    for (int look = 0; look < 5; look++) {
      bench.facts.neighbours =
          Fact.known(
              List.of(
                  new Neighbour(
                      ip("10.4.12.31"),
                      "eth0",
                      true,
                      Optional.of(Duration.ofSeconds(1 + 15L * look)))));
      assertEquals(absent(), value(look(check), "host_answers"), "look " + look);
      bench.pass(Duration.ofSeconds(15));
    }
  }

  @Test
  void anEntryWithoutAnAgeProvesNothing() {
    rehearse(Reason.TIMEOUT, Reason.TIMEOUT);
    LinkPeer check = check();
    bench.facts.neighbour("10.4.12.31", "eth0", true, Optional.empty());
    look(check);
    bench.pass(Duration.ofMinutes(1));
    assertEquals(absent(), value(look(check), "host_answers"));
  }

  @Test
  void whoBecomesANeighbourWhileAskedForTheFirstTimeIsThere() {
    bench.probes.tcp =
        spec -> {
          bench.facts.neighbour("10.4.12.31", true);
          return tcp(Reason.TIMEOUT, 2_000);
        };
    assertEquals(new Value.Flag(true), value(look(check()), "host_answers"));
  }

  @Test
  void anAnswerEndsTheSilence() {
    rehearse(Reason.TIMEOUT, Reason.TIMEOUT);
    LinkPeer check = check();
    bench.facts.neighbour("10.4.12.31", "eth0", true, Optional.of(Duration.ofSeconds(20)));
    look(check);
    bench.pass(Duration.ofSeconds(15));
    rehearse(Reason.OK, Reason.OK);
    look(check);
    bench.pass(Duration.ofSeconds(15));
    rehearse(Reason.TIMEOUT, Reason.TIMEOUT);
    assertEquals(absent(), value(look(check), "host_answers"), "silent since now");
  }

  @Test
  void ofAMachineWithTwoNetworksTheEntryOfTheRoutesInterfaceCounts() {
    rehearse(Reason.TIMEOUT, Reason.TIMEOUT);
    bench.facts.neighbour("10.4.12.31", "av0", false, Optional.empty());
    assertEquals(absent(), value(look(check()), "host_answers"));
    bench.facts.neighbour("10.4.12.31", "eth0", false, Optional.empty());
    assertEquals(new Value.Flag(false), value(look(check()), "host_answers"));
  }

  @Test
  void neighbourThatNeverAnsweredIsDown() {
    rehearse(Reason.TIMEOUT, Reason.TIMEOUT);
    bench.facts.neighbour("10.4.12.31", false);
    Finding finding = look(check());
    assertFinding(State.FAILED, Reason.TIMEOUT, finding);
    assertEquals(new Value.Flag(false), value(finding, "host_answers"));
    assertSays("does not answer at all", finding);
  }

  @Test
  void reportedUnreachableIsDownUnlessTheNeighbourAnswers() {
    rehearse(Reason.UNREACHABLE, Reason.TIMEOUT);
    Finding down = look(check());
    assertFinding(State.FAILED, Reason.UNREACHABLE, down);
    assertEquals(new Value.Flag(false), value(down, "host_answers"));

    LinkPeer check = check();
    look(check);
    bench.pass(Duration.ofSeconds(15));
    bench.facts.neighbour("10.4.12.31", true);
    Finding there = look(check);
    assertEquals(new Value.Flag(true), value(there, "host_answers"));
    assertSays("is reported as not reachable", there);
  }

  @Test
  void silenceBehindARouterProvesNothing() {
    rehearse(Reason.TIMEOUT, Reason.TIMEOUT);
    Finding finding = look(check());
    assertEquals(absent(), value(finding, "host_answers"));
    assertSays("within 3 s", finding);

    bench.facts.neighbours = Fact.unread(Reason.PERMISSION, "Not for you.");
    assertEquals(absent(), value(look(check()), "host_answers"));
  }

  @Test
  void unreachableEchoOfARoutedPeerIsDown() {
    rehearse(Reason.TIMEOUT, Reason.UNREACHABLE);
    assertEquals(new Value.Flag(false), value(look(check()), "host_answers"));
  }

  @Test
  void aPeerKnownByNameIsFoundInTheNeighbourTableByItsAddress() {
    bench.probes.tcp = spec -> tcp(Reason.TIMEOUT, 2_000, "10.4.12.77");
    bench.facts.neighbour("10.4.12.77", false);
    LinkPeer check =
        new LinkPeer(bench.context(), new Peer("panel", "panel.local", 9090), Runnable::run);
    Finding finding = look(check);
    assertEquals(new Value.Flag(false), value(finding, "host_answers"));
    assertEquals(new Value.Text("10.4.12.77"), value(finding, "address"));
    assertEquals("10.4.12.77", bench.probes.asked(TcpProbe.Spec.class).get(1).target().host());
  }

  @Test
  void aPeerIsNotAskedAgainWithinFifteenSeconds() {
    rehearse(Reason.REFUSED, Reason.OK);
    LinkPeer check = check();
    Finding first = look(check);
    bench.pass(Duration.ofMillis(14_700));
    rehearse(Reason.OK, Reason.OK);
    assertEquals(first, look(check), "the earlier finding stands in");
    assertEquals(1, bench.probes.asked.size());
    bench.pass(Duration.ofMillis(300));
    assertFinding(State.OK, Reason.OK, look(check));
    assertEquals(2, bench.probes.asked.size());
  }

  @Test
  void aLookThatIsALittleEarlyWaitsForItsMoment() {
    rehearse(Reason.OK, Reason.OK);
    LinkPeer check = check();
    look(check);
    bench.pass(Duration.ofMillis(14_900));
    long began = System.nanoTime();
    look(check);
    long waited = System.nanoTime() - began;
    assertEquals(2, bench.probes.asked.size());
    assertTrue(waited >= 100_000_000L, "asked after only " + waited + " ns");
  }

  @Test
  void thePauseHoldsAcrossAReload() {
    rehearse(Reason.REFUSED, Reason.OK);
    Finding first = look(check());
    bench.pass(Duration.ofSeconds(5));
    assertEquals(first, look(again(PEER)), "a new instance of the same peer");
    assertEquals(1, bench.probes.asked.size());
    bench.pass(Duration.ofSeconds(10));
    look(again(PEER));
    assertEquals(2, bench.probes.asked.size());
  }

  @Test
  void aReloadWhileALookIsUnderWayAsksNobodyAgain() {
    bench.probes.heldTcp = new CompletableFuture<>();
    CompletableFuture<Finding> going = check().look(Duration.ofSeconds(3));
    bench.pass(Duration.ofSeconds(1));
    assertFinding(State.UNKNOWN, Reason.ERROR, look(again(PEER)));
    assertEquals(1, bench.probes.asked.size());
    bench.probes.heldTcp.complete(tcp(Reason.OK, 3));
    assertEquals(going.join(), look(again(PEER)));
  }

  @Test
  void aPeerWithANewNameIsTheSamePeer() {
    rehearse(Reason.OK, Reason.OK);
    look(check());
    bench.pass(Duration.ofSeconds(5));
    Finding finding = look(again(new Peer("panel", "10.4.12.31", 9090)));
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("The same as link.peer:touch-panel: Port 9090 of touch-panel", finding);
    assertEquals(1, bench.probes.asked.size());
  }

  @Test
  void twoNamesOfOneHostAreAskedInTurn() {
    rehearse(Reason.OK, Reason.OK);
    LinkPeer byAddress = check();
    LinkPeer byName = again(new Peer("panel", "Panel.local", 9090));
    bench.probes.names.put("Panel.local", List.of(ip("10.4.12.31")));
    look(byAddress);
    bench.pass(Duration.ofSeconds(7));
    assertSays("The same as link.peer:touch-panel", look(byName));
    assertEquals(1, bench.probes.asked.size());
    bench.pass(Duration.ofSeconds(15));
    assertSays("Port 9090 of panel (Panel.local)", look(byName));
    assertEquals(2, bench.probes.asked.size());
    bench.pass(Duration.ofSeconds(7));
    assertSays("The same as link.peer:panel", look(byAddress));
    assertEquals(2, bench.probes.asked.size());
  }

  @Test
  void anotherPortOfTheSameHostIsAnotherEnd() {
    rehearse(Reason.OK, Reason.OK);
    look(check());
    look(again(new Peer("other", "10.4.12.31", 9443)));
    assertEquals(2, bench.probes.asked.size());
  }

  @Test
  void aSilentPeerKnownByNameIsFoundByTheAddressThatItsNameLedTo() {
    rehearse(Reason.TIMEOUT, Reason.TIMEOUT);
    bench.probes.names.put("panel.local", List.of(ip("10.4.12.77")));
    bench.facts.neighbour("10.4.12.77", false);
    Finding finding = look(again(new Peer("panel", "panel.local", 9090)));
    assertEquals(new Value.Flag(false), value(finding, "host_answers"));
    assertEquals(new Value.Text("10.4.12.77"), value(finding, "address"));
  }

  @Test
  void aClockSetBackLengthensThePauseAndNeverCutsIt() {
    rehearse(Reason.OK, Reason.OK);
    LinkPeer check = check();
    look(check);
    bench.pass(Duration.ofHours(-1));
    look(check);
    assertEquals(1, bench.probes.asked.size());
    bench.pass(Duration.ofSeconds(15));
    look(check);
    assertEquals(2, bench.probes.asked.size());
  }

  @Test
  void aQuestionThatNeverEndedIsUnknownMeanwhile() {
    bench.probes.heldTcp = new CompletableFuture<>();
    LinkPeer check = check();
    CompletableFuture<Finding> going = check.look(Duration.ofSeconds(3));
    assertFalse(going.isDone());
    bench.pass(Duration.ofSeconds(4));
    assertFinding(State.UNKNOWN, Reason.ERROR, look(check));
    assertEquals(1, bench.probes.asked.size());
  }

  @Test
  void anAnswerThatComesTooLateDoesNotHideTheNewerQuestion() {
    CompletableFuture<TcpProbe.Result> late = new CompletableFuture<>();
    bench.probes.heldTcp = late;
    LinkPeer check = check();
    CompletableFuture<Finding> first = check.look(Duration.ofSeconds(3));
    bench.pass(Duration.ofSeconds(20));
    bench.probes.heldTcp = null;
    rehearse(Reason.OK, Reason.OK);
    assertFinding(State.OK, Reason.OK, look(check));
    late.complete(tcp(Reason.REFUSED, 3));
    assertFinding(State.FAILED, Reason.REFUSED, first.join());
    bench.pass(Duration.ofSeconds(5));
    assertFinding(State.OK, Reason.OK, look(check));
    assertEquals(2, bench.probes.asked.size());
  }
}
