package io.roomwatch.agent.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults injected one at a time into a room, its network and its cloud: the right layer is named,
 * for the right reasons. See {@code docs/fault-lab.md}. {@code -Dlab.only=REGEX} runs only what it
 * finds in a fault's name, {@code -Dlab.count=N} takes so many labs side by side.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("try") // Whoever interrupts a lab has ended the test.
@Tag("lab")
class FaultLabIT {

  @TempDir static Path folder;

  private final Map<Scenario, CompletableFuture<Result>> results = new LinkedHashMap<>();
  private final Map<String, CompletableFuture<List<String>>> told = new LinkedHashMap<>();
  private final List<Thread> workers = new ArrayList<>();
  private final VerdictTable table = new VerdictTable();

  private record Result(Seen seen, Duration took) {}

  @BeforeAll
  void raise() throws Exception {
    String missing = Lab.missing();
    if (!missing.isEmpty()) {
      System.out.println("skipped: " + missing);
    }
    assumeTrue(missing.isEmpty(), missing);
    Pattern only = Pattern.compile(System.getProperty("lab.only", ""));
    BlockingQueue<Scenario> queue = new LinkedBlockingQueue<>();
    Stream.of(
            LinkFaults.all(),
            NetFaults.all(),
            NameFaults.all(),
            CloudFaults.ports(),
            CloudFaults.answers(),
            CloudFaults.proxies(),
            CloudFaults.clocks(),
            DeviceFaults.all(),
            Disturbances.beside(),
            Disturbances.network(),
            Disturbances.device(),
            Pairs.all())
        .flatMap(List::stream)
        .filter(each -> only.matcher(each.fault()).find())
        .forEach(
            each -> {
              results.put(each, new CompletableFuture<>());
              queue.add(each);
            });
    if (only.matcher("timelines").find()) {
      for (String each : List.of("filtered port", "app down", "wired to Wi-Fi")) {
        told.put(each, new CompletableFuture<>());
      }
      Path own = Files.createDirectory(folder.resolve("timelines"));
      workers.add(Thread.ofPlatform().name("timelines").start(() -> timelines(own)));
    }
    // Squid leaves root behind and must still read what is here.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    int count = Math.min(Integer.getInteger("lab.count", 3), Math.max(1, queue.size() / 4));
    for (int i = 1; i <= count; i++) {
      Path own = Files.createDirectory(folder.resolve("lab" + i));
      workers.add(Thread.ofPlatform().name("lab-" + i).start(() -> work(own, queue)));
    }
  }

  /** A lab of its own, in which all timelines run at once. */
  private void timelines(Path own) {
    try (FaultLab lab = new FaultLab(own)) {
      Timelines timelines = new Timelines(lab);
      List<Thread> threads = new ArrayList<>();
      timeline(threads, "filtered port", timelines::filteredPort);
      timeline(threads, "app down", timelines::appDown);
      timeline(threads, "wired to Wi-Fi", timelines::wiredToWifi);
      for (Thread each : threads) {
        each.join();
      }
    } catch (Exception | Error e) {
      told.values().forEach(each -> each.completeExceptionally(e));
    }
  }

  private void timeline(List<Thread> threads, String name, Callable<List<String>> timeline) {
    CompletableFuture<List<String>> result = Objects.requireNonNull(told.get(name));
    threads.add(
        Thread.ofPlatform()
            .name(name)
            .start(
                () -> {
                  try {
                    result.complete(timeline.call());
                  } catch (Exception | AssertionError e) {
                    result.completeExceptionally(e);
                  }
                }));
  }

  private void work(Path own, BlockingQueue<Scenario> queue) {
    try (FaultLab lab = new FaultLab(own)) {
      for (Scenario each : List.of(Scenario.beside("warm"), Scenario.device("warm"))) {
        // The first looks of a JVM are slow, and what follows has to begin from a lab that is well.
        await()
            .atMost(Duration.ofSeconds(90))
            .until(() -> run(lab, each).seen().verdict().equals("healthy"));
      }
      for (Scenario next = queue.poll(); next != null; next = queue.poll()) {
        CompletableFuture<Result> result = Objects.requireNonNull(results.get(next));
        try {
          result.complete(run(lab, next));
        } catch (Exception | AssertionError e) {
          result.completeExceptionally(e);
        }
        lab.mend();
      }
    } catch (Exception | Error e) {
      results.values().forEach(each -> each.completeExceptionally(e));
    }
  }

  private static Result run(FaultLab lab, Scenario scenario) throws Exception {
    Path config =
        lab.file(
            "roomwatch.yaml", scenario.config(lab.lab().folder().resolve("ca.pem").toString()));
    for (Scenario.Step step : scenario.steps()) {
      step.on(lab);
    }
    long began = System.nanoTime();
    Seen seen = lab.look(scenario.host(), config, scenario.setup().environment());
    return new Result(seen, Duration.ofNanos(System.nanoTime() - began));
  }

  @AfterAll
  void raze() throws Exception {
    for (Thread each : workers) {
      each.join();
    }
    table.write(Path.of("target", "fault-lab.txt"));
  }

  @TestFactory
  Stream<DynamicTest> theDaemonTellsInTime() {
    return told.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    "daemon: " + each.getKey(), () -> table.add(each.getValue().get())));
  }

  @TestFactory
  Stream<DynamicTest> faultsAreNamed() {
    return results.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey().host() + ": " + each.getKey().fault(),
                    () -> judge(each.getKey(), each.getValue().get())));
  }

  private void judge(Scenario scenario, Result result) {
    Seen seen = result.seen();
    JsonNode verdict = seen.status().get("verdict");
    table.add(scenario, verdict, result.took());
    Scenario.Expected expected = scenario.expected();
    assertAll(
        scenario.fault() + "\n" + seen,
        () -> assertEquals(expected.verdict(), seen.verdict()),
        () -> assertTrue(!expected.quiet() || failed(seen).isEmpty(), failed(seen) + " failed"),
        () -> assertEquals(expected.codes(), texts(verdict.get("codes"))),
        () -> expected.proofs().forEach((check, reason) -> proves(seen, check, reason)),
        () -> expected.visible().forEach((check, reason) -> stays(seen, check, reason)),
        () ->
            expected
                .follows()
                .forEach(
                    check ->
                        assertTrue(texts(verdict.get("consequences")).contains(check), check)));
  }

  private static void proves(Seen seen, String check, String reason) {
    assertTrue(seen.reason(check).matches(reason), check + " is " + seen.reason(check));
    assertTrue(
        texts(seen.status().at("/verdict/because")).contains(check), check + " is no evidence");
  }

  private static void stays(Seen seen, String check, String reason) {
    assertTrue(seen.reason(check).matches(reason), check + " is " + seen.reason(check));
    assertTrue(List.of("failed", "degraded").contains(seen.state(check)), check);
    assertFalse(texts(seen.status().at("/verdict/because")).contains(check), check);
    assertFalse(texts(seen.status().at("/verdict/consequences")).contains(check), check);
  }

  private static List<String> failed(Seen seen) {
    List<String> failed = new ArrayList<>();
    for (JsonNode check : seen.status().get("checks")) {
      if (check.get("state").asText().equals("failed")) {
        failed.add(check.get("id").asText());
      }
    }
    return failed;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
