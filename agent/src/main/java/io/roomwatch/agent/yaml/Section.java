package io.roomwatch.agent.yaml;

import io.roomwatch.agent.yaml.Key.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with a fixed set of keys. Every key is read, then the rules between them run, then, if
 * nothing was wrong, the value is made.
 */
public final class Section<T> implements Type<T> {
  private final String noun;
  private final String doc;
  private final List<Key<?>> keys;
  private final Consumer<Values> rules;
  private final Function<Values, T> bind;

  private Section(
      String noun,
      String doc,
      List<Key<?>> keys,
      Consumer<Values> rules,
      Function<Values, T> bind) {
    this.noun = noun;
    this.doc = doc;
    this.keys = List.copyOf(keys);
    this.rules = rules;
    this.bind = bind;
  }

  /**
   * @param noun with its article: {@code a peer}
   * @param doc one or two sentences
   * @param bind makes the value; called only when nothing in the mapping was wrong
   */
  public static <T> Section<T> of(
      String noun, String doc, List<Key<?>> keys, Function<Values, T> bind) {
    return new Section<>(noun, doc, keys, values -> {}, bind);
  }

  /** With rules between the keys; they run even when a key was faulty, and then do not find it. */
  public Section<T> checked(Consumer<Values> more) {
    return new Section<>(noun, doc, keys, rules.andThen(more), bind);
  }

  String noun() {
    return noun;
  }

  String doc() {
    return doc;
  }

  List<Key<?>> keys() {
    return keys;
  }

  @Override
  public String label() {
    return "mapping";
  }

  @Override
  public String expected() {
    return "a mapping of 'key: value'";
  }

  @Override
  public Optional<Read<T>> read(Spot spot) {
    Optional<Map<String, Spot>> entries = spot.entries();
    if (entries.isEmpty()) {
      spot.fault("expected " + expected() + ", found " + spot.foundKind());
      return Optional.empty();
    }
    int before = spot.session().faultCount();
    Map<String, Spot> given = entries.get();
    List<String> known = names();
    given.forEach(
        (name, value) -> {
          if (!known.contains(name)) {
            unknown(name, value, spot, known);
          }
        });
    Values values = new Values(spot);
    for (Key<?> key : keys) {
      readKey(key, spot, given, values);
    }
    rules.accept(values);
    return spot.session().faultCount() == before
        ? Optional.of(new Read<>(bind.apply(values), values.plain()))
        : Optional.empty();
  }

  private void unknown(String name, Spot value, Spot section, List<String> known) {
    Optional<String> meant = Spelling.nearest(name, known);
    // A word alone between commas may be a secret that lost its key.
    boolean mayBeValue = meant.isEmpty() && value.isNull();
    Spot key = mayBeValue ? section.ofKey(name).unnamed() : section.ofKey(name);
    key.fault(
        "unknown key of "
            + noun
            + (mayBeValue ? ", without a value (is a ': ' missing?)" : "")
            + Spelling.hint(name, known, "; known are " + String.join(", ", known)));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (Key<?> key : keys) {
      names.add(key.name());
      if (key.hasTwin()) {
        names.add(key.twinName());
      }
    }
    return names;
  }

  private static <T> void readKey(
      Key<T> key, Spot section, Map<String, Spot> given, Values values) {
    @Nullable Spot value = given.get(key.name());
    @Nullable Spot file = key.hasTwin() ? given.get(key.twinName()) : null;
    if (value != null && file != null && !value.isNull() && !file.isNull()) {
      section
          .ofKey(key.twinName())
          .fault("given together with '" + key.name() + "'; keep one of the two");
    } else if (file != null && !file.isNull()) {
      SecretFile.read(file)
          .flatMap(text -> asScalar(key).parseSecret(text, file))
          .ifPresent(read -> values.put(key, read, key.twinName(), file.text().orElseThrow()));
    } else if (value != null && !(value.isNull() && mayBeNothing(key))) {
      key.type().read(value).ifPresent(read -> values.put(key, read, key.name(), read.plain()));
    } else {
      absent(key, section, values);
    }
  }

  private static <T> Scalar<T> asScalar(Key<T> key) {
    if (key.type() instanceof Scalar<T> scalar) {
      return scalar;
    }
    throw new IllegalStateException(key.name() + " is no scalar and cannot be read from a file");
  }

  /** Nothing behind a key counts as no key, except where a default would hide a slip. */
  private static boolean mayBeNothing(Key<?> key) {
    boolean isScalar = key.type() instanceof Scalar;
    return !isScalar || key.presence() instanceof Presence.Absent;
  }

  private static <T> void absent(Key<T> key, Spot section, Values values) {
    switch (key.presence()) {
      case Presence.Absent absent -> {}
      case Presence.Default(String yaml) -> standIn(key, yaml, section, values);
      case Presence.Computed(String words, String example, Function<Values, String> yaml) ->
          standIn(key, yaml.apply(values), section, values);
      case Presence.Required(String example) ->
          section
              .missing(key.name())
              .fault(
                  "is required"
                      + (key.hasTwin() ? " (or " + key.twinName() + " instead)" : "")
                      + ": expected "
                      + key.type().expected());
    }
  }

  private static <T> void standIn(Key<T> key, String yaml, Spot section, Values values) {
    key.type()
        .read(section.standIn(key.name(), yaml))
        .ifPresent(read -> values.put(key, read, key.name(), read.plain()));
  }
}
