package io.roomwatch.agent.alert;

import static io.roomwatch.agent.alert.Room.APP_DOWN;
import static io.roomwatch.agent.alert.Room.DNS;
import static io.roomwatch.agent.alert.Room.GATEWAY_DOWN;
import static io.roomwatch.agent.alert.Room.PEER_DOWN;
import static io.roomwatch.agent.alert.Room.PORT_CLOSED;
import static io.roomwatch.agent.alert.Room.atOnce;
import static io.roomwatch.agent.alert.Room.policy;
import static io.roomwatch.agent.alert.Room.trouble;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Severity;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When troubles become alerts. */
class MachineTest {
  private static final Duration GROUP_WAIT = Duration.ofSeconds(30);
  private static final Duration REPEAT = Duration.ofHours(4);

  private final Room room = new Room(policy(GROUP_WAIT, atOnce("ops")));

  private void firing(String id) {
    room.breaks(id);
    room.step();
    assertEquals(List.of("ops: firing " + id), room.after(GROUP_WAIT));
  }

  @Test
  void causeFiresAfterTheGroupWaitAndResolvesAtOnce() {
    room.breaks(PEER_DOWN);
    assertEquals(List.of(), room.step());
    assertEquals(List.of(), room.after(GROUP_WAIT.minusMillis(1)));
    assertEquals(List.of("ops: firing link.peer-down"), room.after(Duration.ofMillis(1)));
    assertEquals(List.of(), room.after(Duration.ofMinutes(10)));
    room.heals(PEER_DOWN);
    assertEquals(List.of("ops: resolved link.peer-down"), room.step());
    assertEquals(List.of(), room.step());
  }

  @Test
  void withoutGroupWaitTheFirstStepTells() {
    room.policy = policy(Duration.ZERO, atOnce("ops"));
    room.breaks(PEER_DOWN);
    assertEquals(List.of("ops: firing link.peer-down"), room.step());
  }

  @Test
  void whatEndsWithinTheGroupWaitIsToldToNobodyAndJournaled() {
    room.breaks(PEER_DOWN);
    room.step();
    room.heals(PEER_DOWN);
    assertEquals(List.of(), room.after(GROUP_WAIT.dividedBy(2)));
    assertEquals(List.of(), room.after(GROUP_WAIT));
    assertEquals(List.of("Over before anybody was told: link.peer-down is broken."), room.facts);
  }

  @Test
  void secondCauseWithinTheGroupWaitIsToldWithTheFirst() {
    room.breaks(PEER_DOWN);
    room.step();
    room.breaks(APP_DOWN);
    assertEquals(List.of(), room.after(GROUP_WAIT.dividedBy(2)));
    assertEquals(
        List.of("ops: firing link.peer-down", "ops: firing host.app-down"),
        room.after(GROUP_WAIT.dividedBy(2)));
  }

  @Test
  void changedCauseResolvesTheOldOneBeforeTheNewOneFires() {
    room.policy = policy(Duration.ZERO, atOnce("ops"));
    room.breaks(PEER_DOWN);
    room.step();
    room.heals(PEER_DOWN);
    room.breaks(PORT_CLOSED);
    assertEquals(
        List.of("ops: resolved link.peer-down", "ops: firing link.port-closed"),
        room.after(Duration.ofSeconds(15)));
    assertTrue(
        room.facts.contains("Resolved, explained by link.port-closed: link.peer-down is broken."),
        room.facts::toString);
  }

  @Test
  void resolveByAnotherCauseSaysWhichOne() {
    firing(PEER_DOWN);
    room.heals(PEER_DOWN);
    room.breaks(PORT_CLOSED);
    assertEquals(
        Optional.of("Another cause is behind it: link.port-closed is broken."),
        room.only().aside());
  }

  @Test
  void keyIsTheSameFromFiringToResolvedAlsoWhenTheRoomIsRenamed() {
    room.policy = policy(Duration.ZERO, atOnce("ops"));
    room.breaks(PEER_DOWN);
    Step.Tell firing = room.only();
    Situation renamed =
        new Situation(
            new Notice.Room("Another", "munich"),
            List.of(),
            new Situation.View(true, Set.of()),
            List.of());
    Step step =
        Machine.step(
            room.state, renamed, List.of(), room.policy, new Moment(room.wall, room.steady));
    assertEquals("berlin/Boardroom_4.12/link.peer-down", firing.alert().identity().key());
    assertEquals(firing.alert().identity(), step.tells().get(0).alert().identity());
  }

