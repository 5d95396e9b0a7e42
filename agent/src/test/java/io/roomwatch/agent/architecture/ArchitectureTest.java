package io.roomwatch.agent.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The house: which package may name which, where each library lives, and what only the composition
 * root may touch.
 */
class ArchitectureTest {

  private static final String ROOT = "io.roomwatch.agent";
  private static final Path SOURCES = Path.of("src", "main", "java", "io", "roomwatch", "agent");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /**
   * The arrows: each package and what of ours it may name. A package that is not here may not
   * exist.
   */
  private static final Map<String, List<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("observation", List.of()),
              Map.entry("yaml", List.of()),
              Map.entry("config", List.of("yaml", "observation")),
              Map.entry("facts", List.of("observation")),
              Map.entry("probe", List.of("observation")),
              Map.entry("check", List.of("config", "facts", "probe", "observation")),
              Map.entry("schedule", List.of("observation")),
              Map.entry("health", List.of("observation")),
              Map.entry("verdict", List.of("health", "observation")),
              Map.entry("store", List.of()),
              Map.entry("journal", List.of("store", "facts", "health", "verdict", "observation")),
              Map.entry("maintenance", List.of("config", "journal", "store", "observation")),
              Map.entry("alert", List.of("verdict", "health", "observation")),
              Map.entry("sink", List.of("alert", "config", "yaml")),
              Map.entry("outbox", List.of("sink", "alert", "journal", "store", "observation")),
              Map.entry("metrics", List.of("verdict", "health", "facts", "observation")),
              Map.entry("web", List.of("metrics", "verdict", "health", "observation")),
              Map.entry(
                  "cli", List.of("web", "config", "yaml", "verdict", "health", "observation"))));

  @Test
  void everyPackageHasItsArrows() throws IOException {
    try (Stream<Path> entries = Files.list(SOURCES)) {
      TreeSet<String> folders =
          entries
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
      assertEquals(ARROWS.keySet(), folders, "a new package says here what it may name");
    }
  }

  @Test
  void arrowsPointOneWay() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    ARROWS.forEach(
        (from, allowed) -> {
          String[] forbidden =
              Stream.concat(
                      Stream.of(ROOT),
                      ARROWS.keySet().stream()
                          .filter(to -> !to.equals(from) && !allowed.contains(to))
                          .map(to -> ROOT + "." + to))
                  .toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage(ROOT + "." + from)
              .should()
              .dependOnClassesThat(resideInAnyPackage(forbidden))
              .check(CLASSES);
        });
  }

  @Test
  void eachLibraryLivesInItsOnePlace() {
    only("io.netty..", "probe", "web");
    only("oshi..", "facts");
    only("com.sun.jna..", "facts");
    only("java.sql..", "store");
    only("org.sqlite..", "store");
    only("java.net.http..", "sink");
    only("jakarta.mail..", "sink");
    only("io.micrometer..", "metrics");
    only("io.prometheus..", "metrics");
    only("org.yaml..", "yaml", "config", "cli");
    only("picocli..", "cli");
    only("ch.qos.logback..", "");
  }

  @Test
  void clocksSleepAndEnvironmentAreHandedIn() {
    var elsewhere = noClasses().that().resideOutsideOfPackage(ROOT);
    elsewhere
        .should()
        .callMethod(Instant.class, "now")
        .because("constructors receive an InstantSource")
        .check(CLASSES);
    elsewhere
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .because("constructors receive an InstantSource")
        .check(CLASSES);
    elsewhere
        .should()
        .callMethod(System.class, "nanoTime")
        .because("constructors receive a LongSupplier")
        .check(CLASSES);
    elsewhere
        .should()
        .callMethod(System.class, "getenv")
        .because("constructors receive the environment as a map")
        .check(CLASSES);
    elsewhere
        .should()
        .callMethod(System.class, "getenv", String.class)
        .because("constructors receive the environment as a map")
        .check(CLASSES);
    elsewhere
        .should()
        .callMethod(System.class, "exit", int.class)
        .because("Main turns codes into an exit")
        .check(CLASSES);
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .because("wait for what you wait for")
        .check(CLASSES);
  }

  @Test
  void theWordsArePure() {
    classes()
        .that(resideInAnyPackage(ROOT + ".observation", ROOT + ".verdict", ROOT + ".alert"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                ROOT + ".observation",
                ROOT + ".verdict",
                ROOT + ".alert",
                ROOT + ".health",
                "java.lang..",
                "java.util..",
                "java.time..",
                "java.net",
                "java.text..",
                "org.jspecify.."))
        .because("no clock, no I/O, no logger")
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("io.micrometer.observation.."))
        .because("ours is the right word")
        .check(CLASSES);
  }

  @Test
  void noPackageIsADrawerForEverything() throws IOException {
    try (Stream<Path> entries = Files.walk(SOURCES)) {
      for (Path folder : entries.filter(Files::isDirectory).toList()) {
        String name = folder.getFileName().toString();
        assertTrue(
            !List.of("util", "common", "core", "model", "impl", "internal").contains(name),
            name + " says nothing of what is in it");
      }
    }
  }

  @Test
  void filesStayReadable() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        long lines;
        try (Stream<String> text = Files.lines(file)) {
          lines = text.count();
        }
        assertTrue(lines <= 400, file.getFileName() + " has " + lines + " lines, the limit is 400");
      }
    }
  }

  private static void only(String library, String... homes) {
    String[] packages =
        Stream.of(homes)
            .map(home -> home.isEmpty() ? ROOT : ROOT + "." + home)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .because(library + " lives in " + String.join(" and ", homes))
        .check(CLASSES);
  }
}
