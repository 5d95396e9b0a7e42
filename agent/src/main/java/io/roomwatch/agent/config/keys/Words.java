package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.config.Cloud.HostPort;
import io.roomwatch.agent.config.Schedule.Day;
import io.roomwatch.agent.config.Schedule.Window;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Scalars;
import java.net.InetSocketAddress;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values that only this file has, each wherever it stands. */
final class Words {
  private static final String MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
  private static final String WEEKDAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun";
  private static final Pattern WINDOW =
      Pattern.compile(
          "((?<month>%s) )?((?<day>%s|[1-9]|[12][0-9]|3[01]) )?(?<time>([01][0-9]|2[0-3]):[0-5][0-9])"
              .formatted(MONTHS, WEEKDAYS));
  private static final Map<String, Object> STRING = Map.of("type", "string");

  /** Of a window, wherever one is given. */
  static final Key<ZoneId> TIMEZONE =
      Key.optional(
          "timezone",
          Scalars.zone(),
          "The time zone of the window. Without it, this machine's.",
          "Europe/Berlin");

  private Words() {}

  /** The name of a peer or a sink: it becomes part of ids and labels. */
  static Scalar<String> name() {
    return Scalars.text(
        "name", "a name of letters, digits, '.', '_' and '-'", "[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  }

  /** A version of the room app; its first three parts count. */
  static Scalar<String> version() {
    return Scalars.text(
        "version",
        "a version such as 7.0.5 or 5.1.1 (1624.0806)",
        "[0-9]{1,5}(\\.[0-9]{1,5}){2}(\\.[0-9]{1,6})?( \\([0-9.]{1,20}\\))?");
  }

  /** A host and a port that may be left out. */
  static Scalar<HostPort> hostPort(int defaultPort) {
    return Scalar.of(
        "host:port",
        "a host name or address, or host:port",
        STRING,
        text -> Scalars.hostAndPort(text, defaultPort, HostPort::new));
  }

  /** An address literal and a port that may be left out. */
  static Scalar<InetSocketAddress> socket(int defaultPort) {
    return Scalar.of(
        "address",
        "an IP address, or address:port",
        STRING,
        text ->
            Scalars.hostAndPort(text, defaultPort, HostPort::new)
                .flatMap(
                    at ->
                        Scalars.literal(at.host())
                            .map(address -> new InetSocketAddress(address, at.port()))));
  }

  /** A secret of any form. */
  static Scalar<Secret> secret(String label) {
    return Scalar.of(label, "a " + label + " on one line", STRING, Words::oneLine).secret();
  }

  /** A URL that is itself a secret. */
  static Scalar<Secret> secretUrl(String... schemes) {
    return Scalars.url(schemes).map(uri -> new Secret(uri.toString())).secret();
  }

  /** When an item falls due: {@code Mon 06:30}, {@code 31 06:30}, {@code Nov Mon 06:30}. */
  static Scalar<Window> window() {
    return Scalar.of(
        "window",
        "a window such as 'Mon 06:30', '15 06:30', 'Nov 15 06:30' or '06:30'",
        STRING,
        Words::asWindow);
  }

  private static Optional<Secret> oneLine(String text) {
    return text.isBlank() || text.chars().anyMatch(Character::isISOControl)
        ? Optional.empty()
        : Optional.of(new Secret(text));
  }

  private static Optional<Window> asWindow(String text) {
    Matcher parts = WINDOW.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    LocalTime time = LocalTime.parse(parts.group("time"));
    Optional<Month> month = constant(Month.values(), parts.group("month"));
    @Nullable String day = parts.group("day");
    if (day == null) {
      return Optional.of(new Window(month, new Day.Every(), time));
    }
    if (Character.isDigit(day.charAt(0))) {
      return Optional.of(new Window(month, new Day.OfMonth(Integer.parseInt(day)), time));
    }
    return constant(DayOfWeek.values(), day)
        .map(weekday -> new Window(month, new Day.Weekday(weekday), time));
  }

  /** The constant whose name begins with three letters. */
  private static <E extends Enum<E>> Optional<E> constant(E[] constants, @Nullable String start) {
    return start == null
        ? Optional.empty()
        : Arrays.stream(constants)
            .filter(constant -> constant.name().startsWith(start.toUpperCase(Locale.ROOT)))
            .findFirst();
  }
}
