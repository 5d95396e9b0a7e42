package io.roomwatch.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.config.CheckOverride;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** One room as a test wants it, and the context of its checks. */
public final class HostScene {

  public static final Duration DEADLINE = Duration.ofSeconds(6);

  public final FixedFacts facts = new FixedFacts();
  public final RehearsedProbes probes = RehearsedProbes.ofAMachine();
  public Instant now = Instant.parse("2026-11-20T12:00:00Z");
  public Optional<InetAddress> device = Optional.empty();

  /** Whether the configuration names this machine as the device. */
  public boolean said;

  public List<InetAddress> controllers = List.of();
  public List<Peer> peers = List.of();
  public List<String> hosts = List.of("zoom.us");
  public Room.Version version = new Room.Version(Optional.empty(), Optional.empty(), Map.of());
  public Optional<LocalDate> activation = Optional.empty();
  public final Map<CheckId, Observation> latest = new TreeMap<>();
  public final Map<String, CheckOverride> overrides = new HashMap<>();

  public CheckContext context() {
    Room room =
        new Room(
            "Boardroom",
            "berlin",
            new Room.Where(device, said),
            controllers,
            new Room.App(List.of("ZoomRooms", "ZoomPresence")),
            version,
            activation.map(Room.Activation::new));
    Cloud cloud =
        new Cloud(
            new Cloud.Hosts(hosts, List.of()),
            new Cloud.Ports("rooms", List.of()),
            List.of(),
            Optional.empty(),
            new Cloud.Proxy.Auto(),
            new Cloud.Services(
                new Cloud.HostPort("pool.ntp.org", 123),
                new Cloud.StatusPage(List.of(), List.of()),
                Optional.empty()));
    Config config =
        new Config(
            room,
            peers,
            cloud,
            Config.defaults("x").alerts(),
            Config.defaults("x").schedule(),
            overrides,
            Config.defaults("x").own());
    return new CheckContext(config, facts, probes, new Newest(), new AskedPeers(), () -> now);
  }

  public void enabled(CheckKind kind, boolean enabled) {
    overrides.put(kind.id(), override(Optional.of(enabled), Map.of()));
  }

  public void thresholds(CheckKind kind, Map<String, Double> thresholds) {
    overrides.put(kind.id(), override(Optional.empty(), thresholds));
  }

  private static CheckOverride override(Optional<Boolean> enabled, Map<String, Double> thresholds) {
    return new CheckOverride(
        enabled,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new CheckOverride.Tries(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()),
        thresholds);
  }

  public static Finding look(Check check) {
    return check.look(DEADLINE).join();
  }

  public static void assertFinding(State state, Reason reason, String text, Finding finding) {
    assertEquals(
        state + " " + reason + ": " + text,
        finding.state() + " " + finding.reason() + ": " + finding.text());
  }

  /** The value of a reading, as its record writes it. */
  public static Value value(Finding finding, String name) {
    return finding.readings().stream()
        .filter(reading -> reading.name().equals(name))
        .map(Reading::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no reading " + name + " in " + finding.readings()));
  }

  private final class Newest implements Latest {
    @Override
    public Optional<Observation> of(CheckId check) {
      return Optional.ofNullable(latest.get(check));
    }

    @Override
    public List<Observation> of(CheckKind kind) {
      return latest.values().stream().filter(seen -> seen.check().kind() == kind).toList();
    }
  }
}
