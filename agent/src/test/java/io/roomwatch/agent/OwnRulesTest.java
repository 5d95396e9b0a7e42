package io.roomwatch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that the configuration names are those by which the room is judged. */
final class OwnRulesTest {

  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

  @TempDir private Path folder;

  private Verdict judged(String rules) throws IOException {
    Path file = folder.resolve("roomwatch.yaml");
    Files.writeString(folder.resolve("own.yaml"), rules);
    Files.writeString(file, "triage: {file: own.yaml}");
    Config config =
        switch (new ConfigFile("pc-412", Map.of()).read(file)) {
          case Outcome.Good<Config> good -> good.value();
          case Outcome.Bad<Config> bad -> throw new AssertionError(bad.faults());
        };
    CheckId proxy = CheckId.of(CheckKind.CLOUD_PROXY);
    Finding finding = Finding.failed(Reason.PROXY_DEAD, "The proxy is away.");
    CheckStatus status =
        new CheckStatus(
            proxy,
            finding.state(),
            finding.reason(),
            NOW,
            Optional.of(new Observation(proxy, NOW, Duration.ZERO, finding)),
            false);
    return Plans.status(
            new Plans.Watch(config, Map.of(), List.of()),
            new RoomStatus.Agent("1", NOW, Optional.empty()),
            Optional.empty(),
            List.of(status),
            NOW)
        .verdict();
  }

  @Test
  void aSitesRuleSaysWhatTheSiteWants() throws IOException {
    assertEquals("proxy-dead", judged("").grounds().rule());
    Verdict own =
        judged(
            """
            rules:
              cloud:
                - name: our-proxy
                  id: cloud.proxy-dead
                  when: [{checks: [cloud.proxy]}]
                  says: The proxy of the campus is away.
                  next: Call 4711.
                  disproof: Others use it.
                  confidence: low
                  provenance: community
            """);
    assertEquals("our-proxy", own.grounds().rule());
    assertEquals("Call 4711.", own.next());
  }
}
