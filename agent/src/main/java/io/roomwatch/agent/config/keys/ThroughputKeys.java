package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.config.Schedule;
import io.roomwatch.agent.config.Throughput;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Values;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The keys of {@code cloud.throughput}. */
public final class ThroughputKeys {
  private ThroughputKeys() {}

  private static final Key<URI> DOWNLOAD =
      Key.optional(
          "download_url",
          Scalars.url("https", "http"),
          "A file of some megabytes on a server of your own choice; fetched by GET, and thrown"
              + " away. Without this and upload_url nothing is measured.",
          "https://speed.example.com/10mb.bin");

  private static final Key<URI> UPLOAD =
      Key.optional(
          "upload_url",
          Scalars.url("https", "http"),
          "Where random bytes may be sent by POST, and are thrown away.",
          "https://speed.example.com/upload");

  private static final Key<Schedule.Window> QUIET =
      Key.inherited(
          "quiet",
          Words.window()
              .unless(
                  window ->
                      window.day() instanceof Schedule.Day.Every && window.month().isEmpty()
                          ? Optional.empty()
                          : Optional.of("it is measured every day: a time only, such as 02:30")),
          "When the time begins in which it is measured once, every day. Needed when the agent runs"
              + " beside the room: nobody sees there whether a meeting is on.",
          "02:30",
          "02:30");

  private static final Key<Duration> FOR =
      Key.of(
          "for",
          Scalars.duration(Duration.ofMinutes(10), Duration.ofHours(12)),
          "How long that time lasts.",
          "3h");

  private static final Key<ZoneId> TIMEZONE =
      Key.optional(
          "timezone",
          Scalars.zone(),
          "The time zone of the quiet time. Without it, this machine's.",
          "Europe/Berlin");

  private static final Key<Integer> MOST =
      Key.of(
          "most_mib",
          Scalars.integer("size in MiB", 1, 100),
          "The most bytes of one transfer in one direction. A day has one measurement, which is"
              + " repeated once when it was poor; three transfers of each direction at the very"
              + " most.",
          "8");

  private static final Key<Integer> IDLE =
      Key.of(
          "idle_kbps",
          Scalars.integer("rate in kbit/s", 8, 1000),
          "On the room's device: while an interface carries more than this in either direction, a"
              + " meeting may be on, and nothing is measured.",
          "32");

  static final Key<Optional<Throughput>> THROUGHPUT =
      Key.section(
          "throughput",
          Section.of(
                  "cloud.throughput",
                  "How much the line carries; measured only when asked for, and never during a"
                      + " meeting.",
                  List.of(DOWNLOAD, UPLOAD, QUIET, FOR, TIMEZONE, MOST, IDLE),
                  ThroughputKeys::made)
              .checked(ThroughputKeys::hasAnEnd));

  private static Optional<Throughput> made(Values values) {
    Throughput.Ends ends = new Throughput.Ends(values.find(DOWNLOAD), values.find(UPLOAD));
    return ends.download().isEmpty() && ends.upload().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Throughput(
                ends,
                new Throughput.Quiet(
                    values.find(QUIET).map(Schedule.Window::time).orElse(LocalTime.of(2, 30)),
                    values.get(FOR),
                    values.find(TIMEZONE),
                    values.has(QUIET)),
                values.get(MOST) * 1024L * 1024L,
                values.get(IDLE) * 1000.0));
  }

  /** What is written and does nothing is a slip; defaults stand in every effective file. */
  private static void hasAnEnd(Values values) {
    if (!values.has(DOWNLOAD) && !values.has(UPLOAD)) {
      for (Key<?> key : List.of(QUIET, TIMEZONE)) {
        if (values.has(key)) {
          values.spot(key).fault("does nothing without download_url or upload_url");
        }
      }
    }
  }
}
