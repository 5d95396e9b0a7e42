package io.roomwatch.agent.maintenance.duty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.config.Schedule;
import io.roomwatch.agent.maintenance.duty.BaselineState.Taken;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.yaml.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the agent concludes of each item from what it knows. */
class DutyTest implements Knowledge.Records {

  private static final Instant NOW = Instant.parse("2026-11-23T06:40:00Z");
  private static final Instant MONTH_AGO = Instant.parse("2026-10-24T06:40:00Z");

  private final Map<CheckId, Belief> beliefs = new TreeMap<>();
  private BaselineState baseline = new BaselineState("x", Optional.empty(), Optional.empty());
  private List<String> configuration = List.of("a", "b");
  private List<ServiceHistory.Hour> hours = new ArrayList<>();
  private String yaml = "";

  @Override
  public BaselineState baseline(String name) {
    return baseline;
  }

  @Override
  public ServiceHistory serviceHistory() {
    return new ServiceHistory(MONTH_AGO, NOW, hours);
  }

  @Override
  public List<String> configuration() {
    return configuration;
  }

  private Config config() {
    return switch (new ConfigFile("boardroom-pc", Map.of()).parse("test", yaml)) {
      case Outcome.Good<Config> good -> good.value();
      case Outcome.Bad<Config> bad -> fail(bad.faults().toString());
    };
  }

  private void sees(String check, Finding finding) {
    CheckId id = CheckId.parse(check).orElseThrow();
    beliefs.put(id, new Belief(id, Optional.of(new Observation(id, NOW, Duration.ZERO, finding))));
  }

  private void fine(String... checks) {
    for (String check : checks) {
      sees(check, Finding.ok(check + " is fine."));
    }
  }

  private Knowledge known() {
    return new Knowledge(NOW, config(), List.copyOf(beliefs.values()), this);
  }

  private Duty duty(String item) {
    return Duty.of(
        config().schedule().items().stream()
            .filter(each -> each.id().equals(item))
            .findFirst()
            .orElseThrow());
  }

  private Judgement judge(String item) {
    return switch (duty(item)) {
      case Duty.Auto auto -> auto.judge().judge(known());
      case Duty.Attest attest -> fail(item + " waits for a person");
    };
  }

  private List<String> prefilled(String item) {
    return switch (duty(item)) {
      case Duty.Attest attest -> attest.prefill().lines(known());
      case Duty.Auto auto -> fail(item + " is automatic");
    };
  }

  private void concludes(String item, Result result, String text) {
    Judgement judgement = judge(item);
    assertEquals(result + ": " + text, judgement.result() + ": " + judgement.text());
  }

  @Test
  void theKindsAreThoseOfTheContract() {
    Map<String, Duty.Kind> kinds = new TreeMap<>();
    for (Schedule.Item item : config().schedule().items()) {
      kinds.put(item.id(), Duty.of(item).kind());
    }
    Map<String, Duty.Kind> wanted = new TreeMap<>();
    for (String auto :
        List.of(
            "weekly.room-link",
            "weekly.vpn",
            "weekly.power-and-connection",
            "monthly.updates",
            "monthly.service-status",
            "quarterly.firewall-unchanged",
            "quarterly.other-locations",
            "annual.configuration-record")) {
      wanted.put(auto, Duty.Kind.AUTO);
    }
    for (String attest :
        List.of(
            "monthly.other-devices",
            "quarterly.updates-applied",
            "annual.licensing",
            "annual.firmware",
            "annual.network-security-audit")) {
      wanted.put(attest, Duty.Kind.ATTEST);
    }
    assertEquals(wanted, kinds);
  }

  @Test
  void roomLinkPassesWhenAllOfTheLinkIsOk() {
    fine("link.listener", "link.controllers", "link.peer:pc", "room.app", "link.subnet:pc");
    fine("cloud.https:zoom.us");
    concludes("weekly.room-link", Result.PASS, "5 checks are ok.");
    assertEquals(
        List.of(
            "link.listener ok: link.listener is fine.",
            "link.controllers ok: link.controllers is fine.",
            "link.peer:pc ok: link.peer:pc is fine.",
            "room.app ok: room.app is fine.",
            "link.subnet:pc ok: link.subnet:pc is fine."),
        judge("weekly.room-link").evidence());
  }

