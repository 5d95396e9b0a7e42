package io.roomwatch.agent.lab;

import java.time.Duration;
import java.time.Instant;

/** What the service's status page says, in Statuspage's form, by a word for what happens. */
final class StatusPages {
  private StatusPages() {}

  static String page(String what, Instant now) {
    return switch (what) {
      case "incident" -> page(now, "minor", "Zoom Rooms", "partial_outage", incident("minor"));
      case "critical" -> page(now, "critical", "Zoom Rooms", "major_outage", incident("critical"));
      case "outage" -> page(now, "major", "Zoom Rooms", "major_outage", "");
      case "maintenance" ->
          page(now, "none", "Zoom Rooms", "under_maintenance", "")
              .replace(
                  "\"scheduled_maintenances\":[]",
                  "\"scheduled_maintenances\":[{\"id\":\"m1\",\"name\":\"Database work\","
                      + "\"status\":\"in_progress\",\"impact\":\"maintenance\",\"components\":[]}]");
      case "stale" -> page(now.minus(Duration.ofDays(60)), "none", "Zoom Rooms", "operational", "");
      case "other" -> page(now, "minor", "Zoom Phone", "partial_outage", "");
      case "broken" -> "<html>Down for maintenance</html>";
      default -> page(now, "none", "Zoom Rooms", "operational", "");
    };
  }

  private static String incident(String impact) {
    return """
    {"id":"i1","name":"Rooms cannot join meetings","status":"investigating","impact":"%s",
     "components":[{"id":"1","name":"Zoom Rooms","status":"major_outage"}]}\
    """
        .formatted(impact);
  }

  private static String page(
      Instant updated, String indicator, String component, String health, String incidents) {
    return """
    {"page":{"id":"lab","name":"Zoom","url":"https://www.zoomstatus.com","updated_at":"%s"},
     "status":{"indicator":"%s","description":"As the lab says"},
     "components":[{"id":"1","name":"%s","status":"%s","group":false}],
     "incidents":[%s],"scheduled_maintenances":[]}
    """
        .formatted(updated, indicator, component, health, incidents);
  }
}
