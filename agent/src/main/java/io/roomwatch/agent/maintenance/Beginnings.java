package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the store's table {@code memory} knows of beginnings.
 *
 * @param installed when this agent had a store for the first time; empty: it has not run yet
 * @param items when each scheduled item was scheduled for the first time, by id
 */
record Beginnings(Optional<Instant> installed, Map<String, Instant> items) {

  private static final String INSTALLED = "maintenance.installed";
  private static final String SINCE = "maintenance.since.";

  Beginnings {
    items = Map.copyOf(items);
  }

  static Beginnings read(Transaction transaction) throws StoreException {
    Map<String, Instant> all = new TreeMap<>();
    transaction
        .list(
            "SELECT name, value FROM memory WHERE name = ? OR substr(name, 1, ?) = ?",
            row ->
                Map.entry(
                    row.text("name"), Instant.ofEpochMilli(Long.parseLong(row.text("value")))),
            INSTALLED,
            SINCE.length(),
            SINCE)
        .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    Optional<Instant> installed = Optional.ofNullable(all.remove(INSTALLED));
    Map<String, Instant> items = new TreeMap<>();
    all.forEach((name, at) -> items.put(name.substring(SINCE.length()), at));
    return new Beginnings(installed, items);
  }

  /** When this agent was installed, for one who only looks: what lies ahead is now. */
  Instant installed(Instant now) {
    return installed.filter(stored -> !now.isBefore(stored)).orElse(now);
  }

  /**
   * From when an item counts, for one who only looks: one that the daemon has not seen, from now.
   */
  Instant of(String item, Instant now) {
    Instant installed = installed(now);
    Instant added =
        Optional.ofNullable(items.get(item)).filter(stored -> !now.isBefore(stored)).orElse(now);
    // A clock that was behind dated it before the install.
    return added.isAfter(installed) ? added : installed;
  }

  static void writeInstalled(Transaction transaction, Instant installed) throws StoreException {
    write(transaction, INSTALLED, installed);
  }

  static void writeItem(Transaction transaction, String item, Instant since) throws StoreException {
    write(transaction, SINCE + item, since);
  }

  static void dropItem(Transaction transaction, String item) throws StoreException {
    int unused = transaction.update("DELETE FROM memory WHERE name = ?", SINCE + item);
  }

  private static void write(Transaction transaction, String name, Instant at)
      throws StoreException {
    int unused =
        transaction.update(
            "INSERT INTO memory (name, value) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            String.valueOf(at.toEpochMilli()));
  }
}
