package io.roomwatch.agent.cli.evidence;

import io.roomwatch.agent.evidence.Sight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Asks the daemon of this machine by HTTP: its status, and from its metrics the phases of the
 * newest looks, which the status document has no place for. Never through a proxy.
 */
final class RunningDaemon {

  private static final int CONNECT_MILLIS = 500;

  /** Of one pause in an answer; a daemon with thousands of checks takes a part of it. */
  private static final int READ_MILLIS = 1_500;

  /** A status of 10,000 checks has 5 MB. */
  private static final int MOST_BYTES = 16 << 20;

  private static final Pattern SAMPLE =
      Pattern.compile(
          "roomwatch_(phase_seconds|check_last_run_timestamp_seconds)"
              + "\\{check=\"((?:[^\"\\\\]|\\\\.)*)\"(?:,phase=\"([a-z-]+)\")?} (\\S+)");

  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  private RunningDaemon() {}

  /** What became of asking. */
  sealed interface Answer {
    record Told(Sight sight) implements Answer {}

    /**
     * @param why as the end of a sentence
     */
    record Silent(String why) implements Answer {}
  }

  /**
   * Asks each in turn until one answers.
   *
   * @param urls where it serves
   */
  static Answer ask(List<URI> urls) {
    List<String> why = new ArrayList<>();
    for (URI url : urls) {
      try {
        Optional<Sight> sight = ask(reachable(url));
        if (sight.isPresent()) {
          return new Answer.Told(sight.get());
        }
        why.add("what answers at " + url + " is no daemon of Roomwatch");
      } catch (IOException e) {
        why.add("no daemon answers at " + url + " (" + said(e) + ")");
      }
    }
    return new Answer.Silent(
        why.isEmpty() ? "no daemon has kept anything here" : String.join(", ", why));
  }

  private static Optional<Sight> ask(URI url) throws IOException {
    Optional<Sight> sight =
        Sight.told(get(url.resolve("/api/v1/status")), List.of(), "by the daemon at " + url);
    if (sight.isEmpty()) {
      return sight;
    }
    List<Sight.Phases> phases = phases(get(url.resolve("/metrics")).lines());
    return sight.map(one -> new Sight(one.status(), phases, one.from(), one.remembered()));
  }

  /** Where every address is listened on, this machine's own is asked. */
  private static URI reachable(URI url) throws IOException {
    if (!"http".equals(url.getScheme()) || url.getHost() == null) {
      throw new IOException(
          "it serves by " + url.getScheme() + ", which this command does not use");
    }
    InetAddress address = InetAddress.getByName(url.getHost());
    if (!address.isAnyLocalAddress()) {
      return url;
    }
    try {
      return new URI(
          "http",
          null,
          address.getAddress().length == 4 ? "127.0.0.1" : "::1",
          url.getPort(),
          null,
          null,
          null);
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static String get(URI url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setInstanceFollowRedirects(false);
    try {
      int code = connection.getResponseCode();
      if (code != HttpURLConnection.HTTP_OK) {
        throw new IOException("status " + code);
      }
      try (InputStream in = connection.getInputStream()) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write(in.readNBytes(MOST_BYTES + 1));
        if (text.size() > MOST_BYTES) {
          throw new IOException("its answer does not end");
        }
        return text.toString(StandardCharsets.UTF_8);
      }
    } finally {
      connection.disconnect();
    }
  }

  private static String said(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** Out of an answer in the text format of Prometheus. */
  static List<Sight.Phases> phases(Stream<String> lines) {
    Map<String, Map<String, Double>> seconds = new LinkedHashMap<>();
    Map<String, Instant> ends = new LinkedHashMap<>();
    lines
        .filter(line -> line.startsWith("roomwatch_"))
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(
            sample -> {
              String check = unescaped(sample.group(2));
              double value = Double.parseDouble(sample.group(4));
              if (sample.group(3) != null) {
                seconds
                    .computeIfAbsent(check, name -> new LinkedHashMap<>())
                    .put(sample.group(3), value);
              } else if (sample.group(1).startsWith("check_")) {
                ends.put(check, Instant.ofEpochMilli(Math.round(value * 1000)));
              }
            });
    return seconds.entrySet().stream()
        .map(
            each ->
                new Sight.Phases(
                    each.getKey(), Optional.ofNullable(ends.get(each.getKey())), each.getValue()))
        .toList();
  }

  private static String unescaped(String label) {
    return ESCAPED
        .matcher(label)
        .replaceAll(
            one -> Matcher.quoteReplacement(one.group(1).equals("n") ? "\n" : one.group(1)));
  }
}
