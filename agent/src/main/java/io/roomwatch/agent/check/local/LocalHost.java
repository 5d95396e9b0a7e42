package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.check.Thresholds;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How loaded this machine is.
 *
 * <p>Degraded: {@code THRESHOLD} (cpu, memory or disk), {@code OVERDUE} (a restart is pending).
 * Unknown: why the load could not be read.
 *
 * <p>Thresholds: {@code cpu_degraded_ratio} (default 0.95, at or above), {@code
 * memory_available_degraded_ratio} (default 0.05, below) and {@code disk_free_degraded_ratio}
 * (default 0.05, below).
 */
final class LocalHost implements Check {

  private final Facts facts;
  private final Thresholds thresholds;

  LocalHost(CheckContext context) {
    this.facts = context.facts();
    this.thresholds = Thresholds.of(context.config(), CheckId.of(CheckKind.LOCAL_HOST));
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LOCAL_HOST);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(
        switch (facts.load()) {
          case Fact.Known<HostLoad> known -> judge(known.value());
          case Fact.Unread<HostLoad> unread -> Finding.unknown(unread.reason(), unread.why());
        });
  }

  private Finding judge(HostLoad load) {
    List<String> shortages = shortages(load);
    boolean pending = load.pendingReboot().orElse(false);
    Finding finding;
    if (!shortages.isEmpty()) {
      finding =
          Finding.degraded(
              Reason.THRESHOLD,
              "This machine is short: "
                  + Wording.list(shortages)
                  + (pending ? "; a restart is pending." : "."));
    } else if (pending) {
      finding =
          Finding.degraded(
              Reason.OVERDUE,
              "A restart is pending to finish an update; up "
                  + Wording.duration(load.uptime())
                  + ".");
    } else {
      finding = Finding.ok(summary(load));
    }
    return finding.with(readings(load));
  }

  private List<String> shortages(HostLoad load) {
    List<String> shortages = new ArrayList<>();
    if (load.cpuRatio().isPresent()
        && load.cpuRatio().getAsDouble() >= thresholds.value("cpu_degraded_ratio")) {
      shortages.add("CPU " + Figures.percent(load.cpuRatio().getAsDouble()) + " busy");
    }
    HostLoad.Memory memory = load.memory();
    if (isShort(
        memory.availableBytes(),
        memory.totalBytes(),
        thresholds.value("memory_available_degraded_ratio"))) {
      shortages.add(memory(memory));
    }
    load.disk()
        .filter(
            disk ->
                isShort(
                    disk.freeBytes(),
                    disk.totalBytes(),
                    thresholds.value("disk_free_degraded_ratio")))
        .ifPresent(disk -> shortages.add(disk(disk)));
    return shortages;
  }

  /** A total of zero means that it was not told. */
  private static boolean isShort(long left, long total, double ratio) {
    return total > 0 && (double) left / total < ratio;
  }

  private static String summary(HostLoad load) {
    List<String> parts = new ArrayList<>();
    parts.add("Up " + Wording.duration(load.uptime()));
    if (load.cpuRatio().isPresent()) {
      parts.add("CPU " + Figures.percent(load.cpuRatio().getAsDouble()) + " busy");
    }
    parts.add(memory(load.memory()));
    load.disk().ifPresent(disk -> parts.add(disk(disk)));
    load.pendingReboot().ifPresent(ignored -> parts.add("no restart pending"));
    return String.join(", ", parts) + ".";
  }

  private static String memory(HostLoad.Memory memory) {
    return Figures.gibibytes(memory.availableBytes())
        + " of "
        + Figures.gibibytes(memory.totalBytes())
        + " memory available";
  }

  private static String disk(HostLoad.Disk disk) {
    return Figures.gibibytes(disk.freeBytes())
        + " of "
        + Figures.gibibytes(disk.totalBytes())
        + " free on "
        + disk.mount();
  }

  private static Reading[] readings(HostLoad load) {
    return new Reading[] {
      Reading.seconds("uptime_seconds", load.uptime()),
      Reading.number("cpu_ratio", load.cpuRatio()),
      Reading.number("memory_total_bytes", (double) load.memory().totalBytes()),
      Reading.number("memory_available_bytes", (double) load.memory().availableBytes()),
      load.disk()
          .map(disk -> Reading.number("disk_total_bytes", (double) disk.totalBytes()))
          .orElse(Reading.absent("disk_total_bytes")),
      load.disk()
          .map(disk -> Reading.number("disk_free_bytes", (double) disk.freeBytes()))
          .orElse(Reading.absent("disk_free_bytes")),
      load.pendingReboot()
          .map(pending -> Reading.flag("pending_reboot", pending))
          .orElse(Reading.absent("pending_reboot"))
    };
  }
}
