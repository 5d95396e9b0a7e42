package io.roomwatch.agent.config;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How much the line carries, measured against an endpoint of the site's own choice.
 *
 * @param mostBytes of one transfer in one direction
 * @param idleBitsPerSecond what an interface may carry in either direction while no meeting is on
 */
public record Throughput(Ends ends, Quiet quiet, long mostBytes, double idleBitsPerSecond) {

  /** Where to; at least one of the two. */
  public record Ends(Optional<URI> download, Optional<URI> upload) {}

  /**
   * When it is measured, every day.
   *
   * @param lasts less than a day
   * @param zone empty: this machine's
   * @param chosen somebody named it; else it is a default
   */
  public record Quiet(LocalTime begins, Duration lasts, Optional<ZoneId> zone, boolean chosen) {

    /** When the quiet time that holds now began; empty when none does. */
    public Optional<Instant> since(Instant now, ZoneId own) {
      ZoneId here = zone.orElse(own);
      LocalDate today = now.atZone(here).toLocalDate();
      for (LocalDate day : new LocalDate[] {today, today.minusDays(1)}) {
        Instant from = day.atTime(begins).atZone(here).toInstant();
        if (!now.isBefore(from) && now.isBefore(from.plus(lasts))) {
          return Optional.of(from);
        }
      }
      return Optional.empty();
    }
  }
}
