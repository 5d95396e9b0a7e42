package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How all items stand, from the store alone: for commands, whether the daemon runs or not. */
public final class Timetable {

  private Timetable() {}

  /**
   * In the order of the agenda.
   *
   * @throws StoreException it could not be read
   */
  public static List<ItemStatus> of(Store store, Agenda agenda, Instant now) throws StoreException {
    return store.read(transaction -> of(transaction, agenda, now));
  }

  /** Where there is no store yet: nothing has been answered, and nothing is due before now. */
  public static List<ItemStatus> empty(Agenda agenda, Instant now) {
    return of(agenda, new Ledger(), item -> now, now, Map.of());
  }

  static List<ItemStatus> of(Transaction transaction, Agenda agenda, Instant now)
      throws StoreException {
    Ledger ledger = new Ledger();
    Answers.behind(transaction, 0).forEach(each -> ledger.add(each.answer()));
    Beginnings beginnings = Beginnings.read(transaction);
    return of(agenda, ledger, item -> beginnings.of(item, now), now, Prefilled.read(transaction));
  }

  /**
   * @param since from when an item counts, by its id
   */
  static List<ItemStatus> of(
      Agenda agenda,
      Ledger ledger,
      Function<String, Instant> since,
      Instant now,
      Map<String, List<String>> prefilled) {
    return agenda.items().stream()
        .map(
            item ->
                ItemStatus.of(
                    item,
                    ledger.of(item.id()),
                    since.apply(item.id()),
                    now,
                    prefilled.getOrDefault(item.id(), List.of())))
        .toList();
  }
}
