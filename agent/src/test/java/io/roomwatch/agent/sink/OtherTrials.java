package io.roomwatch.agent.sink;

import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.probe.ClosedPorts;
import io.roomwatch.agent.probe.TestNames;
import io.roomwatch.agent.sink.Ground.Certificate;
import io.roomwatch.agent.sink.SmtpServer.Misfortune;
import io.roomwatch.agent.sink.SmtpServer.Step;
import io.roomwatch.agent.sink.Trial.End;
import io.roomwatch.agent.sink.Trial.Opening;
import io.roomwatch.agent.sink.Trial.Stage;
import java.io.Closeable;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What can happen to mail, syslog and programs. */
final class OtherTrials {

  private static final String PASSWORD = "mail/hunter8";

  private final List<Trial> trials = new ArrayList<>();

  private OtherTrials() {}

  // ---- mail

  static List<Trial> email() {
    OtherTrials trials = new OtherTrials();
    trials.mailConnections();
    trials.mailReplies();
    trials.mailTls();
    return trials.trials;
  }

  static Sink.Email email(String host, int port, Sink.Encryption encryption) {
    return new Sink.Email(
        "mail",
        new Sink.MailServer(
            new Cloud.HostPort(host, port),
            encryption,
            Optional.of(new Cloud.Login("ada", new Secret(PASSWORD)))),
        "roomwatch@example.com",
        List.of("av@example.com"));
  }

