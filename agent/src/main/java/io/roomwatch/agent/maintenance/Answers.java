package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.maintenance.calendar.Occurrence;
import io.roomwatch.agent.maintenance.duty.Duty;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.store.Row;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table {@code answer}. */
final class Answers {

  private static final String COLUMNS = "id, item, period, due, kind, at, author, result, note";

  private Answers() {}

  /** An answer with the number under which it stands: a later one has a greater. */
  record Numbered(long number, Answer answer) {}

  /** Keeps what a person said. */
  static void attest(Transaction transaction, Answer.Filed filed) throws StoreException {
    insert(transaction, filed);
  }

  /**
   * Keeps what the agent concluded of an occurrence, or that it could not. Of what it could not,
   * only the newest is kept.
   *
   * @return false when there is a conclusive answer of the agent already: nothing was changed
   */
  static boolean run(Transaction transaction, Answer.Filed filed) throws StoreException {
    Answer answer = filed.answer();
    boolean concluded =
        transaction
            .first(
                "SELECT id FROM answer WHERE item = ? AND period = ? AND kind = ? AND conclusive ="
                    + " 1",
                row -> row.number("id"),
                answer.item(),
                answer.occurrence().period(),
                Duty.Kind.AUTO.label())
            .isPresent();
    if (concluded) {
      return false;
    }
    if (!answer.conclusive()) {
      int unused =
          transaction.update(
              "DELETE FROM answer WHERE item = ? AND period = ? AND kind = ? AND conclusive = 0",
              answer.item(),
              answer.occurrence().period(),
              Duty.Kind.AUTO.label());
    }
    insert(transaction, filed);
    return true;
  }

  /** Those behind a number, in the order in which they were given. */
  static List<Numbered> behind(Transaction transaction, long number) throws StoreException {
    return transaction.list(
        "SELECT " + COLUMNS + " FROM answer WHERE id > ? ORDER BY id",
        row -> new Numbered(row.number("id"), answer(row)),
        number);
  }

  /** All of them, in the order in which they were given. */
  static List<Answer.Filed> all(Transaction transaction) throws StoreException {
    return transaction.list(
        "SELECT "
            + COLUMNS
            + ", evidence, file_name, file_sha256, file_bytes FROM answer ORDER BY id",
        row ->
            new Answer.Filed(
                answer(row),
                Lines.read(row.text("evidence")),
                row.findText("file_name").isPresent()
                    ? Optional.of(
                        new EvidenceFile(
                            row.text("file_name"),
                            row.text("file_sha256"),
                            row.number("file_bytes")))
                    : Optional.empty()));
  }

  private static void insert(Transaction transaction, Answer.Filed filed) throws StoreException {
    Answer answer = filed.answer();
    int unused =
        transaction.update(
            "INSERT INTO answer (item, period, due, kind, conclusive, at, author, result, note,"
                + " evidence, file_name, file_sha256, file_bytes)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            answer.item(),
            answer.occurrence().period(),
            answer.occurrence().due(),
            answer.kind().label(),
            answer.conclusive(),
            answer.said().at(),
            answer.said().by(),
            answer.result().label(),
            answer.said().note(),
            Lines.write(Lines.bounded(filed.evidence())),
            filed.file().map(EvidenceFile::name),
            filed.file().map(EvidenceFile::sha256),
            filed.file().map(EvidenceFile::bytes));
  }

  private static Answer answer(Row row) throws StoreException {
    return new Answer(
        row.text("item"),
        new Occurrence(row.text("period"), row.instant("due")),
        Duty.Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
        new Answer.Said(
            row.instant("at"),
            row.text("author"),
            Result.of(row.text("result")).orElse(Result.UNKNOWN),
            row.text("note")));
  }
}
