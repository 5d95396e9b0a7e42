package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Cloud.HostPort;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.yaml.Choice;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Items.Item;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Values;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The keys of {@code alerts.sinks}. */
final class SinkKeys {
  private SinkKeys() {}

  private static final Set<String> OWN_HEADERS =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "upgrade",
          "x-roomwatch-signature");

  private static final Key<String> USER =
      Key.optional("user", Scalars.text("text"), "Without it, there is no login.", "roomwatch");

  private static final Key<Secret> PASSWORD =
      Key.optional(
              "password",
              Words.secret("password"),
              "The user's password.",
              "/etc/roomwatch/sink.password")
          .orFile();

  private static final Choice<Sink> SINK =
      new Choice<>(
          "type",
          Arrays.stream(Sink.Type.values()).map(Sink.Type::label).toList(),
          word -> section(Sink.Type.valueOf(word.toUpperCase(Locale.ROOT))));

  static final Key<List<Sink>> SINKS =
      Key.of(
          "sinks",
          Items.of(SINK, "sinks").checked(SinkKeys::unique),
          "Who is told: everybody at once, unless 'escalation' says who waits. With none, nobody is"
              + " told.",
          "[]");

  private static Section<? extends Sink> section(Sink.Type type) {
    return switch (type) {
      case WEBHOOK -> webhook();
      case ALERTMANAGER -> alertmanager();
      case PAGERDUTY -> pagerDuty();
      case SLACK -> channel(type, "A Slack channel.", "The incoming webhook.", Sink.Slack::new);
      case TEAMS ->
          channel(
              type,
              "A Microsoft Teams channel, by a workflow.",
              "The workflow's address.",
              Sink.Teams::new);
      case EMAIL -> email();
      case SYSLOG -> syslog();
      case HEARTBEAT -> heartbeat();
      case EXEC -> exec();
    };
  }

  /**
   * @param bind makes the sink from its name and the other values
   */
  private static <S extends Sink> Section<S> sink(
      Sink.Type type, String doc, List<Key<?>> own, BiFunction<String, Values, S> bind) {
    Key<String> name =
        Key.required("name", Words.name(), "Unique; stands in metrics and messages.", type.label());
    Key<String> tag =
        Key.required(
            "type",
            Scalars.oneOf("type", Map.of(type.label(), type.label())),
            "What kind of sink this is.",
            type.label());
    List<Key<?>> keys = Stream.concat(Stream.of(name, tag), own.stream()).toList();
    String noun = (type.label().matches("[aeiou].*") ? "an " : "a ") + type.label() + " sink";
    return Section.of(noun, doc, keys, values -> bind.apply(values.get(name), values));
  }

  private static Section<Sink.Webhook> webhook() {
    Key<Secret> url = url("Where to POST.", "https", "http");
    Key<Secret> key =
        Key.optional(
                "secret",
                Words.secret("signing key"),
                "Signs the body (HMAC-SHA256, header X-Roomwatch-Signature). Without it, the body"
                    + " is not signed.",
                "/etc/roomwatch/webhook.secret")
            .orFile();
    Key<List<Sink.Header>> headers =
        Key.of("headers", Items.of(header(), "headers"), "Headers of your own.", "[]");
    return sink(
        Sink.Type.WEBHOOK,
        "JSON by POST.",
        List.of(url, key, headers),
        (name, values) ->
            new Sink.Webhook(name, values.get(url), values.find(key), values.get(headers)));
  }

  private static Section<Sink.Header> header() {
    Key<String> name =
        Key.required(
            "name",
            Scalars.text("header", "the name of an HTTP header", "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}")
                .unless(
                    header ->
                        OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT))
                            ? Optional.of(header + " is set by the agent")
                            : Optional.empty()),
            "Its name.",
            "Authorization");
    Key<Secret> value =
        Key.required("value", Words.secret("text"), "Its value.", "/etc/roomwatch/webhook.header")
            .orFile();
    return Section.of(
        "a header",
        "A header of every request.",
        List.of(name, value),
        values -> new Sink.Header(values.get(name), values.get(value)));
  }

  private static Section<Sink.Alertmanager> alertmanager() {
    Key<List<URI>> urls =
        Key.required(
            "urls",
            Items.of(Scalars.url("https", "http").expanded(), "URLs").notEmpty().distinct(),
            "Every member of the cluster, each without /api/v2.",
            "[http://alertmanager:9093]");
    return sink(
            Sink.Type.ALERTMANAGER,
            "Prometheus Alertmanager (API v2).",
            List.of(urls, USER, PASSWORD),
            (name, values) -> new Sink.Alertmanager(name, values.get(urls), login(values)))
        .checked(SinkKeys::loginIsWhole);
  }

  private static Section<Sink.PagerDuty> pagerDuty() {
    Key<Secret> routingKey =
        Key.required(
                "routing_key",
                Words.secret("routing key"),
                "The integration's key.",
                "/etc/roomwatch/pagerduty.key")
            .orFile();
    Key<URI> url =
        Key.of(
            "url",
            Scalars.url("https", "http").expanded(),
            "The service region's address.",
            "https://events.pagerduty.com/v2/enqueue");
    return sink(
        Sink.Type.PAGERDUTY,
        "PagerDuty (Events API v2).",
        List.of(routingKey, url),
        (name, values) -> new Sink.PagerDuty(name, values.get(url), values.get(routingKey)));
  }

  /** What is posted to an address that nobody else knows. */
  private static <S extends Sink> Section<S> channel(
      Sink.Type type, String doc, String where, BiFunction<String, Secret, S> bind) {
    Key<Secret> url = url(where, "https");
    return sink(type, doc, List.of(url), (name, values) -> bind.apply(name, values.get(url)));
  }

  private static Section<Sink.Email> email() {
    Key<HostPort> server =
        Key.required(
            "server",
            Words.hostPort(0),
            "The mail server; its port follows from 'encryption' unless given.",
            "mail.example.com");
    Key<Sink.Encryption> encryption =
        Key.of(
            "encryption",
            Scalars.oneOf("encryption", Sink.Encryption.values(), Sink.Encryption::label),
            "starttls (port 587), tls (465) or none (25).",
            "starttls");
    Key<String> from = Key.required("from", mail(), "The sender.", "roomwatch@example.com");
    Key<List<String>> to =
        Key.required(
            "to",
            Items.of(mail(), "mail addresses").notEmpty().distinct(),
            "The receivers.",
            "[av@example.com]");
    return sink(
            Sink.Type.EMAIL,
            "Mail by SMTP.",
            List.of(server, encryption, from, to, USER, PASSWORD),
            (name, values) ->
                new Sink.Email(
                    name,
                    new Sink.MailServer(
                        withPort(values.get(server), values.get(encryption).defaultPort()),
                        values.get(encryption),
                        login(values)),
                    values.get(from),
                    values.get(to)))
        .checked(SinkKeys::loginIsWhole)
        .checked(
            values -> {
              boolean clear =
                  values.find(encryption).filter(Sink.Encryption.NONE::equals).isPresent();
              if (clear && values.has(PASSWORD)) {
                values.spot(encryption).warn("the password crosses the network in clear text");
              }
            });
  }

  private static Section<Sink.Syslog> syslog() {
    Key<HostPort> address =
        Key.required(
            "address",
            Words.hostPort(0),
            "The server; its port follows from 'transport' unless given.",
            "syslog.example.com");
    Key<Sink.Transport> transport =
        Key.of(
            "transport",
            Scalars.oneOf("transport", Sink.Transport.values(), Sink.Transport::label),
            "udp (port 514), tcp (601) or tls (6514).",
            "udp");
    Key<Integer> facility =
        Key.of("facility", Scalars.oneOf("facility", facilities()), "RFC 5424.", "daemon");
    return sink(
        Sink.Type.SYSLOG,
        "Syslog (RFC 5424).",
        List.of(address, transport, facility),
        (name, values) ->
            new Sink.Syslog(
                name,
                withPort(values.get(address), values.get(transport).defaultPort()),
                values.get(transport),
                values.get(facility)));
  }

  private static Section<Sink.Heartbeat> heartbeat() {
    Key<Secret> url = url("Where to GET.", "https", "http");
    Key<Duration> period =
        Key.of(
            "period",
            Scalars.duration(Duration.ofSeconds(10), Duration.ofDays(1)),
            "From one GET to the next.",
            "1m");
    return sink(
        Sink.Type.HEARTBEAT,
        "A dead man's switch: the other side complains when the GETs stop.",
        List.of(url, period),
        (name, values) -> new Sink.Heartbeat(name, values.get(url), values.get(period)));
  }

  private static Section<Sink.Exec> exec() {
    Key<List<String>> command =
        Key.required(
            "command",
            Items.of(Scalars.text("text").literal(), "texts")
                .notEmpty()
                .checked(SinkKeys::program)
                .shownAs(SinkKeys::withoutArguments),
            "The absolute path of a program and its arguments, without a shell. The webhook's JSON"
                + " is on its standard input.",
            "[/usr/local/bin/tell-av, --room]");
    Key<Duration> timeout =
        Key.of(
            "timeout",
            Scalars.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)),
            "After this it is killed.",
            "10s");
    return sink(
        Sink.Type.EXEC,
        "A program of your own.",
        List.of(command, timeout),
        (name, values) -> new Sink.Exec(name, values.get(command), values.get(timeout)));
  }

  /** Arguments are where people put tokens. */
  private static List<Object> withoutArguments(List<Object> command) {
    return IntStream.range(0, command.size())
        .mapToObj(i -> i == 0 ? command.get(0) : Scalar.REDACTED)
        .toList();
  }

  private static void program(List<Item<String>> command) {
    command.stream()
        .filter(each -> each.value().equals(Scalar.REDACTED))
        .forEach(
            each ->
                each.spot()
                    .fault(
                        "this is what stands in place of an argument; write the argument itself"));
    if (!command.isEmpty() && !command.get(0).value().matches("/.+|[A-Za-z]:[\\\\/].+")) {
      command.get(0).spot().fault("expected the absolute path of a program");
    }
  }

  private static Key<Secret> url(String doc, String... schemes) {
    return Key.required("url", Words.secretUrl(schemes), doc, "/etc/roomwatch/alerts.url").orFile();
  }

  private static Scalar<String> mail() {
    return Scalars.text("mail address", "a mail address", "[^@\\s<>,;]{1,64}@[^@\\s<>,;]{1,100}");
  }

  private static HostPort withPort(HostPort address, int port) {
    return address.port() == 0 ? new HostPort(address.host(), port) : address;
  }

  private static Optional<Cloud.Login> login(Values values) {
    return values.find(USER).map(user -> new Cloud.Login(user, values.get(PASSWORD)));
  }

  private static void loginIsWhole(Values values) {
    if (values.has(USER) && !values.has(PASSWORD)) {
      values.spot(USER).fault("needs password_file or password beside it");
    }
    if (values.has(PASSWORD) && !values.has(USER)) {
      values.spot(PASSWORD).fault("needs user beside it");
    }
  }

  private static Map<String, Integer> facilities() {
    Map<String, Integer> facilities = new LinkedHashMap<>();
    for (String name : List.of("kern", "user", "mail", "daemon", "auth", "syslog")) {
      facilities.put(name, facilities.size());
    }
    facilities.put("authpriv", 10);
    for (int i = 0; i < 8; i++) {
      facilities.put("local" + i, 16 + i);
    }
    return facilities;
  }

  private static void unique(List<Item<Sink>> sinks) {
    Set<String> names = new HashSet<>();
    for (Item<Sink> item : sinks) {
      if (!names.add(item.value().name())) {
        item.spot().at("name").fault("another sink has the name '" + item.value().name() + "'");
      }
    }
  }
}
