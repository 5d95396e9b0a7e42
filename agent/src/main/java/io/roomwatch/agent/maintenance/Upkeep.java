package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.maintenance.calendar.Occurrence;
import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.maintenance.duty.Belief;
import io.roomwatch.agent.maintenance.duty.Duty;
import io.roomwatch.agent.maintenance.duty.Judgement;
import io.roomwatch.agent.maintenance.duty.Knowledge;
import io.roomwatch.agent.maintenance.duty.ServiceHistory;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.store.Retention;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the schedule: every so often looks for what is due, concludes what the agent can conclude,
 * and keeps the answers. Has no thread: call {@link #tick} every 15 s from a thread that may block,
 * one at a time.
 *
 * <p>Of several occurrences that passed while the agent was off, only the newest is run. An
 * inconclusive one is tried again every hour until it is answered, by whomever.
 */
public final class Upkeep {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private static final Duration AGAIN = Duration.ofHours(1);

  /** How long checks get after a start to look for the first time. */
  private static final Duration SETTLING = Duration.ofMinutes(10);

  /** A year, as {@code monthly.service-status} may be made annual. */
  private static final Duration SERVICE_HOURS = Duration.ofDays(400);

  private final Books books;
  private final Sources sources;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Instant> wanted = new HashMap<>();
  private Optional<Instant> prefilled = Optional.empty();

  private volatile Agenda agenda;
  private volatile List<ItemStatus> statuses = List.of();
  private volatile int held;

  /** Where knowledge comes from. May block. */
  public interface Sources {
    /** One of each watched check. */
    List<Belief> beliefs();

    /** See {@link ConfigurationRecord}. */
    List<String> configuration();
  }

  public Upkeep(Store store, Agenda agenda, Sources sources, InstantSource clock) {
    this.books = new Books(store);
    this.agenda = agenda;
    this.sources = sources;
    this.clock = clock;
  }

  /**
   * What may go from the tables of this package. The newest conclusive answer of each item stays
   * whatever its age: what is due next follows from it.
   *
   * @param records how long answers and silences are kept
   */
  public static List<Retention.Rule> retention(Duration records) {
    return List.of(
        Retention.Rule.of("service_hour", "start").atMost(SERVICE_HOURS).givingWay(),
        Retention.Rule.of("silence", "ends").atMost(records),
        Retention.Rule.of("answer", "at")
            .atMost(records)
            .only("id NOT IN (SELECT max(id) FROM answer WHERE conclusive = 1 GROUP BY item)"));
  }

  /** From now on this is scheduled: another configuration was taken. */
  public void follow(Agenda another) {
    agenda = another;
  }

  /** Does what is due; returns how all items stand. */
  public List<ItemStatus> tick() {
    lock.lock();
    try {
      Instant now = clock.instant();
      Agenda current = agenda;
      books.refresh(now, current.ids());
      List<Belief> beliefs = List.copyOf(sources.beliefs());
      look(beliefs, now);
      for (ScheduledItem item : current.items()) {
        if (item.duty() instanceof Duty.Auto auto) {
          attend(current, item, auto, beliefs, now);
        }
      }
      prefill(current, beliefs, now);
      held = books.held();
      statuses =
          Timetable.of(
              current,
              books.ledger(),
              item -> books.since(item, now),
              now,
              Map.copyOf(books.prefilled()));
      return statuses;
    } finally {
      lock.unlock();
    }
  }

  /** How all items stood at the last tick; empty before the first. From any thread, at once. */
  public List<ItemStatus> statuses() {
    return statuses;
  }

  /** How many answers were in memory only after the last tick. */
  public int held() {
    return held;
  }

  private void look(List<Belief> beliefs, Instant now) {
    beliefs.stream()
        .filter(belief -> belief.check().kind() == CheckKind.CLOUD_STATUS)
        .flatMap(belief -> belief.proof().stream())
        .findFirst()
        .ifPresent(seen -> books.keep(ServiceHours.hour(now, seen.finding())));
  }

  private void attend(
      Agenda current, ScheduledItem item, Duty.Auto auto, List<Belief> beliefs, Instant now) {
    Occurrence occurrence = item.calendar().latest(now);
    if (!occurrence.due().isAfter(books.since(item.id(), now))
        || now.isBefore(item.runs(occurrence, current.room()))
        || !wants(item, occurrence, now)) {
      return;
    }
    try {
      Instant from = item.calendar().latest(occurrence.due().minusNanos(1)).due();
      Instant installed = books.installed(now);
      Knowledge known =
          new Knowledge(
              now,
              current.config(),
              beliefs,
              new FromBooks(from.isBefore(installed) ? installed : from, now));
      Judgement judgement = auto.judge().judge(known);
      if (judgement.early() && isSettling(item.id() + ' ' + occurrence.period(), now)) {
        return;
      }
      file(item, occurrence, judgement, now);
    } catch (UncheckedIOException e) {
      // The store could not be read; it said so, and the item is tried again.
      LOG.debug("{} waits for the store", item.id(), e);
    } catch (RuntimeException e) {
      LOG.error("{} could not be judged", item.id(), e);
    }
  }

  /** One conclusive answer of anybody is enough; but the agent looks once in any case. */
  private boolean wants(ScheduledItem item, Occurrence occurrence, Instant now) {
    Ledger.History history = books.ledger().of(item.id());
    Optional<Answer> run = history.run(occurrence.period());
    if (run.isEmpty()) {
      return true;
    }
    if (history.isConcluded(occurrence.period())) {
      return false;
    }
    Instant before = run.get().said().at();
    return now.isBefore(before) || !now.isBefore(before.plus(AGAIN));
  }

  private boolean isSettling(String occurrence, Instant now) {
    Instant since = wanted.merge(occurrence, now, (first, ignored) -> first);
    if (now.isBefore(since)) {
      wanted.put(occurrence, now);
      return true;
    }
    boolean settling = Duration.between(since, now).compareTo(SETTLING) < 0;
    if (!settling) {
      wanted.remove(occurrence);
    }
    return settling;
  }

  private void file(ScheduledItem item, Occurrence occurrence, Judgement judgement, Instant now) {
    Answer answer =
        new Answer(
            item.id(),
            occurrence,
            Duty.Kind.AUTO,
            new Answer.Said(now, Answer.AGENT, judgement.result(), judgement.text()));
    Optional<Answer> before = books.ledger().of(item.id()).run(occurrence.period());
    boolean news = before.filter(old -> old.result() == answer.result()).isEmpty();
    books.keep(
        new Answer.Filed(answer, judgement.evidence(), Optional.empty()),
        transaction -> {
          if (judgement.candidate().isPresent()) {
            Judgement.Candidate lines = judgement.candidate().get();
            boolean unused = Baselines.capture(transaction, lines.name(), lines.lines(), now);
          }
          if (news) {
            Journal.write(
                transaction,
                new Event(
                    now,
                    Event.Kind.MAINTENANCE,
                    item.id(),
                    judgement.text(),
                    before.map(old -> old.result().label()),
                    Optional.of(judgement.result().label())));
          }
          return true;
        });
  }

  /** Once an hour, and not before the checks have looked. */
  private void prefill(Agenda current, List<Belief> beliefs, Instant now) {
    boolean fresh =
        prefilled.filter(last -> !now.isBefore(last) && now.isBefore(last.plus(AGAIN))).isPresent();
    boolean unseen = beliefs.stream().anyMatch(belief -> belief.proof().isEmpty());
    if (fresh || (unseen && isSettling("prefill", now))) {
      return;
    }
    Knowledge known = new Knowledge(now, current.config(), beliefs, new FromBooks(now, now));
    Map<String, List<String>> lines = new HashMap<>();
    for (ScheduledItem item : current.items()) {
      if (item.duty() instanceof Duty.Attest attest) {
        lines.put(item.id(), attest.prefill().lines(known));
      }
    }
    if (books.prefill(now, lines)) {
      prefilled = Optional.of(now);
    }
  }

  /** Reads when asked; a store that cannot be read ends the judgement. */
  private final class FromBooks implements Knowledge.Records {

    private final Instant from;
    private final Instant to;

    private FromBooks(Instant from, Instant to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public BaselineState baseline(String name) {
      return read(() -> books.baseline(name));
    }

    @Override
    public ServiceHistory serviceHistory() {
      return read(() -> books.serviceHistory(from, to));
    }

    @Override
    public List<String> configuration() {
      return sources.configuration();
    }

    private static <T> T read(Reading<T> reading) {
      try {
        return reading.make();
      } catch (StoreException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T make() throws StoreException;
  }
}
