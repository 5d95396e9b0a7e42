package io.roomwatch.agent.alert;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that alerts follow from, at one instant.
 *
 * @param troubles the independent root causes that hold now: today the verdict's one, and every
 *     maintenance item that is overdue or failed. A check that fails because of another is in none
 * @param view how much of the room can be seen
 * @param silences those that hold, have held or will hold
 */
public record Situation(
    Notice.Room room, List<Trouble> troubles, View view, List<Silence> silences) {

  /**
   * @param known false while the verdict is unknown: then nothing begins and nothing ends, except
   *     maintenance items
   * @param unseen ids of checks of which nothing is believed now
   */
  public record View(boolean known, Set<String> unseen) {
    public View {
      unseen = Set.copyOf(unseen);
    }
  }

  public Situation {
    troubles = List.copyOf(troubles);
    silences = List.copyOf(silences);
  }

  /**
   * @param items all that are overdue or failed now
   */
  public static Situation of(RoomStatus status, List<Trouble.Item> items, List<Silence> silences) {
    List<Trouble> troubles = new ArrayList<>();
    Trouble.of(status.verdict(), status.checks()).ifPresent(troubles::add);
    items.forEach(item -> troubles.add(Trouble.of(item)));
    Set<String> unseen =
        status.checks().stream()
            .filter(check -> check.state() == State.UNKNOWN)
            .map((CheckStatus check) -> check.check().toString())
            .collect(Collectors.toSet());
    return new Situation(
        new Notice.Room(status.room().name(), status.room().site()),
        troubles,
        new View(status.verdict().cause().state() != State.UNKNOWN, unseen),
        silences);
  }
}
