package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code prefill}: what the agent last knew for those who attest. */
final class Prefilled {

  private Prefilled() {}

  static Map<String, List<String>> read(Transaction transaction) throws StoreException {
    Map<String, List<String>> lines = new HashMap<>();
    transaction
        .list(
            "SELECT item, lines FROM prefill",
            row -> Map.entry(row.text("item"), Lines.read(row.text("lines"))))
        .forEach(entry -> lines.put(entry.getKey(), entry.getValue()));
    return lines;
  }

  /** Of one item, with the time at which they were true before them; empty when there are none. */
  static List<String> evidence(Transaction transaction, String item) throws StoreException {
    return transaction
        .first(
            "SELECT at, lines FROM prefill WHERE item = ?",
            row -> {
              List<String> lines = new java.util.ArrayList<>();
              lines.add("Known to the agent at " + row.instant("at") + ":");
              lines.addAll(Lines.read(row.text("lines")));
              return lines;
            },
            item)
        .orElse(List.of());
  }

  static void write(
      Transaction transaction, java.time.Instant at, Map<String, List<String>> changed)
      throws StoreException {
    for (Map.Entry<String, List<String>> each : changed.entrySet()) {
      int unused =
          transaction.update(
              "INSERT OR REPLACE INTO prefill (item, at, lines) VALUES (?, ?, ?)",
              each.getKey(),
              at,
              Lines.write(Lines.bounded(each.getValue())));
    }
  }
}
