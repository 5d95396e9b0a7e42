package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.maintenance.duty.ServiceHistory;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store as upkeep sees it, and what it knows in memory: the agent lives on without a store.
 * What cannot be written is held, one of each occurrence and kind, and written when it can be. A
 * store that was begun anew is told what this process still knows. Not safe for several threads.
 */
final class Books {

  private static final Logger LOG = LoggerFactory.getLogger(Books.class);

  private final Store store;
  private final Ledger ledger = new Ledger();
  private final Beginning install = new Beginning();
  private final Map<String, Beginning> since = new TreeMap<>();
  private final Map<String, Transaction.Work<Boolean>> held = new LinkedHashMap<>();
  private final Map<String, List<String>> prefilled = new HashMap<>();
  private Optional<ServiceHistory.Hour> hour = Optional.empty();

  /** Whether the store has what was prefilled last. */
  private boolean prefillKept = true;

  private long seen;
  private final Set<Kept> failing = EnumSet.noneOf(Kept.class);

  Books(Store store) {
    this.store = store;
  }

  private record News(
      Beginnings beginnings,
      List<Answers.Numbered> answers,
      List<Silence> expired,
      Map<String, List<String>> prefilled) {}

  /**
   * Writes what is held and reads what others wrote.
   *
   * @param items the ids of what is scheduled now
   */
  void refresh(Instant now, List<String> items) {
    if (!since.isEmpty()) {
      schedule(items, now);
    }
    attempt(
        Kept.ANSWERS,
        () -> {
          flush();
          News news = news(now);
          if (news.beginnings().installed().isEmpty()) {
            begin(now);
            news = news(now);
          }
          news.beginnings().installed().ifPresent(install::is);
          begin(items, news.beginnings(), now);
          news.answers().forEach(each -> ledger.add(each.answer()));
          news.answers().stream().mapToLong(Answers.Numbered::number).max().ifPresent(this::seen);
          prefilled.putAll(news.prefilled());
          for (Silence silence : news.expired()) {
            write(transaction -> Silences.tellExpired(transaction, silence, now));
          }
          correct(now);
        });
  }

  Ledger ledger() {
    return ledger;
  }

  Instant installed(Instant now) {
    return install.at(now);
  }

  /** From when an item counts. */
  Instant since(String item, Instant now) {
    Instant installed = install.at(now);
    // A clock that was behind dated it before the install.
    return Optional.ofNullable(since.get(item))
        .map(added -> added.at(now))
        .filter(added -> added.isAfter(installed))
        .orElse(installed);
  }

  Map<String, List<String>> prefilled() {
    return prefilled;
  }

  /** How many answers are in memory only. */
  int held() {
    return held.size();
  }

  /**
   * Keeps an answer of the agent: in memory at once, on disk when that can be.
   *
   * @param beside what is written with it, if it is kept
   */
  void keep(Answer.Filed filed, Transaction.Work<Boolean> beside) {
    Answer answer = filed.answer();
    ledger.add(answer);
    String key = answer.item() + ' ' + answer.occurrence().period() + ' ' + answer.conclusive();
    held.put(key, transaction -> Answers.run(transaction, filed) && beside.in(transaction));
    attempt(Kept.ANSWERS, this::flush);
  }

  void keep(ServiceHistory.Hour now) {
    if (hour.filter(written -> ServiceHours.covers(written, now)).isPresent()) {
      return;
    }
    attempt(
        Kept.SERVICE_HOURS,
        () -> {
          write(transaction -> ServiceHours.keep(transaction, now));
          hour = Optional.of(now);
        });
  }

  /** Keeps what changed of these; whether that could be done. */
  boolean prefill(Instant now, Map<String, List<String>> lines) {
    Map<String, List<String>> changed = new HashMap<>(lines);
    if (prefillKept) {
      changed.entrySet().removeIf(each -> each.getValue().equals(prefilled.get(each.getKey())));
    }
    prefilled.putAll(changed);
    prefillKept =
        changed.isEmpty()
            || attempt(
                Kept.PREFILLED,
                () -> write(transaction -> Prefilled.write(transaction, now, changed)));
    return prefillKept;
  }

