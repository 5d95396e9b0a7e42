package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sentences with gaps. <code>{name}</code> is filled with the reading of that name, or one of:
 *
 * <ul>
 *   <li><code>{target}</code>, <code>{targets}</code>: what the first, or each, check is about
 *   <li><code>{address}</code>: the address of each, when all are known
 *   <li><code>{text}</code>: what the first check says, as the end of a sentence, without its stop
 * </ul>
 *
 * A part in square brackets is left out when any gap in it cannot be filled. Brackets do not nest.
 */
public final class Template {

  private static final Pattern OPTIONAL = Pattern.compile("\\[([^\\[\\]]*)]");
  private static final Pattern GAP = Pattern.compile("\\{([a-z_]+)}");
  private static final int NAMED = 3;

  /** What a gap may be called. */
  public static final Set<String> NAMES =
      Set.of(
          "target",
          "targets",
          "text",
          "address",
          "connect_seconds",
          "gateway",
          "http_status",
          "impaired",
          "incidents",
          "inspector",
          "installed",
          "interface",
          "minimum",
          "missing",
          "offset_seconds",
          "owned",
          "owner",
          "product",
          "proxy",
          "rule",
          "signal_dbm",
          "silent",
          "source",
          "tunnels");

  /** Words that are capital only because they begin a sentence. */
  private static final List<String> BEGINNINGS = List.of("The ", "This ", "A ", "An ", "No ");

  private Template() {}

  /** The names of the gaps in a template, in its order. */
  public static List<String> gaps(String template) {
    return GAP.matcher(template).results().map(gap -> gap.group(1)).toList();
  }

  /** Those outside of brackets: what stands there is always said. */
  public static List<String> bare(String template) {
    return gaps(OPTIONAL.matcher(template).replaceAll(""));
  }

  /** Whether every bracket and brace is one of a pair, and none stands in another of its kind. */
  public static boolean isWhole(String template) {
    String kept = OPTIONAL.matcher(template).replaceAll("$1");
    return GAP.matcher(kept).replaceAll("").chars().noneMatch(c -> "[]{}".indexOf(c) >= 0);
  }

  /**
   * @param because at least one
   */
  static String fill(String template, List<CheckStatus> because) {
    Function<String, Optional<String>> words = name -> word(name, because);
    String kept =
        OPTIONAL
            .matcher(template)
            .replaceAll(
                part ->
                    Matcher.quoteReplacement(
                        GAP.matcher(part.group(1))
                                .results()
                                .allMatch(gap -> words.apply(gap.group(1)).isPresent())
                            ? part.group(1)
                            : ""));
    return GAP.matcher(kept)
        .replaceAll(gap -> Matcher.quoteReplacement(words.apply(gap.group(1)).orElse("?")));
  }

  private static Optional<String> word(String name, List<CheckStatus> because) {
    return switch (name) {
      case "target" -> Optional.of(about(because.getFirst()));
      case "targets" ->
          Optional.of(list(because.stream().map(Template::about).distinct().toList()));
      case "text" ->
          because.stream()
              .flatMap(status -> Scene.finding(status).stream())
              .map(finding -> clause(finding.text()))
              .findFirst();
      // Each target has its own: the first one's beside all their names would be wrong.
      case "address" ->
          Optional.of(
                  because.stream()
                      .flatMap(status -> Scene.value(status, name).stream())
                      .flatMap(value -> written(value).stream())
                      .distinct()
                      .toList())
              .filter(addresses -> addresses.size() == targets(because))
              .map(Template::list);
      default ->
          because.stream()
              .flatMap(status -> Scene.value(status, name).stream())
              .flatMap(value -> written(value).stream())
              .findFirst();
    };
  }

  private static long targets(List<CheckStatus> because) {
    return because.stream().map(Template::about).distinct().count();
  }

  private static String about(CheckStatus status) {
    return status.check().target().orElse(status.check().kind().id());
  }

  private static String clause(String sentence) {
    String text = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return BEGINNINGS.stream().anyMatch(text::startsWith)
        ? Character.toLowerCase(text.charAt(0)) + text.substring(1)
        : text;
  }

  private static Optional<String> written(Value value) {
    return switch (value) {
      case Value.Measure measure -> Optional.of(number(measure.value()));
      case Value.Text text -> Optional.of(text.value()).filter(words -> !words.isBlank());
      case Value.Flag flag -> Optional.of(flag.value() ? "yes" : "no");
      case Value.Texts texts -> Optional.of(list(texts.values())).filter(words -> !words.isBlank());
      case Value.Absent absent -> Optional.empty();
    };
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** {@code a}, {@code a and b}, {@code a, b, c and 2 more}. */
  static String list(List<String> words) {
    List<String> named = words.subList(0, Math.min(NAMED, words.size()));
    if (words.size() > NAMED) {
      return String.join(", ", named) + " and " + (words.size() - NAMED) + " more";
    }
    int last = named.size() - 1;
    return last <= 0
        ? String.join("", named)
        : String.join(", ", named.subList(0, last)) + " and " + named.get(last);
  }
}
