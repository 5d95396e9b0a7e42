package io.roomwatch.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped alerting rules, by Prometheus' own tool. */
class PrometheusRulesTest {

  private static final Path FOLDER = Path.of("../packaging/prometheus");
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @BeforeAll
  static void needsPromtool() {
    boolean there = Files.isExecutable(PROMTOOL);
    if (!there) {
      System.out.println("skipped: promtool (Debian's prometheus) is not installed");
    }
    assumeTrue(there, "promtool is not installed");
  }

  @ParameterizedTest
  @CsvSource({"check, roomwatch.rules.yml", "test, roomwatch.rules.test.yml"})
  void rulesAreGoodAndFireWhenTheyShould(String command, String file)
      throws IOException, InterruptedException {
    Process promtool =
        new ProcessBuilder(PROMTOOL.toString(), command, "rules", file)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, promtool.waitFor(), said);
  }
}
