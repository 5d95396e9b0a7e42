package io.roomwatch.agent.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.config.Sink;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;

/** One that speaks HTTP. */
final class HttpStation extends Station {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Door door;
  private final Sink sink;

  HttpStation(Kind kind, Fault plan) throws Exception {
    super(kind);
    boolean secure = plan == Fault.UNTRUSTED;
    door = new Door(plan, secure, this::serve);
    sink = at(kind, address(), door.host(), secure);
  }

  private void serve(Socket socket) throws Exception {
    HttpServerOfFaults.Request request = HttpServerOfFaults.read(socket.getInputStream());
    Fault now = fault;
    if (now == Fault.BLACKHOLE) {
      HttpTrials.hang(socket);
      return;
    }
    read(request.body(), isRefusal(now));
    switch (now) {
      case NONE, REFUSED, BLACKHOLE, UNKNOWN_NAME, UNTRUSTED ->
          HttpServerOfFaults.write(socket, 202, "fine");
      case UNAUTHORIZED -> HttpServerOfFaults.write(socket, 401, "who are you");
      case NOT_FOUND -> HttpServerOfFaults.write(socket, 404, "not here");
      case TOO_MANY -> HttpServerOfFaults.write(socket, 429, "later", "Retry-After: 90");
      case BROKEN -> HttpServerOfFaults.write(socket, 500, "sorry");
      case SLOW_ANSWER -> {
        HttpServerOfFaults.write(socket, HttpServerOfFaults.head(200, 1000) + "fi");
        HttpTrials.hang(socket);
      }
      case CUT_ANSWER ->
          HttpServerOfFaults.write(socket, HttpServerOfFaults.head(200, 1000) + "fi");
      case RESET -> HttpTrials.reset(socket);
    }
    answered();
  }

  private void read(String body, boolean refused) throws Exception {
    JsonNode json = JSON.readTree(body);
    switch (kind()) {
      case WEBHOOK -> read(json.at("/status").asText(), json.at("/key").asText(), refused);
      case ALERTMANAGER -> {
        Instant ends = Instant.parse(json.at("/0/endsAt").asText());
        boolean fires = ends.equals(NOW.plus(Duration.ofHours(1)));
        read(fires ? "firing" : "resolved", json.at("/0/annotations/key").asText(), refused);
      }
      case PAGERDUTY -> {
        String action = json.at("/event_action").asText();
        read(
            action.equals("trigger") ? "firing" : action + "d",
            json.at("/dedup_key").asText(),
            refused);
      }
      case SLACK, TEAMS -> readText(body, refused);
      case EMAIL, SYSLOG_UDP, SYSLOG_TCP, SYSLOG_TLS, EXEC -> throw new AssertionError(kind());
    }
  }

  @Override
  public void suffer(Fault what) throws Exception {
    fault = what;
    door.suffer(what);
  }

  @Override
  public String address() {
    return String.valueOf(door.port());
  }

  @Override
  Sink sink() {
    return sink;
  }

  @Override
  public void close() throws IOException {
    super.close();
    door.close();
  }
}
