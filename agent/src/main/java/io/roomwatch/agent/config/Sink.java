package io.roomwatch.agent.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One receiver of alerts. Every URL that is itself a credential is a {@link Secret}; its text was
 * checked to be a URL with a host.
 */
public sealed interface Sink {

  /** Unique: letters, digits, {@code . _ -}. */
  String name();

  /** Every kind of sink, with the word behind {@code type}. */
  enum Type {
    WEBHOOK,
    ALERTMANAGER,
    PAGERDUTY,
    SLACK,
    TEAMS,
    EMAIL,
    SYSLOG,
    HEARTBEAT,
    EXEC;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  default Type type() {
    return switch (this) {
      case Webhook sink -> Type.WEBHOOK;
      case Alertmanager sink -> Type.ALERTMANAGER;
      case PagerDuty sink -> Type.PAGERDUTY;
      case Slack sink -> Type.SLACK;
      case Teams sink -> Type.TEAMS;
      case Email sink -> Type.EMAIL;
      case Syslog sink -> Type.SYSLOG;
      case Heartbeat sink -> Type.HEARTBEAT;
      case Exec sink -> Type.EXEC;
    };
  }

  /**
   * JSON by POST.
   *
   * @param url http or https
   * @param signingKey signs the body (HMAC-SHA256); empty: unsigned
   */
  record Webhook(String name, Secret url, Optional<Secret> signingKey, List<Header> headers)
      implements Sink {
    public Webhook {
      headers = List.copyOf(headers);
    }
  }

  /** A header of a request. */
  record Header(String name, Secret value) {}

  /**
   * Prometheus Alertmanager, API v2.
   *
   * @param urls of every member of a cluster, each without {@code /api/v2}; all get every alert
   */
  record Alertmanager(String name, List<URI> urls, Optional<Cloud.Login> login) implements Sink {
    public Alertmanager {
      urls = List.copyOf(urls);
    }
  }

  /** PagerDuty, Events API v2. */
  record PagerDuty(String name, URI url, Secret routingKey) implements Sink {}

  /** A Slack incoming webhook. */
  record Slack(String name, Secret url) implements Sink {}

  /** A Microsoft Teams workflow. */
  record Teams(String name, Secret url) implements Sink {}

  /** Mail by SMTP. */
  record Email(String name, MailServer server, String from, List<String> to) implements Sink {
    public Email {
      to = List.copyOf(to);
    }
  }

  /**
   * @param login empty: no authentication
   */
  record MailServer(Cloud.HostPort address, Encryption encryption, Optional<Cloud.Login> login) {}

  /** How the connection to a mail server is protected. */
  enum Encryption {
    /** TLS after STARTTLS, and not without it; port 587 unless said. */
    STARTTLS,
    /** TLS from the first byte; port 465 unless said. */
    TLS,
    /** None; port 25 unless said. */
    NONE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public int defaultPort() {
      return switch (this) {
        case STARTTLS -> 587;
        case TLS -> 465;
        case NONE -> 25;
      };
    }
  }

  /**
   * Syslog, RFC 5424.
   *
   * @param facility RFC 5424 table 1: 0 to 23
   */
  record Syslog(String name, Cloud.HostPort address, Transport transport, int facility)
      implements Sink {}

  /** What carries syslog: RFC 5426, RFC 6587, RFC 5425. */
  enum Transport {
    UDP,
    TCP,
    TLS;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public int defaultPort() {
      return switch (this) {
        case UDP -> 514;
        case TCP -> 601;
        case TLS -> 6514;
      };
    }
  }

  /**
   * A dead man's switch: a GET says that the agent lives.
   *
   * @param period from one GET to the next
   */
  record Heartbeat(String name, Secret url, Duration period) implements Sink {}

  /**
   * A program that gets the webhook's JSON on its standard input.
   *
   * @param command its absolute path and its arguments, as they are; no shell
   * @param timeout after which it is killed
   */
  record Exec(String name, List<String> command, Duration timeout) implements Sink {
    public Exec {
      command = List.copyOf(command);
    }

    /** Without arguments: people put passwords there. */
    @Override
    public String toString() {
      return "Exec[name=" + name + ", program=" + command.get(0) + "]";
    }
  }
}
