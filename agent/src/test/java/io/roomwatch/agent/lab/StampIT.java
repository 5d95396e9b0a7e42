package io.roomwatch.agent.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped daemon reflects in one network namespace, and is measured from another, while nft
 * throws packets away by chance and a relay holds them up.
 *
 * <p>The bounds: of n packets lost with probability p the share lost has the standard deviation
 * sqrt(p (1 - p) / n). A measured share may be 4.5 of these away, which happens by chance once in
 * 150,000 times; packets behind the last answer, which have no direction, may be some more.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StampIT {

  private static final String KEY = "hunter2hunter2hunter2";
  private static final String PORT = "61862";
  private static final double DEVIATIONS = 4.5;

  /** Losses behind the last answer: with half of all answered, a dozen is once in 4,000. */
  private static final int BEHIND = 12;

  @TempDir static Path folder;

  private final List<AutoCloseable> faults = new ArrayList<>();
  private Lab lab;

  @BeforeAll
  void raise() throws Exception {
    String missing = Lab.missing();
    if (!missing.isEmpty()) {
      System.out.println("skipped: " + missing);
    }
    assumeTrue(missing.isEmpty(), missing);
    lab = new Lab(folder);
    Path config =
        Files.writeString(
            folder.resolve("room.yaml"),
            """
            room: {name: Lab, site: lab}
            cloud: {hosts: [zoom.us], proxy: none}
            stamp: {listen: %s, allow: [10.77.1.0/24], key: %s}
            """
                .formatted(Lab.ROOM, KEY));
    String image = System.getProperty("roomwatch.image", "target/roomwatch");
    AutoCloseable unused =
        lab.start(
            "room",
            "STAMP reflector answers on UDP",
            List.of(
                new File(image).getAbsolutePath() + "/bin/roomwatch",
                "run",
                "--config.file",
                config.toString(),
                "--storage.path",
                folder.resolve("state").toString()));
  }

  @AfterEach
  void mend() throws Exception {
    for (AutoCloseable each : faults.reversed()) {
      each.close();
    }
    faults.clear();
  }

  @AfterAll
  void raze() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  /** Loses so many percent of what comes in to a host with this end of a datagram's ports. */
  private void loses(String host, String end, int percent) throws Exception {
    lab.in(host, "nft add table inet loss");
    faults.add(() -> lab.in(host, "nft delete table inet loss"));
    lab.in(host, "nft add chain inet loss in '{ type filter hook input priority 0; }'");
    String chance = percent == 100 ? "" : " numgen random mod 100 lt " + percent;
    lab.in(host, "nft add rule inet loss in udp " + end + " " + PORT + chance + " drop");
  }

  private record Burst(long sent, long answered, long forward, long backward, long micros) {}

  private Burst sends(String to, String key, int packets, int pauseMillis) throws Exception {
    Lab.Ended ended =
        lab.run(
            "agent",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path")
                    .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                StampEnd.class.getName(),
                "send",
                to,
                PORT,
                key,
                String.valueOf(packets),
                String.valueOf(pauseMillis)));
    assertEquals(0, ended.code(), ended.out() + ended.err());
    long[] numbers =
        LongStream.of(
                List.of(ended.out().strip().split(" ")).stream()
                    .mapToLong(Long::parseLong)
                    .toArray())
            .toArray();
    System.out.println("STAMP through the lab: " + ended.out().strip());
    return new Burst(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
  }

  private static void assertShare(double injected, double lost, double of, String what) {
    double deviation = Math.sqrt(injected * (1 - injected) / of);
    double bound = DEVIATIONS * deviation + BEHIND / of;
    assertTrue(
        Math.abs(lost / of - injected) <= bound,
        what + ": injected " + injected + ", measured " + lost / of + ", bound " + bound);
  }

  @Test
  void lossIsMeasuredAsItWasInjectedInItsDirection() throws Exception {
    loses("room", "dport", 20);
    loses("agent", "sport", 10);
    Burst burst = sends(Lab.ROOM, KEY, 2_000, 6);
    assertEquals(2_000, burst.sent());
    assertShare(0.2, (double) burst.forward(), 2_000, "on the way there");
    // Only what arrived can be lost on the way back.
    assertShare(
        0.1, (double) burst.backward(), 2_000 - (double) burst.forward(), "on the way back");
    assertShare(1 - 0.8 * 0.9, 2_000 - (double) burst.answered(), 2_000, "both ways");
  }

  @Test
  void aCleanPathLosesNothing() throws Exception {
    Burst burst = sends(Lab.ROOM, KEY, 500, 6);
    assertEquals(500, burst.answered());
    assertEquals(0, burst.forward() + burst.backward());
    assertTrue(burst.micros() < 50_000, burst.toString());
  }

  @Test
  void delayOfBothWaysIsTheRoundTrip() throws Exception {
    faults.add(
        lab.java("router", StampEnd.class, "relay", "10.77.1.1", PORT, Lab.ROOM, "70", "90"));
    Burst burst = sends("10.77.1.1", KEY, 60, 20);
    assertEquals(60, burst.answered());
    assertTrue(burst.micros() >= 160_000, burst.toString());
    assertTrue(burst.micros() < 260_000, burst.toString());
  }

  private Seen look(String address) throws Exception {
    Path file =
        Files.writeString(
            Files.createTempFile(folder, "agent", ".yaml"),
            """
            room: {name: Lab, site: lab, device: %s}
            cloud: {hosts: [zoom.us], proxy: none}
            peers:
              - name: far
                address: %s
                stamp: {key: %s, packets: 100, pause: 20ms}
            """
                .formatted(Lab.CONTROLLER, address, KEY));
    return Seen.from(lab, "agent", file);
  }

  private static double value(Seen seen, String reading) {
    return seen.check("path.stamp:far").get("values").get(reading).asDouble(Double.NaN);
  }

  @Test
  void theCheckOfTheImageSeesALossyPathAsDegraded() throws Exception {
    Seen clean = look(Lab.ROOM);
    assertEquals("ok", clean.state("path.stamp:far"), clean.toString());
    assertEquals(0.0, value(clean, "loss_ratio"), clean.toString());
    loses("room", "dport", 30);
    Seen lossy = look(Lab.ROOM);
    assertEquals("degraded", lossy.state("path.stamp:far"), lossy.toString());
    assertEquals("threshold", lossy.reason("path.stamp:far"), lossy.toString());
    assertShare(0.3, value(lossy, "loss_forward_ratio") * 100, 100, lossy.toString());
    assertEquals(0.0, value(lossy, "loss_backward_ratio"), lossy.toString());
  }

  @Test
  void theCheckOfTheImageSeesASlowPathAsDegraded() throws Exception {
    faults.add(
        lab.java("router", StampEnd.class, "relay", "10.77.1.1", PORT, Lab.ROOM, "100", "100"));
    Seen slow = look("10.77.1.1");
    assertEquals("degraded", slow.state("path.stamp:far"), slow.toString());
    assertTrue(
        slow.text("path.stamp:far")
            .matches("The path to far is poor: the round trip is 2[0-9]{2} ms, more than 150 ms.*"),
        slow.toString());
  }

  @Test
  void nobodyThereIsUnknownAndNoLoss() throws Exception {
    loses("room", "dport", 100);
    Seen silent = look(Lab.ROOM);
    assertEquals("unknown", silent.state("path.stamp:far"), silent.toString());
    assertEquals("no-answer", silent.reason("path.stamp:far"), silent.toString());
    assertTrue(silent.check("path.stamp:far").get("values").get("loss_ratio").isNull());
    assertEquals("unknown", look(Lab.CONTROLLER).state("path.stamp:far"), "nothing listens there");
  }

  @Test
  void theReflectorCountsWhatItAnswersAndWhatItDoesNot() throws Exception {
    Burst burst = sends(Lab.ROOM, KEY, 10, 10);
    assertEquals(10, burst.answered());
    lab.in(
        "agent",
        "perl -MIO::Socket::INET -e 'IO::Socket::INET->new(Proto => q(udp), PeerAddr"
            + " => q("
            + Lab.ROOM
            + ":"
            + PORT
            + "))->send(qq(x) x 112)'");
    String metrics = lab.in("room", "curl -s http://127.0.0.1:10909/metrics");
    assertTrue(
        metrics.lines().anyMatch(line -> line.matches("roomwatch_stamp_reflected_total [1-9].*")),
        metrics);
    assertTrue(
        metrics
            .lines()
            .anyMatch(
                line -> line.matches("roomwatch_stamp_dropped_total\\{why=\"forged\"} [1-9].*")),
        metrics);
  }
}
