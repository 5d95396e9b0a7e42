package io.roomwatch.agent.check.link;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.texts;
import static io.roomwatch.agent.check.Bench.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkListenerTest {

  private final Bench bench = new Bench();

  private Finding seen() {
    return look(new LinkListener(bench.context()));
  }

  @Test
  void roomAppOnAllAddressesIsOk() {
    bench.facts.listens("0.0.0.0", 812).runs(812, "ZoomRooms", "", "zoom");
    Finding finding = seen();
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(new Value.Text("ZoomRooms"), value(finding, "owner"));
    assertEquals(new Value.Measure(812), value(finding, "owner_pid"));
    assertEquals(texts("0.0.0.0"), value(finding, "addresses"));
  }

  @Test
  void nothingListening() {
    bench.facts.connected("10.4.13.31");
    Finding finding = seen();
    assertFinding(State.FAILED, Reason.NOT_LISTENING, finding);
    assertEquals(new Value.Flag(false), value(finding, "listening"));
  }

  @Test
  void nothingListeningOnLinuxIsNoOutageOfARoomThatIsElsewhere() {
    bench.facts.platform = Platform.LINUX;
    Finding finding = seen();
    assertFinding(State.UNKNOWN, Reason.UNSUPPORTED, finding);
    assertTrue(finding.text().endsWith("Set room.device to the device's address."), finding.text());
    bench.facts.listens("::", 77).runs(77, "prometheus", "/usr/bin/prometheus", "prometheus");
    assertFinding(State.FAILED, Reason.FOREIGN_OWNER, seen());
  }

  @Test
  void nothingListeningIsAnOutageWhereThisMachineIsSaidToBeTheDevice() {
    bench.facts.platform = Platform.LINUX;
    bench.said = true;
    assertFinding(State.FAILED, Reason.NOT_LISTENING, seen());
  }

  @Test
  void aListenerThatWasThereIsMissedAlsoOnLinux() {
    bench.facts.platform = Platform.LINUX;
    bench.facts.listens("0.0.0.0", 812).runs(812, "ZoomRooms", "", "zoom");
    LinkListener check = new LinkListener(bench.context());
    assertFinding(State.OK, Reason.OK, look(check));
    bench.facts.sockets = Fact.known(List.of());
    assertFinding(State.FAILED, Reason.NOT_LISTENING, look(check));
  }

  @Test
  void roomAppBoundToLoopbackCannotBeReached() {
    bench.facts.listens("127.0.0.1", 812).runs(812, "zoomrooms", "", "zoom");
    assertFinding(State.FAILED, Reason.LOOPBACK_ONLY, seen());
  }

  @Test
  void loopbackOnlyIsAFaultWhoeverOwnsIt() {
    bench.facts.listens("::1", -1);
    assertFinding(State.FAILED, Reason.LOOPBACK_ONLY, seen());
  }

  @Test
  void prometheusIsNamedWithItsWayOut() {
    bench.facts.listens("::", 77).runs(77, "prometheus", "/usr/bin/prometheus", "prometheus");
    Finding finding = seen();
    assertFinding(State.FAILED, Reason.FOREIGN_OWNER, finding);
    assertSays("prometheus (process 77)", finding);
    assertSays("--web.listen-address", finding);
    assertEquals(new Value.Text("prometheus"), value(finding, "owner"));
  }

  @Test
  void cockpitIsNamedAlsoWhileSystemdHoldsItsSocket() {
    bench.facts.listens("::", 1).runs(1, "systemd", "/usr/lib/systemd/systemd", "root");
    Finding finding = seen();
    assertFinding(State.FAILED, Reason.FOREIGN_OWNER, finding);
    assertSays("systemd (process 1)", finding);
    assertSays("cockpit.socket", finding);

    Bench other = new Bench();
    other.facts.listens("::", 500).runs(500, "cockpit-tls", "", "root");
    assertSays("Cockpit", look(new LinkListener(other.context())));
  }

  @Test
  void anUnknownForeignProgramIsNamedWithoutAdvice() {
    bench.facts.listens("0.0.0.0", 9).runs(9, "nc", "/bin/nc", "root");
    Finding finding = seen();
    assertFinding(State.FAILED, Reason.FOREIGN_OWNER, finding);
    assertFalse(finding.text().contains("default port"), finding.text());
  }

  @Test
  void aUserSystemdIsNotTakenForCockpit() {
    bench.facts.listens("0.0.0.0", 1400).runs(1400, "systemd", "", "zoom");
    assertFalse(seen().text().contains("ockpit"));
  }

  @Test
  void foreignProgramBesideTheRoomAppIsDegraded() {
    bench
        .facts
        .listens("10.4.12.20", 812)
        .listens("127.0.0.1", 77)
        .runs(812, "ZoomRooms", "", "zoom")
        .runs(77, "prometheus", "", "prometheus");
    assertFinding(State.DEGRADED, Reason.FOREIGN_OWNER, seen());
  }

  @Test
  void helperOfTheRoomAppCountsAsItsOwnButNotElsewhere() {
    bench
        .facts
        .listens("0.0.0.0", 8)
        .runs(8, "Controller", "C:\\Program Files\\ZoomRooms\\bin\\Controller.exe", "zoom");
    assertFinding(State.OK, Reason.OK, seen());

    Bench other = new Bench();
    other.facts.listens("0.0.0.0", 8).runs(8, "Controller", "C:\\Crestron\\Controller.exe", "av");
    assertFinding(State.FAILED, Reason.FOREIGN_OWNER, look(new LinkListener(other.context())));
  }

  @Test
  void hiddenOwnerIsUnknownNotOk() {
    bench.facts.listens("0.0.0.0", -1);
    Finding finding = seen();
    assertFinding(State.UNKNOWN, Reason.PERMISSION, finding);
    assertEquals(new Value.Flag(true), value(finding, "listening"));
    assertEquals(absent(), value(finding, "owner"));
    assertEquals(absent(), value(finding, "owner_pid"));
  }

  @Test
  void ownerWhoseProcessCannotBeReadIsUnknown() {
    bench.facts.listens("0.0.0.0", 812);
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, seen());
    bench.facts.processes = Fact.unread(Reason.TIMEOUT, "The process list took too long.");
    Finding finding = seen();
    assertFinding(State.UNKNOWN, Reason.TIMEOUT, finding);
    assertSays("took too long", finding);
  }

  @Test
  void unreadableSocketsAreUnknown() {
    bench.facts.sockets = Fact.unread(Reason.PERMISSION, "Run as root to see them.");
    Finding finding = seen();
    assertFinding(State.UNKNOWN, Reason.PERMISSION, finding);
    assertSays("Run as root", finding);
  }
}
