package io.roomwatch.agent.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The version of Zoom Rooms that is installed on this machine, out of its facts. */
final class ZoomRoomsFound {

  private ZoomRoomsFound() {}

  static Optional<String> version(JsonNode facts) {
    return Optional.ofNullable(
            facts.path("zoom_rooms_installed").path("value").path(0).path("version").textValue())
        .filter(version -> !version.isBlank());
  }

  /** Why there is none, as a part of a sentence. */
  static String whyNone(JsonNode facts) {
    JsonNode installed = facts.path("zoom_rooms_installed");
    if (facts.path("platform").asText().equals("linux")) {
      return "none, it has no Linux edition";
    }
    if (installed.path("state").asText().equals("known")) {
      return installed.path("value").isEmpty()
          ? "not among the installed applications"
          : "installed, its version is not listed";
    }
    return "unknown because " + installed.path("reason").asText("nobody asked");
  }
}
