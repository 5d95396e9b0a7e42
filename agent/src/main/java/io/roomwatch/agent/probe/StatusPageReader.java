package io.roomwatch.agent.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.roomwatch.agent.probe.StatusPageProbe.Component;
import io.roomwatch.agent.probe.StatusPageProbe.Health;
import io.roomwatch.agent.probe.StatusPageProbe.Incident;
import io.roomwatch.agent.probe.StatusPageProbe.Page;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the summary document of a status page. Pure; whatever the text is, it takes bounded work.
 */
final class StatusPageReader {

  /** The summary has four levels. */
  private static final int NESTING = 32;

  private static final JsonMapper MAPPER =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(NESTING).build())
              .build());

  private StatusPageReader() {}

  /**
   * Empty when {@code text} is not JSON, or has no status indicator or no components: half a page
   * must not pass for a healthy one.
   */
  static Optional<Page> read(String text) {
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    JsonNode indicator = root.path("status").path("indicator");
    JsonNode components = root.path("components");
    if (!indicator.isTextual() || !components.isArray()) {
      return Optional.empty();
    }
    return Optional.of(
        new Page(
            word(indicator),
            time(root.path("page").path("updated_at")),
            components(components),
            incidents(root.path("incidents"))));
  }

  private static List<Component> components(JsonNode array) {
    List<Component> components = new ArrayList<>();
    for (JsonNode component : array) {
      if (!component.path("group").asBoolean(false)) {
        components.add(
            new Component(word(component.path("name")), health(component.path("status"))));
      }
    }
    return components;
  }

  private static Health health(JsonNode status) {
    return switch (status.asText()) {
      case "operational" -> Health.OPERATIONAL;
      case "under_maintenance" -> Health.UNDER_MAINTENANCE;
      case "degraded_performance" -> Health.DEGRADED_PERFORMANCE;
      case "partial_outage" -> Health.PARTIAL_OUTAGE;
      case "major_outage" -> Health.MAJOR_OUTAGE;
      default -> Health.UNKNOWN;
    };
  }

  private static List<Incident> incidents(JsonNode array) {
    List<Incident> incidents = new ArrayList<>();
    for (JsonNode incident : array) {
      List<String> names = new ArrayList<>();
      incident.path("components").forEach(component -> names.add(word(component.path("name"))));
      incidents.add(
          new Incident(
              word(incident.path("name")),
              word(incident.path("impact")),
              word(incident.path("status")),
              time(incident.path("started_at")).or(() -> time(incident.path("created_at"))),
              names));
    }
    return incidents;
  }

  private static String word(JsonNode text) {
    return Failure.oneLine(text.asText("").strip());
  }

  private static Optional<Instant> time(JsonNode text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.asText("")).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