  @Test
  void roomLinkFailsWithTheCheckThatIsBad() {
    fine("link.listener", "link.controllers", "room.app");
    sees("link.peer:pc", Finding.failed(Reason.TIMEOUT, "pc does not answer."));
    sees("room.app", Finding.unknown(Reason.PERMISSION, "Not readable."));
    concludes(
        "weekly.room-link", Result.FAIL, "link.peer:pc failed (timeout): pc does not answer.");
  }

  @Test
  void whatMustBeKnownIsNeverSilentlyOk() {
    fine("link.listener", "link.controllers");
    sees("room.app", Finding.unknown(Reason.PERMISSION, "Not readable."));
    concludes(
        "weekly.room-link",
        Result.UNKNOWN,
        "Not known: room.app unknown (permission): Not readable.");
  }

  @Test
  void hintThatCannotBeReadIsSaid() {
    fine("link.listener", "link.controllers", "room.app");
    sees("link.firewall", Finding.unknown(Reason.PERMISSION, "Needs root."));
    concludes(
        "weekly.room-link",
        Result.PASS,
        "3 checks are ok; not known and not counted: link.firewall.");
    sees("link.firewall", Finding.failed(Reason.FIREWALL_BLOCK, "Blocked."));
    concludes("weekly.room-link", Result.FAIL, "link.firewall failed (firewall-block): Blocked.");
  }

  @Test
  void nothingToLookAtNeedsPerson() {
    concludes(
        "weekly.room-link",
        Result.NEEDS_PERSON,
        "Nothing here watches the link between room and controllers: a person has to look.");
  }

  @Test
  void checkThatHasNotLookedMakesItEarly() {
    fine("link.listener", "link.controllers");
    CheckId app = CheckId.parse("room.app").orElseThrow();
    beliefs.put(app, new Belief(app, Optional.empty()));
    assertTrue(judge("weekly.room-link").early());
    fine("room.app");
    assertFalse(judge("weekly.room-link").early());
  }

  @Test
  void vpnOnTheWayFails() {
    fine("local.vpn", "link.subnet:pc");
    concludes("weekly.vpn", Result.PASS, "2 checks are ok.");
    sees("link.subnet:pc", Finding.degraded(Reason.VIA_VPN, "Through tun0."));
    concludes("weekly.vpn", Result.FAIL, "link.subnet:pc degraded (via-vpn): Through tun0.");
  }

  @Test
  void powerLooksAtTheDeviceAndNotAtOtherPeers() {
    yaml =
        """
        room: {device: 10.4.12.20}
        peers: [{name: neighbour, address: 10.4.12.21}]
        """;
    fine("local.interface", "link.peer:room");
    sees("link.peer:neighbour", Finding.failed(Reason.TIMEOUT, "Gone."));
    concludes("weekly.power-and-connection", Result.PASS, "2 checks are ok.");
    sees("link.peer:room", Finding.failed(Reason.UNREACHABLE, "No power."));
    concludes(
        "weekly.power-and-connection",
        Result.FAIL,
        "link.peer:room failed (unreachable): No power.");
  }

  @Test
  void updatesPassOnlyWhenEveryControllerIsDeclared() {
    yaml =
        """
        room:
          controllers: [10.4.13.31, 10.4.13.32]
          version: {minimum: 7.0.0, controllers: {10.4.13.31: 7.0.5}}
        """;
    sees("room.version", Finding.ok("Zoom Rooms 7.0.5."));
    sees("local.host", Finding.ok("Up.").with(Reading.flag("pending_reboot", false)));
    concludes(
        "monthly.updates",
        Result.NEEDS_PERSON,
        "A person has to look: nobody declared the version of controller 10.4.13.32.");
    yaml = yaml.replace("31: 7.0.5", "31: 7.0.5, pad: 7.0.5");
    concludes(
        "monthly.updates", Result.PASS, "Zoom Rooms 7.0.5. No restart of this machine is pending.");
    sees("local.host", Finding.ok("Up.").with(Reading.flag("pending_reboot", true)));
    concludes(
        "monthly.updates",
        Result.FAIL,
        "A restart is pending to finish an update of this machine.");
  }

