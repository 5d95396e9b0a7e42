package io.roomwatch.agent;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.Site;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the web server shows of what is known now. */
record Seen(
    Supplier<RoomStatus> now,
    Supplier<List<Alert>> firing,
    Supplier<List<ItemStatus>> items,
    Supplier<Optional<String>> stalled)
    implements Site.Room {

  @Override
  public RoomStatus status() {
    return now.get();
  }

  @Override
  public List<Alert> alerts() {
    return firing.get();
  }

  @Override
  public List<ItemStatus> schedule() {
    return items.get();
  }

  @Override
  public Optional<String> unready() {
    return stalled.get();
  }

  @Override
  public ZoneId zone() {
    return ZoneId.systemDefault();
  }
}
