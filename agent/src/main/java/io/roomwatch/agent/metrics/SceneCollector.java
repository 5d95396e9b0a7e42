package io.roomwatch.agent.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.store.StoreHealth;
import io.roomwatch.agent.verdict.Verdict;
import io.roomwatch.agent.verdict.VerdictId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * All meters of ours in one pass over the current state: per-target series cost nothing between
 * scrapes. A meter without samples is left out.
 */
final class SceneCollector implements MultiCollector {

  private final Supplier<Scene> scenes;
  private final CheckMeters looks;

  SceneCollector(Supplier<Scene> scenes, CheckMeters looks) {
    this.scenes = scenes;
    this.looks = looks;
  }

  @Override
  public MetricSnapshots collect() {
    return new Page(looks).render(scenes.get());
  }

  /** One scrape. */
  private static final class Page {
    private final CheckMeters looks;
    private final Map<Meter, List<Point>> points = new EnumMap<>(Meter.class);

    /** A sample of a gauge, a counter or an info. */
    private record Point(double value, Labels labels) {}

    Page(CheckMeters looks) {
      this.looks = looks;
    }

    MetricSnapshots render(Scene scene) {
      agent(scene);
      kept(scene.kept());
      told(scene.told());
      scene.status().checks().forEach(this::check);
      counted();
      scene.machine().interfaces().forEach(this::networkInterface);
      scene.machine().reflector().ifPresent(this::reflector);
      List<MetricSnapshot> snapshots = new ArrayList<>();
      for (Meter meter : Meter.values()) {
        snapshot(meter, snapshots);
      }
      return new MetricSnapshots(snapshots);
    }

    private void agent(Scene scene) {
      Scene.Build build = scene.build();
      add(Meter.BUILD_INFO, 1, build.version(), build.revision(), build.java());
      add(
          Meter.ROOM_INFO,
          1,
          scene.status().room().name(),
          scene.status().room().site(),
          scene.machine().device());
      verdict(scene.status().verdict());
      add(Meter.SCHEDULER_STALLED, scene.scheduler().stalled() ? 1 : 0);
      add(Meter.SCHEDULER_LAG_SECONDS, scene.scheduler().lagSeconds());
      Scene.Runs runs = scene.scheduler().runs();
      add(Meter.SCHEDULER_MISSED_TOTAL, (double) runs.missed());
      add(Meter.SCHEDULER_SKIPPED_TOTAL, (double) runs.skipped());
      add(Meter.SCHEDULER_GAVE_UP_TOTAL, (double) runs.gaveUp());
      add(Meter.SCHEDULER_ERRORS_TOTAL, (double) runs.erred());
      add(Meter.CONFIG_LAST_RELOAD_SUCCESSFUL, scene.reload().successful() ? 1 : 0);
      add(Meter.CONFIG_LAST_RELOAD_SUCCESS_TIMESTAMP_SECONDS, unix(scene.reload().lastSuccess()));
    }

    private void verdict(Verdict verdict) {
      VerdictId id = verdict.cause().id();
      add(Meter.VERDICT, 1, id.label(), id.layer().label());
      for (State state : State.values()) {
        add(Meter.VERDICT_STATE, state == verdict.cause().state() ? 1 : 0, state.label());
      }
      add(Meter.VERDICT_SINCE_TIMESTAMP_SECONDS, unix(verdict.since()));
    }

    private void kept(Scene.Kept kept) {
      for (StoreHealth.State state : StoreHealth.State.values()) {
        String label = state.name().toLowerCase(Locale.ROOT);
        add(Meter.STORE_STATE, state == kept.store().state() ? 1 : 0, label);
      }
      add(Meter.STORE_SIZE_BYTES, (double) kept.store().bytes());
      add(Meter.STORE_FAILED_WRITES_TOTAL, (double) kept.store().failedWrites());
      add(Meter.STORE_CORRUPTIONS_TOTAL, (double) kept.store().corruptions());
      add(Meter.JOURNAL_WAITING_EVENTS, kept.waiting());
      add(Meter.JOURNAL_LOST_EVENTS_TOTAL, (double) kept.lost());
      kept.schedule().forEach(this::item);
    }

