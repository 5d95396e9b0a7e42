package io.roomwatch.agent.sink;

import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Takes secrets out of texts that others wrote: answers, messages of exceptions, output of
 * programs. Others echo secrets in their own spelling, so each is known in several.
 */
final class Redaction {

  /** Parts of a URL that are shorter are words such as {@code hooks}, not secrets. */
  private static final int SHORTEST_PART = 6;

  private static final int LONGEST_TEXT = 500;

  /** Not the one with angle brackets: it must outlive the removal of markup. */
  private static final String MARK = "[secret]";

  /** Longest first: a secret may be a part of another one. */
  private final List<String> secrets;

  private Redaction(Stream<String> secrets) {
    TreeSet<String> sorted =
        new TreeSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(secret -> secret));
    secrets.filter(secret -> !secret.isBlank()).flatMap(Redaction::spellings).forEach(sorted::add);
    this.secrets = List.copyOf(sorted);
  }

  /** Of what this sink's configuration keeps secret. */
  static Redaction of(Sink sink) {
    return new Redaction(
        switch (sink) {
          case Sink.Webhook webhook ->
              Stream.of(
                      url(webhook.url()),
                      webhook.signingKey().stream().map(Secret::reveal),
                      webhook.headers().stream().map(Sink.Header::value).flatMap(Redaction::header))
                  .flatMap(each -> each);
          case Sink.Alertmanager alertmanager ->
              Stream.concat(
                  login(alertmanager.login()),
                  alertmanager.urls().stream().map(URI::getRawQuery).flatMap(Stream::ofNullable));
          case Sink.PagerDuty pagerDuty ->
              Stream.concat(
                  Stream.of(pagerDuty.routingKey().reveal()),
                  Stream.ofNullable(pagerDuty.url().getRawQuery()));
          case Sink.Slack slack -> url(slack.url());
          case Sink.Teams teams -> url(teams.url());
          case Sink.Email email -> login(email.server().login());
          case Sink.Syslog syslog -> Stream.of();
          case Sink.Heartbeat heartbeat -> url(heartbeat.url());
          case Sink.Exec exec -> exec.command().stream().skip(1).flatMap(Redaction::argument);
        });
  }

  /** Of a proxy's credentials. */
  static Redaction of(Surroundings.Proxy proxy) {
    return new Redaction(login(proxy.login()));
  }

  /** On one line, without secrets, not longer than 500 characters. */
  String clean(String text) {
    return Cut.chars(Cut.oneLine(without(text)), LONGEST_TEXT);
  }

  /** Without secrets. */
  String without(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, MARK);
    }
    return clean;
  }

  private static Stream<String> url(Secret secret) {
    URI url = URI.create(secret.reveal());
    String path = Optional.ofNullable(url.getRawPath()).orElse("");
    String query = Optional.ofNullable(url.getRawQuery()).orElse("");
    String fragment = Optional.ofNullable(url.getRawFragment()).orElse("");
    Stream<String> parts =
        Stream.of(path.split("/"), query.split("[&=]"), fragment.split("[&=]"))
            .flatMap(Arrays::stream)
            .filter(part -> part.length() >= SHORTEST_PART);
    return Stream.concat(
        Stream.of(url.toString(), path.length() > 1 ? path : "", query, fragment), parts);
  }

  /** The whole value, and what follows a scheme such as {@code Bearer}. */
  private static Stream<String> header(Secret value) {
    return Stream.concat(
        Stream.of(value.reveal()),
        Arrays.stream(value.reveal().split("\\s+")).filter(part -> part.length() >= SHORTEST_PART));
  }

  private static Stream<String> login(Optional<Cloud.Login> login) {
    return login.stream()
        .flatMap(
            each ->
                Stream.of(
                    each.password().reveal(),
                    base64(each.password().reveal()),
                    base64(each.user() + ":" + each.password().reveal()),
                    // SASL PLAIN, RFC 4616, with and without the identity to act as.
                    base64("\0" + each.user() + "\0" + each.password().reveal()),
                    base64(each.user() + "\0" + each.user() + "\0" + each.password().reveal())));
  }

  /** As it is, and what follows the equals sign of an option. */
  private static Stream<String> argument(String argument) {
    int equals = argument.indexOf('=');
    return Stream.of(argument, equals < 0 ? "" : argument.substring(equals + 1))
        .filter(each -> each.length() > 2);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As it is, and as URLs, JSON and HTML write it. */
  private static Stream<String> spellings(String secret) {
    String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
    String html = secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return Stream.of(
        secret,
        json,
        json.replace("/", "\\/"),
        json.replace("&", "\\u0026"),
        html,
        html.replace("\"", "&quot;").replace("'", "&#39;"),
        URLEncoder.encode(secret, StandardCharsets.UTF_8),
        URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"),
        decoded(secret));
  }

  private static String decoded(String secret) {
    try {
      String plain = URLDecoder.decode(secret.replace("+", "%2B"), StandardCharsets.UTF_8);
      return plain.isBlank() ? secret : plain;
    } catch (IllegalArgumentException e) {
      return secret;
    }
  }
}
