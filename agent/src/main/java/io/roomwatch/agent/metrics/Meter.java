package io.roomwatch.agent.metrics;

import java.util.List;
import java.util.Locale;

/**
 * Every meter of our own, declared once: registration, {@code docs/metrics.md} and the tests read
 * this list. Names follow https://prometheus.io/docs/practices/naming/ (read 2026-11).
 */
public enum Meter {
  BUILD_INFO(Kind.INFO, "Version of this agent; always 1.", "version", "revision", "java"),
  ROOM_INFO(Kind.INFO, "The room this agent watches; always 1.", "room", "site", "device"),
  CHECK_STATE(
      Kind.GAUGE,
      "1 for the confirmed state of a check, 0 for the other states.",
      "check",
      "group",
      "state"),
  CHECK_LAST_RUN_TIMESTAMP_SECONDS(
      Kind.GAUGE,
      "When the newest look ended, Unix time; no sample before the first look.",
      "check"),
  CHECK_DURATION_SECONDS(Kind.HISTOGRAM, "How long looks took.", "check"),
  CHECK_FAILURES_TOTAL(
      Kind.COUNTER, "Looks that found the check failed or degraded, by reason.", "check", "reason"),
  CHECK_UNKNOWN_TOTAL(Kind.COUNTER, "Looks that found out nothing, by reason.", "check", "reason"),
  PROBE_REQUESTS_TOTAL(
      Kind.COUNTER,
      "Looks that sent a probe whose round trip is timed, labelled as probe_rtt_seconds is; loss ="
          + " 1 - probe_rtt_seconds_count / probe_requests_total. No sample for checks that time"
          + " none (local.gateway, local.proxy, passive ones).",
      "check"),
  PROBE_RTT_SECONDS(
      Kind.HISTOGRAM,
      "Round-trip time of the probes that were answered, and be it by a refusal: connect time, or"
          + " the first answer of a datagram probe.",
      "check"),
  PHASE_SECONDS(
      Kind.GAUGE,
      "Each phase of the newest exchange; no sample for a phase that was not entered.",
      "check",
      "phase"),
  LINK_CONTROLLERS(
      Kind.GAUGE,
      "Controllers holding a connection to local TCP 9090; no sample when that cannot be read."),
  TLS_NOT_AFTER_TIMESTAMP_SECONDS(
      Kind.GAUGE, "Expiry of the certificate seen, Unix time.", "check"),
  CLOCK_OFFSET_SECONDS(Kind.GAUGE, "Time server minus this host; no sample without an answer."),
  PATH_LOSS_RATIO(
      Kind.GAUGE,
      "Packets of the newest burst to a reflector that were lost; no sample without an answer.",
      "check"),
  PATH_JITTER_SECONDS(
      Kind.GAUGE,
      "Jitter of the round trip to a reflector (RFC 3550); no sample without an answer.",
      "check"),
  THROUGHPUT_BITS_PER_SECOND(
      Kind.GAUGE,
      "What the line carried when it was measured last (download, upload); no sample before.",
      "direction"),
  STAMP_REFLECTED_TOTAL(Kind.COUNTER, "Test packets that this agent's reflector answered."),
  STAMP_DROPPED_TOTAL(
      Kind.COUNTER,
      "Datagrams that this agent's reflector did not answer, by why (not-allowed, malformed,"
          + " forged, too-many).",
      "why"),
  VERDICT(Kind.GAUGE, "1 for the present verdict; one series.", "id", "layer"),
  VERDICT_STATE(
      Kind.GAUGE, "1 for the state of the present verdict, 0 for the other states.", "state"),
  VERDICT_SINCE_TIMESTAMP_SECONDS(
      Kind.GAUGE, "When the cause of the present verdict began, Unix time."),
  INTERFACE_UP(Kind.GAUGE, "1 when the interface is up with carrier.", "interface", "kind"),
  INTERFACE_SPEED_BYTES(
      Kind.GAUGE,
      "Negotiated speed in bytes per second; no sample when the driver does not say.",
      "interface"),
  INTERFACE_RECEIVE_BYTES_TOTAL(Kind.COUNTER, "Bytes received.", "interface"),
  INTERFACE_TRANSMIT_BYTES_TOTAL(Kind.COUNTER, "Bytes sent.", "interface"),
  INTERFACE_RECEIVE_ERRORS_TOTAL(Kind.COUNTER, "Receive errors.", "interface"),
  INTERFACE_TRANSMIT_ERRORS_TOTAL(Kind.COUNTER, "Send errors.", "interface"),
  WIFI_SIGNAL_DBM(
      Kind.GAUGE,
      "Received Wi-Fi signal; no sample without Wi-Fi or where the system hides it.",
      "interface"),
  SCHEDULER_STALLED(
      Kind.GAUGE,
      "1 when the scheduler, its workers or the event loop of the probes made no progress for"
          + " longer than 10 s; readiness fails then."),
  SCHEDULER_LAG_SECONDS(
      Kind.GAUGE,
      "The most by which a due look was started late within the last full second; up to 0.01 is by"
          + " design."),
  SCHEDULER_MISSED_TOTAL(
      Kind.COUNTER, "Due times passed over because the look before had not ended."),
  SCHEDULER_SKIPPED_TOTAL(
      Kind.COUNTER, "Due times passed over because the scheduler came too late: suspend, stall."),
  SCHEDULER_GAVE_UP_TOTAL(Kind.COUNTER, "Looks and housekeeping that did not end in time."),
  SCHEDULER_ERRORS_TOTAL(
      Kind.COUNTER,
      "Looks and housekeeping that ended with a fault of this agent; its log has the details."),
  HTTP_REQUESTS_TOTAL(Kind.COUNTER, "Answers of this agent's own web server.", "path", "code"),
  SCHEDULE_NEXT_DUE_TIMESTAMP_SECONDS(
      Kind.GAUGE,
      "When a maintenance item is due, or has been since, Unix time: the time of its window.",
      "item"),
  SCHEDULE_LAST_RESULT(
      Kind.GAUGE,
      "1 for the newest result of a maintenance item, 0 for the other results; no sample before its"
          + " first.",
      "item",
      "result"),
  SCHEDULE_OVERDUE(
      Kind.GAUGE, "1 when a maintenance item is due for longer than its grace, else 0.", "item"),
  STORE_STATE(
      Kind.GAUGE,
      "1 for the state of the database (ok, full, corrupt, unusable), 0 for the other states.",
      "state"),
  STORE_SIZE_BYTES(Kind.GAUGE, "Size of the database and its log on disk."),
  STORE_FAILED_WRITES_TOTAL(Kind.COUNTER, "Transactions that could not be kept."),
  STORE_CORRUPTIONS_TOTAL(Kind.COUNTER, "Damaged databases found, moved aside, and begun afresh."),
  JOURNAL_WAITING_EVENTS(
      Kind.GAUGE, "Events that are in memory only, because the database cannot be written."),
  JOURNAL_LOST_EVENTS_TOTAL(
      Kind.COUNTER, "Events for which there was no room while the database could not be written."),
  ALERT_OUTBOX_ENTRIES(
      Kind.GAUGE,
      "Messages to a sink by what became of them (pending, delivered, parked, dropped), as far as"
          + " they are kept.",
      "sink",
      "status"),
  ALERT_DELIVERIES_TOTAL(
      Kind.COUNTER, "Attempts to deliver by result (taken, later, rejected).", "sink", "result"),
  ALERT_OLDEST_PENDING_SECONDS(
      Kind.GAUGE,
      "Age of the oldest message that a sink has not taken yet; 0 without one.",
      "sink"),
  ALERT_COLLAPSED_TOTAL(Kind.COUNTER, "Messages left out because too many waited for their sink."),
  ALERT_FIRING(Kind.GAUGE, "Alerts that are firing."),
  CONFIG_LAST_RELOAD_SUCCESSFUL(
      Kind.GAUGE,
      "1 when the newest reload was taken, 0 when the file was bad and the old configuration"
          + " stayed."),
  CONFIG_LAST_RELOAD_SUCCESS_TIMESTAMP_SECONDS(
      Kind.GAUGE, "When a configuration was last taken, Unix time.");

  /** Prefix of every meter of ours. */
  public static final String PREFIX = "roomwatch_";

  /** The metric types in use. */
  public enum Kind {
    GAUGE,
    COUNTER,
    HISTOGRAM,
    /** A gauge that is always 1 and carries facts as labels. */
    INFO
  }

  private final Kind kind;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable; its type does not say so.
  private final List<String> labels;

  Meter(Kind kind, String help, String... labels) {
    this.kind = kind;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** The name as it is exposed, with prefix and unit. */
  public String exposedName() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  public Kind kind() {
    return kind;
  }

  public String help() {
    return help;
  }

  public List<String> labels() {
    return labels;
  }

  /** The name without the suffix that the exposition writer adds by type. */
  String baseName() {
    return switch (kind) {
      case COUNTER -> exposedName().substring(0, exposedName().length() - "_total".length());
      case INFO -> exposedName().substring(0, exposedName().length() - "_info".length());
      case GAUGE, HISTOGRAM -> exposedName();
    };
  }
}
