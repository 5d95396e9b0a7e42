package io.roomwatch.agent.sink;

import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Config;
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
public final class Redaction {

  /** Parts of a URL that are shorter are words such as {@code hooks}, not secrets. */
  private static final int SHORTEST_PART = 6;

  private static final int LONGEST_TEXT = 500;

  /** Not the one with angle brackets: it must outlive the removal of markup. */
  public static final String MARK = "[secret]";

  /** The mark of a text that was cut, which may have gone through a secret. */
  private static final String CUT = "…";

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
    return new Redaction(secrets(sink));
  }

  /**
   * Of everything that a configuration keeps secret. Short arguments of programs are left out: they
   * are words more often than secrets, and would be taken out of every text.
   */
  public static Redaction of(Config config) {
    return new Redaction(
        Stream.of(
                config.alerts().sinks().stream()
                    .flatMap(
                        sink ->
                            sink instanceof Sink.Exec
                                ? secrets(sink).filter(each -> each.length() >= SHORTEST_PART)
                                : secrets(sink)),
                config.cloud().proxy() instanceof Cloud.Proxy.Fixed fixed
                    ? login(fixed.login())
                    : Stream.<String>of(),
                config.cloud().status().uris().stream().flatMap(Redaction::extras),
                config.peers().stream()
                    .flatMap(peer -> peer.stamp().stream())
                    .flatMap(stamp -> stamp.key().stream())
                    .map(Secret::reveal),
                config.own().reflector().stream()
                    .flatMap(reflector -> reflector.key().stream())
                    .map(Secret::reveal))
            .flatMap(each -> each));
  }

  private static Stream<String> secrets(Sink sink) {
    return switch (sink) {
      case Sink.Webhook webhook ->
          Stream.of(
                  url(webhook.url()),
                  webhook.signingKey().stream().map(Secret::reveal),
                  webhook.headers().stream().map(Sink.Header::value).flatMap(Redaction::header))
              .flatMap(each -> each);
      case Sink.Alertmanager alertmanager ->
          Stream.concat(
              login(alertmanager.login()), alertmanager.urls().stream().flatMap(Redaction::extras));
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
    };
  }

  /** Of a proxy's credentials. */
  static Redaction of(Surroundings.Proxy proxy) {
    return new Redaction(login(proxy.login()));
  }

  /** On one line, without secrets, not longer than 500 characters. */
  String clean(String text) {
    return Cut.chars(Cut.oneLine(without(text)), LONGEST_TEXT);
  }

  /** Without secrets; also without the beginning of one on which a text was cut. */
  public String without(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, MARK);
    }
    return clean.endsWith(CUT) ? withoutBeginning(clean) : clean;
  }

  private String withoutBeginning(String text) {
    String whole = text.substring(0, text.length() - CUT.length());
    for (String secret : secrets) {
      for (int length = secret.length() - 1; length >= SHORTEST_PART; length--) {
        if (whole.endsWith(secret.substring(0, length))) {
          return whole.substring(0, whole.length() - length) + MARK + CUT;
        }
      }
    }
    return text;
  }

  private static Stream<String> url(Secret secret) {
    URI url = URI.create(secret.reveal());
    String path = Optional.ofNullable(url.getRawPath()).orElse("");
    return Stream.of(
            Stream.of(url.toString(), path.length() > 1 ? path : ""),
            Arrays.stream(path.split("/")).filter(part -> part.length() >= SHORTEST_PART),
            extras(url))
        .flatMap(each -> each);
  }

  /** What may be secret of an address that is none: login, query, fragment, and their parts. */
  private static Stream<String> extras(URI url) {
    return Stream.of(url.getRawUserInfo(), url.getRawQuery(), url.getRawFragment())
        .flatMap(Stream::ofNullable)
        .flatMap(
            extra ->
                Stream.concat(
                    Stream.of(extra),
                    Arrays.stream(extra.split("[&=:]"))
                        .filter(part -> part.length() >= SHORTEST_PART)));
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
