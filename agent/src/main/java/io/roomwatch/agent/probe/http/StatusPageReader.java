package io.roomwatch.agent.probe.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.roomwatch.agent.probe.StatusPageProbe.Component;
import io.roomwatch.agent.probe.StatusPageProbe.Health;
import io.roomwatch.agent.probe.StatusPageProbe.Incident;
import io.roomwatch.agent.probe.StatusPageProbe.Page;
import io.roomwatch.agent.probe.network.Failure;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the summary document of a status page. Pure. Read token by token, so that what it keeps is
 * bounded whatever the document is: a tree of two hostile mebibytes would fill the heap.
 */
public final class StatusPageReader {

  /** The summary has four levels. */
  private static final int NESTING = 32;

  /** Zoom's page has about a hundred components. */
  private static final int MOST = 1000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(NESTING).build())
          .build();

  private final JsonParser in;
  private final List<Component> components = new ArrayList<>();
  private final List<Incident> incidents = new ArrayList<>();
  private Optional<String> indicator = Optional.empty();
  private Optional<Instant> updated = Optional.empty();
  private boolean hasComponents;

  private StatusPageReader(JsonParser in) {
    this.in = in;
  }

  /**
   * Empty when {@code json} is no JSON, or has no status indicator or no components: half a page
   * must not pass for a healthy one.
   */
  public static Optional<Page> read(byte[] json) {
    try (JsonParser in = JSON.createParser(json)) {
      return new StatusPageReader(in).page();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Page> page() throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    fields(this::topic);
    if (in.nextToken() != null || indicator.isEmpty() || !hasComponents) {
      return Optional.empty();
    }
    return Optional.of(new Page(indicator.get(), updated, components, incidents));
  }

  private void topic(String name) throws IOException {
    switch (name) {
      case "page" -> fields(field -> updated = field.equals("updated_at") ? time() : skip(updated));
      case "status" ->
          fields(field -> indicator = field.equals("indicator") ? text() : skip(indicator));
      case "components" -> {
        hasComponents = in.currentToken() == JsonToken.START_ARRAY;
        elements(this::component);
      }
      case "incidents" -> elements(this::incident);
      default -> in.skipChildren();
    }
  }

  private void component() throws IOException {
    var read =
        new Object() {
          Optional<String> name = Optional.empty();
          Optional<String> status = Optional.empty();
          boolean group;
        };
    fields(
        field -> {
          switch (field) {
            case "name" -> read.name = text();
            case "status" -> read.status = text();
            case "group" -> {
              read.group = in.currentToken() == JsonToken.VALUE_TRUE;
              in.skipChildren();
            }
            default -> in.skipChildren();
          }
        });
    if (!read.group && components.size() < MOST) {
      components.add(new Component(read.name.orElse(""), health(read.status.orElse(""))));
    }
  }

  private static Health health(String status) {
    return switch (status) {
      case "operational" -> Health.OPERATIONAL;
      case "under_maintenance" -> Health.UNDER_MAINTENANCE;
      case "degraded_performance" -> Health.DEGRADED_PERFORMANCE;
      case "partial_outage" -> Health.PARTIAL_OUTAGE;
      case "major_outage" -> Health.MAJOR_OUTAGE;
      default -> Health.UNKNOWN;
    };
  }

  private void incident() throws IOException {
    List<String> affected = new ArrayList<>();
    var read =
        new Object() {
          Optional<String> name = Optional.empty();
          Optional<String> impact = Optional.empty();
          Optional<String> status = Optional.empty();
          Optional<Instant> started = Optional.empty();
          Optional<Instant> created = Optional.empty();
        };
    fields(
        field -> {
          switch (field) {
            case "name" -> read.name = text();
            case "impact" -> read.impact = text();
            case "status" -> read.status = text();
            case "started_at" -> read.started = time();
            case "created_at" -> read.created = time();
            case "components" -> elements(() -> affected(affected));
            default -> in.skipChildren();
          }
        });
    if (incidents.size() < MOST) {
      incidents.add(
          new Incident(
              read.name.orElse(""),
              read.impact.orElse(""),
              read.status.orElse(""),
              read.started.or(() -> read.created),
              affected));
    }
  }

  private void affected(List<String> names) throws IOException {
    fields(
        field -> {
          Optional<String> name = field.equals("name") ? text() : skip(Optional.empty());
          if (names.size() < MOST) {
            name.ifPresent(names::add);
          }
        });
  }

  /** Reads the value of a field, all of it. */
  private interface Field {
    void read(String name) throws IOException;
  }

  /** Reads an element, all of it. */
  private interface Element {
    void read() throws IOException;
  }

  private void fields(Field field) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      field.read(name);
    }
  }

  private void elements(Element element) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  private <T> T skip(T kept) throws IOException {
    in.skipChildren();
    return kept;
  }

  private Optional<String> text() throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      return skip(Optional.empty());
    }
    return Optional.of(Failure.oneLine(in.getText().strip()));
  }

  private Optional<Instant> time() throws IOException {
    Optional<String> text = text();
    try {
      return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
