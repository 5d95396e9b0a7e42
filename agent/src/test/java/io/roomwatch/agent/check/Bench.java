package io.roomwatch.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.config.CheckOverride;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.config.Throughput;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Everything a check stands on, as a test wants it: facts, probes, configuration and the clock. */
public final class Bench implements Latest {

  public static final URI STATUS = URI.create("https://www.zoomstatus.com/api/v2/summary.json");
  public static final URI STATUS_FALLBACK =
      URI.create("https://14qjgk812kgk.statuspage.io/api/v2/summary.json");

  public final FixedFacts facts = FixedFacts.roomPc();
  public final RehearsedProbes probes = new RehearsedProbes();
  public Instant now = Instant.parse("2026-11-20T10:00:00Z");

  /** Outlives a reload, as the agent's own does. */
  public AskedPeers asked = new AskedPeers();

  public Optional<InetAddress> device = Optional.empty();

  /** Whether the configuration names this machine as the device. */
  public boolean said;

  public List<InetAddress> controllers = List.of();
  public List<Peer> peers = List.of();
  public List<String> hosts = List.of("zoom.us");
  public List<String> media = List.of();
  public List<Cloud.Port> ports =
      List.of(
          new Cloud.Port(Cloud.Protocol.TCP, 443, false),
          new Cloud.Port(Cloud.Protocol.UDP, 3478, false),
          new Cloud.Port(Cloud.Protocol.UDP, 3479, false),
          new Cloud.Port(Cloud.Protocol.UDP, 8801, false));
  public List<InetSocketAddress> resolvers = List.of();
  public Cloud.Proxy proxy = new Cloud.Proxy.Auto();
  public List<URI> statusPages = List.of(STATUS, STATUS_FALLBACK);
  public List<String> components = List.of();
  public Optional<Throughput> throughput = Optional.empty();
  public final Map<String, CheckOverride> checks = new HashMap<>();

  private final TreeMap<CheckId, Observation> latest = new TreeMap<>();

  public CheckContext context() {
    Room room =
        new Room(
            "Boardroom 4.12",
            "berlin",
            new Room.Where(device, said),
            controllers,
            new Room.App(List.of("ZoomRooms", "ZoomPresence")),
            new Room.Version(Optional.empty(), Optional.empty(), Map.of()),
            Optional.empty());
    Cloud cloud =
        new Cloud(
            new Cloud.Hosts(hosts, media),
            new Cloud.Ports("rooms", ports),
            resolvers,
            Optional.empty(),
            proxy,
            new Cloud.Services(
                new Cloud.HostPort("pool.ntp.org", 123),
                new Cloud.StatusPage(statusPages, components),
                throughput));
    Config config =
        new Config(
            room,
            peers,
            cloud,
            Config.defaults("x").alerts(),
            Config.defaults("x").schedule(),
            checks,
            Config.defaults("x").own());
    return new CheckContext(config, facts, probes, this, asked, () -> now);
  }

  /** Looks once, within 3 s; the finding must be a sentence. */
  public static Finding look(Check check) {
    Finding finding = check.look(Duration.ofSeconds(3)).join();
    assertTrue(
        (finding.text().endsWith(".") && Character.isUpperCase(finding.text().codePointAt(0)))
            || finding.text().matches("[a-z0-9\\[].*\\."),
        () -> "not a sentence: " + finding.text());
    List<String> names = new ArrayList<>();
    for (Reading reading : finding.readings()) {
      assertTrue(reading.name().matches("[a-z][a-z0-9_]*"), reading.name());
      names.add(reading.name());
    }
    assertEquals(names.stream().distinct().toList(), names, "a reading is named twice");
    return finding;
  }

  /** Looks and lets what was found be the newest observation of that check. */
  public Finding watch(Check check) {
    Finding finding = look(check);
    saw(check.id(), finding);
    return finding;
  }

  public void saw(CheckId check, Finding finding) {
    latest.put(check, new Observation(check, now, Duration.ofMillis(5), finding));
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  public void override(String id, String threshold, double value) {
    checks.put(
        id,
        new CheckOverride(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new CheckOverride.Tries(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()),
            Map.of(threshold, value)));
  }

  public static void assertFinding(State state, Reason reason, Finding finding) {
    assertEquals(
        state + " " + reason, finding.state() + " " + finding.reason(), () -> finding.text());
  }

  public static void assertSays(String part, Finding finding) {
    assertTrue(
        finding.text().contains(part), () -> "\"" + part + "\" is not in: " + finding.text());
  }

  /** The value of one reading, which must be there. */
  public static Value value(Finding finding, String name) {
    return finding.readings().stream()
        .filter(reading -> reading.name().equals(name))
        .map(Reading::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not read: " + finding.readings()));
  }

  public static Value absent() {
    return new Value.Absent();
  }

  public static Value texts(String... values) {
    return new Value.Texts(List.of(values));
  }

  @Override
  public Optional<Observation> of(CheckId check) {
    return Optional.ofNullable(latest.get(check));
  }

  @Override
  public List<Observation> of(CheckKind kind) {
    return latest.values().stream().filter(seen -> seen.check().kind() == kind).toList();
  }
}
