package io.roomwatch.agent.sink;

import static io.roomwatch.agent.sink.HttpServerOfFaults.answering;
import static io.roomwatch.agent.sink.HttpServerOfFaults.head;
import static io.roomwatch.agent.sink.HttpServerOfFaults.write;

import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.probe.ClosedPorts;
import io.roomwatch.agent.probe.TestNames;
import io.roomwatch.agent.sink.Ground.Certificate;
import io.roomwatch.agent.sink.HttpServerOfFaults.Answer;
import io.roomwatch.agent.sink.Trial.End;
import io.roomwatch.agent.sink.Trial.Opening;
import io.roomwatch.agent.sink.Trial.Stage;
import java.io.Closeable;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What can happen to a sink that speaks HTTP. */
final class HttpTrials {

  /** The sinks that speak it; each has secrets in all places where its kind can have some. */
  enum Kind {
    WEBHOOK,
    ALERTMANAGER,
    PAGERDUTY,
    SLACK,
    TEAMS,
    HEARTBEAT;

    static final List<String> SECRETS =
        List.of(
            "url-path-hunter2",
            "url+query/hunter3",
            "signing-hunter4",
            "header-hunter5",
            "login-hunter6",
            "routing-hunter7");

    Sink at(String base) {
      Secret url = new Secret(base + "/hooks/url-path-hunter2?sig=url%2Bquery%2Fhunter3");
      return switch (this) {
        case WEBHOOK ->
            new Sink.Webhook(
                "hook",
                url,
                Optional.of(new Secret("signing-hunter4")),
                List.of(new Sink.Header("Authorization", new Secret("Bearer header-hunter5"))));
        case ALERTMANAGER ->
            new Sink.Alertmanager(
                "am",
                List.of(URI.create(base)),
                Optional.of(new Cloud.Login("ada", new Secret("login-hunter6"))));
        case PAGERDUTY ->
            new Sink.PagerDuty(
                "pd", URI.create(base + "/v2/enqueue"), new Secret("routing-hunter7"));
        case SLACK -> new Sink.Slack("chat", url);
        case TEAMS -> new Sink.Teams("team", url);
        case HEARTBEAT -> new Sink.Heartbeat("beat", url, Duration.ofMinutes(1));
      };
    }
  }

  private final Kind kind;
  private final List<Trial> trials = new ArrayList<>();

  private HttpTrials(Kind kind) {
    this.kind = kind;
  }

  static List<Trial> of(Kind kind) {
    HttpTrials trials = new HttpTrials(kind);
    trials.statuses();
    trials.connections();
    trials.bodies();
    trials.tls();
    return trials.trials;
  }

  private void statuses() {
    add("200", End.TAKEN, "answered 200", answering(200));
    add("202", End.TAKEN, "answered 202", answering(202));
    add("204", End.TAKEN, "answered 204", (request, socket) -> write(socket, 204, ""));
    for (int status : List.of(400, 401, 403, 404, 405, 410, 413, 415, 422)) {
      add(status + "", End.REJECTED, "answered " + status + ": ", answering(status));
    }
    add("418", End.REJECTED, "answered 418", answering(418));
    for (int status : List.of(408, 429, 500, 502, 503, 504)) {
      add(status + "", End.LATER, "answered " + status, answering(status));
    }
    for (int status : List.of(301, 302, 303, 307, 308)) {
      String location = "Location: https://elsewhere.test:8443/hooks/url-path-hunter2";
      add(
          status + "",
          End.REJECTED,
          "redirects to https://elsewhere.test:8443, which is not followed",
          answering(status, location));
    }
    add(
        "redirect of no use",
        End.REJECTED,
        "redirects",
        answering(302, "Location: http://[", "X: y"));
    wish("429 with seconds", answering(429, "Retry-After: 120"), 120);
    wish("503 with seconds", answering(503, "Retry-After: 7"), 7);
    wish(
        "503 with a date by its clock",
        answering(
            503,
            "Date: Fri, 20 Nov 2020 10:00:00 GMT",
            "Retry-After: Fri, 20 Nov 2020 10:02:00 GMT"),
        120);
    wish("429 with a week", answering(429, "Retry-After: 604800"), 86_400);
    add("429 with rubbish", End.LATER, "429", answering(429, "Retry-After: soon"));
    add("503 with a negative", End.LATER, "503", answering(503, "Retry-After: -5"));
    add(
        "503 with a date long ago",
        End.LATER,
        "503",
        answering(503, "Retry-After: Fri, 20 Nov 2020 10:02:00 GMT"));
    add("407 without a proxy", End.LATER, "wants a login (407)", answering(407));
  }