  private void mailConnections() {
    add(
        "email: refused",
        End.LATER,
        "refuses the connection",
        () -> mail("127.0.0.1", ClosedPorts.tcp(), () -> {}));
    add(
        "email: unknown name",
        End.LATER,
        "DNS does not know this name",
        () -> mail(TestNames.failing("no such name"), 587, () -> {}));
    misfortune(
        "blackhole", End.LATER, "did not answer", Step.GREETING, (s, said) -> HttpTrials.hang(s));
    misfortune("slow", End.LATER, "did not answer", Step.MAIL, (s, said) -> HttpTrials.hang(s));
    misfortune(
        "reset", End.LATER, "closed the connection", Step.MAIL, (s, said) -> HttpTrials.reset(s));
    misfortune("closed", End.LATER, "", Step.STORED, (socket, said) -> socket.close());
    misfortune(
        "cut reply",
        End.LATER,
        "",
        Step.MAIL,
        (socket, said) -> {
          socket.getOutputStream().write("250".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          socket.close();
        });
    misfortune(
        "drip without an end",
        End.LATER,
        "did not answer in time",
        Step.GREETING,
        (socket, said) -> {
          while (true) {
            SmtpServer.line(socket, "220-wait");
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
          }
        });
  }

  private void mailReplies() {
    for (Step step : List.of(Step.GREETING, Step.MAIL, Step.RCPT, Step.DATA, Step.STORED)) {
      for (String code : List.of("421", "451", "550", "554")) {
        misfortune(
            code + " as " + step,
            code.startsWith("4") ? End.LATER : End.REJECTED,
            code,
            step,
            SmtpServer.replying(code + " 4.7.1 no"));
      }
    }
    misfortune(
        "454 as AUTH", End.LATER, "refuses the login", Step.AUTH, SmtpServer.replying("454 no"));
    misfortune(
        "535 as AUTH",
        End.REJECTED,
        "refuses the login; check user and password",
        Step.AUTH,
        SmtpServer.replying("535 5.7.8 no"));
    add(
        "email: good with STARTTLS",
        End.TAKEN,
        "250 2.0.0 queued as 4711",
        () -> {
          SmtpServer server =
              SmtpServer.good(Optional.empty(), Optional.of(Certificate.GOOD.context()));
          return mail("127.0.0.1", server.port(), server);
        });
    add(
        "email: STARTTLS is not offered",
        End.LATER,
        "offers no STARTTLS, so nothing was sent",
        () -> {
          SmtpServer server = SmtpServer.good(Optional.empty(), Optional.empty());
          return mail("127.0.0.1", server.port(), server);
        });
  }

  private void mailTls() {
    for (Certificate certificate : Certificate.values()) {
      End end = certificate == Certificate.GOOD ? End.TAKEN : End.LATER;
      String hint =
          switch (certificate) {
            case GOOD -> "queued as 4711";
            case UNTRUSTED -> "put it into cloud.ca_file";
            case WRONG_NAME -> "the certificate is for another name";
            case EXPIRED -> "the certificate has expired";
          };
      add(
          "email: STARTTLS with certificate " + certificate,
          end,
          hint,
          () -> {
            SmtpServer server =
                SmtpServer.good(Optional.empty(), Optional.of(certificate.context()));
            return mail("127.0.0.1", server.port(), server);
          });
      add(
          "email: TLS with certificate " + certificate,
          end,
          hint,
          () -> {
            SmtpServer server =
                SmtpServer.good(Optional.of(certificate.context()), Optional.empty());
            return new Stage(
                email("127.0.0.1", server.port(), Sink.Encryption.TLS), List.of(PASSWORD), server);
          });
    }
  }

  private void misfortune(String label, End end, String hint, Step step, Misfortune misfortune) {
    add(
        "email: " + label,
        end,
        hint,
        () -> {
          SmtpServer server =
              SmtpServer.failing(Optional.of(Certificate.GOOD.context()), step, misfortune);
          return mail("127.0.0.1", server.port(), server);
        });
  }

  private static Stage mail(String host, int port, Closeable server) {
    return new Stage(email(host, port, Sink.Encryption.STARTTLS), List.of(PASSWORD), server);
  }

  // ---- syslog

  static List<Trial> syslog() {
    OtherTrials trials = new OtherTrials();
    trials.datagrams();
    trials.streams(Sink.Transport.TCP);
    trials.streams(Sink.Transport.TLS);
    trials.syslogTls();
    return trials.trials;
  }

  static Sink.Syslog syslog(String host, int port, Sink.Transport transport) {
    return new Sink.Syslog("log", new Cloud.HostPort(host, port), transport, 3);
  }

  private void datagrams() {
    add(
        "syslog UDP: heard",
        End.TAKEN,
        "which nobody confirms",
        () -> {
          DatagramSocket ear = new DatagramSocket(0, InetAddress.getLoopbackAddress());
          return syslog("127.0.0.1", ear.getLocalPort(), Sink.Transport.UDP, ear);
        });
    add(
        "syslog UDP: refused",
        End.LATER,
        "refuses: nothing listens there",
        () -> {
          int nobody = ClosedPorts.udp(InetAddress.getLoopbackAddress());
          return syslog("127.0.0.1", nobody, Sink.Transport.UDP, () -> {});
        });
    add(
        "syslog UDP: unknown name",
        End.LATER,
        "DNS does not know this name",
        () -> syslog(TestNames.failing("no such name"), 514, Sink.Transport.UDP, () -> {}));
  }

  private void streams(Sink.Transport transport) {
    String label = "syslog " + transport + ": ";
    add(
        label + "refused",
        End.LATER,
        "refuses the connection",
        () -> syslog("127.0.0.1", ClosedPorts.tcp(), transport, () -> {}));
    add(
        label + "unknown name",
        End.LATER,
        "DNS does not know this name",
        () -> syslog(TestNames.failing("no such name"), 601, transport, () -> {}));
    stream(label + "read and closed", End.TAKEN, "read it and closed", transport, HttpTrials::hang);
    stream(
        label + "read and not closed",
        End.LATER,
        "did not answer in time",
        transport,
        socket -> {
          HttpTrials.hang(socket);
          new CountDownLatch(1).await();
        });
    stream(
        label + "blackhole",
        End.LATER,
        "did not answer in time",
        transport,
        socket -> new CountDownLatch(1).await());
    stream(label + "reset", End.LATER, "closed the connection", transport, HttpTrials::reset);
  }

  private void syslogTls() {
    for (Certificate certificate : List.of(Certificate.UNTRUSTED, Certificate.WRONG_NAME)) {
      add(
          "syslog TLS: certificate " + certificate,
          End.LATER,
          "TLS failed",
          () -> {
            StreamServer server =
                StreamServer.start(Optional.of(certificate.context()), HttpTrials::hang);
            return syslog("127.0.0.1", server.port(), Sink.Transport.TLS, server);
          });
    }
  }

  private void stream(
      String label, End end, String hint, Sink.Transport transport, StreamServer.Script script) {
    add(
        label,
        end,
        hint,
        () -> {
          StreamServer server =
              StreamServer.start(
                  transport == Sink.Transport.TLS
                      ? Optional.of(Certificate.GOOD.context())
                      : Optional.empty(),
                  script);
          return syslog("127.0.0.1", server.port(), transport, server);
        });
  }

  private static Stage syslog(String host, int port, Sink.Transport transport, Closeable server) {
    return new Stage(syslog(host, port, transport), List.of(), server);
  }

  // ---- programs

  static List<Trial> exec() {
    OtherTrials trials = new OtherTrials();
    trials.program("good", End.TAKEN, "exit code 0", "cat >/dev/null");
    trials.program("good without reading", End.TAKEN, "exit code 0", "exit 0");
    trials.program("temporary failure", End.LATER, "exit code 75", "echo busy; exit 75");
    trials.program("failure", End.LATER, "exit code 1", "cat; echo \"$0\" \"$1\" >&2; exit 1");
    trials.program("killed by a signal", End.LATER, "exit code 137", "kill -9 $$");
    trials.program("too slow", End.LATER, "was killed", "sleep 60");
    trials.program("talks without an end", End.LATER, "was killed", "yes -- \"$1\"");
    trials.add(
        "exec: no such program",
        End.LATER,
        "cannot be started",
        () -> exec(List.of("/nonexistent/tell", "--token=argument-hunter9")));
    return trials.trials;
  }

  private void program(String label, End end, String hint, String script) {
    add(
        "exec: " + label,
        end,
        hint,
        () -> exec(List.of("/bin/sh", "-c", script, "tell", "--token=argument-hunter9")));
  }

  private static Stage exec(List<String> command) {
    return new Stage(
        new Sink.Exec("own", command, Duration.ofMillis(500)),
        List.of("argument-hunter9"),
        () -> {});
  }

  private void add(String label, End end, String hint, Opening opening) {
    Trial trial = Trial.of(label, end, hint, opening);
    trials.add(hint.startsWith("did not answer") ? trial.slow() : trial);
  }
}
