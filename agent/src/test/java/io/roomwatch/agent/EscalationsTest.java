package io.roomwatch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.alert.Policy;
import io.roomwatch.agent.alert.Window;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.yaml.Outcome;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From the file to who is told when. */
class EscalationsTest {

  private static final String SINKS =
      """
      alerts:
        group_wait: 10s
        repeat_interval: 2h
        sinks:
          - {name: log, type: syslog, address: log.example.com}
          - {name: ops, type: slack, url: "https://hooks.example.com/a"}
          - {name: it, type: slack, url: "https://hooks.example.com/b"}
          - {name: beat, type: heartbeat, url: "https://hc.example.com/c"}
      """;

  @Test
  void withoutEscalationEverybodyIsToldAtOnce() {
    Policy policy = policy(SINKS);
    assertEquals(
        List.of(new Policy.Level("", Duration.ZERO, List.of("log", "ops", "it"))), policy.levels());
    assertEquals(Duration.ofSeconds(10), policy.groupWait());
    assertEquals(Duration.ofHours(2), policy.repeatInterval());
  }

  @Test
  void sinkOfNoLevelIsToldAtOnceAndTheOthersWait() {
    Policy policy =
        policy(
            SINKS
                + """
                  escalation:
                    - {level: L1, after: 0s, sinks: [ops]}
                    - {level: L2, after: 30m, sinks: [it]}
                """);
    assertEquals(
        List.of(
            new Policy.Level("", Duration.ZERO, List.of("log")),
            new Policy.Level("L1", Duration.ZERO, List.of("ops")),
            new Policy.Level("L2", Duration.ofMinutes(30), List.of("it"))),
        policy.levels());
  }

  @Test
  void windowsAreOfThisMachinesTimeUnlessTheySayOtherwise() {
    Policy policy =
        policy(
            """
            alerts:
              windows:
                - {name: patches, window: Sat 22:00, for: 4h, timezone: Europe/Berlin}
                - {name: backup, window: "03:15", for: 30m}
                - {name: billing, window: 31 00:00, for: 1d}
            """);
    assertEquals(
        List.of(
            new Window(
                "patches",
                new Window.Day.Weekday(DayOfWeek.SATURDAY),
                LocalTime.of(22, 0),
                Duration.ofHours(4),
                ZoneId.of("Europe/Berlin")),
            new Window(
                "backup",
                new Window.Day.Every(),
                LocalTime.of(3, 15),
                Duration.ofMinutes(30),
                ZoneOffset.UTC),
            new Window(
                "billing",
                new Window.Day.OfMonth(31),
                LocalTime.MIDNIGHT,
                Duration.ofDays(1),
                ZoneOffset.UTC)),
        policy.windows());
  }

  private static Policy policy(String text) {
    return switch (new ConfigFile("host", Map.of()).parse("test", text)) {
      case Outcome.Good<Config> good -> Escalations.policy(good.value().alerts(), ZoneOffset.UTC);
      case Outcome.Bad<Config> bad -> throw new AssertionError(bad.faults().toString());
    };
  }
}