  private void connections() {
    trials.add(
        Trial.of(
            label("refused"),
            End.LATER,
            "refuses the connection",
            () -> stage("http://127.0.0.1:" + ClosedPorts.tcp(), () -> {})));
    trials.add(
        Trial.of(
            label("unknown name"),
            End.LATER,
            "DNS does not know this name",
            () -> stage("http://" + TestNames.failing("no such name") + ":80", () -> {})));
    addSlow("blackhole", End.LATER, "did not answer in time", (request, socket) -> hang(socket));
    add(
        "reset",
        End.LATER,
        "closed the connection without an answer",
        (r, socket) -> reset(socket));
    add("closed", End.LATER, "closed the connection without an answer", (r, socket) -> {});
    add(
        "cut head",
        End.LATER,
        "closed the connection without an answer",
        (request, socket) -> write(socket, "HTTP/1.1 200 OK\r\nContent-Le"));
    addSlow(
        "slow head",
        End.LATER,
        "did not answer in time",
        (request, socket) -> drip(socket, "HTTP/1.1 200 OK\r\nX-Slow: " + "x".repeat(1000)));
    add("not HTTP", End.LATER, "", (request, socket) -> write(socket, "220 mail.test ESMTP\r\n"));
  }

  /** The status has said it all: what then happens to the body changes nothing. */
  private void bodies() {
    for (int status : List.of(200, 400, 503)) {
      End end = status == 200 ? End.TAKEN : status == 400 ? End.REJECTED : End.LATER;
      addSlow(
          "slow body of a " + status,
          end,
          "answered " + status,
          (request, socket) -> {
            write(socket, head(status, 100_000));
            drip(socket, "x".repeat(100_000));
          });
      addSlow(
          "body of a " + status + " that never comes",
          end,
          "answered " + status,
          (request, socket) -> {
            write(socket, head(status, 100_000));
            hang(socket);
          });
      add(
          "cut body of a " + status,
          end,
          "answered " + status,
          (request, socket) -> write(socket, head(status, 100_000) + request.echo()));
      add(
          "body of a " + status + " and a reset",
          end,
          "answered " + status,
          (request, socket) -> {
            write(socket, head(status, 100_000) + request.echo());
            // Long enough for the head to be read: a reset throws away what was not.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            reset(socket);
          });
      add(
          "endless body of a " + status,
          end,
          "answered " + status,
          (request, socket) -> {
            write(socket, head(status, Integer.MAX_VALUE));
            for (int i = 0; i < 100_000; i++) {
              write(socket, "<p>nothing to see</p>\n".repeat(1000));
            }
          });
    }
  }

  private void tls() {
    secure("good", Certificate.GOOD, End.TAKEN, "answered 200");
    secure("untrusted", Certificate.UNTRUSTED, End.LATER, "put it into cloud.ca_file");
    secure(
        "of another name",
        Certificate.WRONG_NAME,
        End.LATER,
        "the certificate is for another name");
    secure("expired", Certificate.EXPIRED, End.LATER, "the certificate has expired");
    trials.add(
        Trial.of(
            label("no TLS where it is spoken"),
            End.LATER,
            "TLS failed",
            () -> {
              StreamServer server =
                  StreamServer.start(socket -> write(socket, "HTTP/1.1 400 Bad\r\n\r\n"));
              return stage("https://127.0.0.1:" + server.port(), server);
            }));
  }

  private void secure(String label, Certificate certificate, End end, String hint) {
    trials.add(
        Trial.of(
            label("certificate " + label),
            end,
            hint,
            () -> {
              HttpServerOfFaults server =
                  new HttpServerOfFaults(Optional.of(certificate.context()), answering(200));
              return stage("https://127.0.0.1:" + server.port(), server);
            }));
  }

  private void wish(String label, Answer answer, int seconds) {
    trials.add(
        Trial.of(label(label), End.LATER, "", opening(answer))
            .wishing(Duration.ofSeconds(seconds)));
  }

  private void addSlow(String label, End end, String hint, Answer answer) {
    trials.add(Trial.of(label(label), end, hint, opening(answer)).slow());
  }

  private void add(String label, End end, String hint, Answer answer) {
    trials.add(Trial.of(label(label), end, hint, opening(answer)));
  }

  private String label(String label) {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + ": " + label;
  }

  private Opening opening(Answer answer) {
    return () -> {
      HttpServerOfFaults server = new HttpServerOfFaults(answer);
      return stage("http://127.0.0.1:" + server.port(), server);
    };
  }

  private Stage stage(String base, Closeable server) {
    return new Stage(kind.at(base), Kind.SECRETS, server);
  }

  /** Until the client has had enough. */
  static void hang(Socket socket) throws Exception {
    while (socket.getInputStream().read() >= 0) {
      // Nothing that it says now matters.
    }
  }

  /** For good: also when the client has said that it has nothing more to say. */
  static void silence(Socket socket) throws Exception {
    while (!socket.isClosed()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  static void reset(Socket socket) throws Exception {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void drip(Socket socket, String text) throws Exception {
    for (int i = 0; i < text.length(); i++) {
      write(socket, text.substring(i, i + 1));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
