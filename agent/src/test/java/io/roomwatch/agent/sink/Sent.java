package io.roomwatch.agent.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.Receiver.Attempt;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** What a receiver that speaks JSON over HTTP sends. */
final class Sent {

  static final Instant NOW = Instant.parse("2026-11-20T10:40:00Z");

  private Sent() {}

  /** The one document. */
  static JsonNode one(Function<String, Sink> sink, Notice notice) throws Exception {
    List<JsonNode> all = all(sink, notice, Notices.FIRST);
    if (all.size() != 1) {
      throw new AssertionError(all);
    }
    return all.get(0);
  }

  /** All documents. */
  static List<JsonNode> all(Function<String, Sink> sink, Notice notice, Attempt attempt)
      throws Exception {
    try (HttpServerOfFaults server = new HttpServerOfFaults(HttpServerOfFaults.answering(202));
        Ground ground = new Ground(Ground.PATIENT).at(NOW)) {
      ground
          .receivers()
          .of(sink.apply("http://127.0.0.1:" + server.port()))
          .orElseThrow()
          .deliver(notice, attempt);
      ObjectMapper json = new ObjectMapper();
      List<JsonNode> documents = new java.util.ArrayList<>();
      for (HttpServerOfFaults.Request request : server.requests()) {
        documents.add(json.readTree(request.body()));
      }
      return documents;
    }
  }
}
