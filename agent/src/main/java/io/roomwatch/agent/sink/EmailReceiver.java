package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Sink;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Mail by SMTP (RFC 5321), with STARTTLS (RFC 3207) or TLS from the first byte (RFC 8314). An
 * answer that begins with 4 is for now, one that begins with 5 is for ever (RFC 5321 section
 * 4.2.1). One accepted receiver makes the mail taken; those that were not are named.
 */
final class EmailReceiver implements Receiver {

  /** SMTP is many exchanges: the whole may take this many times what one may. */
  private static final int EXCHANGES = 3;

  /** RFC 5321 section 4.2.3: said of the server, whatever it is asked. */
  private static final int SERVICE_NOT_AVAILABLE = 421;

  private static final Pattern REPLY = Pattern.compile("(?:^|response: )([245]\\d\\d)\\b");

  private final Sink.Email sink;
  private final Surroundings surroundings;

  EmailReceiver(Sink.Email sink, Surroundings surroundings) {
    this.sink = sink;
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public Audience audience() {
    return Audience.PEOPLE;
  }

  @Override
  public Delivery deliver(Notice notice, Attempt attempt) {
    Cloud.HostPort server = sink.server().address();
    String where = server.host() + ":" + server.port();
    Sockets sockets = new Sockets(socketFactory());
    try {
      return Deadline.within(
          surroundings.network().limits().exchange().multipliedBy(EXCHANGES),
          surroundings.executor(),
          () -> send(notice, attempt, where, sockets),
          sockets::closeAll);
    } catch (IOException | TimeoutException e) {
      Throwable cause = e instanceof IOException && e.getCause() != null ? e.getCause() : e;
      return failed(cause, where);
    }
  }

  private SocketFactory socketFactory() {
    return sink.server().encryption() == Sink.Encryption.TLS
        ? surroundings.network().tls().get().getSocketFactory()
        : SocketFactory.getDefault();
  }

  private Delivery send(Notice notice, Attempt attempt, String where, Sockets sockets)
      throws MessagingException {
    Session session = Session.getInstance(properties(sockets));
    EmailMessage mail = EmailMessage.of(session, sink, notice, attempt, surroundings.clocks());
    Address[] to = mail.getAllRecipients();
    try (SMTPTransport transport = new SMTPTransport(session, null)) {
      Optional<Cloud.Login> login = sink.server().login();
      transport.connect(
          sink.server().address().host(),
          sink.server().address().port(),
          login.map(Cloud.Login::user).orElse(null),
          login.map(each -> each.password().reveal()).orElse(null));
      try {
        transport.sendMessage(mail, to);
      } catch (SendFailedException e) {
        if (e.getValidSentAddresses() == null || e.getValidSentAddresses().length == 0) {
          throw e;
        }
        return new Delivery.Taken(where + " took it, but not for all: " + refusals(e));
      }
      return new Delivery.Taken(where + " answered " + transport.getLastServerResponse().strip());
    }
  }

  /** eclipse-ee4j.github.io/angus-mail, package org.eclipse.angus.mail.smtp. */
  private Properties properties(Sockets sockets) {
    Surroundings.Limits limits = surroundings.network().limits();
    Sink.Encryption encryption = sink.server().encryption();
    Properties properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", String.valueOf(limits.connect().toMillis()));
    properties.put("mail.smtp.timeout", String.valueOf(limits.exchange().toMillis()));
    properties.put("mail.smtp.from", sink.from());
    // Else the library asks DNS for this machine's own name.
    properties.put("mail.smtp.localhost", EmailMessage.domain(sink));
    properties.put("mail.smtp.auth", String.valueOf(sink.server().login().isPresent()));
    properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    properties.put("mail.smtp.sendpartial", "true");
    // What follows the acceptance of a mail cannot make it undone.
    properties.put("mail.smtp.quitwait", "false");
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    switch (encryption) {
      case NONE -> properties.put("mail.smtp.socketFactory", sockets);
      case STARTTLS -> {
        properties.put("mail.smtp.socketFactory", sockets);
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
        properties.put(
            "mail.smtp.ssl.socketFactory", surroundings.network().tls().get().getSocketFactory());
      }
      case TLS -> {
        properties.put("mail.smtp.ssl.enable", "true");
        properties.put("mail.smtp.ssl.socketFactory", sockets);
      }
    }
    // Else it tries again with a factory that trusts other roots than ours.
    properties.put("mail.smtp.socketFactory.fallback", "false");
    return properties;
  }

  private Delivery failed(Throwable trouble, String where) {
    if (trouble instanceof SendFailedException refused && !refusals(refused).isEmpty()) {
      String said = where + " takes mail for none of the receivers: " + refusals(refused);
      return said(said, codes(refused).stream().allMatch(code -> code >= 500));
    }
    OptionalCode code = OptionalCode.of(trouble);
    String message = String.valueOf(trouble.getMessage());
    if (trouble instanceof AuthenticationFailedException) {
      String words =
          code.value() == 0
              ? ": it offers no way to log in that is known here; check port and encryption"
              : ": it refuses the login; check user and password"
                  + " (Microsoft 365 and Google want SMTP AUTH switched on and an app password)";
      return said(where + words + ". It says: " + message, code.value() >= 500);
    }
    if (message.startsWith("STARTTLS is required")) {
      return said(
          where
              + " offers no STARTTLS, so nothing was sent: check port and encryption (tls is 465,"
              + " starttls 587), or something on the way removes it",
          false);
    }
    if (code.value() >= 400) {
      String said = where + " answered " + code.value() + ": " + message;
      boolean toTheMail =
          trouble instanceof SMTPSendFailedException && code.value() != SERVICE_NOT_AVAILABLE;
      return code.value() >= 500
          ? new Delivery.Rejected(said)
          : new Delivery.Later(said, Optional.empty(), toTheMail);
    }
    return Troubles.later(trouble, where);
  }

  private static Delivery said(String said, boolean forEver) {
    return forEver ? new Delivery.Rejected(said) : new Delivery.Later(said, Optional.empty());
  }

  /** The code of a server's reply; 0 when it gave none. */
  private record OptionalCode(int value) {
    static OptionalCode of(Throwable trouble) {
      if (trouble instanceof SMTPSendFailedException refused) {
        return new OptionalCode(Math.max(0, refused.getReturnCode()));
      }
      Matcher reply = REPLY.matcher(String.valueOf(trouble.getMessage()));
      return new OptionalCode(reply.find() ? Integer.parseInt(reply.group(1)) : 0);
    }
  }

  private static String refusals(SendFailedException failed) {
    return String.join(
        "; ",
        addressFailures(failed).stream()
            .map(each -> each.getAddress() + ": " + String.valueOf(each.getMessage()).strip())
            .toList());
  }

  private static List<Integer> codes(SendFailedException failed) {
    return addressFailures(failed).stream().map(SMTPAddressFailedException::getReturnCode).toList();
  }

  private static List<SMTPAddressFailedException> addressFailures(SendFailedException failed) {
    List<SMTPAddressFailedException> failures = new ArrayList<>();
    for (Exception each = failed.getNextException(); each instanceof MessagingException next; ) {
      if (next instanceof SMTPAddressFailedException refused) {
        failures.add(refused);
      }
      each = next.getNextException();
    }
    return failures;
  }

  /** Remembers what it made, so that an exchange can be ended from outside. */
  private static final class Sockets extends SocketFactory {
    private final SocketFactory factory;
    private final List<Socket> made = new ArrayList<>();

    Sockets(SocketFactory factory) {
      this.factory = factory;
    }

    private synchronized Socket kept(Socket socket) {
      made.add(socket);
      return socket;
    }

    synchronized void closeAll() {
      for (Socket socket : made) {
        try {
          socket.close();
        } catch (IOException e) {
          // It is left behind; there is nobody to tell.
        }
      }
    }

    @Override
    public Socket createSocket() throws IOException {
      return kept(factory.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return kept(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return kept(factory.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return kept(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return kept(factory.createSocket(host, port, local, localPort));
    }
  }
}