  @Test
  void remindsEveryRepeatInterval() {
    firing(PEER_DOWN);
    assertEquals(List.of(), room.after(REPEAT.minusMillis(1)));
    assertEquals(List.of("ops: reminder link.peer-down"), room.after(Duration.ofMillis(1)));
    assertEquals(List.of(), room.after(REPEAT.minusMillis(1)));
    assertEquals(List.of("ops: reminder link.peer-down"), room.after(Duration.ofMillis(1)));
  }

  @Test
  void longPauseIsOneReminderNotMany() {
    firing(PEER_DOWN);
    assertEquals(List.of("ops: reminder link.peer-down"), room.after(REPEAT.multipliedBy(10)));
    assertEquals(List.of(), room.step());
  }

  @Test
  void wallClockSetForwardRemindsOfNothing() {
    firing(PEER_DOWN);
    room.wall = room.wall.plus(Duration.ofDays(400));
    assertEquals(List.of(), room.after(Duration.ofMinutes(1)));
  }

  @Test
  void endIsNeverBeforeTheBeginning() {
    firing(PEER_DOWN);
    room.wall = room.wall.minus(Duration.ofHours(5));
    room.heals(PEER_DOWN);
    Step.Tell resolved = room.only();
    assertEquals(Optional.of(resolved.alert().identity().started()), resolved.ended());
  }

  @Test
  void whatGetsWorseIsToldAgainAndForgetsTheAcknowledgement() {
    room.policy = policy(Duration.ZERO, atOnce("ops"));
    room.troubles.put(DNS, trouble(DNS, "degraded", room.wall));
    room.step();
    String key = room.state.alerts().get(0).identity().key();
    room.acknowledgements.add(new Step.Acknowledgement(key, 1, "Ada"));
    room.step();
    room.troubles.put(DNS, trouble(DNS, "failed", room.wall));
    // The row of the old acknowledgement is still there, and is for what was seen then.
    assertEquals(List.of("ops: reminder cloud.dns"), room.step());
    assertEquals(List.of("ops: reminder cloud.dns"), room.after(REPEAT));
    assertTrue(room.facts.contains("It got worse: cloud.dns is broken."), room.facts::toString);
  }

  @Test
  void unknownNeitherFiresNorResolves() {
    firing(PEER_DOWN);
    room.heals(PEER_DOWN);
    room.known = false;
    assertEquals(List.of(), room.step());
    assertEquals(List.of(), room.after(REPEAT.multipliedBy(2)), "nor does it remind");
    room.known = true;
    assertEquals(List.of("ops: resolved link.peer-down"), room.step());
  }

  @Test
  void waitingAlertDoesNotFireWhileNothingIsKnown() {
    room.breaks(PEER_DOWN);
    room.step();
    room.heals(PEER_DOWN);
    room.known = false;
    assertEquals(List.of(), room.after(GROUP_WAIT.multipliedBy(2)));
    room.known = true;
    room.breaks(PEER_DOWN);
    assertEquals(List.of("ops: firing link.peer-down"), room.step());
  }

  @Test
  void evidenceThatWentUnknownDoesNotResolve() {
    firing(DNS);
    room.heals(DNS);
    room.unseen = Set.of("cloud.dns:zoom.us");
    assertEquals(List.of(), room.after(Duration.ofMinutes(1)));
    room.unseen = Set.of();
    assertEquals(List.of("ops: resolved cloud.dns"), room.step());
  }

  @Test
  void evidenceThatWentUnknownUnderAnotherCauseResolves() {
    firing(PEER_DOWN);
    room.heals(PEER_DOWN);
    room.unseen = Set.of("link.peer:boardroom-pc");
    room.breaks(PORT_CLOSED);
    assertEquals(List.of("ops: resolved link.peer-down"), room.step());
  }