    private void told(Scene.Told told) {
      told.outbox()
          .sinks()
          .forEach(
              (sink, counts) -> {
                counts
                    .entries()
                    .forEach(
                        (status, count) ->
                            add(Meter.ALERT_OUTBOX_ENTRIES, count, sink, status.label()));
                counts
                    .deliveries()
                    .forEach(
                        (result, count) ->
                            add(Meter.ALERT_DELIVERIES_TOTAL, count, sink, result.label()));
                add(
                    Meter.ALERT_OLDEST_PENDING_SECONDS,
                    counts.oldestPending().toMillis() / 1e3,
                    sink);
              });
      add(Meter.ALERT_COLLAPSED_TOTAL, (double) told.outbox().collapsed());
      add(
          Meter.ALERT_FIRING,
          (double)
              told.alerts().stream().filter(one -> one.phase() instanceof Alert.Firing).count());
    }

    private void item(ItemStatus status) {
      String id = status.item().id();
      add(Meter.SCHEDULE_NEXT_DUE_TIMESTAMP_SECONDS, unix(status.next().due()), id);
      add(Meter.SCHEDULE_OVERDUE, status.overdue() ? 1 : 0, id);
      status
          .last()
          .ifPresent(
              last -> {
                for (Result result : Result.values()) {
                  add(
                      Meter.SCHEDULE_LAST_RESULT,
                      result == last.result() ? 1 : 0,
                      id,
                      result.label());
                }
              });
    }

    private void check(CheckStatus status) {
      String id = status.check().toString();
      String group = status.check().kind().group().label();
      for (State state : State.values()) {
        add(Meter.CHECK_STATE, state == status.state() ? 1 : 0, id, group, state.label());
      }
      status.latest().ifPresent(observation -> latest(id, observation));
    }

    private void latest(String id, Observation observation) {
      add(Meter.CHECK_LAST_RUN_TIMESTAMP_SECONDS, unix(observation.at()), id);
      for (PhaseTime time : observation.finding().phases()) {
        add(Meter.PHASE_SECONDS, time.took().toNanos() / 1e9, id, time.phase().label());
      }
      CheckKind kind = observation.check().kind();
      if (kind == CheckKind.CLOUD_TLS) {
        reading(observation, "tls_not_after_timestamp_seconds")
            .ifPresent(value -> add(Meter.TLS_NOT_AFTER_TIMESTAMP_SECONDS, value, id));
      } else if (kind == CheckKind.LINK_CONTROLLERS) {
        reading(observation, "controllers").ifPresent(value -> add(Meter.LINK_CONTROLLERS, value));
      } else if (kind == CheckKind.LOCAL_CLOCK) {
        reading(observation, "offset_seconds")
            .ifPresent(value -> add(Meter.CLOCK_OFFSET_SECONDS, value));
      } else if (kind == CheckKind.PATH_STAMP) {
        reading(observation, "loss_ratio")
            .ifPresent(value -> add(Meter.PATH_LOSS_RATIO, value, id));
        reading(observation, "jitter_seconds")
            .ifPresent(value -> add(Meter.PATH_JITTER_SECONDS, value, id));
      } else if (kind == CheckKind.CLOUD_THROUGHPUT) {
        for (String direction : List.of("download", "upload")) {
          reading(observation, direction + "_bits_per_second")
              .ifPresent(value -> add(Meter.THROUGHPUT_BITS_PER_SECOND, value, direction));
        }
      } else if (kind == CheckKind.LOCAL_WIFI) {
        wifi(observation);
      }
    }

    private void wifi(Observation observation) {
      for (Reading reading : observation.finding().readings()) {
        if (reading.name().equals("interface") && reading.value() instanceof Value.Text name) {
          reading(observation, "signal_dbm")
              .ifPresent(value -> add(Meter.WIFI_SIGNAL_DBM, value, name.value()));
        }
      }
    }

    private void counted() {
      looks.requests((label, count) -> add(Meter.PROBE_REQUESTS_TOTAL, (double) count, label));
      looks.failures((check, counts) -> reasons(Meter.CHECK_FAILURES_TOTAL, check, counts));
      looks.unknowns((check, counts) -> reasons(Meter.CHECK_UNKNOWN_TOTAL, check, counts));
    }

