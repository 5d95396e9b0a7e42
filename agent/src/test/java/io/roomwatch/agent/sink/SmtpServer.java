package io.roomwatch.agent.sink;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** An SMTP server with STARTTLS and AUTH PLAIN and LOGIN, which can fail at each of its replies. */
final class SmtpServer implements Closeable {

  /** The replies that can be another one than the good one. */
  enum Step {
    GREETING("220 mail.test ESMTP"),
    AUTH("235 2.7.0 welcome"),
    MAIL("250 2.1.0 sender"),
    RCPT("250 2.1.5 receiver"),
    DATA("354 go on"),
    STORED("250 2.0.0 queued as 4711");

    private final String good;

    Step(String good) {
      this.good = good;
    }

    String good() {
      return good;
    }
  }

  /** What happens in place of one good reply. */
  interface Misfortune {
    /**
     * @param said what the client said last, its login in clear
     */
    void strike(Socket socket, String said) throws Exception;
  }

  /** What is said at each step. */
  interface Replies {
    /**
     * @param said what the client said last: its login in clear, or the whole mail
     * @return whether it was the good one
     */
    boolean reply(Step at, Socket socket, String said) throws Exception;
  }

  private final List<String> mails = new CopyOnWriteArrayList<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final StreamServer server;
  private final Step step;
  private final Optional<Misfortune> misfortune;

  private SmtpServer(
      Optional<SSLContext> tls,
      Optional<SSLContext> startTls,
      Step step,
      Optional<Misfortune> misfortune)
      throws IOException {
    this.step = step;
    this.misfortune = misfortune;
    server = StreamServer.start(tls, conversation(startTls, this::reply));
  }

  static SmtpServer good(Optional<SSLContext> tls, Optional<SSLContext> startTls)
      throws IOException {
    return new SmtpServer(tls, startTls, Step.GREETING, Optional.empty());
  }

  static SmtpServer failing(Optional<SSLContext> startTls, Step step, Misfortune misfortune)
      throws IOException {
    return new SmtpServer(Optional.empty(), startTls, step, Optional.of(misfortune));
  }

  /** Says this in place of the good reply, and repeats what the client said last. */
  static Misfortune replying(String reply) {
    return (socket, said) -> line(socket, reply + " (you said " + said + ")");
  }

  int port() {
    return server.port();
  }

  /** Headers and body of those it took. */
  List<String> mails() {
    return mails;
  }

  /** {@code user password} of those who logged in. */
  List<String> logins() {
    return logins;
  }

  /** What a server says that says this. */
  static StreamServer.Script conversation(Optional<SSLContext> startTls, Replies replies) {
    return socket -> serve(socket, startTls, replies);
  }

  private static void serve(Socket plain, Optional<SSLContext> startTls, Replies replies)
      throws Exception {
    Socket socket = plain;
    BufferedReader in = reader(socket);
    boolean secure = startTls.isEmpty();
    boolean unused = replies.reply(Step.GREETING, socket, "");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line.split(" ", -1)[0].toUpperCase(Locale.ROOT)) {
        case "EHLO" -> {
          line(socket, "250-mail.test");
          line(socket, secure ? "250-AUTH PLAIN LOGIN" : "250-STARTTLS");
          line(socket, "250 8BITMIME");
        }
        case "STARTTLS" -> {
          line(socket, "220 go on");
          socket = StreamServer.secured(plain, startTls.orElseThrow());
          in = reader(socket);
          secure = true;
        }
        case "AUTH" -> unused = replies.reply(Step.AUTH, socket, line + " " + login(line));
        case "MAIL" -> unused = replies.reply(Step.MAIL, socket, line);
        case "RCPT" -> unused = replies.reply(Step.RCPT, socket, line);
        case "DATA" -> {
          if (replies.reply(Step.DATA, socket, line)) {
            unused = replies.reply(Step.STORED, socket, mail(in));
          }
        }
        case "QUIT" -> {
          return;
        }
        default -> line(socket, "250 whatever");
      }
    }
  }

  private static String login(String line) {
    String plain =
        new String(
            Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1)),
            StandardCharsets.UTF_8);
    return plain.substring(plain.indexOf('\0') + 1).replace('\0', ' ');
  }

  private boolean reply(Step at, Socket socket, String said) throws Exception {
    if (at == step && misfortune.isPresent()) {
      misfortune.get().strike(socket, at == Step.STORED ? "mail" : said);
      return false;
    }
    // Before it is said, for the client may look at once.
    if (at == Step.STORED) {
      mails.add(said);
    } else if (at == Step.AUTH) {
      logins.add(said.split(" ", 4)[3]);
    }
    line(socket, at.good);
    return true;
  }

  private static String mail(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
      if (line == null) {
        throw new EOFException("whoever sends it is gone");
      }
      // RFC 5321 section 4.5.2: a leading dot was doubled.
      mail.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
    }
    return mail.toString();
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  static void line(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
