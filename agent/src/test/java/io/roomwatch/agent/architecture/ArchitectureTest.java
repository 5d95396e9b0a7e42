package io.roomwatch.agent.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
   * exist. One below another has the arrows of that one, and says which of its siblings it may name
   * besides.
   */
  private static final Map<String, List<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("observation", List.of()),
              Map.entry("yaml", List.of()),
              Map.entry("config", List.of("yaml", "rules", "verdict", "observation")),
              Map.entry("facts", List.of("observation")),
              Map.entry("probe", List.of("observation")),
              Map.entry("config.keys", List.of()),
              Map.entry("facts.reader", List.of()),
              Map.entry("facts.netfilter", List.of("facts.reader")),
              Map.entry("facts.linux", List.of("facts.netfilter", "facts.reader")),
              Map.entry("facts.windows", List.of("facts.reader")),
              Map.entry("facts.macos", List.of("facts.reader")),
              Map.entry(
                  "facts.machine",
                  List.of("facts.linux", "facts.windows", "facts.macos", "facts.reader")),
              Map.entry("probe.network", List.of()),
              Map.entry("probe.tls", List.of("probe.network")),
              Map.entry("probe.http", List.of("probe.tls", "probe.network")),
              Map.entry("probe.datagram", List.of("probe.network")),
              Map.entry("probe.dns", List.of("probe.datagram", "probe.network")),
              Map.entry("probe.stamp", List.of("probe.datagram", "probe.network")),
              Map.entry("check.link", List.of()),
              Map.entry("check.path", List.of()),
              Map.entry("check.cloud", List.of()),
              Map.entry("check.local", List.of()),
              Map.entry("check.room", List.of()),
              Map.entry("check", List.of("config", "facts", "probe", "observation")),
              Map.entry("schedule", List.of("observation")),
              Map.entry("health", List.of("observation")),
              Map.entry("verdict", List.of("health", "observation")),
              Map.entry("diagnosis", List.of("verdict", "health", "observation")),
              Map.entry("rules", List.of("diagnosis", "verdict", "yaml", "observation")),
              Map.entry("service", List.of()),
              Map.entry("html", List.of()),
              Map.entry("store", List.of()),
              Map.entry("journal", List.of("store", "facts", "health", "verdict", "observation")),
              Map.entry(
                  "maintenance",
                  List.of(
                      "config",
                      "yaml",
                      "check",
                      "facts",
                      "journal",
                      "store",
                      "html",
                      "observation")),
              Map.entry("maintenance.calendar", List.of()),
              Map.entry("maintenance.duty", List.of()),
              Map.entry("alert", List.of("verdict", "health", "observation")),
              Map.entry("sink", List.of("alert", "config", "yaml")),
              Map.entry("outbox", List.of("sink", "alert", "journal", "store", "observation")),
              Map.entry(
                  "metrics",
                  List.of(
                      "verdict",
                      "health",
                      "maintenance",
                      "store",
                      "alert",
                      "outbox",
                      "facts",
                      "observation")),
              Map.entry(
                  "web",
                  List.of(
                      "diagnosis",
                      "metrics",
                      "journal",
                      "maintenance",
                      "outbox",
                      "alert",
                      "html",
                      "verdict",
                      "health",
                      "yaml",
                      "observation")),
              Map.entry("web.page", List.of()),
              Map.entry("web.door", List.of()),
              Map.entry("blackbox", List.of("web", "probe", "verdict", "health", "observation")),
              Map.entry("cli.manual", List.of()),
              Map.entry("cli.service", List.of()),
              Map.entry(
                  "evidence",
                  List.of(
                      "web",
                      "sink",
                      "maintenance",
                      "journal",
                      "facts",
                      "config",
                      "yaml",
                      "diagnosis",
                      "verdict",
                      "health",
                      "observation")),
              Map.entry("cli.evidence", List.of()),
              Map.entry(
                  "cli",
                  List.of(
                      "evidence",
                      "service",
                      "web",
                      "facts",
                      "maintenance",
                      "journal",
                      "store",
                      "outbox",
                      "alert",
                      "sink",
                      "config",
                      "rules",
                      "diagnosis",
                      "yaml",
                      "verdict",
                      "health",
                      "observation")),
              Map.entry("cli.triage", List.of())));

  /**
   * Of each package with packages below it: its classes that stand on those. They alone name what
   * is below, which in turn names all others, the words, and what is public in a class on top (the
   * specification and the result of a probe).
   */
  private static final Map<String, Pattern> ON_TOP =
      Map.of(
          "check", Pattern.compile("Catalogue"),
          "cli", Pattern.compile("Commands"),
          "config", Pattern.compile("Config|ConfigFile|ConfigDocs|ConfigKeys"),
          "facts", Pattern.compile("none"),
          "maintenance", Pattern.compile("none"),
          "probe", Pattern.compile("NettyProbes|\\w+Probe"),
          "web", Pattern.compile("WebServer|WebHandler|Router"));

  private static final int MOST_FILES = 25;

  /** The folders of the packages, as {@code check} or {@code check.link}. */
  private static Set<String> folders() throws IOException {
    try (Stream<Path> entries = Files.walk(SOURCES)) {
      return entries
          .filter(Files::isDirectory)
          .filter(folder -> !folder.equals(SOURCES))
          .map(folder -> SOURCES.relativize(folder).toString().replace(File.separatorChar, '.'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void everyPackageHasItsArrows() throws IOException {
    assertEquals(ARROWS.keySet(), folders(), "a new package says here what it may name");
  }

  @Test
  void everySplitPackageSaysWhatStandsOnTop() throws IOException {
    Set<String> split =
        folders().stream()
            .filter(name -> name.contains("."))
            .map(ArchitectureTest::parent)
            .collect(Collectors.toSet());
    assertEquals(ON_TOP.keySet(), split, "say here what stands on the packages below");
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
                          .filter(to -> parent(to).equals(parent(from)))
                          .filter(to -> !to.equals(from) && !allowed.contains(to))
                          .map(to -> ROOT + "." + to + ".."))
                  .toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage(ROOT + "." + from + "..")
              .should()
              .dependOnClassesThat(resideInAnyPackage(forbidden))
              .check(CLASSES);
        });
  }

  @Test
  void withinASplitPackageArrowsPointDown() {
    slices()
        .assignedFrom(new WordsAndTops())
        .should()
        .beFreeOfCycles()
        .because("words are at the bottom, what puts the parts together is on top")
        .check(CLASSES);
  }

  /** Slices of the split packages: the words, each package below, and what stands on top. */
  private static final class WordsAndTops implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      String home = name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
      if (!ON_TOP.containsKey(parent(home)) && !ON_TOP.containsKey(home)) {
        return SliceIdentifier.ignore();
      }
      return ON_TOP.containsKey(home) && isOnTop(type, ON_TOP.get(home))
          ? SliceIdentifier.of(home + ", on top")
          : SliceIdentifier.of(home);
    }

    private static boolean isOnTop(JavaClass type, Pattern names) {
      Optional<JavaClass> around = type.getEnclosingClass();
      boolean isWord = around.isPresent() && type.getModifiers().contains(JavaModifier.PUBLIC);
      return !isWord
          && around
              .map(outer -> isOnTop(outer, names))
              .orElseGet(() -> names.matcher(type.getSimpleName()).matches());
    }

    @Override
    public String getDescription() {
      return "the words, the packages below and what stands on top";
    }
  }

  /** {@code check} of {@code check.link}; empty for {@code check}. */
  private static String parent(String name) {
    return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
  }

  @Test
  void eachLibraryLivesInItsOnePlace() {
    only("io.netty..", "probe", "web", "blackbox");
    only("oshi..", "facts.machine", "facts.windows");
    only("com.sun.jna..", "facts.windows", "service");
    only("java.sql..", "store");
    only("org.sqlite..", "store");
    only("java.net.http..", "sink");
    only("jakarta.mail..", "sink");
    only("org.eclipse.angus..", "sink");
    only("io.micrometer..", "metrics");
    only("io.prometheus..", "metrics");
    only("org.yaml..", "yaml", "config", "cli");
    only("picocli..", "cli");
    only("at.favre..", "web.door");
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
        .that(
            resideInAnyPackage(
                ROOT + ".observation", ROOT + ".verdict", ROOT + ".diagnosis", ROOT + ".alert"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                ROOT + ".observation",
                ROOT + ".verdict",
                ROOT + ".diagnosis",
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
  void noPackageIsTooLongToTakeIn() throws IOException {
    for (String name : folders()) {
      Path folder = SOURCES.resolve(name.replace('.', File.separatorChar));
      long count;
      try (Stream<Path> files = Files.list(folder)) {
        count =
            files
                .map(file -> file.getFileName().toString())
                .filter(file -> file.endsWith(".java") && !file.equals("package-info.java"))
                .count();
      }
      assertTrue(
          count <= MOST_FILES,
          name
              + " has "
              + count
              + " files, the limit is "
              + MOST_FILES
              + ": move those that belong together into a package of their own below it, keep here"
              + " the words that others name, and give the new package its arrows in this test");
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
            .map(home -> home.isEmpty() ? ROOT : ROOT + "." + home + "..")
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
