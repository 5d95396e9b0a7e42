package io.roomwatch.agent.config;

import static io.roomwatch.agent.config.Configs.HOST;
import static io.roomwatch.agent.config.Configs.good;
import static io.roomwatch.agent.config.Configs.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.docs.Generated;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.yaml.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the repository is what the description of the keys says. */
class ConfigDocsTest {
  private static final Path REFERENCE = Path.of("../packaging/roomwatch.yaml");

  @TempDir Path folder;

  @Test
  void referencePageIsUpToDate() throws IOException {
    Generated.file(ConfigDocsTest.class, Path.of("../docs/configuration.md"), ConfigDocs.page());
  }

  @Test
  void referenceConfigIsUpToDate() throws IOException {
    Generated.file(ConfigDocsTest.class, REFERENCE, ConfigDocs.reference());
  }

  @Test
  void referenceConfigAsShippedIsTheDefaults() {
    assertEquals(
        Config.defaults(HOST), good(new ConfigFile(HOST, Map.of()).read(REFERENCE)).value());
  }

  @Test
  void everyExampleInTheReferenceCanBeUsed() throws IOException {
    Config config = read(Configs.wholeReference(folder));
    assertEquals(
        List.of(Sink.Type.values()), config.alerts().sinks().stream().map(Sink::type).toList());
    assertEquals(CheckKind.values().length, config.checks().size());
    assertEquals(BuiltInItem.values().length + 1, config.schedule().items().size());
  }

  @Test
  void everyKeyOccursInTheReference() throws IOException {
    String reference = Files.readString(REFERENCE);
    Set<String> keys = new TreeSet<>();
    collect(ConfigDocs.schema(), keys);
    assertTrue(keys.size() > 100, keys::toString);
    for (String key : keys) {
      // Of a secret and its file, one is the setting and the other is mentioned.
      Pattern occurs = Pattern.compile("(?<![\\w.-])" + Pattern.quote(key) + "(: |:$| itself)");
      assertTrue(
          reference.lines().anyMatch(line -> occurs.matcher(line).find()), key + " is missing");
    }
  }

  @Test
  void firstFileHasWhatWasFound() {
    Found found =
        new Found(
            "Boardroom #4",
            List.of("10.4.13.31", "2001:db8::31"),
            Optional.of("proxy.example.com:8080"),
            List.of("10.0.0.53"),
            true);
    String text = ConfigDocs.template(found);
    Config config = read(text);
    assertEquals("Boardroom #4", config.room().name());
    assertEquals(2, config.room().controllers().size());
    assertEquals(new Cloud.Proxy.Auto(), config.cloud().proxy());
    assertTrue(text.contains("# Found here: proxy.example.com:8080."), text);
    assertTrue(text.contains("# Found here: 10.0.0.53."), text);
    assertTrue(text.contains("  # This machine has Wi-Fi.\n  #local.wifi: {"), text);
  }

  @Test
  void firstFileOfAnyHostNameReads() {
    for (String name : List.of("yes", "null", "a: b", "it's", "*x", "- x", "0x1F", "x ${Y")) {
      String text =
          ConfigDocs.template(new Found(name, List.of(), Optional.empty(), List.of(), false));
      if (name.contains("${")) {
        continue;
      }
      assertEquals(name, read(text).room().name());
    }
  }

  @Test
  void everyLineOfTheReferenceFitsAScreen() {
    List<String> prose =
        ConfigDocs.reference().lines().filter(line -> line.strip().startsWith("# ")).toList();
    assertEquals(List.of(), prose.stream().filter(line -> line.length() > 100).toList());
  }

  @Test
  void showOfTheDefaultsIsStable() {
    String shown = Document.write(good(new ConfigFile(HOST, Map.of()).defaults()).effective());
    assertTrue(shown.contains("group_wait: 30s\n"), shown);
  }

  private static void collect(Object schema, Set<String> keys) {
    if (schema instanceof Map<?, ?> map) {
      if (map.get("properties") instanceof Map<?, ?> properties) {
        properties.keySet().forEach(key -> keys.add(String.valueOf(key)));
      }
      map.values().forEach(value -> collect(value, keys));
    } else if (schema instanceof List<?> list) {
      list.forEach(value -> collect(value, keys));
    }
  }
}
