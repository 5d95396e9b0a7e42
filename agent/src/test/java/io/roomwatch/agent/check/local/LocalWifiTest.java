package io.roomwatch.agent.check.local;

import static io.roomwatch.agent.check.FixedFacts.link;
import static io.roomwatch.agent.check.FixedFacts.onLink;
import static io.roomwatch.agent.check.FixedFacts.route;
import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.check.HostScene;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class LocalWifiTest {

  private final HostScene scene = new HostScene();

  private Finding see() {
    return look(new LocalWifi(scene.context()));
  }

  private void onWifi() {
    scene.facts.interfaces(link("wlan0", Kind.WIFI, true, "10.4.20.5/24"));
    scene.facts.routes(route("0.0.0.0/0", "10.4.20.1", "wlan0", 600));
  }

  private void signal(double dbm) {
    scene.facts.wifi =
        Fact.known(List.of(new Wifi("wlan0", OptionalDouble.of(dbm), OptionalDouble.of(0.7))));
  }

  @Test
  void roomWithoutWifiIsOk() {
    scene.facts.wired();
    assertFinding(State.OK, Reason.OK, "No Wi-Fi interface: nothing to measure.", see());
    scene.facts.wifi = Fact.known(List.of());
    assertFinding(State.OK, Reason.OK, "No Wi-Fi interface: nothing to measure.", see());
  }

  @Test
  void signalIsJudgedAgainstBothThresholds() {
    onWifi();
    signal(-67);
    assertFinding(State.OK, Reason.OK, "wlan0 is at -67 dBm, quality 70 %.", see());
    signal(-68);
    assertFinding(
        State.DEGRADED,
        Reason.THRESHOLD,
        "wlan0 is at -68 dBm, quality 70 % and weak for voice (below -67 dBm).",
        see());
    signal(-80);
    assertEquals(State.DEGRADED, see().state());
    signal(-81);
    Finding finding = see();
    assertFinding(
        State.FAILED,
        Reason.THRESHOLD,
        "wlan0 is at -81 dBm, quality 70 % and too weak for a meeting (below -80 dBm).",
        finding);
    assertEquals(new Value.Measure(-81), value(finding, "signal_dbm"));
    assertEquals(new Value.Measure(0.7), value(finding, "quality_ratio"));
  }

  @Test
  void thresholdsAreConfigurable() {
    onWifi();
    scene.thresholds(
        CheckKind.LOCAL_WIFI, Map.of("signal_degraded_dbm", -50.0, "signal_failed_dbm", -60.0));
    signal(-55);
    assertEquals(State.DEGRADED, see().state());
    signal(-65);
    assertEquals(State.FAILED, see().state());
  }

  @Test
  void weakSignalOfAnUnusedWifiIsNoFault() {
    scene.facts.wired();
    signal(-90);
    assertFinding(
        State.OK,
        Reason.OK,
        "wlan0 is at -90 dBm, quality 70 %, and the room does not use it.",
        see());
  }

  @Test
  void wifiToTheControllerCountsToo() {
    scene.controllers = List.of(FixedFacts.ip("192.168.7.31"));
    scene.facts.interfaces(
        link("eth0", Kind.ETHERNET, true, "10.4.12.20/24"),
        link("wlan0", Kind.WIFI, true, "192.168.7.2/24"));
    scene.facts.routes(
        route("0.0.0.0/0", "10.4.12.1", "eth0", 100), onLink("192.168.7.0/24", "wlan0"));
    signal(-90);
    assertEquals(State.FAILED, see().state());
  }

  @Test
  void blockedByAPrivacySettingIsANamedUnknown() {
    onWifi();
    scene.facts.wifi =
        Fact.unread(Reason.PERMISSION, "Wi-Fi is hidden: allow Location for desktop apps.");
    assertFinding(
        State.UNKNOWN,
        Reason.PERMISSION,
        "Wi-Fi is hidden: allow Location for desktop apps.",
        see());
    scene.facts.interfaces = Fact.unread(Reason.ERROR, "no adapters");
    assertEquals(State.UNKNOWN, see().state());
  }

  @Test
  void hiddenRadioWithoutALinkHidesNothing() {
    scene.facts.interfaces(
        link("eth0", Kind.ETHERNET, true, "10.4.12.20/24"), link("wlan0", Kind.WIFI, false));
    scene.facts.wifi = Fact.unread(Reason.PERMISSION, "Wi-Fi is hidden.");
    assertFinding(State.OK, Reason.OK, "No Wi-Fi link is up: nothing to measure.", see());
  }

  @Test
  void unreadableRoutesLeaveItsUseUnknown() {
    onWifi();
    signal(-50);
    scene.facts.routes = Fact.unread(Reason.TIMEOUT, "The routes took too long.");
    assertFinding(
        State.UNKNOWN,
        Reason.TIMEOUT,
        "Whether the room uses the Wi-Fi is not known: The routes took too long.",
        see());
  }

  @Test
  void driverWithoutASignalIsUnsupported() {
    onWifi();
    scene.facts.wifi =
        Fact.known(List.of(new Wifi("wlan0", OptionalDouble.empty(), OptionalDouble.of(0.3))));
    assertFinding(
        State.UNKNOWN,
        Reason.UNSUPPORTED,
        "wlan0 carries the room's traffic, but its driver gives no signal.",
        see());
  }

  @Test
  void windowsQualityStandsForTheSignalButIsNoReadingOfIt() {
    scene.facts.platform = Platform.WINDOWS;
    onWifi();
    scene.facts.wifi =
        Fact.known(List.of(new Wifi("wlan0", OptionalDouble.empty(), OptionalDouble.of(0.36))));
    Finding finding = see();
    assertFinding(
        State.FAILED,
        Reason.THRESHOLD,
        "wlan0 is at about -82 dBm, quality 36 % and too weak for a meeting (below -80 dBm).",
        finding);
    assertEquals(new Value.Absent(), value(finding, "signal_dbm"));
  }
}
