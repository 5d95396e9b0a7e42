package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.outbox.Letter.Earlier;
import io.roomwatch.agent.sink.Receiver.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of the letters that wait for one sink about one key need not be told, because a later one
 * tells it. A message that is being tried is not among them.
 *
 * <p>People are told once: a reminder replaces an older one and adds nothing to a firing; a resolve
 * takes the place of its firing and tells both ends; a new firing takes the place of a resolve, and
 * says what came and went before it. Machines match a firing with its resolve: they get both or
 * neither. A pair of which nothing was tried gives way to the next firing, which says so. An end
 * whose beginning may have arrived is never left out.
 */
final class Collapse {
  private Collapse() {}

  /**
   * Rewrites the letters that stay; returns those that go.
   *
   * @param waiting of one key, in order
   */
  static List<Item> superseded(List<Item> waiting, Audience audience) {
    List<Item> kept = new ArrayList<>();
    List<Item> gone = new ArrayList<>();
    for (Item item : waiting) {
      switch (item.notice().status()) {
        case TEST -> {}
        case REMINDER -> reminder(item, kept, gone);
        case FIRING -> firing(item, kept, gone, audience);
        case RESOLVED -> resolved(item, kept, gone, audience);
      }
      if (!gone.contains(item)) {
        kept.add(item);
      }
    }
    return gone;
  }

  private static void reminder(Item item, List<Item> kept, List<Item> gone) {
    Optional<Item> last = last(kept, 1);
    if (last.filter(one -> one.is(Notice.Status.FIRING)).isPresent()) {
      // It may have got worse since.
      last.get().rewrite(last.get().letter.inWordsOf(item.notice().cause()));
      gone.add(item);
    } else if (last.filter(one -> one.is(Notice.Status.REMINDER)).isPresent()) {
      drop(kept, gone);
    }
  }

  private static void firing(Item item, List<Item> kept, List<Item> gone, Audience audience) {
    Optional<Item> last = last(kept, 1).filter(one -> one.is(Notice.Status.RESOLVED));
    if (last.isEmpty()) {
      return;
    }
    Earlier untold = Earlier.with(last.get().letter.earlier(), last.get().notice());
    switch (audience) {
      case PEOPLE -> {
        item.rewrite(item.letter.after(Optional.of(untold)));
        drop(kept, gone);
      }
      case MACHINES -> {
        Optional<Item> beginning = last(kept, 2).filter(Collapse::isUntriedFiring);
        if (beginning.isPresent() && last.get().attempts == 0) {
          Optional<Earlier> before = beginning.get().letter.earlier();
          item.rewrite(item.letter.after(Earlier.joined(before, Optional.of(untold))));
          drop(kept, gone);
          drop(kept, gone);
        }
      }
    }
  }

  private static void resolved(Item item, List<Item> kept, List<Item> gone, Audience audience) {
    while (last(kept, 1).filter(one -> one.is(Notice.Status.REMINDER)).isPresent()) {
      drop(kept, gone);
    }
    Optional<Item> last = last(kept, 1).filter(one -> one.is(Notice.Status.FIRING));
    if (audience == Audience.PEOPLE && last.isPresent()) {
      Letter told = item.letter.after(last.get().letter.earlier());
      // With something earlier in it, it may stand for an end whose beginning has arrived.
      boolean whole = isUntriedFiring(last.get()) && last.get().letter.earlier().isEmpty();
      item.rewrite(whole ? told.asWhole() : told);
      drop(kept, gone);
    }
  }

  private static boolean isUntriedFiring(Item item) {
    return item.is(Notice.Status.FIRING) && item.attempts == 0;
  }

  /**
   * @param back 1 for the last
   */
  private static Optional<Item> last(List<Item> kept, int back) {
    return kept.size() < back ? Optional.empty() : Optional.of(kept.get(kept.size() - back));
  }

  private static void drop(List<Item> kept, List<Item> gone) {
    gone.add(kept.removeLast());
  }
}
