package io.roomwatch.agent.yaml;

import java.util.function.Function;

/**
 * One key of a mapping, described once: reading, schema, reference page and template all come from
 * here. Two keys are the same only when they are the same object.
 */
public final class Key<T> {
  /** The default of a key that may be left out. */
  static final String NONE = "none";

  private final String name;
  private final Type<T> type;
  private final String doc;
  private final Presence presence;
  private final boolean twin;
  private final boolean aside;

  /** What holds when the file does not give the key. */
  sealed interface Presence {
    /** It must. The example stands in templates, as do the others. */
    record Required(String example) implements Presence {}

    /** This, as the file would say it. */
    record Default(String yaml) implements Presence {}

    /**
     * Nothing, and what that means.
     *
     * @param words the default in documentation
     */
    record Absent(String words, String example) implements Presence {}

    /**
     * What follows from the keys before it.
     *
     * @param words the default in documentation
     */
    record Computed(String words, String example, Function<Values, String> yaml)
        implements Presence {}
  }

  private Key(
      String name, Type<T> type, String doc, Presence presence, boolean twin, boolean aside) {
    this.name = name;
    this.type = type;
    this.doc = doc;
    this.presence = presence;
    this.twin = twin;
    this.aside = aside;
  }

  /** A key that the file must give. */
  public static <T> Key<T> required(String name, Type<T> type, String doc, String example) {
    return new Key<>(name, type, doc, new Presence.Required(example), false, false);
  }

  /** A key with a default, written as it would be in the file. */
  public static <T> Key<T> of(String name, Type<T> type, String doc, String defaultYaml) {
    return new Key<>(name, type, doc, new Presence.Default(defaultYaml), false, false);
  }

  /** A key that may be left out; the doc says what that means. */
  public static <T> Key<T> optional(String name, Type<T> type, String doc, String example) {
    return new Key<>(name, type, doc, new Presence.Absent(NONE, example), false, false);
  }

  /** A key that may be left out, when something else is asked instead. */
  public static <T> Key<T> inherited(
      String name, Type<T> type, String doc, String words, String example) {
    return new Key<>(name, type, doc, new Presence.Absent(words, example), false, false);
  }

  /**
   * A key whose default follows from the keys before it.
   *
   * @param words the default in documentation
   * @param yaml the default as the file would say it; looks with {@link Values#find} only
   */
  public static <T> Key<T> computed(
      String name,
      Type<T> type,
      String doc,
      String words,
      String example,
      Function<Values, String> yaml) {
    Presence presence = new Presence.Computed(words, example, yaml);
    return new Key<>(name, type, doc, presence, false, false);
  }

  /** A key with a mapping of its own behind it, whose doc is the mapping's. */
  public static <T> Key<T> section(String name, Section<T> section) {
    return of(name, section, section.doc(), "{}");
  }

  /** A secret: the same key with {@code _file} behind its name reads it from a file. */
  public Key<T> orFile() {
    return new Key<>(name, type, doc, presence, true, aside);
  }

  /** Templates only mention it: it excludes what they show, or a default beside it. */
  public Key<T> mentioned() {
    return new Key<>(name, type, doc, presence, twin, true);
  }

  public String name() {
    return name;
  }

  Type<T> type() {
    return type;
  }

  String doc() {
    return doc;
  }

  Presence presence() {
    return presence;
  }

  boolean hasTwin() {
    return twin;
  }

  /** The name of the twin that reads the secret from a file. */
  String twinName() {
    return name + "_file";
  }

  boolean isMentionedOnly() {
    return aside;
  }

  /** The default or the example, as YAML. */
  String sample() {
    return switch (presence) {
      case Presence.Required(String example) -> example;
      case Presence.Default(String yaml) -> yaml;
      case Presence.Absent(String words, String example) -> example;
      case Presence.Computed(String words, String example, Function<Values, String> yaml) ->
          example;
    };
  }
}
