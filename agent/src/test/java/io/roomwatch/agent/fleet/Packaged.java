package io.roomwatch.agent.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The files of {@code packaging/prometheus} and {@code packaging/grafana}, and who reads them. */
final class Packaged {

  static final Path ROOT = Path.of("..");
  static final Path PROMETHEUS = ROOT.resolve("packaging/prometheus");
  static final Path GRAFANA = ROOT.resolve("packaging/grafana");
  static final List<String> RULES = List.of("roomwatch.records.yml", "roomwatch.alerts.yml");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Each is told of once. */
  private static final Set<String> MISSED = ConcurrentHashMap.newKeySet();

  private Packaged() {}

  /** A file of YAML or JSON. */
  static JsonNode read(Path file) {
    try {
      return JSON.valueToTree(new Yaml().<Object>load(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every rule of both files. */
  static List<JsonNode> rules() {
    List<JsonNode> rules = new ArrayList<>();
    for (String file : RULES) {
      read(PROMETHEUS.resolve(file))
          .get("groups")
          .forEach(each -> each.get("rules").forEach(rules::add));
    }
    return rules;
  }

  static List<JsonNode> alerts() {
    return rules().stream().filter(rule -> rule.has("alert")).toList();
  }

  static List<Path> files(Path folder, String ending) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(each -> each.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program of Debian's prometheus or prometheus-alertmanager has nothing to complain of. */
  static String passes(Path folder, String... command) throws IOException, InterruptedException {
    boolean there = Files.isExecutable(Path.of("/usr/bin", command[0]));
    if (!there && MISSED.add(command[0])) {
      System.out.println("skipped: " + command[0] + " is not installed");
    }
    assumeTrue(there, command[0] + " is not installed");
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
