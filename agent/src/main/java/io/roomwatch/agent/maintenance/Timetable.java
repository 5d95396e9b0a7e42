package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
    return of(agenda, new Ledger(), now, now, Map.of());
  }

  static List<ItemStatus> of(Transaction transaction, Agenda agenda, Instant now)
      throws StoreException {
    Ledger ledger = new Ledger();
    Answers.behind(transaction, 0).forEach(each -> ledger.add(each.answer()));
    Instant installed =
        Install.read(transaction).filter(stored -> !now.isBefore(stored)).orElse(now);
    return of(agenda, ledger, installed, now, Prefilled.read(transaction));
  }

  static List<ItemStatus> of(
      Agenda agenda,
      Ledger ledger,
      Instant installed,
      Instant now,
      Map<String, List<String>> prefilled) {
    return agenda.items().stream()
        .map(
            item ->
                ItemStatus.of(
                    item,
                    ledger.of(item.id()),
                    installed,
                    now,
                    prefilled.getOrDefault(item.id(), List.of())))
        .toList();
  }
}
