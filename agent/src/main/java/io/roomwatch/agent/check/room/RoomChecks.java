package io.roomwatch.agent.check.room;

import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.observation.CheckKind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The checks of the room on this machine, in the order of {@link CheckKind}. */
public final class RoomChecks {

  private RoomChecks() {}

  /** All that the configuration asks for. */
  public static List<Check> of(CheckContext context, Baseline baseline) {
    Config config = context.config();
    Room room = config.room();
    ZoneId zone = ZoneId.systemDefault();
    List<Check> checks = new ArrayList<>();
    if (room.isThisMachine()) {
      checks.add(new RoomAppCheck(context));
      checks.add(new RoomVersion(context, zone));
      if (config.isOptedIn(CheckKind.ROOM_PERIPHERALS)) {
        checks.add(new RoomPeripherals(context, baseline));
      }
    }
    room.activation()
        .ifPresent(activation -> checks.add(new RoomActivation(activation, context.clock(), zone)));
    return List.copyOf(checks);
  }
}
