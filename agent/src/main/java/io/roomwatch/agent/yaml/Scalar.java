package io.roomwatch.agent.yaml;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A single value, read from its text. */
public final class Scalar<T> implements Type<T> {
  /** What stands in place of a secret. */
  public static final String REDACTED = "<secret>";

  private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}]*)\\}?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** What {@code ${NAME}} means in such a value, and whether the value may be shown. */
  private enum Handling {
    /** A fault: nobody writes it on purpose. */
    REFUSED,
    /** Itself. */
    LITERAL,
    /** The environment variable. */
    EXPANDED,
    /** The environment variable, and the value is never shown. */
    SECRET
  }

  /** What became of a text: a value, a sentence why not, or neither when it is not of the form. */
  private record Parsed<T>(Optional<T> value, Optional<String> refusal) {
    <U> Parsed<U> map(Function<T, U> function) {
      return new Parsed<>(value.map(function), refusal);
    }

    Parsed<T> unless(Function<T, Optional<String>> reason) {
      Optional<String> refused = value.flatMap(reason);
      return refused.isPresent() ? new Parsed<>(Optional.empty(), refused) : this;
    }
  }

  /** How a value is read and, unless as it was written, shown. */
  private record Form<T>(
      BiFunction<String, Surroundings, Parsed<T>> parse,
      Optional<Function<T, Object>> plain,
      Supplier<? extends Collection<String>> near) {}

  private final String label;
  private final String expected;
  private final Map<String, Object> json;
  private final Handling handling;
  private final Form<T> form;

  private Scalar(
      String label, String expected, Map<String, Object> json, Handling handling, Form<T> form) {
    this.label = label;
    this.expected = expected;
    this.json = json;
    this.handling = handling;
    this.form = form;
  }

  /**
   * A value whose text is all that matters.
   *
   * @param label one or two words: {@code duration}
   * @param expected with article and limits: {@code a duration from 1s to 7d, such as 30s}
   * @param json what JSON Schema says of it
   * @param parse empty when the text is not what was expected; must not throw
   */
  public static <T> Scalar<T> of(
      String label,
      String expected,
      Map<String, Object> json,
      Function<String, Optional<T>> parse) {
    return placed(label, expected, json, (text, surroundings) -> parse.apply(text));
  }

  /** A value that means something only in its surroundings, such as a relative path. */
  public static <T> Scalar<T> placed(
      String label,
      String expected,
      Map<String, Object> json,
      BiFunction<String, Surroundings, Optional<T>> parse) {
    Form<T> form =
        new Form<>(
            (text, surroundings) -> new Parsed<>(parse.apply(text, surroundings), Optional.empty()),
            Optional.empty(),
            List::of);
    return new Scalar<>(label, expected, Map.copyOf(json), Handling.REFUSED, form);
  }

  /** The same, with {@code ${NAME}} taken as it is. */
  public Scalar<T> literal() {
    return new Scalar<>(label, expected, json, Handling.LITERAL, form);
  }

  /** The same, with {@code ${NAME}} replaced by the environment variable. */
  public Scalar<T> expanded() {
    return new Scalar<>(label, expected, json, Handling.EXPANDED, form);
  }

  /** The same, expanded and never shown, neither in faults nor in the effective file. */
  public Scalar<T> secret() {
    return new Scalar<>(label, expected, Map.of("type", "string"), Handling.SECRET, form);
  }

  /** Refuses some values, each with a sentence that says why. */
  public Scalar<T> unless(Function<T, Optional<String>> refusal) {
    Form<T> strict =
        new Form<>(
            (text, surroundings) -> form.parse.apply(text, surroundings).unless(refusal),
            form.plain,
            form.near);
    return new Scalar<>(label, expected, json, handling, strict);
  }

  /** Read the same way, and made into something else. */
  public <U> Scalar<U> map(Function<T, U> function) {
    Form<U> mapped =
        new Form<>(
            (text, surroundings) -> form.parse.apply(text, surroundings).map(function),
            Optional.empty(),
            form.near);
    return new Scalar<>(label, expected, json, handling, mapped);
  }

  /** Written in the effective file as this, not as it was written. */
  public Scalar<T> shownAs(Function<T, Object> plain) {
    Form<T> shown = new Form<>(form.parse, Optional.of(plain), form.near);
    return new Scalar<>(label, expected, json, handling, shown);
  }

  /** Suggests the nearest of these words when another was found. */
  public Scalar<T> near(Supplier<? extends Collection<String>> words) {
    Form<T> suggesting = new Form<>(form.parse, form.plain, words);
    return new Scalar<>(label, expected, json, handling, suggesting);
  }

  Map<String, Object> json() {
    return json;
  }

  boolean isSecret() {
    return handling == Handling.SECRET;
  }

  boolean isExpanded() {
    return handling == Handling.SECRET || handling == Handling.EXPANDED;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String expected() {
    return expected;
  }

  @Override
  public Optional<Read<T>> read(Spot spot) {
    Optional<String> raw = spot.text();
    if (raw.isEmpty()) {
      spot.fault("expected " + expected + ", found " + spot.foundKind());
      return Optional.empty();
    }
    return switch (handling) {
      case LITERAL -> parse(raw.get(), raw.get(), spot);
      case REFUSED -> {
        if (raw.get().contains("${")) {
          spot.fault("${…} is not expanded here; write the value itself");
          yield Optional.empty();
        }
        yield parse(raw.get(), raw.get(), spot);
      }
      case EXPANDED, SECRET ->
          expand(raw.get(), spot).flatMap(text -> parse(text, raw.get(), spot));
    };
  }

  /** A secret that was read from a file; nothing in it is expanded. */
  Optional<Read<T>> parseSecret(String text, Spot spot) {
    return parse(text, REDACTED, spot);
  }

  private Optional<Read<T>> parse(String text, String raw, Spot spot) {
    if (isSecret() && text.equals(REDACTED)) {
      spot.fault("this is what stands in place of a secret; write the secret itself");
      return Optional.empty();
    }
    Parsed<T> parsed = form.parse.apply(text, spot.session().surroundings());
    if (parsed.value().isPresent()) {
      T value = parsed.value().get();
      return Optional.of(new Read<>(value, shown(value, raw)));
    }
    String found = isSecret() ? "something else (not shown)" : spot.found() + hint(text);
    spot.fault(parsed.refusal().orElse("expected " + expected + ", found " + found));
    return Optional.empty();
  }

  private String hint(String text) {
    return Spelling.hint(text, form.near.get(), "");
  }

  private Object shown(T value, String raw) {
    if (isSecret()) {
      boolean onlyNamed = raw.startsWith("${") && REFERENCE.matcher(raw).matches();
      return onlyNamed ? raw : REDACTED;
    }
    return handling == Handling.EXPANDED
        ? raw
        : form.plain.map(plain -> plain.apply(value)).orElse(raw);
  }

  /** Replaces a dollar sign with a name in braces; a second dollar sign before it prevents that. */
  static Optional<String> expand(String raw, Spot spot) {
    Map<String, String> environment = spot.session().surroundings().environment();
    StringBuilder expanded = new StringBuilder();
    Matcher reference = REFERENCE.matcher(raw);
    int end = 0;
    while (reference.find(end)) {
      expanded.append(raw, end, reference.start());
      end = reference.end();
      String whole = reference.group();
      if (whole.startsWith("$$")) {
        expanded.append("${");
        end = reference.start() + "$${".length();
        continue;
      }
      String name = reference.group(1);
      if (!whole.endsWith("}") || !NAME.matcher(name).matches()) {
        spot.fault("expected ${NAME} of an environment variable; $${ stands for ${ itself");
        return Optional.empty();
      }
      @Nullable String value = environment.get(name);
      if (value == null || value.isBlank()) {
        String state = value == null ? "not set" : "empty";
        spot.fault("the environment variable " + name + " is " + state);
        return Optional.empty();
      }
      expanded.append(value);
    }
    return Optional.of(expanded.append(raw, end, raw.length()).toString());
  }
}