  @Test
  void maintenanceItemsResolveAlsoWhileTheRoomIsUnknown() {
    room.troubles.put(
        "weekly.vpn",
        Trouble.of(
            new Trouble.Item(
                "weekly.vpn", "No VPN", room.wall, false, Severity.WARNING, "Run it.")));
    room.step();
    assertEquals(List.of("ops: firing weekly.vpn"), room.after(GROUP_WAIT));
    room.known = false;
    room.troubles.clear();
    assertEquals(List.of("ops: resolved weekly.vpn"), room.step());
  }

  @Test
  void informationNeverAlerts() {
    room.troubles.put(
        "monthly.updates",
        Trouble.of(
            new Trouble.Item(
                "monthly.updates", "Updates", room.wall, true, Severity.INFO, "Look.")));
    room.step();
    assertEquals(List.of(), room.after(Duration.ofDays(1)));
    assertEquals(List.of(), room.state.alerts());
  }

  @Test
  void silenceAfterTheFiringKeepsBackRemindersOnly() {
    firing(PEER_DOWN);
    room.silences.add(silence(Duration.ofHours(9)));
    assertEquals(List.of(), room.after(REPEAT));
    room.heals(PEER_DOWN);
    assertEquals(List.of("ops: resolved link.peer-down"), room.step());
  }

  @Test
  void whatOutlastsItsSilenceFiresWhenThatEnds() {
    room.silences.add(silence(Duration.ofHours(1)));
    room.breaks(PEER_DOWN);
    room.step();
    assertEquals(List.of(), room.after(GROUP_WAIT));
    assertEquals(List.of(), room.after(Duration.ofMinutes(59)));
    assertEquals(List.of("ops: firing link.peer-down"), room.after(Duration.ofMinutes(1)));
    assertEquals(
        1,
        room.facts.stream().filter(fact -> fact.startsWith("Not told, silenced by Ada")).count());
  }

  @Test
  void whatEndsUnderItsSilenceIsToldToNobody() {
    room.silences.add(silence(Duration.ofHours(1)));
    room.breaks(PEER_DOWN);
    room.step();
    room.after(GROUP_WAIT);
    room.heals(PEER_DOWN);
    assertEquals(List.of(), room.after(Duration.ofMinutes(1)));
    assertTrue(
        room.facts.getLast().startsWith("Over before anybody was told (silenced by Ada until "),
        room.facts::toString);
  }

  @Test
  void windowKeepsBackWhatBeginsInIt() {
    Window night =
        new Window(
            "patches",
            new Window.Day.Every(),
            LocalTime.of(10, 0),
            Duration.ofHours(2),
            ZoneOffset.UTC);
    room.policy = new Policy(GROUP_WAIT, REPEAT, List.of(atOnce("ops")), List.of(night));
    room.breaks(PEER_DOWN);
    room.step();
    assertEquals(List.of(), room.after(GROUP_WAIT));
    assertEquals(
        List.of("ops: firing link.peer-down"), room.after(Duration.ofHours(2).minus(GROUP_WAIT)));
    assertTrue(
        room.facts
            .get(0)
            .startsWith("Not told, in the window 'patches' until 2026-11-20T12:00:00Z"),
        room.facts::toString);
  }

  @Test
  void levelsOpenWhileNobodyAcknowledges() {
    room.policy =
        policy(
            GROUP_WAIT,
            new Policy.Level("L1", Duration.ZERO, List.of("ops")),
            new Policy.Level("L2", Duration.ofMinutes(30), List.of("it")),
            new Policy.Level("L3", Duration.ofHours(2), List.of("vendor")));
    firing(PEER_DOWN);
    assertEquals(List.of(), room.after(Duration.ofMinutes(30).minusMillis(1)));
    assertEquals(List.of("it: firing link.peer-down"), room.after(Duration.ofMillis(1)));
    room.acknowledgements.add(
        new Step.Acknowledgement(room.state.alerts().get(0).identity().key(), 1, "Ada"));
    assertEquals(List.of(), room.after(Duration.ofHours(5)), "neither level nor reminder");
    room.heals(PEER_DOWN);
    assertEquals(
        List.of("it: resolved link.peer-down", "ops: resolved link.peer-down"), room.step());
  }

  @Test
  void acknowledgementIsForOneAlertOnly() {
    firing(PEER_DOWN);
    String key = room.state.alerts().get(0).identity().key();
    room.acknowledgements.add(new Step.Acknowledgement(key, 7, "Ada"));
    assertEquals(List.of("ops: reminder link.peer-down"), room.after(REPEAT));
  }

