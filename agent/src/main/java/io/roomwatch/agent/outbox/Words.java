package io.roomwatch.agent.outbox;

import java.time.Duration;

/** Sentences for the journal. */
final class Words {
  private Words() {}

  static String taken(Job job, String said) {
    int attempts = job.attempt().number();
    return "Took "
        + what(job)
        + (attempts == 1 ? "" : " after " + attempts + " attempts")
        + late(job.attempt().late())
        + answer(said);
  }

  static String refused(Job job, String said) {
    return "Refused " + what(job) + answer(said) + " It is parked: roomwatch alert list";
  }

  private static String what(Job job) {
    int others = job.items().size() - 1;
    return "'"
        + job.notice().status().label()
        + "' of "
        + job.notice().key()
        + (others > 0 ? " and " + others + " more" : "");
  }

  private static String late(Duration late) {
    return late.toMinutes() < 1 ? "" : ", " + late.toMinutes() + " min late";
  }

  private static String answer(String said) {
    return said.isBlank() ? "." : ": " + said + (said.endsWith(".") ? "" : ".");
  }
}
