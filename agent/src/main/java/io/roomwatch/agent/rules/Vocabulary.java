package io.roomwatch.agent.rules;

import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Items.Item;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The words of one kind that a file may use: a closed set, and the names that stand for several of
 * them. The names of a file are known from where its sets were read.
 */
final class Vocabulary<T> {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final String noun;
  private final Map<String, T> words = new LinkedHashMap<>();
  private final Map<String, List<T>> sets;

  /**
   * @param noun of one word, with its article: {@code a reason}
   * @param sets those known before the file is read
   */
  Vocabulary(String noun, List<T> all, Function<T, String> label, Map<String, List<T>> sets) {
    this.noun = noun;
    this.sets = new LinkedHashMap<>(sets);
    all.forEach(each -> words.put(label.apply(each), each));
  }

  /** Every set known by now. */
  Map<String, List<T>> sets() {
    return Map.copyOf(sets);
  }

  /** Some of the words; each may be a set's name. */
  Items<List<T>> some(String plural) {
    return Items.of(
        word(noun + ", or the name of a set of them", this::find, true), plural + " or their sets");
  }

  /** The words of several such elements, each once. */
  static <T> List<T> all(List<List<T>> elements) {
    return elements.stream().flatMap(List::stream).distinct().toList();
  }

  /** Sets by name, which are known from then on. */
  Table<List<List<T>>> table(String plural) {
    Items<List<T>> elements = Items.of(word(noun, this::word, false), plural).notEmpty().distinct();
    return Table.of(
            "set of " + plural,
            List.of(
                new Table.Entry<>(
                    "name", NAME, "Stands for these.", elements, new Table.Example("name", "[]"))))
        .checked(this::define);
  }

  private void define(Map<String, Item<List<List<T>>>> given) {
    given.forEach(
        (name, item) -> {
          if (words.containsKey(name) || sets.containsKey(name)) {
            item.spot().fault("'" + name + "' is taken; give the set another name");
          } else {
            sets.put(name, all(item.value()));
          }
        });
  }

  private Optional<List<T>> word(String text) {
    @Nullable T word = words.get(text);
    return word == null ? Optional.empty() : Optional.of(List.of(word));
  }

  private Optional<List<T>> find(String text) {
    return word(text).or(() -> Optional.ofNullable(sets.get(text)));
  }

  private Scalar<List<T>> word(
      String expected, Function<String, Optional<List<T>>> parse, boolean orSet) {
    return Scalar.of("word", expected, Map.of("type", "string"), parse)
        .near(() -> orSet ? names() : List.copyOf(words.keySet()));
  }

  private List<String> names() {
    return Stream.concat(words.keySet().stream(), sets.keySet().stream()).toList();
  }
}
