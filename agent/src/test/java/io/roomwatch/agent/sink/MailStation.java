package io.roomwatch.agent.sink;

import io.roomwatch.agent.config.Sink;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A mail server. */
final class MailStation extends Station {

  private final Door door;
  private final boolean secure;
  private final Sink sink;

  MailStation(Fault plan) throws Exception {
    super(Kind.EMAIL);
    secure = plan == Fault.UNTRUSTED;
    door = new Door(plan, false, this::serve);
    sink = at(kind(), address(), door.host(), secure);
  }

  private void serve(Socket socket) throws Exception {
    Ground.Certificate certificate =
        fault == Fault.UNTRUSTED ? Ground.Certificate.UNTRUSTED : Ground.Certificate.GOOD;
    SmtpServer.conversation(
            secure ? Optional.of(certificate.context()) : Optional.empty(), this::reply)
        .play(socket);
  }

  /** Whether the server has done what is to be done at this step. */
  private boolean reply(SmtpServer.Step step, Socket socket, String said) throws Exception {
    Fault now = fault;
    boolean stored = step == SmtpServer.Step.STORED;
    if (stored) {
      readText(said, now == Fault.BROKEN);
    }
    boolean struck =
        switch (now) {
          case NONE, REFUSED, UNKNOWN_NAME, UNTRUSTED -> false;
          case BLACKHOLE -> struck(step == SmtpServer.Step.GREETING, () -> HttpTrials.hang(socket));
          case UNAUTHORIZED ->
              struck(step == SmtpServer.Step.AUTH, () -> say(socket, "535 5.7.8 who are you"));
          case NOT_FOUND ->
              struck(step == SmtpServer.Step.RCPT, () -> say(socket, "550 5.1.1 not here"));
          case TOO_MANY ->
              struck(step == SmtpServer.Step.MAIL, () -> say(socket, "451 4.7.1 later"));
          case BROKEN -> struck(stored, () -> say(socket, "451 4.3.0 sorry"));
          case SLOW_ANSWER -> struck(stored, () -> HttpTrials.hang(socket));
          case CUT_ANSWER ->
              struck(
                  stored,
                  () -> {
                    socket.getOutputStream().write("250".getBytes(StandardCharsets.UTF_8));
                    socket.close();
                  });
          case RESET -> struck(stored, () -> HttpTrials.reset(socket));
        };
    if (!struck) {
      SmtpServer.line(socket, step.good());
    }
    if (stored) {
      answered();
    }
    return !struck;
  }

  private interface Blow {
    void fall() throws Exception;
  }

  private static boolean struck(boolean here, Blow blow) throws Exception {
    if (here) {
      blow.fall();
    }
    return here;
  }

  private static void say(Socket socket, String line) throws Exception {
    SmtpServer.line(socket, line);
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
