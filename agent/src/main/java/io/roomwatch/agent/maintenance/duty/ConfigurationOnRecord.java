package io.roomwatch.agent.maintenance.duty;

import io.roomwatch.agent.check.Drift;
import io.roomwatch.agent.observation.CheckKind;
import java.util.List;

/**
 * {@code annual.configuration-record}: writes the working configuration down; a person accepts it.
 * Passes by itself only when nothing differs from what was accepted.
 */
final class ConfigurationOnRecord implements Duty.Judge {

  private static final String ACCEPT = "accept it by attesting annual.configuration-record";

  @Override
  public Judgement judge(Knowledge known) {
    List<String> record = known.records().configuration();
    BaselineState state = known.records().baseline(BaselineState.CONFIGURATION);
    String number = Phrases.count(record.size(), "line");
    Judgement judgement =
        state
            .accepted()
            .map(
                accepted -> {
                  Drift drift = Drift.between(accepted.lines(), record);
                  return drift.isNone()
                      ? Judgement.of(
                          Result.PASS,
                          "The working configuration is the one that "
                              + accepted.by()
                              + " accepted: "
                              + number
                              + ".",
                          List.of(number + ", unchanged."))
                      : Judgement.of(
                          Result.NEEDS_PERSON,
                          "The working configuration differs from the accepted one: "
                              + drift.text()
                              + ". Look at it and "
                              + ACCEPT
                              + ".",
                          drift.lines());
                })
            .orElseGet(
                () ->
                    Judgement.of(
                        Result.NEEDS_PERSON,
                        "The working configuration is written down, "
                            + number
                            + ": look at it and "
                            + ACCEPT
                            + ".",
                        record));
    return judgement
        .offering(new Judgement.Candidate(BaselineState.CONFIGURATION, record))
        .restingOn(known.of(CheckKind.ROOM_VERSION));
  }
}
