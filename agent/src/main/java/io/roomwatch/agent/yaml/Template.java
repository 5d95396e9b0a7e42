package io.roomwatch.agent.yaml;

import io.roomwatch.agent.yaml.Key.Presence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The description of a file as a file to start from: every key with its doc, commented out at its
 * default or an example. Prose begins with {@code "# "}; a setting with {@code #} alone before it,
 * so that removing that sign sets it.
 */
public final class Template {
  private static final int WIDTH = 100;

  private final Map<String, String> values;
  private final Map<String, String> notes;

  /** Prose, or a setting that may be commented out. */
  private record Line(boolean setting, int indent, String text) {}

  private static final Line BLANK = new Line(true, 0, "");

  private Template(Map<String, String> values, Map<String, String> notes) {
    this.values = values;
    this.notes = notes;
  }

  /**
   * @param values by path ({@code room.name}), as YAML: these keys are set
   * @param notes by path: one more sentence about what was found here
   */
  public static String of(Section<?> root, Map<String, String> values, Map<String, String> notes) {
    Template template = new Template(values, notes);
    StringBuilder out = new StringBuilder();
    for (Key<?> key : root.keys()) {
      out.append('\n');
      for (Line line : template.key(key, "", 0)) {
        out.append(written(line)).append('\n');
      }
    }
    return out.toString().replaceAll("\n{3,}", "\n\n").stripTrailing() + "\n";
  }

  /** A word or text as a YAML value. */
  public static String quoted(String text) {
    boolean plain = text.matches("[A-Za-z0-9][A-Za-z0-9 ./_-]*[A-Za-z0-9]");
    return plain && !text.equalsIgnoreCase("null") ? text : "'" + text.replace("'", "''") + "'";
  }

  private static String written(Line line) {
    return line.equals(BLANK)
        ? ""
        : " ".repeat(line.indent()) + (line.setting() ? "" : "# ") + line.text();
  }

  private List<Line> key(Key<?> key, String parent, int indent) {
    String path = Spot.pathTo(parent, key.name());
    List<Line> lines = new ArrayList<>();
    prose(lines, indent, key.doc() + words(key));
    if (notes.containsKey(path)) {
      prose(lines, indent, notes.getOrDefault(path, ""));
    }
    @Nullable String value = values.get(path);
    if (value != null) {
      lines.add(new Line(true, indent, key.name() + ": " + value));
    } else if (key.isMentionedOnly()) {
      String name = key.hasTwin() ? key.twinName() : key.name();
      lines.add(new Line(false, indent, name + ": " + key.sample()));
    } else {
      lines.addAll(body(key, path, indent));
    }
    return lines;
  }

  /** What the setting below shows, unless it is the default. */
  private static String words(Key<?> key) {
    String shown =
        switch (key.presence()) {
          case Presence.Required required -> " Required.";
          case Presence.Default byDefault -> "";
          case Presence.Absent(String words, String example) ->
              (words.equals(Key.NONE) ? "" : " Default: " + words + ".") + " For example:";
          case Presence.Computed(String kind, String example, Function<Values, String> yaml) ->
              " Default: " + kind + ". For example:";
        };
    return key.hasTwin()
        ? " Also " + key.name() + " itself, or ${NAME} from the environment." + shown
        : shown;
  }

  private List<Line> body(Key<?> key, String path, int indent) {
    List<Line> lines = new ArrayList<>();
    switch (key.type()) {
      case Section<?> section -> {
        lines.add(new Line(true, indent, key.name() + ":"));
        section.keys().forEach(each -> lines.addAll(key(each, path, indent + 2)));
      }
      case Items<?> items when !(items.element() instanceof Scalar) -> {
        lines.add(new Line(true, indent, key.name() + ":"));
        for (Section<?> element : sections(items.element())) {
          lines.add(BLANK);
          prose(lines, indent + 2, element.doc());
          lines.addAll(commented(element(element, path, indent + 2), indent + 2));
        }
      }
      case Table<?> table when table.entries().size() > 1 -> {
        lines.add(new Line(true, indent, key.name() + ":"));
        lines.addAll(table(table, path, indent + 2));
      }
      case Table<?> table -> lines.add(setting(key, indent));
      case Items<?> items -> lines.add(setting(key, indent));
      case Scalar<?> scalar -> lines.add(setting(key, indent));
      case Choice<?> choice -> lines.add(setting(key, indent));
      case Linked<?> linked -> lines.add(setting(key, indent));
    }
    return lines;
  }

  private static Line setting(Key<?> key, int indent) {
    String name = key.hasTwin() ? key.twinName() : key.name();
    return new Line(true, indent, "#" + name + ": " + key.sample());
  }

  private static List<Section<?>> sections(Type<?> element) {
    return switch (element) {
      case Section<?> section -> List.of(section);
      case Choice<?> choice -> List.copyOf(choice.options().values());
      case Items<?> items -> List.of();
      case Table<?> table -> List.of();
      case Scalar<?> scalar -> List.of();
      case Linked<?> linked -> List.of();
    };
  }

  /** One element of a list: its first setting carries the dash. */
  private List<Line> element(Section<?> section, String path, int indent) {
    List<Line> lines = new ArrayList<>();
    boolean first = true;
    for (Key<?> key : section.keys()) {
      for (Line line : key(key, path, indent + 2)) {
        boolean dash = first && line.setting();
        lines.add(dash ? new Line(true, indent, "- " + uncommented(line)) : line);
        first = first && !dash;
      }
    }
    return lines;
  }

  /** Entries by name: the first of each shape with all its keys, the others on one line. */
  private List<Line> table(Table<?> table, String path, int indent) {
    List<Line> lines = new ArrayList<>();
    Set<List<String>> shown = new HashSet<>();
    for (Table.Entry<?> entry : table.entries()) {
      String entryPath = Spot.pathTo(path, entry.example().name());
      boolean news =
          entry.type() instanceof Section<?> section
              && shown.add(section.keys().stream().map(Key::name).toList());
      if (news) {
        lines.add(BLANK);
      }
      prose(lines, indent, sentence(entry.doc()));
      if (notes.containsKey(entryPath)) {
        prose(lines, indent, notes.getOrDefault(entryPath, ""));
      }
      if (news && entry.type() instanceof Section<?> section) {
        List<Line> whole = new ArrayList<>();
        whole.add(new Line(true, indent, entry.example().name() + ":"));
        section.keys().forEach(key -> whole.addAll(key(key, entryPath, indent + 2)));
        lines.addAll(commented(whole, indent));
        lines.add(BLANK);
      } else {
        String text = "#" + entry.example().name() + ": " + entry.example().yaml();
        lines.add(new Line(true, indent, text));
      }
    }
    return lines;
  }

  /** The same lines with every setting commented out at one indent. */
  private static List<Line> commented(List<Line> lines, int indent) {
    List<Line> commented = new ArrayList<>();
    for (Line line : lines) {
      if (line.equals(BLANK)) {
        commented.add(line);
        continue;
      }
      String text = " ".repeat(line.indent() - indent) + uncommented(line);
      commented.add(new Line(line.setting(), indent, line.setting() ? "#" + text : line.text()));
    }
    return commented;
  }

  private static String uncommented(Line line) {
    return line.setting() && line.text().startsWith("#") ? line.text().substring(1) : line.text();
  }

  private static String sentence(String phrase) {
    String ended = phrase.endsWith(".") ? phrase : phrase + ".";
    return Character.toUpperCase(ended.charAt(0)) + ended.substring(1);
  }

  private static void prose(List<Line> lines, int indent, String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (indent + 2 + line.length() + 1 + word.length() > WIDTH) {
        lines.add(new Line(false, indent, line.toString()));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(new Line(false, indent, line.toString()));
  }
}
