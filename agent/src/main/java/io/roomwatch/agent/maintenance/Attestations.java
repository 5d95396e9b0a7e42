package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.config.Schedule;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.maintenance.calendar.Occurrence;
import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.maintenance.duty.BaselineState.Taken;
import io.roomwatch.agent.maintenance.duty.Duty;
import io.roomwatch.agent.maintenance.duty.Phrases;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import io.roomwatch.agent.yaml.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
     * @param accepted the baselines that were accepted by it, as they were before
     * @param next what will happen next, as one sentence
     */
    record Kept(
        Answer answer,
        ItemStatus status,
        List<String> happened,
        List<BaselineState> accepted,
        String next)
        implements Outcome {
      public Kept {
        happened = List.copyOf(happened);
        accepted = List.copyOf(accepted);
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
    Optional<String> fault = fault(agenda, request);
    if (fault.isPresent()) {
      return new Outcome.Refused(fault.get());
    }
    Optional<EvidenceFile> file = Optional.empty();
    if (request.evidence().isPresent()) {
      try {
        file = Optional.of(EvidenceFile.of(request.evidence().get()));
      } catch (IOException e) {
        return new Outcome.Refused(unreadable(request.evidence().get(), e.getMessage()));
      }
    }
    Instant now = clock.instant();
    ScheduledItem known = agenda.find(request.item()).orElseThrow();
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
    List<BaselineState> before = new ArrayList<>();
    if (answer.result() == Result.PASS) {
      before.addAll(offers(transaction, item.id()));
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
    return new Outcome.Kept(answer, status, happened, before, next(status));
  }

  /**
   * The baselines that attesting {@code PASS} of an item would accept as they were measured last.
   * Those of which nothing was measured are left out.
   */
  public static List<BaselineState> offers(Store store, String item) throws StoreException {
    return store.read(transaction -> offers(transaction, item));
  }

  private static List<BaselineState> offers(Transaction transaction, String item)
      throws StoreException {
    List<BaselineState> offers = new ArrayList<>();
    for (String name : Duty.accepts(item)) {
      BaselineState state = Baselines.read(transaction, name);
      if (state.captured().isPresent()) {
        offers.add(state);
      }
    }
    return offers;
  }

  private static String kept(ScheduledItem item, Answer answer, Optional<EvidenceFile> file) {
    String note = answer.said().note();
    return answer.said().by()
        + " attests "
        + answer.result().label()
        + " for "
        + item.id()
        + " of "
        + answer.occurrence().period()
        + file.map(one -> ", with " + one.name() + " (sha256 " + one.sha256() + ")").orElse("")
        + (note.isEmpty() ? "" : ": " + note)
        + (note.matches(".*[.!?…]") ? "" : ".");
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

  /** What is wrong with a request, as far as that can be said without a store; or empty. */
  public static Optional<String> fault(Agenda agenda, Request request) {
    if (agenda.find(request.item()).isEmpty()) {
      return Optional.of(unknown(agenda, request.item()));
    }
    if (Lines.oneLine(request.by(), MOST_NAME).isEmpty()) {
      return Optional.of("Say who you are: the name is kept.");
    }
    if (!request.result().attestable()) {
      return Optional.of("A person attests pass, fail or no-access.");
    }
    return request.evidence().flatMap(Attestations::fault);
  }

  private static Optional<String> fault(Path evidence) {
    if (!Files.exists(evidence)) {
      return Optional.of(unreadable(evidence, "there is no such file"));
    }
    if (Files.isDirectory(evidence)) {
      return Optional.of(unreadable(evidence, "it is a folder"));
    }
    return Files.isReadable(evidence)
        ? Optional.empty()
        : Optional.of(unreadable(evidence, "permission denied"));
  }

  private static String unreadable(Path evidence, @Nullable String why) {
    return Lines.oneLine(evidence.toString(), MOST_NOTE) + " cannot be read: " + why;
  }

  private static String unknown(Agenda agenda, String id) {
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
