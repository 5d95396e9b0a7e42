package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import java.util.List;
import java.util.Optional;

/**
 * Which letters give way when too many wait for one sink: first a test or a reminder, then the
 * oldest that tell of something which came and went untold, beginning and end together, then the
 * oldest firing that was never tried (its alert will be reminded of, or resolved). An end whose
 * beginning may have arrived never gives way, even when that means to exceed the bound.
 */
final class Bound {
  private Bound() {}

  /**
   * @param waiting for one sink, in order; none is being tried
   * @return what goes, together; empty when nothing may
   */
  static List<Item> victims(List<Item> waiting) {
    Optional<Item> minor =
        waiting.stream()
            .filter(one -> one.is(Notice.Status.TEST) || one.is(Notice.Status.REMINDER))
            .findFirst();
    if (minor.isPresent()) {
      return List.of(minor.get());
    }
    for (int i = 0; i < waiting.size(); i++) {
      Item item = waiting.get(i);
      if (item.letter.whole() && item.attempts == 0) {
        return List.of(item);
      }
      if (isUntriedFiring(item)) {
        Optional<Item> next = nextOf(item, waiting.subList(i + 1, waiting.size()));
        if (next.filter(one -> one.is(Notice.Status.RESOLVED)).isPresent()) {
          return List.of(item, next.get());
        }
      }
    }
    return waiting.stream()
        .filter(Bound::isUntriedFiring)
        .findFirst()
        .map(List::of)
        .orElse(List.of());
  }

  private static boolean isUntriedFiring(Item item) {
    return item.is(Notice.Status.FIRING) && item.attempts == 0;
  }

  private static Optional<Item> nextOf(Item item, List<Item> later) {
    return later.stream().filter(one -> one.key().equals(item.key())).findFirst();
  }
}
