package io.roomwatch.agent.yaml;

import io.roomwatch.agent.yaml.Key.Presence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The description of a file as a reference page in Markdown: one chapter for each key of the root.
 */
public final class Page {
  private static final String HEAD = "| key | value | default | |\n|---|---|---|---|\n";

  private final StringBuilder out = new StringBuilder();

  private Page() {}

  public static String markdown(Section<?> root) {
    Page page = new Page();
    for (Key<?> key : root.keys()) {
      page.out
          .append("\n## `")
          .append(key.name())
          .append("`\n\n")
          .append(cell(key.doc()))
          .append("\n");
      page.chapter(key.type());
    }
    return page.out.toString();
  }

  private void chapter(Type<?> type) {
    switch (type) {
      case Section<?> section -> keys(section);
      case Items<?> items -> chapter(items.element());
      case Choice<?> choice -> choice(choice);
      case Table<?> table -> table(table);
      case Scalar<?> scalar -> out.append("\nExpected: ").append(scalar.expected()).append(".\n");
      case Linked<?> linked -> chapter(linked.path());
    }
  }

  private void keys(Section<?> section) {
    List<Choice<?>> choices = new ArrayList<>();
    out.append("\n").append(HEAD);
    rows(section, "", choices);
    choices.forEach(this::choice);
  }

  private void rows(Section<?> section, String prefix, List<Choice<?>> choices) {
    for (Key<?> key : section.keys()) {
      if (key.type() instanceof Section<?> nested) {
        rows(nested, prefix + key.name() + ".", choices);
        continue;
      }
      row(key, prefix);
      if (key.type() instanceof Items<?> items) {
        if (items.element() instanceof Section<?> nested) {
          rows(nested, prefix + key.name() + "[].", choices);
        } else if (items.element() instanceof Choice<?> choice) {
          choices.add(choice);
        }
      }
    }
  }

  private void row(Key<?> key, String prefix) {
    out.append("| `").append(prefix).append(key.name()).append('`');
    if (key.hasTwin()) {
      out.append("<br>or `").append(prefix).append(key.twinName()).append('`');
    }
    out.append(" | ").append(value(key.type())).append(" | ").append(byDefault(key));
    out.append(" | ").append(cell(key.doc())).append(" |\n");
  }

  private static String value(Type<?> type) {
    boolean secret = type instanceof Scalar<?> scalar && scalar.isSecret();
    boolean expanded = type instanceof Scalar<?> scalar && scalar.isExpanded();
    boolean items =
        type instanceof Items<?> list
            && list.element() instanceof Scalar<?> scalar
            && scalar.isExpanded();
    return cell(type.expected())
        + (secret ? "; secret" : "")
        + (expanded || items ? "; `${NAME}` is expanded" : "");
  }

  private static String byDefault(Key<?> key) {
    return switch (key.presence()) {
      case Presence.Required required -> "**required**";
      case Presence.Default(String yaml) -> "`" + cell(yaml) + "`";
      case Presence.Absent(String words, String example) -> cell(words);
      case Presence.Computed(String words, String example, Function<Values, String> yaml) ->
          cell(words);
    };
  }

  private void choice(Choice<?> choice) {
    choice
        .options()
        .forEach(
            (word, section) -> {
              out.append("\n### `").append(choice.tag()).append(": ").append(word).append("`\n\n");
              out.append(section.doc()).append("\n");
              keys(section);
            });
  }

  private void table(Table<?> table) {
    Map<List<String>, Section<?>> shapes = new LinkedHashMap<>();
    Map<List<String>, String> names = new LinkedHashMap<>();
    out.append("\n| ").append(table.noun()).append(" | | example |\n|---|---|---|\n");
    for (Table.Entry<?> entry : table.entries()) {
      out.append("| `").append(entry.name()).append("` | ").append(cell(entry.doc()));
      out.append(" | `").append(cell(entry.example().yaml())).append("` |\n");
      if (entry.type() instanceof Section<?> section) {
        List<String> keys = section.keys().stream().map(Key::name).toList();
        shapes.putIfAbsent(keys, section);
        names.putIfAbsent(keys, entry.name());
      }
    }
    shapes.forEach(
        (keys, section) -> {
          out.append("\n### Keys of `").append(names.get(keys)).append("`");
          out.append(shapes.size() == 1 ? " and all others\n" : " and its like\n");
          keys(section);
        });
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
