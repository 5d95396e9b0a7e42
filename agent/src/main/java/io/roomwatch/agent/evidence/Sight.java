package io.roomwatch.agent.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.StatusJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is believed of the room now.
 *
 * @param status the status document; missing when nobody could say
 * @param phases of the newest look of each check that talks to something
 * @param from who says so, or why nobody does, as the end of a sentence
 * @param remembered whether the daemon says so, which knows since when
 */
public record Sight(JsonNode status, List<Phases> phases, String from, boolean remembered) {

  /**
   * How long the phases of one look took.
   *
   * @param check its id
   * @param at when it ended; empty where nobody says
   * @param seconds by name, in the order in which they happen
   */
  public record Phases(String check, Optional<Instant> at, Map<String, Double> seconds) {
    public Phases {
      List<String> order = Arrays.stream(Phase.values()).map(Phase::label).toList();
      Map<String, Double> sorted = new LinkedHashMap<>();
      seconds.entrySet().stream()
          .sorted(Comparator.comparingInt(each -> order.indexOf(each.getKey())))
          .forEach(each -> sorted.put(each.getKey(), each.getValue()));
      seconds = Collections.unmodifiableMap(sorted);
    }
  }

  public Sight {
    phases = List.copyOf(phases);
  }

  /** By a look of the command's own. */
  public static Sight looked(RoomStatus status, String from) {
    return new Sight(
        Json.read(StatusJson.of(status)),
        status.checks().stream().flatMap(check -> phases(check).stream()).toList(),
        from,
        false);
  }

  /**
   * By a daemon.
   *
   * @param document as it answers to {@code /api/v1/status}
   * @return empty when that is no status document
   */
  public static Optional<Sight> told(String document, List<Phases> phases, String from) {
    try {
      JsonNode status = Json.MAPPER.readTree(document);
      return status.path("verdict").path("state").isTextual() && status.path("checks").isArray()
          ? Optional.of(new Sight(status, phases, from, true))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  public static Sight none(String why) {
    return new Sight(MissingNode.getInstance(), List.of(), why, false);
  }

  /**
   * Since when something is wrong; empty when nothing is, or nobody knows: who looks for the first
   * time knows of no beginning.
   */
  public Optional<Instant> troubleSince() {
    String state = status.path("verdict").path("state").asText(State.UNKNOWN.label());
    if (!remembered || state.equals(State.OK.label()) || state.equals(State.UNKNOWN.label())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(status.path("verdict").path("since").asText()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Phases> phases(CheckStatus check) {
    Optional<Observation> latest =
        check.latest().filter(seen -> !seen.finding().phases().isEmpty());
    return latest.map(
        seen -> {
          Map<String, Double> seconds = new LinkedHashMap<>();
          seen.finding()
              .phases()
              .forEach(
                  each ->
                      seconds.merge(
                          each.phase().label(), each.took().toNanos() / 1e9, Double::sum));
          return new Phases(check.check().toString(), Optional.of(seen.at()), seconds);
        });
  }
}