    private void reasons(Meter meter, CheckId check, Map<Reason, Long> counts) {
      counts.forEach(
          (reason, count) -> add(meter, (double) count, check.toString(), reason.label()));
    }

    private void reflector(Scene.Reflector reflector) {
      add(Meter.STAMP_REFLECTED_TOTAL, (double) reflector.reflected());
      new TreeMap<>(reflector.dropped())
          .forEach((why, count) -> add(Meter.STAMP_DROPPED_TOTAL, (double) count, why));
    }

    private void networkInterface(NetInterface each) {
      String name = each.name();
      add(Meter.INTERFACE_UP, each.up() ? 1 : 0, name, each.kind().name().toLowerCase(Locale.ROOT));
      each.speedBitsPerSecond()
          .ifPresent(bits -> add(Meter.INTERFACE_SPEED_BYTES, bits / 8.0, name));
      add(Meter.INTERFACE_RECEIVE_BYTES_TOTAL, (double) each.counters().bytesReceived(), name);
      add(Meter.INTERFACE_TRANSMIT_BYTES_TOTAL, (double) each.counters().bytesSent(), name);
      add(Meter.INTERFACE_RECEIVE_ERRORS_TOTAL, (double) each.counters().errorsIn(), name);
      add(Meter.INTERFACE_TRANSMIT_ERRORS_TOTAL, (double) each.counters().errorsOut(), name);
    }

    private void add(Meter meter, double value, String... labelValues) {
      String[] names = meter.labels().toArray(String[]::new);
      points
          .computeIfAbsent(meter, key -> new ArrayList<>())
          .add(new Point(value, Labels.of(names, labelValues)));
    }

    private void snapshot(Meter meter, List<MetricSnapshot> into) {
      MetricMetadata metadata = new MetricMetadata(meter.baseName(), meter.help());
      List<Point> samples = points.getOrDefault(meter, List.of());
      if (meter.kind() != Meter.Kind.HISTOGRAM && samples.isEmpty()) {
        return;
      }
      switch (meter.kind()) {
        case GAUGE ->
            into.add(
                new GaugeSnapshot(
                    metadata,
                    samples.stream()
                        .map(p -> new GaugeDataPointSnapshot(p.value(), p.labels(), noExemplar()))
                        .toList()));
        case COUNTER ->
            into.add(
                new CounterSnapshot(
                    metadata,
                    samples.stream()
                        .map(
                            p ->
                                new CounterDataPointSnapshot(
                                    p.value(), p.labels(), noExemplar(), 0L))
                        .toList()));
        case INFO ->
            into.add(
                new InfoSnapshot(
                    metadata,
                    samples.stream().map(p -> new InfoDataPointSnapshot(p.labels())).toList()));
        case HISTOGRAM -> {
          List<HistogramDataPointSnapshot> histograms = histograms(meter);
          if (!histograms.isEmpty()) {
            into.add(new HistogramSnapshot(metadata, histograms));
          }
        }
      }
    }

    private List<HistogramDataPointSnapshot> histograms(Meter meter) {
      List<HistogramDataPointSnapshot> found = new ArrayList<>();
      BiConsumer<String, Histogram> each =
          (label, histogram) -> {
            Histogram.View view = histogram.view();
            found.add(
                new HistogramDataPointSnapshot(
                    view.buckets(),
                    view.sum(),
                    Labels.of(meter.labels().getFirst(), label),
                    Exemplars.EMPTY,
                    0L));
          };
      if (meter == Meter.PROBE_RTT_SECONDS) {
        looks.roundTrips(each);
      } else {
        looks.durations(each);
      }
      return found;
    }

    @SuppressWarnings("NullAway") // The client's own API takes null for "no exemplar".
    private static Exemplar noExemplar() {
      return null;
    }

    private static double unix(Instant instant) {
      return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    private static OptionalDouble reading(Observation observation, String name) {
      return observation.finding().readings().stream()
          .filter(reading -> reading.name().equals(name))
          .map(Reading::value)
          .filter(Value.Measure.class::isInstance)
          .mapToDouble(value -> ((Value.Measure) value).value())
          .findFirst();
    }
  }
}
