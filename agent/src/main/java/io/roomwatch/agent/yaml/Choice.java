package io.roomwatch.agent.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A mapping whose keys depend on the word behind one of them, as {@code type} of a sink. */
public final class Choice<T> implements Type<T> {
  private final String tag;
  private final Map<String, Section<? extends T>> options = new LinkedHashMap<>();

  /**
   * @param tag the key that decides; every section has it among its keys
   * @param options the sections, by the word that chooses them
   */
  public Choice(String tag, List<String> words, Function<String, Section<? extends T>> options) {
    this.tag = tag;
    words.forEach(word -> this.options.put(word, options.apply(word)));
  }

  String tag() {
    return tag;
  }

  Map<String, Section<? extends T>> options() {
    return options;
  }

  @Override
  public String label() {
    return "mapping by " + tag;
  }

  @Override
  public String expected() {
    return "a mapping of 'key: value' with '" + tag + "'";
  }

  @Override
  public Optional<Read<T>> read(Spot spot) {
    Optional<Map<String, Spot>> entries = spot.entries();
    if (entries.isEmpty()) {
      spot.fault("expected " + expected() + ", found " + spot.foundKind());
      return Optional.empty();
    }
    String allowed = "one of " + String.join(", ", options.keySet());
    @Nullable Spot chosen = entries.get().get(tag);
    if (chosen == null) {
      spot.missing(tag).fault("is required: expected " + allowed);
      return Optional.empty();
    }
    String word = chosen.text().orElse("");
    @Nullable Section<? extends T> section = options.get(word);
    if (section == null) {
      chosen.fault(
          "expected "
              + allowed
              + ", found "
              + chosen.found()
              + Spelling.hint(word, options.keySet(), ""));
      return Optional.empty();
    }
    return section.read(spot).map(read -> new Read<>(read.value(), read.plain()));
  }
}