  BaselineState baseline(String name) throws StoreException {
    return store.read(transaction -> Baselines.read(transaction, name));
  }

  ServiceHistory serviceHistory(Instant from, Instant to) throws StoreException {
    return store.read(transaction -> ServiceHours.between(transaction, from, to));
  }

  private News news(Instant now) throws StoreException {
    return store.read(
        transaction ->
            new News(
                Beginnings.read(transaction),
                Answers.behind(transaction, seen),
                Silences.expired(transaction, now),
                seen == 0 ? Prefilled.read(transaction) : Map.of()));
  }

  /** A store without an install time is a new one, the first or one after a damaged file. */
  private void begin(Instant now) throws StoreException {
    Instant installed = install.at(now);
    List<Answer> known = ledger.answers();
    write(
        transaction -> {
          for (Answer answer : known) {
            Answer.Filed filed =
                new Answer.Filed(
                    answer, List.of("The evidence was lost with the store."), Optional.empty());
            switch (answer.kind()) {
              case AUTO -> {
                boolean unused = Answers.run(transaction, filed);
              }
              case ATTEST -> Answers.attest(transaction, filed);
            }
          }
          Beginnings.writeInstalled(transaction, installed);
        });
    seen = 0;
    hour = Optional.empty();
    prefillKept = false;
  }

  /** What is scheduled for the first time counts from now; what is not any more is forgotten. */
  private void schedule(List<String> items, Instant now) {
    since.keySet().retainAll(items);
    items.forEach(id -> since.computeIfAbsent(id, ignored -> new Beginning()).at(now));
  }

  /** What the store says of items counts; it learns what it does not say. */
  private void begin(List<String> items, Beginnings stored, Instant now) throws StoreException {
    for (String id : items) {
      Optional.ofNullable(stored.items().get(id))
          .ifPresent(at -> since.computeIfAbsent(id, ignored -> new Beginning()).is(at));
    }
    schedule(items, now);
    since.values().forEach(item -> item.correction(now).ifPresent(item::is));
    Map<String, Instant> wanted = new TreeMap<>();
    since.forEach(
        (id, item) ->
            item.known().ifPresent(at -> wanted.put(id, at.truncatedTo(ChronoUnit.MILLIS))));
    if (!wanted.equals(stored.items())) {
      write(
          transaction -> {
            for (String id : stored.items().keySet()) {
              Beginnings.dropItem(transaction, id);
            }
            for (Map.Entry<String, Instant> item : wanted.entrySet()) {
              Beginnings.writeItem(transaction, item.getKey(), item.getValue());
            }
          });
    }
  }

  private void correct(Instant now) throws StoreException {
    Instant unused = install.at(now);
    Optional<Instant> better = install.correction(now);
    if (better.isPresent()) {
      write(transaction -> Beginnings.writeInstalled(transaction, better.get()));
      install.is(better.get());
    }
  }

  private void flush() throws StoreException {
    Iterator<Transaction.Work<Boolean>> works = new ArrayList<>(held.values()).iterator();
    while (works.hasNext()) {
      Transaction.Work<Boolean> work = works.next();
      boolean unused = store.write(work);
      held.values().remove(work);
    }
  }

  private void seen(long number) {
    seen = number;
  }

  @FunctionalInterface
  private interface Writing {
    void in(Transaction transaction) throws StoreException;
  }

  private void write(Writing writing) throws StoreException {
    boolean unused =
        store.write(
            transaction -> {
              writing.in(transaction);
              return true;
            });
  }

  @FunctionalInterface
  private interface Attempt {
    void make() throws StoreException;
  }

  /** What is written by itself, each with its own luck. */
  private enum Kept {
    ANSWERS,
    SERVICE_HOURS,
    PREFILLED
  }

  /** Says once that something cannot be kept, and once that everything is again. */
  private boolean attempt(Kept what, Attempt attempt) {
    try {
      attempt.make();
      if (failing.remove(what) && failing.isEmpty()) {
        LOG.info("The maintenance schedule is on disk again");
      }
      return true;
    } catch (StoreException e) {
      if (failing.isEmpty()) {
        LOG.warn("The maintenance schedule is kept in memory for now: {}", e.getMessage());
      }
      failing.add(what);
      return false;
    }
  }
}
