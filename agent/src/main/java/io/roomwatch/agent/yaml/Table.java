package io.roomwatch.agent.yaml;

import io.roomwatch.agent.yaml.Items.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A mapping whose keys are names: of checks, of maintenance items, of controllers. */
public final class Table<V> implements Type<Map<String, V>> {
  private final String noun;
  private final List<Entry<V>> entries;
  private final boolean complete;
  private final Consumer<Map<String, Item<V>>> rules;

  /**
   * A name, or a family of names, and what stands behind it.
   *
   * @param name in documentation, and for "did you mean"
   * @param names matches the whole key; in the dialect that JSON Schema shares
   * @param example such a name in templates, and what they show behind it, as flow YAML
   */
  public record Entry<V>(String name, Pattern names, String doc, Type<V> type, Example example) {

    /** Exactly one name. */
    public static <V> Entry<V> exactly(String name, String doc, Type<V> type, String yaml) {
      return new Entry<>(
          name, Pattern.compile(literally(name)), doc, type, new Example(name, yaml));
    }

    /** Whether other names than the one in documentation match. */
    boolean isFamily() {
      return !names.pattern().equals(literally(name));
    }

    boolean hasOwnName() {
      return names.matcher(name).matches();
    }
  }

  /** A name and the YAML behind it. */
  public record Example(String name, String yaml) {}

  /** A name as a regular expression that matches only it. */
  public static String literally(String name) {
    return name.replace(".", "\\.");
  }

  private Table(
      String noun, List<Entry<V>> entries, boolean complete, Consumer<Map<String, Item<V>>> rules) {
    this.noun = noun;
    this.entries = List.copyOf(entries);
    this.complete = complete;
    this.rules = rules;
  }

  /**
   * @param noun of one entry, without article: {@code check}
   */
  public static <V> Table<V> of(String noun, List<Entry<V>> entries) {
    return new Table<>(noun, entries, false, items -> {});
  }

  /** Every exact name is there, as if the file gave it with nothing behind. */
  public Table<V> complete() {
    return new Table<>(noun, entries, true, rules);
  }

  /** With rules between the entries; they see those that could be read. */
  public Table<V> checked(Consumer<Map<String, Item<V>>> more) {
    return new Table<>(noun, entries, complete, rules.andThen(more));
  }

  List<Entry<V>> entries() {
    return entries;
  }

  String noun() {
    return noun;
  }

  @Override
  public String label() {
    return "mapping by " + noun;
  }

  @Override
  public String expected() {
    return "a mapping by " + noun;
  }

  @Override
  public Optional<Read<Map<String, V>>> read(Spot spot) {
    Optional<Map<String, Spot>> given = spot.entries();
    if (given.isEmpty()) {
      spot.fault("expected " + expected() + ", found " + spot.foundKind());
      return Optional.empty();
    }
    int before = spot.session().faultCount();
    Map<String, Spot> all = new LinkedHashMap<>();
    if (complete) {
      for (Entry<V> entry : entries) {
        if (entry.hasOwnName()) {
          all.put(entry.name(), spot.standIn(entry.name(), "{}"));
        }
      }
    }
    all.putAll(given.get());
    Map<String, Item<V>> items = new LinkedHashMap<>();
    Map<String, Object> plain = new LinkedHashMap<>();
    all.forEach(
        (name, value) ->
            find(name, spot)
                .flatMap(entry -> entry.type().read(value))
                .ifPresent(
                    read -> {
                      items.put(name, new Item<>(value, read.value()));
                      plain.put(name, read.plain());
                    }));
    rules.accept(items);
    return spot.session().faultCount() == before
        ? Optional.of(new Read<>(values(items), plain))
        : Optional.empty();
  }

  private static <V> Map<String, V> values(Map<String, Item<V>> items) {
    Map<String, V> values = new LinkedHashMap<>();
    items.forEach((name, item) -> values.put(name, item.value()));
    return values;
  }

  private Optional<Entry<V>> find(String name, Spot spot) {
    Optional<Entry<V>> found =
        entries.stream().filter(entry -> entry.names().matcher(name).matches()).findFirst();
    if (found.isEmpty()) {
      List<String> known = entries.stream().map(Entry::name).toList();
      String few =
          known.isEmpty() ? "; there is none here" : "; known are " + String.join(", ", known);
      String others = known.size() <= 12 ? few : "";
      int colon = name.indexOf(':');
      String word = colon < 0 ? name : name.substring(0, colon);
      spot.ofKey(name).fault("unknown " + noun + Spelling.hint(word, known, others));
    }
    return found;
  }
}
