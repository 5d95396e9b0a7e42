package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.check.Drift;
import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.maintenance.duty.BaselineState.Taken;
import io.roomwatch.agent.store.Row;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The baselines in the store, as checks ask for them: what was measured last is kept as the
 * candidate that a person may accept. Safe from any thread; blocks. While the store cannot be used,
 * what was read before holds, and what is measured is kept at the next look that it can.
 */
public final class Baselines implements Baseline {

  private final Store store;
  private final InstantSource clock;
  private final Map<String, Optional<List<String>>> accepted = new ConcurrentHashMap<>();
  private final Map<String, String> captured = new ConcurrentHashMap<>();

  public Baselines(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Optional<List<String>> accepted(String name) {
    try {
      BaselineState state = store.read(transaction -> read(transaction, name));
      if (state.captured().isEmpty()) {
        captured.remove(name); // A fresh store: what was written went with the old one.
      }
      Optional<List<String>> lines = state.accepted().map(Taken::lines);
      accepted.put(name, lines);
      return lines;
    } catch (StoreException e) {
      return accepted.getOrDefault(name, Optional.empty());
    }
  }

  @Override
  public void measured(String name, List<String> lines) {
    String print = Lines.fingerprint(lines);
    if (print.equals(captured.get(name))) {
      return;
    }
    try {
      boolean unused =
          store.write(transaction -> capture(transaction, name, lines, clock.instant()));
      captured.put(name, print);
    } catch (StoreException e) {
      captured.remove(name);
    }
  }

  /** A short fingerprint of lines, by which people can tell whether they mean the same ones. */
  public static String fingerprint(List<String> lines) {
    return Lines.fingerprint(lines);
  }

  /**
   * How what was measured last differs from what was accepted: {@code - } before what is gone,
   * {@code + } before what is new. Nothing where either is missing.
   */
  public static List<String> difference(BaselineState state) {
    return state
        .accepted()
        .flatMap(
            accepted ->
                state.captured().map(now -> Drift.between(accepted.lines(), now.lines()).lines()))
        .orElse(List.of());
  }

  /** Keeps what was measured, unless it is what was measured before. */
  static boolean capture(Transaction transaction, String name, List<String> lines, Instant at)
      throws StoreException {
    if (read(transaction, name)
        .captured()
        .filter(taken -> taken.lines().equals(lines))
        .isPresent()) {
      return false;
    }
    return transaction.update(
            "INSERT INTO baseline (name, captured, captured_at) VALUES (?, ?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET captured = excluded.captured,"
                + " captured_at = excluded.captured_at",
            name,
            Lines.write(lines),
            at)
        > 0;
  }

  /** Accepts what was measured last; empty when nothing was. */
  static Optional<Taken> accept(Transaction transaction, String name, String by, Instant at)
      throws StoreException {
    Optional<Taken> candidate = read(transaction, name).captured();
    if (candidate.isPresent()) {
      int unused =
          transaction.update(
              "UPDATE baseline SET accepted = captured, accepted_at = ?, accepted_by = ?"
                  + " WHERE name = ?",
              at,
              by,
              name);
    }
    return candidate;
  }

  static BaselineState read(Transaction transaction, String name) throws StoreException {
    return transaction
        .first("SELECT * FROM baseline WHERE name = ?", Baselines::state, name)
        .orElse(new BaselineState(name, Optional.empty(), Optional.empty()));
  }

  static List<BaselineState> all(Transaction transaction) throws StoreException {
    return transaction.list("SELECT * FROM baseline ORDER BY name", Baselines::state);
  }

  private static BaselineState state(Row row) throws StoreException {
    return new BaselineState(
        row.text("name"),
        taken(row.findText("captured"), row.findInstant("captured_at"), Optional.empty()),
        taken(
            row.findText("accepted"), row.findInstant("accepted_at"), row.findText("accepted_by")));
  }

  private static Optional<Taken> taken(
      Optional<String> lines, Optional<Instant> at, Optional<String> by) {
    return lines.map(
        text -> new Taken(Lines.read(text), at.orElse(Instant.EPOCH), by.orElse(Answer.AGENT)));
  }
}