  @Test
  void updatesBelowTheMinimumFailAndUnreadOnesAreUnknown() {
    sees("local.host", Finding.ok("Up.").with(Reading.flag("pending_reboot", false)));
    sees("room.version", Finding.degraded(Reason.BELOW_MINIMUM, "Too old."));
    concludes("monthly.updates", Result.FAIL, "Too old.");
    sees("room.version", Finding.unknown(Reason.NOT_FOUND, "No Zoom Rooms."));
    concludes("monthly.updates", Result.UNKNOWN, "No Zoom Rooms.");
    sees("room.version", Finding.ok("Zoom Rooms 7.0.5."));
    concludes(
        "monthly.updates",
        Result.NEEDS_PERSON,
        "A person has to look: nobody declared the version of any controller"
            + " (room.version.controllers).");
    beliefs.clear();
    sees("local.host", Finding.ok("Up.").with(Reading.absent("pending_reboot")));
    assertTrue(
        judge("monthly.updates")
            .text()
            .contains("the room's version is not watched from this machine"));
    assertTrue(
        judge("monthly.updates")
            .text()
            .contains("whether this machine waits for a restart cannot be read here"));
  }

  private void hours(int number, State state, String text) {
    Instant start = MONTH_AGO.plus(Duration.ofHours(hours.size()));
    for (int i = 0; i < number; i++) {
      hours.add(new ServiceHistory.Hour(start.plus(Duration.ofHours(i)), state, text));
    }
  }

  @Test
  void quietMonthPassesOnlyWhenThePageWasRead() {
    fine("cloud.status");
    hours(361, State.OK, "Fine.");
    concludes("monthly.service-status", Result.PASS, "The status page reported no incident.");
    hours = new ArrayList<>(hours.subList(0, 360));
    hours(300, State.UNKNOWN, "Not read.");
    concludes(
        "monthly.service-status",
        Result.UNKNOWN,
        "The status page could be read in only 360 of the last 720 hours, too few to tell.");
  }

  @Test
  void incidentsThatAreOverAreListedAndOneThatGoesOnFails() {
    fine("cloud.status");
    hours(400, State.OK, "Fine.");
    hours(3, State.DEGRADED, "Rooms are slow.");
    hours(300, State.OK, "Fine.");
    concludes(
        "monthly.service-status",
        Result.PASS,
        "The status page reported incidents, now over: 2026-11-09 22:40 UTC to 2026-11-10 00:40"
            + " UTC: Rooms are slow.");
    sees("cloud.status", Finding.failed(Reason.INCIDENT, "Meetings are down."));
    concludes("monthly.service-status", Result.FAIL, "Meetings are down.");
    sees("cloud.status", Finding.unknown(Reason.TIMEOUT, "The page does not answer."));
    concludes("monthly.service-status", Result.UNKNOWN, "The page does not answer.");
    beliefs.clear();
    assertEquals(Result.NEEDS_PERSON, judge("monthly.service-status").result());
  }

  private static Optional<Taken> taken(String... lines) {
    return Optional.of(new Taken(List.of(lines), NOW, "Ann"));
  }

  @Test
  void firewallGoesFromUnknownToAcceptedToDrift() {
    String item = "quarterly.firewall-unchanged";
    sees("local.firewall", Finding.unknown(Reason.PERMISSION, "Needs root."));
    concludes(item, Result.UNKNOWN, "Needs root.");
    fine("local.firewall");
    concludes(item, Result.UNKNOWN, "The rules have not been measured yet.");
    baseline = new BaselineState("local.firewall", taken("a", "b"), Optional.empty());
    concludes(
        item,
        Result.NEEDS_PERSON,
        "No rules have been accepted yet; 2 lines measured: look at them and accept them by"
            + " attesting quarterly.firewall-unchanged.");
    baseline = new BaselineState("local.firewall", taken("a", "b"), taken("a", "b"));
    concludes(item, Result.PASS, "The rules are those that Ann accepted: 2 lines.");
    baseline = new BaselineState("local.firewall", taken("a", "c"), taken("a", "b"));
    concludes(
        item,
        Result.FAIL,
        "The rules differ from the accepted ones: 1 added: c; 1 removed: b. If that is right,"
            + " accept them by attesting quarterly.firewall-unchanged.");
    assertEquals(List.of("- b", "+ c"), judge(item).evidence());
  }

