package io.roomwatch.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The checks of this machine and of the room on it, as the catalogue gives them. */
final class LocalAndRoomChecksTest {

  private static final List<String> LOCAL =
      List.of(
          "local.interface",
          "local.gateway",
          "local.wifi",
          "local.vpn",
          "local.proxy",
          "local.firewall",
          "local.clock",
          "local.host");

  private final HostScene scene = new HostScene();

  private List<String> ids() {
    return checks().map(check -> check.id().toString()).toList();
  }

  private Stream<Check> checks() {
    return Catalogue.of(scene.context()).stream()
        .map(PlannedCheck::check)
        .filter(check -> check.id().toString().matches("(local|room)\\..*"));
  }

  private static List<String> localAnd(String... more) {
    return Stream.concat(LOCAL.stream(), Stream.of(more)).toList();
  }

  @Test
  void roomOnThisMachineHasItsOwnChecks() {
    assertEquals(localAnd("room.app", "room.version"), ids());
  }

  @Test
  void agentBesideTheRoomHasOnlyTheMachines() {
    scene.device = Optional.of(FixedFacts.ip("10.4.12.20"));
    scene.enabled(CheckKind.ROOM_PERIPHERALS, true);
    assertEquals(LOCAL, ids());
  }

  @Test
  void peripheralsAreOptIn() {
    scene.enabled(CheckKind.ROOM_PERIPHERALS, false);
    assertEquals(localAnd("room.app", "room.version"), ids());
    scene.enabled(CheckKind.ROOM_PERIPHERALS, true);
    assertEquals(localAnd("room.app", "room.version", "room.peripherals"), ids());
  }

  @Test
  void activationIsWatchedWhereverASetupIsDeclared() {
    scene.activation = Optional.of(LocalDate.of(2026, 11, 20));
    assertEquals(localAnd("room.app", "room.version", "room.activation"), ids());
    scene.device = Optional.of(FixedFacts.ip("10.4.12.20"));
    assertEquals(localAnd("room.activation"), ids());
  }

  /** Also through the real executor behind the gateway's neighbour table. */
  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void everyCheckAnswersOnAMachineThatSaysNothing() {
    scene.facts.wired();
    for (int port : List.of(80, 443, 7)) {
      scene.probes.connects.put("10.4.12.1:" + port, Reason.TIMEOUT);
    }
    List<String> states =
        checks().map(check -> check.id() + " " + HostScene.look(check).state().label()).toList();
    assertEquals(
        List.of(
            "local.interface ok",
            "local.gateway failed",
            "local.wifi ok",
            "local.vpn ok",
            "local.proxy ok",
            "local.firewall unknown",
            "local.clock unknown",
            "local.host unknown",
            "room.app unknown",
            "room.version unknown"),
        states);
  }
}
