package io.roomwatch.agent.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.diagnosis.Asked;
import io.roomwatch.agent.journal.Journal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a bundle is made of, as it was found: nothing is taken out yet.
 *
 * @param facts as {@link FactSheet} reads them
 */
public record Evidence(
    Occasion occasion, Setup setup, Sight sight, Past past, JsonNode facts, Versions versions) {

  /**
   * When, and what a person said.
   *
   * @param zone of this machine: people read times in it
   * @param from where the window of the journal begins; it ends at {@code at}
   */
  public record Occasion(Instant at, ZoneId zone, Instant from, Asked asked) {}

  /**
   * What is configured.
   *
   * @param config tells what is secret; nothing of it is told
   * @param room what is told of the room
   * @param effective as {@code config show} prints it
   */
  public record Setup(Config config, Room room, Map<String, Object> effective) {}

  /**
   * What happened, as far as it could be read.
   *
   * @param journal of the window
   * @param changes of this machine and its configuration, before the trouble and since
   * @param unread why neither could be read; empty when they were
   */
  public record Past(Journal.Excerpt journal, Journal.Excerpt changes, Optional<String> unread) {

    public static Past unread(String why) {
      Journal.Excerpt nothing = new Journal.Excerpt(List.of(), false);
      return new Past(nothing, nothing, Optional.of(why));
    }
  }

  /**
   * What ran here.
   *
   * @param agent of this program
   * @param revision of its source
   * @param java the virtual machine
   * @param system operating system, its version and processor
   */
  public record Versions(String agent, String revision, String java, String system) {}
}
