package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.config.Storage;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import java.time.Duration;
import java.util.List;

/** The keys of {@code storage}. */
public final class StorageKeys {
  private StorageKeys() {}

  private static final Duration LONGEST = Duration.ofDays(3660);

  private static final Key<Duration> KEEP_EVENTS =
      Key.of(
          "keep_events",
          Scalars.duration(Duration.ofDays(1), LONGEST),
          "How long the journal keeps what failed, recovered and changed.",
          "90d");

  private static final Key<Duration> KEEP_RECORDS =
      Key.of(
          "keep_records",
          Scalars.duration(Duration.ofDays(400), LONGEST),
          "How long results of maintenance items, attestations and ended silences are kept: the"
              + " audit trail.",
          "1100d");

  private static final Key<Integer> MAX_SIZE =
      Key.of(
          "max_size_mib",
          Scalars.integer("size in MiB", 16, 4096),
          "The most that the database may take on disk. When it is full, the oldest events go"
              + " first.",
          "64");

  public static final Section<Storage> STORAGE =
      Section.of(
          "storage",
          "What is kept in the state directory (--storage.path), and for how long.",
          List.of(KEEP_EVENTS, KEEP_RECORDS, MAX_SIZE),
          values ->
              new Storage(
                  values.get(KEEP_EVENTS),
                  values.get(KEEP_RECORDS),
                  values.get(MAX_SIZE) * 1024L * 1024L));
}
