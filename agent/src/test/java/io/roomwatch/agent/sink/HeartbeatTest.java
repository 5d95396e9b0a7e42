package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

  @Test
  void beatIsAGetThatSaysNothingElse() throws Exception {
    try (HttpServerOfFaults server = new HttpServerOfFaults(HttpServerOfFaults.answering(200));
        Ground ground = new Ground(Ground.PATIENT)) {
      Sink.Heartbeat sink =
          new Sink.Heartbeat(
              "beat",
              new Secret("http://127.0.0.1:" + server.port() + "/ping/uuid"),
              Duration.ofMinutes(2));
      Heartbeat heartbeat = ground.receivers().heartbeats(List.of(sink)).get(0);
      assertEquals("beat", heartbeat.name());
      assertEquals(Duration.ofMinutes(2), heartbeat.period());
      assertEquals(
          new Delivery.Taken("127.0.0.1:" + server.port() + " answered 200"), heartbeat.beat());
      assertEquals("GET /ping/uuid HTTP/1.1", server.last().line());
      assertEquals("", server.last().body());
    }
  }

  @Test
  void heartbeatIsNoReceiverOfAlerts() {
    try (Ground ground = new Ground(Ground.PATIENT)) {
      Sink.Heartbeat sink =
          new Sink.Heartbeat("beat", new Secret("http://127.0.0.1/"), Duration.ofMinutes(2));
      assertEquals(Optional.empty(), ground.receivers().of(sink));
      assertTrue(ground.receivers().of(List.of(sink)).isEmpty());
    }
  }
}
