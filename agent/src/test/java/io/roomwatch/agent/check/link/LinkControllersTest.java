package io.roomwatch.agent.check.link;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.texts;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.FixedFacts.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkControllersTest {

  private final Bench bench = new Bench();

  @Test
  void countsEachControllerOnceAndSaysWhereItIs() {
    bench.facts.connected("10.4.12.31").connected("10.4.12.31").connected("10.4.13.7");
    Finding finding = look(new LinkControllers(bench.context()));
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(new Value.Measure(2), value(finding, "controllers"));
    assertEquals(texts("10.4.12.31", "10.4.13.7"), value(finding, "addresses"));
    assertEquals(texts("10.4.13.7"), value(finding, "routed"));
    assertSays("10.4.12.31 (same subnet) and 10.4.13.7 (routed)", finding);
    assertEquals(new Value.Measure(0), value(finding, "last_seen_seconds"));
  }

  @Test
  void noneAtAllIsDegradedAlsoWhenNoneIsExpected() {
    Finding finding = look(new LinkControllers(bench.context()));
    assertFinding(State.DEGRADED, Reason.MISSING, finding);
    assertEquals(new Value.Measure(0), value(finding, "controllers"));
    assertEquals(absent(), value(finding, "last_seen_seconds"));
  }

  @Test
  void noneOnALinuxMachineThatListensToNobodyIsNoFault() {
    bench.facts.platform = Platform.LINUX;
    assertFinding(State.UNKNOWN, Reason.UNSUPPORTED, look(new LinkControllers(bench.context())));
    bench.controllers = List.of(ip("10.4.12.31"));
    assertFinding(State.DEGRADED, Reason.MISSING, look(new LinkControllers(bench.context())));
  }

  @Test
  void noneWhereThisMachineIsSaidToBeTheDeviceIsAFaultAlsoOnLinux() {
    bench.facts.platform = Platform.LINUX;
    bench.said = true;
    assertFinding(State.DEGRADED, Reason.MISSING, look(new LinkControllers(bench.context())));
  }

  @Test
  void theMachinesOwnConnectionsAreNoControllers() {
    bench.facts.connected("127.0.0.1").connected("10.4.12.20").connected("::1");
    assertFinding(State.DEGRADED, Reason.MISSING, look(new LinkControllers(bench.context())));
  }

  @Test
  void expectedControllerMissingIsNamedWithWhenItWasSeen() {
    bench.controllers = List.of(ip("10.4.12.31"), ip("10.4.12.32"));
    bench.facts.connected("10.4.12.31").connected("10.4.12.32");
    LinkControllers check = new LinkControllers(bench.context());
    assertFinding(State.OK, Reason.OK, look(check));

    bench.pass(Duration.ofMinutes(14));
    bench.facts.nothingConnected().connected("10.4.12.31");
    Finding finding = look(check);
    assertFinding(State.DEGRADED, Reason.MISSING, finding);
    assertSays("10.4.12.32 (last seen 14 min ago)", finding);
    assertEquals(texts("10.4.12.32"), value(finding, "missing"));
  }

  @Test
  void expectedControllerNeverSeenIsSaidWithHowLongItWasWatched() {
    bench.controllers = List.of(ip("10.4.12.99"));
    bench.facts.connected("10.4.12.31");
    LinkControllers check = new LinkControllers(bench.context());
    bench.pass(Duration.ofHours(3));
    assertSays("10.4.12.99 (not seen in the 3 h watched)", look(check));
  }

  @Test
  void lastControllerIsRememberedAfterItLeft() {
    bench.facts.connected("10.4.12.31");
    LinkControllers check = new LinkControllers(bench.context());
    assertFinding(State.OK, Reason.OK, look(check));
    bench.facts.nothingConnected();
    bench.pass(Duration.ofMinutes(5));
    Finding finding = look(check);
    assertSays("the last one was 10.4.12.31, 5 min ago", finding);
    assertEquals(new Value.Measure(300), value(finding, "last_seen_seconds"));
    assertEquals(texts("10.4.12.31"), value(finding, "remembered"));
  }

  @Test
  void memoryIsBoundedAndKeepsTheNewest() {
    LinkControllers check = new LinkControllers(bench.context());
    for (int i = 0; i < 200; i++) {
      bench.facts.nothingConnected().connected("10.4.13." + i);
      bench.pass(Duration.ofSeconds(30));
      look(check);
    }
    Value.Texts remembered = (Value.Texts) value(look(check), "remembered");
    assertEquals(64, remembered.values().size());
    assertTrue(remembered.values().contains("10.4.13.199"), remembered.toString());
  }

  @Test
  void unreadableInterfacesLeaveThePlaceOut() {
    bench.facts.connected("10.4.12.31");
    bench.facts.interfaces = Fact.unread(Reason.TIMEOUT, "Too slow.");
    Finding finding = look(new LinkControllers(bench.context()));
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("10.4.12.31.", finding);
    assertEquals(texts(), value(finding, "routed"));
  }

  @Test
  void unreadableSocketsAreUnknownAndNotZero() {
    bench.facts.sockets = Fact.unread(Reason.UNSUPPORTED, "Not on this system.");
    Finding finding = look(new LinkControllers(bench.context()));
    assertFinding(State.UNKNOWN, Reason.UNSUPPORTED, finding);
    assertEquals(absent(), value(finding, "controllers"));
  }

  @Test
  void sendsNoPacket() {
    bench.facts.connected("10.4.12.31");
    look(new LinkControllers(bench.context()));
    look(new LinkListener(bench.context()));
    look(new LinkFirewall(bench.context()));
    assertEquals(List.of(), bench.probes.asked);
  }

  @Test
  void ofSeveralThatLeftTheLastIsNamed() {
    LinkControllers check = new LinkControllers(bench.context());
    bench.facts.connected("10.4.12.31");
    look(check);
    bench.pass(Duration.ofHours(1));
    bench.facts.nothingConnected().connected("10.4.12.32");
    Finding one = look(check);
    assertSays("1 controller is connected", one);
    assertEquals(new Value.Measure(0), value(one, "last_seen_seconds"));
    bench.pass(Duration.ofMinutes(3));
    bench.facts.nothingConnected();
    assertSays("the last one was 10.4.12.32, 3 min ago", look(check));
  }

  @Test
  void theFirstLookHasWatchedForNoTime() {
    assertSays("none was seen yet.", look(new LinkControllers(bench.context())));
  }
}
