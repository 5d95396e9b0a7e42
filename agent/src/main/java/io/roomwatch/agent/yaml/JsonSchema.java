package io.roomwatch.agent.yaml;

import io.roomwatch.agent.yaml.Key.Presence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The description of a file as JSON Schema, draft 2020-12, for editors. It knows the keys, their
 * forms and limits; rules between keys are left to the reader.
 */
public final class JsonSchema {
  private static final String NULL = "null";

  private JsonSchema() {}

  /** As maps, lists, strings, numbers and booleans. */
  public static Map<String, Object> of(Section<?> root, String title) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.putAll(of(root));
    return schema;
  }

  private static Map<String, Object> of(Type<?> type) {
    return switch (type) {
      case Scalar<?> scalar -> new LinkedHashMap<>(scalar.json());
      case Items<?> items -> items(items);
      case Table<?> table -> table(table);
      case Section<?> section -> section(section);
      case Choice<?> choice -> choice(choice);
      case Linked<?> linked -> of(linked.path());
    };
  }

  private static Map<String, Object> items(Items<?> items) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("array", NULL));
    schema.put("items", of(items.element()));
    if (!items.mayBeEmpty()) {
      schema.put("minItems", 1);
    }
    if (items.isDistinct()) {
      schema.put("uniqueItems", true);
    }
    return schema;
  }

  private static Map<String, Object> table(Table<?> table) {
    Map<String, Object> exact = new LinkedHashMap<>();
    Map<String, Object> families = new LinkedHashMap<>();
    for (Table.Entry<?> entry : table.entries()) {
      Map<String, Object> value = of(entry.type());
      value.put("description", entry.doc());
      if (entry.hasOwnName()) {
        exact.put(entry.name(), value);
      }
      if (entry.isFamily()) {
        families.put("^(?:" + entry.names().pattern() + ")$", value);
      }
    }
    Map<String, Object> schema = mapping();
    schema.put("properties", exact);
    schema.put("patternProperties", families);
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> section(Section<?> section) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    List<Object> twins = new ArrayList<>();
    for (Key<?> key : section.keys()) {
      properties.put(key.name(), key(key));
      if (key.hasTwin()) {
        properties.put(key.twinName(), twin(key));
        twins.add(oneOfTheTwins(key));
      } else if (key.presence() instanceof Presence.Required) {
        required.add(key.name());
      }
    }
    Map<String, Object> schema = mapping();
    schema.put("description", section.doc());
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (!twins.isEmpty()) {
      schema.put("allOf", twins);
    }
    return schema;
  }

  private static Map<String, Object> oneOfTheTwins(Key<?> key) {
    Map<String, Object> value = Map.of("required", List.of(key.name()));
    Map<String, Object> file = Map.of("required", List.of(key.twinName()));
    return key.presence() instanceof Presence.Required
        ? Map.of("oneOf", List.of(value, file))
        // Of what is no mapping, such as nothing, "required" asks nothing.
        : Map.of("not", Map.of("type", "object", "required", List.of(key.name(), key.twinName())));
  }

  private static Map<String, Object> twin(Key<?> key) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("description", "A file that holds '" + key.name() + "'. " + key.doc());
    return schema;
  }

  private static Map<String, Object> choice(Choice<?> choice) {
    List<Object> options = new ArrayList<>();
    choice.options().values().forEach(section -> options.add(section(section)));
    Map<String, Object> schema = mapping();
    schema.put("required", List.of(choice.tag()));
    schema.put(
        "properties", Map.of(choice.tag(), Map.of("enum", List.copyOf(choice.options().keySet()))));
    schema.put("oneOf", options);
    return schema;
  }

  private static Map<String, Object> key(Key<?> key) {
    Map<String, Object> schema = of(key.type());
    schema.put("description", key.doc());
    fixed(key.presence()).ifPresent(value -> schema.put("default", value));
    if (key.presence() instanceof Presence.Absent) {
      orNull(schema);
    }
    return schema;
  }

  private static Optional<Object> fixed(Presence presence) {
    return presence instanceof Presence.Default(String yaml)
        ? Optional.of(YamlText.fixedPlain(yaml))
        : Optional.empty();
  }

  private static void orNull(Map<String, Object> schema) {
    @Nullable Object type = schema.get("type");
    if (type instanceof String one) {
      schema.put("type", List.of(one, NULL));
    } else if (type instanceof Collection<?> several && !several.contains(NULL)) {
      schema.put("type", with(several, NULL));
    }
    if (schema.get("enum") instanceof Collection<?> words) {
      // JSON's null: the list must be able to hold it.
      schema.put("enum", with(words, null));
    }
  }

  private static List<@Nullable Object> with(Collection<?> some, @Nullable Object more) {
    List<@Nullable Object> all = new ArrayList<>(some);
    all.add(more);
    return all;
  }

  private static Map<String, Object> mapping() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("object", NULL));
    return schema;
  }
}