  @Test
  void configurationIsOfferedAndPassesByItselfOnlyUnchanged() {
    String item = "annual.configuration-record";
    Judgement first = judge(item);
    assertEquals(Result.NEEDS_PERSON, first.result());
    assertEquals(
        Optional.of(new Judgement.Candidate("configuration", List.of("a", "b"))),
        first.candidate());
    baseline = new BaselineState("configuration", Optional.empty(), taken("a", "b"));
    concludes(
        item, Result.PASS, "The working configuration is the one that Ann accepted: 2 lines.");
    configuration = List.of("a", "b", "c");
    assertEquals(Result.NEEDS_PERSON, judge(item).result());
    assertEquals(List.of("+ c"), judge(item).evidence());
  }

  @Test
  void customItemsAreAutoWithChecksAndAttestWithout() {
    yaml =
        """
        schedule:
          custom.clock: {title: Clock, cadence: daily, checks: [local.clock, link.peer]}
          custom.walk: {title: Walk, cadence: weekly}
        """;
    fine("local.clock", "link.peer:a", "link.peer:b", "local.host");
    concludes("custom.clock", Result.PASS, "3 checks are ok.");
    beliefs.clear();
    fine("local.clock");
    concludes(
        "custom.clock",
        Result.NEEDS_PERSON,
        "Nothing here watches link.peer: a person has to look.");
    assertEquals(
        List.of("Roomwatch knows nothing of this item; it has no checks."),
        prefilled("custom.walk"));
  }

  @Test
  void prefilledWithWhatTheAgentKnows() {
    yaml =
        """
        room: {controllers: [10.4.13.31], version: {controllers: {pad: 7.0.5}}}
        peers: [{name: pc, address: 10.4.12.20}]
        """;
    fine("room.version", "local.proxy", "local.firewall", "link.listener", "cloud.tls:zoom.us");
    fine("link.peer:pc");
    sees(
        "room.peripherals", Finding.ok("Two.").with(Reading.texts("devices", List.of("camera X"))));
    assertEquals(
        List.of("room.version ok: room.version is fine.", "Controller pad declared as 7.0.5"),
        prefilled("quarterly.updates-applied"));
    assertEquals(
        List.of(
            "room.version ok: room.version is fine.",
            "Controller pad declared as 7.0.5",
            "Controller expected at 10.4.13.31",
            "Peer pc at 10.4.12.20 port 9090",
            "Device seen: camera X"),
        prefilled("annual.firmware"));
    assertEquals(
        List.of(
            "local.proxy ok: local.proxy is fine.",
            "local.firewall ok: local.firewall is fine.",
            "link.listener ok: link.listener is fine.",
            "cloud.tls:zoom.us ok: cloud.tls:zoom.us is fine."),
        prefilled("annual.network-security-audit"));
    assertEquals(List.of("Roomwatch knows nothing of licences."), prefilled("annual.licensing"));
    assertEquals(
        List.of("Roomwatch knows nothing of second controllers."),
        prefilled("monthly.other-devices"));
  }

  @Test
  void otherLocationsAreAPersonsUnlessTheyAreMeasured() {
    fine("link.peer:pc");
    concludes(
        "quarterly.other-locations",
        Result.NEEDS_PERSON,
        "No agent elsewhere is measured from here: a person has to look.");
    assertEquals(
        List.of("link.peer:pc ok: link.peer:pc is fine."),
        judge("quarterly.other-locations").evidence());
    fine("path.stamp:pc");
    concludes("quarterly.other-locations", Result.PASS, "2 checks are ok.");
    sees("path.stamp:pc", Finding.unknown(Reason.NO_ANSWER, "Silence."));
    assertEquals(Result.UNKNOWN, judge("quarterly.other-locations").result());
    sees("path.stamp:pc", Finding.degraded(Reason.THRESHOLD, "It is poor."));
    assertEquals(Result.FAIL, judge("quarterly.other-locations").result());
  }

  @Test
  void whoAttestsAcceptsTheBaselinesOfTheItem() {
    assertEquals(List.of("local.firewall"), Duty.accepts("quarterly.firewall-unchanged"));
    assertEquals(
        List.of("configuration", "room.peripherals"), Duty.accepts("annual.configuration-record"));
    assertEquals(List.of(), Duty.accepts("weekly.vpn"));
    assertEquals(List.of(), Duty.accepts("custom.walk"));
  }
}
