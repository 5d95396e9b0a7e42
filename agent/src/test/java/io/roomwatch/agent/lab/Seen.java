package io.roomwatch.agent.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;

/** What one {@code roomwatch check} of the shipped image said. */
record Seen(int code, JsonNode status, String err) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The command that looks once. */
  static List<String> command(Path config) {
    String image = System.getProperty("roomwatch.image", "target/roomwatch");
    return List.of(
        image + "/bin/roomwatch", "check", "--format", "json", "--config.file", config.toString());
  }

  /** Looks once, from a host of the lab. */
  static Seen from(Lab lab, String host, Path config) throws Exception {
    Lab.Ended ended = lab.run(host, command(config));
    assertTrue(ended.out().startsWith("{"), ended.out() + ended.err());
    return new Seen(ended.code(), JSON.readTree(ended.out()), ended.err());
  }

  JsonNode check(String id) {
    for (JsonNode each : status.get("checks")) {
      if (each.get("id").asText().equals(id)) {
        return each;
      }
    }
    throw new AssertionError("no check " + id + " in " + status);
  }

  String state(String id) {
    return check(id).get("state").asText();
  }

  String reason(String id) {
    return check(id).get("reason").asText();
  }

  String text(String id) {
    return check(id).get("text").asText();
  }

  String verdict() {
    return status.at("/verdict/id").asText();
  }

  @Override
  public String toString() {
    return "exit " + code + "\n" + status.toPrettyString() + "\n" + err;
  }
}
