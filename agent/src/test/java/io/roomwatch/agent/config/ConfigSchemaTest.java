package io.roomwatch.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** The JSON Schema, held against files by as much of a validator as it needs. */
class ConfigSchemaTest {
  @TempDir Path folder;

  private final ObjectMapper json = new ObjectMapper();
  private final JsonNode schema = json.valueToTree(ConfigDocs.schema());

  @Test
  void referenceAndContractAreValid() throws IOException {
    assertEquals(List.of(), validate(ConfigDocs.reference()));
    assertEquals(List.of(), validate(Configs.wholeReference(folder)));
    assertEquals(
        List.of(), validate(Files.readString(Path.of("src/test/resources/config/contract.yaml"))));
  }

  @Test
  void slipsAreInvalid() {
    assertEquals(List.of("/room: nmae is not allowed"), validate("room: {nmae: x}"));
    assertEquals(List.of("/peers/0: address is missing"), validate("peers: [{name: x}]"));
    assertEquals(List.of("/peers/0/port: above 65535"), validate(peer("port: 70000")));
    assertEquals(List.of("/peers/0/port: is no integer"), validate(peer("port: x")));
    assertEquals(List.of("/cloud/profile: not among the words"), validate("cloud: {profile: x}"));
    assertEquals(List.of("/cloud/hosts: too few"), validate("cloud: {hosts: []}"));
    assertEquals(List.of("/cloud/hosts: not distinct"), validate("cloud: {hosts: [a, a]}"));
    assertEquals(
        List.of("/alerts/group_wait: does not match"), validate("alerts: {group_wait: 1 minute}"));
    assertEquals(List.of("/checks: link.per is not allowed"), validate("checks: {link.per: {}}"));
    assertEquals(
        List.of("/checks/link.peer:a: intervall is not allowed"),
        validate("checks: {'link.peer:a': {intervall: 30s}}"));
    assertEquals(
        List.of("/alerts/sinks/0: 0 of 9 forms match"),
        validate("alerts: {sinks: [{name: a, type: teams}]}"));
    assertEquals(
        List.of("/alerts/sinks/0: 0 of 9 forms match"),
        validate("alerts: {sinks: [{name: a, type: teams, url: x, url_file: y}]}"));
    assertEquals(List.of(), validate("alerts: {sinks: [{name: a, type: teams, url: x}]}"));
  }

  private static String peer(String more) {
    return "peers: [{name: x, address: y, " + more + "}]";
  }

  private List<String> validate(String yaml) {
    List<String> errors = new ArrayList<>();
    check(schema, json.valueToTree(load(yaml)), "", errors);
    return errors;
  }

  /** As editors read YAML: dates and clock times are texts. */
  private static Object load(String yaml) {
    DumperOptions dumper = new DumperOptions();
    LoaderOptions loader = new LoaderOptions();
    Resolver resolver =
        new Resolver() {
          @Override
          protected void addImplicitResolvers() {
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
            addImplicitResolver(Tag.BOOL, BOOL, "tf");
            addImplicitResolver(
                Tag.INT, java.util.regex.Pattern.compile("-?[0-9]+"), "-0123456789");
            addImplicitResolver(Tag.FLOAT, FLOAT, "-0123456789");
          }
        };
    return new Yaml(new SafeConstructor(loader), new Representer(dumper), dumper, loader, resolver)
        .load(yaml);
  }

  private void check(JsonNode schema, JsonNode value, String at, List<String> errors) {
    type(schema, value, at, errors);
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      errors.add(at + ": not among the words");
    }
    if (value.isNumber()) {
      if (schema.has("minimum") && value.asDouble() < schema.get("minimum").asDouble()) {
        errors.add(at + ": below " + schema.get("minimum").asText());
      }
      if (schema.has("maximum") && value.asDouble() > schema.get("maximum").asDouble()) {
        errors.add(at + ": above " + schema.get("maximum").asText());
      }
    }
    if (value.isTextual() && schema.has("pattern")) {
      if (!value.asText().matches(".*(?:" + schema.get("pattern").asText() + ").*")) {
        errors.add(at + ": does not match");
      }
    }
    if (value.isArray()) {
      items(schema, value, at, errors);
    }
    if (value.isObject()) {
      object(schema, value, at, errors);
    }
    combinations(schema, value, at, errors);
  }

  private static void type(JsonNode schema, JsonNode value, String at, List<String> errors) {
    if (!schema.has("type")) {
      return;
    }
    JsonNode types = schema.get("type");
    List<String> allowed = new ArrayList<>();
    if (types.isArray()) {
      types.forEach(type -> allowed.add(type.asText()));
    } else {
      allowed.add(types.asText());
    }
    String is =
        switch (value.getNodeType()) {
          case ARRAY -> "array";
          case OBJECT -> "object";
          case BOOLEAN -> "boolean";
          case NULL -> "null";
          case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
          case STRING -> "string";
          case BINARY, MISSING, POJO -> "nothing";
        };
    if (!allowed.contains(is) && !(is.equals("integer") && allowed.contains("number"))) {
      errors.add(at + ": is no " + String.join(" or ", allowed));
    }
  }

  private void items(JsonNode schema, JsonNode value, String at, List<String> errors) {
    if (value.size() < schema.path("minItems").asInt()) {
      errors.add(at + ": too few");
    }
    Set<JsonNode> seen = new HashSet<>();
    for (int i = 0; i < value.size(); i++) {
      if (!seen.add(value.get(i)) && schema.path("uniqueItems").asBoolean()) {
        errors.add(at + ": not distinct");
      }
      check(schema.path("items"), value.get(i), at + "/" + i, errors);
    }
  }

  private void object(JsonNode schema, JsonNode value, String at, List<String> errors) {
    schema
        .path("required")
        .forEach(
            key -> {
              if (!value.has(key.asText())) {
                errors.add(at + ": " + key.asText() + " is missing");
              }
            });
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String key = entry.getKey();
      boolean known = schema.path("properties").has(key);
      if (known) {
        check(schema.get("properties").get(key), entry.getValue(), at + "/" + key, errors);
      }
      Iterator<String> patterns = schema.path("patternProperties").fieldNames();
      while (!known && patterns.hasNext()) {
        String pattern = patterns.next();
        if (key.matches(pattern)) {
          known = true;
          JsonNode family = schema.get("patternProperties").get(pattern);
          check(family, entry.getValue(), at + "/" + key, errors);
        }
      }
      if (!known && schema.has("additionalProperties")) {
        errors.add(at + ": " + key + " is not allowed");
      }
    }
  }

  private void combinations(JsonNode schema, JsonNode value, String at, List<String> errors) {
    schema.path("allOf").forEach(each -> check(each, value, at, errors));
    if (schema.has("oneOf")) {
      int matches = 0;
      for (JsonNode each : schema.get("oneOf")) {
        matches += fits(each, value) ? 1 : 0;
      }
      if (matches != 1) {
        errors.add(at + ": " + matches + " of " + schema.get("oneOf").size() + " forms match");
      }
    }
    if (schema.has("not") && fits(schema.get("not"), value)) {
      errors.add(at + ": matches what it must not");
    }
  }

  private boolean fits(JsonNode schema, JsonNode value) {
    List<String> errors = new ArrayList<>();
    check(schema, value, "", errors);
    return errors.isEmpty();
  }

  private static boolean contains(JsonNode words, JsonNode value) {
    boolean found = false;
    for (JsonNode word : words) {
      found |= word.equals(value);
    }
    return found;
  }

  @Test
  void schemaNamesItsDialect() {
    assertTrue(schema.get("$schema").asText().contains("2020-12"));
  }
}
