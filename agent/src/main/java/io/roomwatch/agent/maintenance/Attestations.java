package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.config.Schedule;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.maintenance.calendar.Occurrence;
import io.roomwatch.agent.maintenance.duty.BaselineState.Taken;
import io.roomwatch.agent.maintenance.duty.Duty;
import io.roomwatch.agent.maintenance.duty.Phrases;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import io.roomwatch.agent.yaml.Spelling;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What people say of items. Safe from any thread and beside other processes; blocks. */
public final class Attestations {

  private static final int MOST_NAME = 100;
  private static final int MOST_NOTE = 2000;

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ROOT);

  private final Store store;
  private final Agenda agenda;
  private final InstantSource clock;

  public Attestations(Store store, Agenda agenda, InstantSource clock) {
    this.store = store;
    this.agenda = agenda;
    this.clock = clock;
  }

  /**
   * @param result {@code PASS}, {@code FAIL} or {@code NO_ACCESS}
   * @param note may be empty
   * @param evidence a file of which name, size and hash are kept
   */
  public record Request(
      String item, String by, Result result, String note, Optional<Path> evidence) {}

  /** What came of a request. */
  public sealed interface Outcome {
    /**
     * It is on disk.
     *
     * @param status how the item stands now
     * @param happened what was kept and what was accepted by it, a sentence each
     * @param next what will happen next, as one sentence
     */
    record Kept(Answer answer, ItemStatus status, List<String> happened, String next)
        implements Outcome {
      public Kept {
        happened = List.copyOf(happened);
      }
    }

    /** Nothing was kept; why, as one sentence for people. */
    record Refused(String why) implements Outcome {}
  }

  /**
   * Keeps what a person says of an item. Saying {@code PASS} of an item that has baselines accepts
   * what was measured last.
   *
   * @throws StoreException nothing was kept
   */
  public Outcome attest(Request request) throws StoreException {
    Optional<ScheduledItem> item = agenda.find(request.item());
    Optional<String> fault = item.isEmpty() ? Optional.of(unknown(request.item())) : fault(request);
    if (fault.isPresent()) {
      return new Outcome.Refused(fault.get());
    }
    Optional<EvidenceFile> file = Optional.empty();
    if (request.evidence().isPresent()) {
      try {
        file = Optional.of(EvidenceFile.of(request.evidence().get()));
      } catch (IOException e) {
        return new Outcome.Refused(request.evidence().get() + " cannot be read: " + e.getMessage());
      }
    }
    Instant now = clock.instant();
    ScheduledItem known = item.orElseThrow();
    Answer answer =
        new Answer(
            known.id(),
            known.open(now),
            Duty.Kind.ATTEST,
            new Answer.Said(
                now,
                Lines.oneLine(request.by(), MOST_NAME),
                request.result(),
                Lines.oneLine(request.note(), MOST_NOTE)));
    Optional<EvidenceFile> shown = file;
    return store.write(transaction -> keep(transaction, known, answer, shown));
  }

  private Outcome keep(
      Transaction transaction, ScheduledItem item, Answer answer, Optional<EvidenceFile> file)
      throws StoreException {
    List<String> evidence = new ArrayList<>(Prefilled.evidence(transaction, item.id()));
    List<String> happened = new ArrayList<>();
    happened.add(kept(item, answer, file));
    if (answer.result() == Result.PASS) {
      for (String name : Duty.accepts(item.id())) {
        Optional<Taken> accepted =
            Baselines.accept(transaction, name, answer.said().by(), answer.said().at());
        String what =
            accepted
                .map(taken -> accepted(name, taken))
                .orElse("Nothing has been measured yet that could be accepted as " + name + ".");
        happened.add(what);
        evidence.add(what);
      }
    }
    Answers.attest(transaction, new Answer.Filed(answer, evidence, file));
    Journal.write(
        transaction,
        new Event(
            answer.said().at(),
            Event.Kind.ATTESTATION,
            item.id(),
            String.join(" ", happened),
            Optional.empty(),
            Optional.of(answer.result().label())));
    ItemStatus status =
        Timetable.of(transaction, agenda, answer.said().at()).stream()
            .filter(each -> each.item().id().equals(item.id()))
            .findFirst()
            .orElseThrow();
    return new Outcome.Kept(answer, status, happened, next(status));
  }

  private static String kept(ScheduledItem item, Answer answer, Optional<EvidenceFile> file) {
    String note = answer.said().note().isEmpty() ? "" : ": " + answer.said().note();
    return answer.said().by()
        + " attests "
        + answer.result().label()
        + " for "
        + item.id()
        + " of "
        + answer.occurrence().period()
        + file.map(one -> ", with " + one.name() + " (sha256 " + one.sha256() + ")").orElse("")
        + (note.isEmpty() ? "." : note);
  }

  private static String accepted(String name, Taken taken) {
    return "Accepted as the baseline "
        + name
        + ": "
        + Phrases.count(taken.lines().size(), "line")
        + " as measured at "
        + taken.at()
        + " (fingerprint "
        + Lines.fingerprint(taken.lines())
        + ").";
  }

  /** What happens to an item next, as one sentence. */
  public static String next(ItemStatus status) {
    String when = when(status.item(), status.next());
    if (!status.due()) {
      return "Next due " + when + ".";
    }
    return status.overdue()
        ? "It is overdue: due since " + when + "."
        : "It stays due, since "
            + when
            + ", and is overdue after "
            + when(
                status.item(),
                new Occurrence(
                    status.next().period(),
                    status.next().due().plus(status.item().item().when().grace())))
            + ".";
  }

  private static String when(ScheduledItem item, Occurrence occurrence) {
    ZoneId zone = item.calendar().zone();
    return LOCAL.format(occurrence.due().atZone(zone)) + " " + zone;
  }

  private static Optional<String> fault(Request request) {
    if (Lines.oneLine(request.by(), MOST_NAME).isEmpty()) {
      return Optional.of("Say who you are: the name is kept.");
    }
    return request.result().attestable()
        ? Optional.empty()
        : Optional.of("A person attests pass, fail or no-access.");
  }

  private String unknown(String id) {
    String name = "'" + Lines.oneLine(id, MOST_NAME) + "'";
    boolean disabled =
        agenda.config().schedule().items().stream().map(Schedule.Item::id).anyMatch(id::equals);
    return disabled
        ? name + " is disabled in the configuration (schedule)."
        : name
            + " is no maintenance item"
            + Spelling.hint(id, agenda.ids(), "; roomwatch schedule lists them.");
  }
}
