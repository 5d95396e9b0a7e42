package io.roomwatch.agent.yaml;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The single values that any file may hold. */
public final class Scalars {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,12})?");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
  private static final int LONGEST_TEXT = 200;

  /** Text is also written as a number or a word that YAML takes for something else. */
  private static final Map<String, Object> TEXT_JSON =
      Map.of("type", List.of("string", "number", "boolean"));

  private Scalars() {}

  /** One line of text, at most 200 characters, not blank. */
  public static Scalar<String> text(String label) {
    return Scalar.of(
        label, "a text on one line, 200 characters at most", TEXT_JSON, Scalars::asText);
  }

  /** One line of text of a given form. */
  public static Scalar<String> text(String label, String expected, String regex) {
    Pattern form = Pattern.compile(regex);
    return Scalar.of(
        label,
        expected,
        TEXT_JSON,
        text -> asText(text).filter(line -> form.matcher(line).matches()));
  }

  /** {@code true} or {@code false}. */
  public static Scalar<Boolean> bool() {
    return Scalar.of(
            "boolean",
            "true or false",
            Map.of("type", "boolean"),
            text ->
                text.equals("true") || text.equals("false")
                    ? Optional.of(Boolean.valueOf(text))
                    : Optional.<Boolean>empty())
        .shownAs(value -> value);
  }

  /** A whole number between two others, which are allowed. */
  public static Scalar<Integer> integer(String label, int least, int most) {
    return Scalar.of(
            label,
            "a whole number from " + least + " to " + most,
            Map.of("type", "integer", "minimum", least, "maximum", most),
            text -> asInteger(text).filter(value -> value >= least && value <= most))
        .shownAs(value -> value);
  }

  /** A TCP or UDP port. */
  public static Scalar<Integer> port() {
    return Scalar.of(
            "port",
            "a port from 1 to 65535",
            Map.of("type", "integer", "minimum", 1, "maximum", 65535),
            Scalars::asPort)
        .shownAs(value -> value);
  }

  /** A decimal number between two others, which are allowed. */
  public static Scalar<Double> number(double least, double most) {
    return Scalar.of(
            "number",
            "a number from " + plain(least) + " to " + plain(most),
            Map.of("type", "number", "minimum", least, "maximum", most),
            text ->
                NUMBER.matcher(text).matches()
                    ? Optional.of(Double.valueOf(text)).filter(n -> n >= least && n <= most)
                    : Optional.<Double>empty())
        .shownAs(Scalars::trimmed);
  }

  /** A time span between two others, which are allowed: a number and ms, s, m, h or d. */
  public static Scalar<Duration> duration(Duration least, Duration most) {
    return Scalar.of(
        "duration",
        "a duration from " + format(least) + " to " + format(most) + " (30s, 5m, 2h, 7d)",
        Map.of("type", "string", "pattern", "^[0-9]{1,9}(ms|s|m|h|d)$"),
        text ->
            asDuration(text)
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0));
  }

  /** A day: {@code 2026-11-20}. */
  public static Scalar<LocalDate> date() {
    return Scalar.of(
        "date",
        "a date such as 2026-11-20",
        Map.of("type", "string", "format", "date"),
        text -> attempt(() -> LocalDate.parse(text)));
  }

  /** A time zone of the tz database: {@code Europe/Berlin}. */
  public static Scalar<ZoneId> zone() {
    return Scalar.of(
            "time zone",
            "a time zone such as Europe/Berlin or UTC",
            Map.of("type", "string"),
            text -> attempt(() -> ZoneId.of(text)))
        .near(ZoneId::getAvailableZoneIds);
  }

  /** A file or folder; a relative path starts at the file's own folder. */
  public static Scalar<Path> path() {
    return Scalar.placed(
            "path",
            "the path of a file",
            Map.of("type", "string"),
            (text, surroundings) ->
                asText(text).flatMap(name -> attempt(() -> surroundings.folder().resolve(name))))
        .shownAs(Path::toString);
  }

  /** A host name or an address. */
  public static Scalar<String> host() {
    return Scalar.of(
        "host",
        "a host name or address",
        Map.of("type", "string"),
        text -> isHost(text) ? Optional.of(text) : Optional.empty());
  }

  /** An address of a single machine. */
  public static Scalar<InetAddress> address() {
    return Scalar.of(
        "address",
        "an IP address",
        Map.of("type", "string"),
        text -> literal(text).filter(Scalars::isOneMachine));
  }

  /**
   * A URL with a host and without credentials.
   *
   * @param schemes those allowed
   */
  public static Scalar<URI> url(String... schemes) {
    List<String> allowed = List.of(schemes);
    String words = String.join(" or ", allowed);
    return Scalar.of(
            "URL",
            "an " + words + " URL",
            Map.of("type", "string"),
            text -> asUri(text).filter(uri -> allowed.contains(lower(uri.getScheme()))))
        .unless(
            uri ->
                uri.getRawUserInfo() == null
                    ? Optional.empty()
                    : Optional.of("credentials do not belong in a URL"));
  }

  /** One of some words. */
  public static <T> Scalar<T> oneOf(String label, Map<String, T> words) {
    Map<String, T> known = new LinkedHashMap<>(words);
    List<String> names = List.copyOf(known.keySet());
    return Scalar.of(
            label,
            names.size() == 1 ? names.get(0) : "one of " + String.join(", ", names),
            Map.of("enum", names),
            text -> Optional.ofNullable(known.get(text)))
        .near(() -> names);
  }

  /** One of the constants of an enum, by its label. */
  public static <T extends Enum<T>> Scalar<T> oneOf(
      String label, T[] constants, Function<T, String> name) {
    Map<String, T> words = new LinkedHashMap<>();
    for (T constant : constants) {
      words.put(name.apply(constant), constant);
    }
    return oneOf(label, words);
  }

  /** A duration as files write it, in the largest unit that fits. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** An address literal; never asks a name server. */
  public static Optional<InetAddress> literal(String text) {
    if (!IPV4.matcher(text).matches() && text.indexOf(':') < 0) {
      return Optional.empty();
    }
    try {
      // A text with a colon is only ever parsed as an IPv6 literal.
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Neither "any address" nor a group. */
  public static boolean isOneMachine(InetAddress address) {
    return !address.isAnyLocalAddress() && !address.isMulticastAddress();
  }

  /** A DNS name (RFC 1123, underscores allowed) or an address literal. */
  public static boolean isHost(String text) {
    Optional<InetAddress> literal = literal(text);
    if (literal.isPresent()) {
      return isOneMachine(literal.get());
    }
    if (text.length() > 253 || text.matches("[0-9.]*")) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  /**
   * A host without and with a port: {@code host}, {@code host:123}, {@code ::1}, {@code [::1]:53}.
   */
  public static <T> Optional<T> hostAndPort(
      String text, int defaultPort, BiFunction<String, Integer, T> made) {
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      String inner = close < 0 ? "" : text.substring(1, close);
      String rest = close < 0 ? "" : text.substring(close + 1);
      boolean isV6 = literal(inner).filter(Inet6Address.class::isInstance).isPresent();
      return !isV6 || !(rest.isEmpty() || rest.startsWith(":"))
          ? Optional.empty()
          : portOr(rest, defaultPort).map(port -> made.apply(inner, port));
    }
    int colon = text.indexOf(':');
    boolean bare = colon < 0 || text.indexOf(':', colon + 1) >= 0;
    String host = bare ? text : text.substring(0, colon);
    return isHost(host)
        ? portOr(bare ? "" : text.substring(colon), defaultPort).map(port -> made.apply(host, port))
        : Optional.empty();
  }

  private static Optional<Integer> portOr(String colonPort, int defaultPort) {
    return colonPort.isEmpty() ? Optional.of(defaultPort) : asPort(colonPort.substring(1));
  }

  private static Optional<String> asText(String text) {
    boolean fits = !text.isBlank() && text.length() <= LONGEST_TEXT;
    return fits && text.chars().noneMatch(Character::isISOControl)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<Integer> asInteger(String text) {
    return text.matches("-?[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private static Optional<Integer> asPort(String text) {
    return asInteger(text).filter(port -> port >= 1 && port <= 65535);
  }

  /** A duration as files and options write it ({@code 30s}); empty when it is none. */
  public static Optional<Duration> asDuration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(parts.group(1));
    return Optional.of(
        switch (parts.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }

  private static Optional<URI> asUri(String text) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null && uri.getHost() != null && uri.getPort() <= 65535
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** A number as files write it. */
  public static String plain(double number) {
    return String.valueOf(trimmed(number));
  }

  /** Whole numbers without their {@code .0}. */
  private static Object trimmed(double number) {
    return number == Math.rint(number) ? (Object) (long) number : (Object) number;
  }

  private interface Attempt<T> {
    T make();
  }

  private static <T> Optional<T> attempt(Attempt<T> attempt) {
    try {
      return Optional.of(attempt.make());
    } catch (DateTimeException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
