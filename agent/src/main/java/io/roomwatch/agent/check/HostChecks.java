package io.roomwatch.agent.check;

import io.roomwatch.agent.config.CheckOverride;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.observation.CheckKind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The checks of this machine and of the room on it, in the order of {@link CheckKind}. */
final class HostChecks {

  /** Where facts are read after a probe: a virtual thread each, since that may block. */
  private static final Executor AFTER_PROBE =
      task -> Thread.ofVirtual().name("check-after-probe").start(task);

  private HostChecks() {}

  /** All that the configuration asks for, with no baseline accepted yet. */
  static List<Check> of(CheckContext context) {
    return of(context, Baseline.NONE_YET);
  }

  static List<Check> of(CheckContext context, Baseline baseline) {
    Config config = context.config();
    Room room = config.room();
    ZoneId zone = ZoneId.systemDefault();
    List<Check> checks = new ArrayList<>();
    checks.add(new LocalInterface(context));
    checks.add(new LocalGateway(context, AFTER_PROBE));
    checks.add(new LocalWifi(context));
    checks.add(new LocalVpn(context));
    checks.add(new LocalProxy(context, HostsFile.of(context.facts().platform())));
    checks.add(new LocalFirewall(context, baseline));
    checks.add(new LocalClock(context));
    checks.add(new LocalHost(context));
    if (room.isThisMachine()) {
      checks.add(new RoomAppCheck(context));
      checks.add(new RoomVersion(context, zone));
      if (isOptedIn(config, CheckKind.ROOM_PERIPHERALS)) {
        checks.add(new RoomPeripherals(context, baseline));
      }
    }
    room.activation()
        .ifPresent(activation -> checks.add(new RoomActivation(activation, context.clock(), zone)));
    return List.copyOf(checks);
  }

  private static boolean isOptedIn(Config config, CheckKind kind) {
    return Optional.ofNullable(config.checks().get(kind.id()))
        .flatMap(CheckOverride::enabled)
        .orElse(false);
  }
}
