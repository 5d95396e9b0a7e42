package io.roomwatch.agent.cli.triage;

import io.roomwatch.agent.cli.Page;
import io.roomwatch.agent.diagnosis.Answer;
import io.roomwatch.agent.diagnosis.Clue;
import io.roomwatch.agent.diagnosis.Diagnosis;
import io.roomwatch.agent.diagnosis.Evidence;
import io.roomwatch.agent.diagnosis.Gap;
import io.roomwatch.agent.diagnosis.Judgement;
import io.roomwatch.agent.diagnosis.Standing;
import io.roomwatch.agent.diagnosis.Step;
import io.roomwatch.agent.diagnosis.Supposition;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Provenance;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A diagnosis as a technician reads it: plain lines that can be pasted into a ticket. */
final class DiagnosisText {

  /** Of each kind of line; a site with a thousand peers is told by its first ones. */
  private static final int MOST_LINES = 8;

  private final Diagnosis diagnosis;
  private final String caveat;
  private final ZoneId zone;
  private final Page page = new Page();

  /**
   * @param caveat what holds for all codes
   */
  DiagnosisText(Diagnosis diagnosis, String caveat, ZoneId zone) {
    this.diagnosis = diagnosis;
    this.caveat = caveat;
    this.zone = zone;
  }

  /**
   * @param recorded what happened before
   */
  String of(DiagnoseCommand.Recorded recorded) {
    head();
    verdict();
    asked();
    if (!diagnosis.suppositions().isEmpty()) {
      page.gap().line("What may be behind it, in the order that the measurements leave");
      int number = 1;
      for (Supposition each : diagnosis.suppositions()) {
        supposition(number++, each);
      }
    }
    page.gap().line("Layers, in the order of triage");
    int number = 1;
    for (Diagnosis.Layer each : diagnosis.layers()) {
      layer(number++, each);
    }
    lately(recorded);
    return page.toString();
  }

  private void head() {
    RoomStatus status = diagnosis.seen().status();
    page.line("Room     " + status.room().name() + " (" + status.room().site() + ")");
    page.line(
        "Looked   "
            + status.at().truncatedTo(ChronoUnit.SECONDS)
            + " by roomwatch "
            + status.agent().version()
            + (diagnosis.seen().onDevice()
                ? ", on the room's device"
                : ", on a machine beside the room"));
  }

