package io.roomwatch.agent.maintenance;

import static org.junit.jupiter.api.Assertions.fail;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.maintenance.duty.Belief;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.yaml.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A room whose clock, checks and configuration the test sets. */
final class Room implements Upkeep.Sources {

  /** A Wednesday. */
  static final Instant START = Instant.parse("2026-11-18T10:00:00Z");

  Instant now = START;
  List<String> configuration = List.of("roomwatch 1.0", "config room.name: Boardroom");
  private final Map<CheckId, Belief> beliefs = new TreeMap<>();
  private final Agenda agenda;

  Room(String yaml) {
    Config config =
        switch (new ConfigFile("boardroom-pc", Map.of()).parse("test", yaml)) {
          case Outcome.Good<Config> good -> good.value();
          case Outcome.Bad<Config> bad -> fail(bad.faults().toString());
        };
    this.agenda = Agenda.of(config, ZoneOffset.UTC);
    for (String check :
        List.of(
            "link.listener",
            "link.controllers",
            "room.app",
            "local.vpn",
            "local.interface",
            "cloud.status",
            "local.firewall")) {
      sees(check, Finding.ok(check + " is fine."));
    }
  }

  void sees(String check, Finding finding) {
    CheckId id = CheckId.parse(check).orElseThrow();
    beliefs.put(
        id,
        new Belief(id, java.util.Optional.of(new Observation(id, now, Duration.ZERO, finding))));
  }

  void hasNotSeen(String check) {
    CheckId id = CheckId.parse(check).orElseThrow();
    beliefs.put(id, new Belief(id, java.util.Optional.empty()));
  }

  Agenda agenda() {
    return agenda;
  }

  Upkeep upkeep(Store store) {
    return new Upkeep(store, agenda, this, () -> now);
  }

  void passes(Duration time) {
    now = now.plus(time);
  }

  @Override
  public List<Belief> beliefs() {
    return new ArrayList<>(beliefs.values());
  }

  @Override
  public List<String> configuration() {
    return configuration;
  }
}