  @Test
  void sinkThatComesLaterIsToldOfWhatIsFiring() {
    firing(PEER_DOWN);
    room.policy = policy(GROUP_WAIT, atOnce("ops", "chat"));
    assertEquals(List.of("chat: firing link.peer-down"), room.step());
  }

  @Test
  void sinkThatWasTakenOutHearsNothingMore() {
    room.policy = policy(GROUP_WAIT, atOnce("chat", "ops"));
    room.breaks(PEER_DOWN);
    room.step();
    room.after(GROUP_WAIT);
    room.policy = policy(GROUP_WAIT, atOnce("ops"));
    room.heals(PEER_DOWN);
    assertEquals(List.of("ops: resolved link.peer-down"), room.step());
  }

  @Test
  void withoutOwnNetworkNothingBeyondBeginsToBeAnAlert() {
    room.breaks(GATEWAY_DOWN);
    room.breaks(DNS);
    room.breaks(PEER_DOWN);
    room.step();
    assertEquals(List.of("ops: firing net.gateway-down"), room.after(GROUP_WAIT));
    assertEquals(List.of(), room.after(Duration.ofHours(1)));
  }

  @Test
  void whatWasSeenBrokenBeforeTheNetworkCameBackIsNoNews() {
    firing(GATEWAY_DOWN);
    room.after(Duration.ofHours(1));
    room.troubles.put(DNS, trouble(DNS, "failed", room.wall));
    room.heals(GATEWAY_DOWN);
    assertEquals(List.of("ops: resolved net.gateway-down"), room.after(Duration.ofSeconds(10)));
    assertEquals(List.of(), room.after(Duration.ofMinutes(5)), "not looked at since");
    room.troubles.put(DNS, trouble(DNS, "failed", room.wall));
    room.step();
    assertEquals(List.of("ops: firing cloud.dns"), room.after(GROUP_WAIT), "looked at again");
  }

  @Test
  void whatComesAndGoesIsToldEverMoreRarely() {
    room.policy = policy(Duration.ZERO, atOnce("ops"));
    int told = 0;
    for (int minute = 0; minute < 8 * 60; minute += 2) {
      room.breaks(PEER_DOWN);
      told += room.after(Duration.ofMinutes(1)).size();
      room.heals(PEER_DOWN);
      told += room.after(Duration.ofMinutes(1)).size();
    }
    // 240 bouts in 8 hours: two at once, four while the pause doubles, then one an hour.
    assertTrue(told >= 20 && told <= 28, "told " + told + " messages");
  }

  @Test
  void flappingIsSaidWithItsCount() {
    room.policy = policy(Duration.ZERO, atOnce("ops"));
    for (int i = 0; i < 2; i++) {
      room.breaks(PEER_DOWN);
      room.step();
      room.heals(PEER_DOWN);
      room.step();
    }
    room.breaks(PEER_DOWN);
    assertEquals(List.of(), room.step(), "held back");
    room.heals(PEER_DOWN);
    room.step();
    room.breaks(PEER_DOWN);
    room.wall = room.wall.plus(Duration.ofMinutes(5));
    room.steady = room.steady.plus(Duration.ofMinutes(5));
    Notice notice =
        room.only()
            .alert()
            .notice(
                Notice.Status.FIRING,
                Optional.empty(),
                new Notice.Context(List.of(), List.of(), Optional.empty()));
    assertEquals(
        "link.peer-down is broken. Flapping: 4 times since 2026-11-20 10:00 UTC.",
        notice.cause().summary());
  }

  @Test
  void quietHoursForgetTheFlapping() {
    room.policy = policy(Duration.ZERO, atOnce("ops"));
    for (int i = 0; i < 5; i++) {
      room.breaks(PEER_DOWN);
      room.step();
      room.heals(PEER_DOWN);
      room.step();
    }
    room.after(Duration.ofHours(2));
    room.breaks(PEER_DOWN);
    assertEquals(List.of("ops: firing link.peer-down"), room.step());
    assertEquals(1, room.state.alerts().get(0).bout().number());
  }

  private Silence silence(Duration length) {
    return new Silence(Set.of(PEER_DOWN), "Ada", "moving", room.wall, room.wall.plus(length));
  }
}
