package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.maintenance.calendar.Occurrence;
import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every occurrence since the install, or since its item was added, as far back as answers are kept
 * ({@code storage.keep_records}), with all its answers, the missed ones too; answers of occurrences
 * and items that are not scheduled any more; the baselines; the silences.
 *
 * @param installed nothing that was due before is missed
 * @param at when it was drawn up
 * @param rows by item in the order of the agenda, other items behind, each by time
 */
public record AuditTrail(
    String room,
    Instant installed,
    Instant at,
    List<Row> rows,
    List<BaselineState> baselines,
    List<Silence> silences) {

  /** A clock that is a century ahead must not make the trail as long. */
  private static final int MOST_OCCURRENCES = 4000;

  public AuditTrail {
    rows = List.copyOf(rows);
    baselines = List.copyOf(baselines);
    silences = List.copyOf(silences);
  }

  /** How an occurrence stands. */
  public enum Standing {
    /** Its answer is in the row. */
    ANSWERED,
    /** Nobody answered it, and nobody can any more. */
    MISSED,
    OVERDUE,
    DUE
  }

  /**
   * One answer, or that there is no conclusive one.
   *
   * @param scheduled empty when the item is not scheduled any more
   */
  public record Row(
      String item,
      Optional<ScheduledItem> scheduled,
      Occurrence occurrence,
      Standing standing,
      Optional<Answer.Filed> filed) {

    /** The answer's result, or {@code missed}, {@code overdue}, {@code due}. */
    public String result() {
      return filed
          .map(each -> each.answer().result().label())
          .orElseGet(() -> standing.name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  /**
   * Of all that the store has.
   *
   * @throws StoreException it could not be read
   */
  public static AuditTrail of(Store store, Agenda agenda, Instant now) throws StoreException {
    return store.read(
        transaction ->
            of(
                agenda,
                Beginnings.read(transaction),
                now,
                Answers.all(transaction),
                Baselines.all(transaction),
                Silences.all(transaction)));
  }

  /** Where there is no store yet: nothing has been due. */
  public static AuditTrail empty(Agenda agenda, Instant now) {
    return of(
        agenda, new Beginnings(Optional.of(now), Map.of()), now, List.of(), List.of(), List.of());
  }

  private static AuditTrail of(
      Agenda agenda,
      Beginnings beginnings,
      Instant now,
      List<Answer.Filed> filed,
      List<BaselineState> baselines,
      List<Silence> silences) {
    Map<String, List<Answer.Filed>> byItem = new LinkedHashMap<>();
    agenda.ids().forEach(id -> byItem.put(id, new ArrayList<>()));
    filed.forEach(
        each ->
            byItem.computeIfAbsent(each.answer().item(), ignored -> new ArrayList<>()).add(each));
    List<Row> rows = new ArrayList<>();
    byItem.forEach(
        (id, answers) -> {
          Optional<ScheduledItem> item = agenda.find(id);
          List<Row> own = new ArrayList<>();
          answers.forEach(
              each ->
                  own.add(
                      new Row(
                          id,
                          item,
                          each.answer().occurrence(),
                          Standing.ANSWERED,
                          Optional.of(each))));
          item.ifPresent(
              scheduled ->
                  own.addAll(
                      open(scheduled, answers, begins(agenda, scheduled, beginnings, now), now)));
          own.sort(
              Comparator.comparing((Row row) -> row.occurrence().due())
                  .thenComparing(Row::standing));
          rows.addAll(own);
        });
    return new AuditTrail(
        agenda.room(), beginnings.installed().orElse(now), now, rows, baselines, silences);
  }

  /** Before this, answers may have been given and are not kept any more. */
  private static Instant begins(
      Agenda agenda, ScheduledItem item, Beginnings beginnings, Instant now) {
    Instant since = beginnings.of(item.id(), now);
    Instant kept = now.minus(agenda.config().own().storage().keepRecords()).plus(item.lead());
    return since.isBefore(kept) ? kept : since;
  }

  /** The occurrences that have come since then and have no conclusive answer. */
  private static List<Row> open(
      ScheduledItem item, List<Answer.Filed> answers, Instant begins, Instant now) {
    Set<String> concluded =
        answers.stream()
            .map(Answer.Filed::answer)
            .filter(Answer::conclusive)
            .map(answer -> answer.occurrence().period())
            .collect(Collectors.toSet());
    List<Row> rows = new ArrayList<>();
    Occurrence occurrence = item.calendar().latest(now);
    for (int i = 0; i < MOST_OCCURRENCES && occurrence.due().isAfter(begins); i++) {
      if (!concluded.contains(occurrence.period())) {
        Standing standing =
            !now.isBefore(item.closes(occurrence))
                ? Standing.MISSED
                : item.isOverdue(occurrence, now) ? Standing.OVERDUE : Standing.DUE;
        rows.add(new Row(item.id(), Optional.of(item), occurrence, standing, Optional.empty()));
      }
      occurrence = item.calendar().latest(occurrence.due().minusNanos(1));
    }
    return rows;
  }
}
