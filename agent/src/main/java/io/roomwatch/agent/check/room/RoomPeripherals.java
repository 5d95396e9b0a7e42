package io.roomwatch.agent.check.room;

import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Drift;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Cameras, microphones, speakers and displays against the accepted baseline. Opt-in: devices that
 * are unplugged on purpose make noise.
 *
 * <p>Failed: {@code MISSING} (an accepted device is gone). Degraded: {@code DRIFT} (there is one
 * more than accepted). Unknown: why the devices could not be read. Ok, said in the text: nobody has
 * accepted a baseline yet.
 */
final class RoomPeripherals implements Check {

  private final Facts facts;
  private final Baseline baseline;

  RoomPeripherals(CheckContext context, Baseline baseline) {
    this.facts = context.facts();
    this.baseline = baseline;
  }

  /** The lines that a baseline accepts: {@code camera Logitech Rally}, sorted. */
  static List<String> measured(List<Peripheral> peripherals) {
    return peripherals.stream()
        .sorted()
        .map(one -> one.kind().name().toLowerCase(Locale.ROOT) + " " + one.name())
        .toList();
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.ROOM_PERIPHERALS);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(
        switch (facts.peripherals()) {
          case Fact.Known<List<Peripheral>> known -> judge(measured(known.value()));
          case Fact.Unread<List<Peripheral>> unread ->
              Finding.unknown(unread.reason(), unread.why());
        });
  }

  private Finding judge(List<String> now) {
    baseline.measured(id().toString(), now);
    Reading devices = Reading.texts("devices", now);
    Optional<List<String>> accepted = baseline.accepted(id().toString());
    String seen = now.isEmpty() ? "No device is seen" : "Seen: " + Figures.some(now, 6);
    if (accepted.isEmpty()) {
      return Finding.ok(seen + "; no baseline accepted yet.").with(devices);
    }
    Drift drift = Drift.between(accepted.get(), now);
    if (drift.isNone()) {
      return Finding.ok(seen + ", as in the accepted baseline.").with(devices);
    }
    String added =
        drift.added().isEmpty() ? "" : "New since the baseline: " + Figures.some(drift.added(), 4);
    Finding finding =
        drift.removed().isEmpty()
            ? Finding.degraded(Reason.DRIFT, added + ".")
            : Finding.failed(
                Reason.MISSING,
                "Missing: "
                    + Figures.some(drift.removed(), 4)
                    + (added.isEmpty() ? "." : ". " + added + "."));
    return finding.with(devices).with(drift.readings());
  }
}