  private void verdict() {
    Verdict verdict = diagnosis.seen().status().verdict();
    page.line(
        "Verdict  "
            + verdict.cause().id().label()
            + ": "
            + verdict.cause().state().label()
            + ", confidence "
            + verdict.cause().confidence().label());
    page.line("         " + verdict.summary());
    page.line("Next     " + verdict.next());
    page.line("Wrong if " + verdict.grounds().disproof());
    page.line("Known    " + known(verdict.grounds().provenance(), verdict.grounds().source()));
    if (!verdict.cause().codes().isEmpty()) {
      page.line("Codes    consistent with " + String.join(", ", verdict.cause().codes()));
    }
    if (!verdict.consequences().isEmpty()) {
      page.line(
          "Explains "
              + verdict.consequences().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining(", ")));
    }
  }

  private void asked() {
    Answer answer = new Answer(diagnosis);
    List<String> sentences = answer.sentences();
    if (sentences.isEmpty()) {
      return;
    }
    page.gap();
    diagnosis.code().ifPresent(this::code);
    diagnosis.asked().screen().ifPresent(screen -> page.line("Screen   " + screen.label()));
    diagnosis.asked().doing().ifPresent(doing -> page.line("Doing    " + doing.label()));
    sentences.forEach(sentence -> page.line("Answer   " + sentence));
    answer.questions().forEach(question -> page.line("Ask      " + question));
  }

  private void code(Clue code) {
    page.line(
        "Code     "
            + code.name()
            + ", "
            + known(code.basis().provenance(), code.basis().source())
            + ": "
            + code.says());
    page.line("         " + caveat);
  }

  private void supposition(int number, Supposition supposition) {
    Judgement judgement = supposition.judgement();
    page.line("%2d. %s".formatted(number, supposition.hypothesis().says()));
    page.line(
        "    "
            + standing(judgement.standing())
            + ", confidence "
            + judgement.confidence().label()
            + (supposition.fits() ? ", fits what was being done" : "")
            + " ["
            + supposition.basis().provenance().label()
            + ": "
            + supposition.basis().source()
            + "]");
    if (judgement.standing() != Standing.UNLIKELY) {
      page.line("    Next     " + supposition.hypothesis().next());
    }
    evidence(judgement);
  }

  private void layer(int number, Diagnosis.Layer layer) {
    Judgement judgement = layer.judgement();
    boolean speaks = !judgement.speaksFor().isEmpty();
    page.line(
        "%2d. %s: %s%s"
            .formatted(
                number,
                layer.step().title()
                    + (layer.step() == Step.HOST
                        ? diagnosis.seen().onDevice()
                            ? " (the room's device)"
                            : " (beside the room)"
                        : ""),
                state(judgement),
                speaks ? ", confidence " + judgement.confidence().label() : ""));
    evidence(judgement);
  }

  private void evidence(Judgement judgement) {
    lines("For", judgement.speaksFor().stream().map(this::line).toList());
    lines("Against", judgement.speaksAgainst().stream().map(this::line).toList());
    lines("Not seen", judgement.unmeasured().stream().map(DiagnosisText::line).toList());
  }

  private void lines(String head, List<String> lines) {
    lines.stream()
        .limit(MOST_LINES)
        .forEach(line -> page.line("    %-8s %s".formatted(head, line)));
    if (lines.size() > MOST_LINES) {
      page.line("    %-8s and %d more".formatted(head, lines.size() - MOST_LINES));
    }
  }

  private String line(Evidence evidence) {
    String state =
        evidence.status().state() == State.OK
            ? "ok"
            : evidence.status().state().label() + " " + evidence.status().reason().label();
    return evidence.status().check()
        + ", "
        + state
        + (evidence.status().flapping() ? ", flapping" : "")
        + (evidence.follows() ? ", follows from " + cause() : "")
        + ": "
        + evidence.text();
  }

  private static String line(Gap gap) {
    return gap.what()
            .map(what -> what + gap.reason().map(why -> ", " + why.label()).orElse("") + ": ")
            .orElse("")
        + gap.why();
  }

  private String state(Judgement judgement) {
    return switch (judgement.standing()) {
      case SUPPORTED ->
          judgement.speaksFor().stream()
                  .anyMatch(one -> one.status().state() == State.FAILED && !one.follows())
              ? "BROKEN"
              : "DEGRADED";
      case WEAK -> "weak signs of a fault";
      case EXPLAINED -> "fails, and that follows from " + cause();
      case OPEN -> "not known";
      case UNLIKELY ->
          judgement.unmeasured().isEmpty()
              ? "nothing found"
              : "nothing found in what could be seen";
    };
  }

  private String standing(Standing standing) {
    return switch (standing) {
      case SUPPORTED -> "SUPPORTED by what was measured";
      case WEAK -> "weak signs only";
      case EXPLAINED -> "explained by " + cause();
      case OPEN -> "open";
      case UNLIKELY -> "unlikely by what was measured";
    };
  }

  private String cause() {
    return diagnosis.seen().status().verdict().cause().id().label();
  }

  private static String known(Provenance provenance, String source) {
    return Optional.of(source)
        .filter(text -> !text.isEmpty())
        .map(text -> provenance.label() + ": " + text)
        .orElse(provenance.label());
  }

  private void lately(DiagnoseCommand.Recorded recorded) {
    page.gap()
        .line(
            "The 24 hours before, as a daemon recorded them ("
                + zone
                + ")"
                + recorded.remark().map(remark -> ": " + remark).orElse(""));
    for (Event event : recorded.events()) {
      page.line(
          "    " + Page.second(event.at(), zone) + "  " + event.subject() + ": " + event.text());
    }
    if (recorded.events().isEmpty() && recorded.remark().isEmpty()) {
      page.line("    Nothing changed.");
    }
  }
}
