package io.roomwatch.agent.sink;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.HttpServerOfFaults.Request;
import io.roomwatch.agent.sink.Receiver.Attempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookReceiverTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:40:00Z");
  private static final String KEY = "schlüssel";

  @TempDir Path folder;

  @Test
  void bodyIsTheContractsDocument() throws Exception {
    assertEquals(
        """
        {"version":1,"status":"firing","key":"berlin/boardroom-4.12:link.port-filtered",\
        "room":{"name":"Boardroom 4.12","site":"berlin"},\
        "verdict":{"id":"link.port-filtered","layer":"link","state":"failed",\
        "since":"2026-11-20T10:00:00Z","confidence":"high",\
        "summary":"TCP 9090 of boardroom-pc (10.4.12.20) is silent, the host answers otherwise.",\
        "next":"Allow TCP 9090 inbound in the firewall of boardroom-pc.",\
        "codes":["2002","2001"],"because":["link.peer:boardroom-pc"],\
        "consequences":["link.controllers"]},\
        "started":"2026-11-20T10:00:00Z","ended":null,"attempt":1,"late_seconds":0,\
        "changes":[{"at":"2026-11-20T09:58:00Z","text":"Firewall rule 'Zoom' was removed <b>&*_"}],\
        "url":"https://room.example:10909/"}\
        """,
        sent(Notices.firing(), Notices.FIRST).body());
  }

  @Test
  void lateResolvedTellsItsEndItsTryAndHowLateItIs() throws Exception {
    String body = sent(Notices.resolved(), new Attempt(7, Duration.ofMinutes(37))).body();
    assertTrue(body.contains("\"status\":\"resolved\""), body);
    assertTrue(
        body.contains("\"ended\":\"2026-11-20T10:37:20Z\",\"attempt\":7,\"late_seconds\":2220"),
        body);
  }

  @Test
  void digestTellsTheOthersAndAbsentUrlIsNull() throws Exception {
    Notice.Context digest =
        new Notice.Context(List.of(), List.of("Another one."), Optional.empty());
    String body =
        sent(Notices.of(Notice.Status.FIRING, Notices.CAUSE, digest), Notices.FIRST).body();
    assertTrue(body.contains("\"changes\":[],\"others\":[\"Another one.\"],\"url\":null}"), body);
  }

  @Test
  void requestCarriesOwnHeadersTheAgentsNameAndItsType() throws Exception {
    Request request = sent(Notices.firing(), Notices.FIRST);
    assertEquals("POST /hook HTTP/1.1", request.line());
    assertEquals("Bearer token", request.headers().get("authorization"));
    assertEquals("roomwatch/test", request.headers().get("user-agent"));
    assertEquals("application/json", request.headers().get("content-type"));
    assertFalse(request.headers().containsKey("upgrade"), request.toString());
  }

  @Test
  void headerThatHttpDoesNotAllowIsToldWithoutItsValue() throws Exception {
    try (HttpServerOfFaults server = new HttpServerOfFaults(HttpServerOfFaults.answering(200));
        Ground ground = new Ground(Ground.PATIENT)) {
      Sink sink =
          new Sink.Webhook(
              "hook",
              new Secret("http://127.0.0.1:" + server.port() + "/hook"),
              Optional.empty(),
              List.of(new Sink.Header("Authorization", new Secret("Bearer 5€hunter2"))));
      Delivery delivery =
          ground.receivers().of(sink).orElseThrow().deliver(Notices.firing(), Notices.FIRST);
      assertTrue(delivery instanceof Delivery.Rejected, delivery.toString());
      assertTrue(delivery.said().contains("a header of the configuration"), delivery.said());
      assertFalse(delivery.said().contains("hunter2"), delivery.said());
      assertEquals(List.of(), server.requests());
    }
  }

  @Test
  void withoutAKeyThereIsNoSignature() throws Exception {
    try (HttpServerOfFaults server = new HttpServerOfFaults(HttpServerOfFaults.answering(200));
        Ground ground = new Ground(Ground.PATIENT)) {
      Sink sink =
          new Sink.Webhook(
              "hook",
              new Secret("http://127.0.0.1:" + server.port() + "/hook"),
              Optional.empty(),
              List.of());
      ground.receivers().of(sink).orElseThrow().deliver(Notices.firing(), Notices.FIRST);
      assertFalse(server.last().headers().containsKey("x-roomwatch-signature"));
    }
  }

  @Test
  void documentedVerifierAcceptsADeliveredBodyAndNothingElse() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/python3"))
            || Files.isExecutable(Path.of("/usr/local/bin/python3")),
        "Skipped: python3 is not installed (Debian package python3).");
    Request request = sent(Notices.firing(), Notices.FIRST);
    String signature = requireNonNull(request.headers().get("x-roomwatch-signature"));
    assertTrue(signature.matches("t=1795171200,v1=[0-9a-f]{64}"), signature);
    long now = NOW.getEpochSecond();
    assertEquals("True", verified(signature, request.body(), KEY, now));
    assertEquals("True", verified(signature, request.body(), KEY, now + 300));
    assertEquals("True", verified("v1=00," + signature, request.body(), KEY, now));
    assertEquals("False", verified(signature, request.body(), KEY, now + 301), "a replay");
    assertEquals("False", verified(signature, request.body(), KEY, now - 301), "from the future");
    assertEquals("False", verified(signature, request.body() + " ", KEY, now), "another body");
    assertEquals("False", verified(signature, request.body(), "schluessel", now), "another key");
    assertEquals(
        "False",
        verified(signature.replace("t=1", "t=01"), request.body(), KEY, now),
        "another time");
    assertEquals("False", verified("", request.body(), KEY, now), "nothing");
  }

  private Request sent(Notice notice, Attempt attempt) throws IOException {
    try (HttpServerOfFaults server = new HttpServerOfFaults(HttpServerOfFaults.answering(200));
        Ground ground = new Ground(Ground.PATIENT).at(NOW)) {
      Sink sink =
          new Sink.Webhook(
              "hook",
              new Secret("http://127.0.0.1:" + server.port() + "/hook"),
              Optional.of(new Secret(KEY)),
              List.of(new Sink.Header("Authorization", new Secret("Bearer token"))));
      Delivery delivery = ground.receivers().of(sink).orElseThrow().deliver(notice, attempt);
      assertEquals(new Delivery.Taken("127.0.0.1:" + server.port() + " answered 200"), delivery);
      return server.last();
    }
  }

  /** Runs the verifier of the documentation, as it stands there. */
  private String verified(String signature, String body, String key, long now) throws Exception {
    String page = Files.readString(Path.of("..", "docs", "webhook.md"));
    String code = page.substring(page.indexOf("```python\n") + 10);
    code = code.substring(0, code.indexOf("```"));
    Path script =
        Files.writeString(
            folder.resolve("verify.py"),
            code
                + "\nimport sys\n"
                + "print(genuine(sys.argv[1], sys.stdin.buffer.read(), sys.argv[2].encode(),"
                + " float(sys.argv[3])))\n");
    Process python =
        new ProcessBuilder("python3", script.toString(), signature, key, String.valueOf(now))
            .redirectErrorStream(true)
            .start();
    python.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    python.getOutputStream().close();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(python.waitFor(20, TimeUnit.SECONDS));
    return said.strip();
  }
}
