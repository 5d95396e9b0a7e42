package io.roomwatch.agent.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the shipped daemon tells while things happen: a webhook receiver in the cloud of the lab
 * hears it. Each timeline has hosts of its own, so that they may run side by side.
 */
final class Timelines {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** From one look to the next, where nothing stands against it. */
  private static final Duration INTERVAL = Duration.ofSeconds(3);

  /** A peer is not asked more often. */
  private static final Duration PEER_INTERVAL = Duration.ofSeconds(15);

  /** Three bad looks before it is believed, two good ones before it is over. */
  private static final int BAD = 3;

  private static final int GOOD = 2;

  /** A look that waits for an answer, and the delivery. */
  private static final Duration SLACK = Duration.ofSeconds(8);

  private static final Duration START = Duration.ofSeconds(75);

  private final FaultLab lab;

  Timelines(FaultLab lab) {
    this.lab = lab;
  }

  /** One message to the receiver. */
  private record Told(Instant at, JsonNode body) {
    String status() {
      return body.get("status").asText();
    }

    String verdict() {
      return body.at("/verdict/id").asText();
    }
  }

  /** Beside a room: a blip of three seconds, then a port that stays filtered, then its end. */
  List<String> filteredPort() throws Exception {
    Daemon daemon = daemon("agent", "filtered", ", device: " + FaultLab.ANNEX);
    daemon.isHealthy();
    String drop = lab.file("blip.nft", table("blip", "annex")).toString();
    String edge = lab.file("edge.nft", table("blip", "router")).toString();
    Instant blip = Instant.now();
    lab.lab().in("annex", "nft -f " + drop);
    lab.lab().in("router", "nft -f " + edge);
    lab.lab().in("router", "sleep 3");
    lab.lab().in("annex", "nft delete table inet blip");
    lab.lab().in("router", "nft delete table inet blip");
    // Every check has looked at least twice after it.
    daemon.quietUntil(blip.plus(PEER_INTERVAL.multipliedBy(2)));
    daemon.isHealthy();

    Instant begun = Instant.now();
    lab.lab().in("annex", "nft -f " + drop);
    Told firing = daemon.told("link.port-filtered", "firing", bound(PEER_INTERVAL, BAD));
    Instant mended = Instant.now();
    lab.lab().in("annex", "nft delete table inet blip");
    Told resolved = daemon.told("link.port-filtered", "resolved", bound(PEER_INTERVAL, GOOD));
    ended(firing, resolved);
    daemon.isHealthy();
    return List.of(
        "a blip of 3 s: nobody is told",
        line("9090 filtered", firing, begun, bound(PEER_INTERVAL, BAD)),
        line("9090 filtered, mended", resolved, mended, bound(PEER_INTERVAL, GOOD)));
  }

  /** On the device: the app ends and comes back. */
  List<String> appDown() throws Exception {
    Daemon daemon = daemon("room", "app", "");
    daemon.isHealthy();
    Instant begun = Instant.now();
    lab.stop("app");
    Told firing = daemon.told("host.app-down", "firing", bound(INTERVAL, BAD));
    Instant mended = Instant.now();
    lab.mend();
    Told resolved = daemon.told("host.app-down", "resolved", bound(INTERVAL, GOOD));
    ended(firing, resolved);
    daemon.isHealthy();
    return List.of(
        line("the app ends", firing, begun, bound(INTERVAL, BAD)),
        line("the app is back", resolved, mended, bound(INTERVAL, GOOD)));
  }

  /** The cable is pulled and Wi-Fi takes over, as a network manager has it; then it is plugged. */
  List<String> wiredToWifi() throws Exception {
    Lab hosts = lab.lab();
    FaultLab.secondInterface(hosts, "far", "wlan0", "lan2", "10.77.2.120/24");
    Radio.make(hosts, "far", "wlan0", -55);
    String wire = "ip route add default via 10.77.2.1 dev eth0 metric 100";
    hosts.in("far", "ip route del default; " + wire);
    hosts.in("far", "ip route add default via 10.77.2.1 dev wlan0 metric 600");
    Lab.Running unused = lab.controller("controller", FaultLab.FAR);
    Daemon daemon = daemon("far", "flip", "");
    daemon.isHealthy();
    Instant begun = Instant.now();
    hosts.in("router", "ip link set far down");
    hosts.in("far", "ip route del default dev eth0; ip addr flush dev eth0");
    Told firing = daemon.told("net.wired-to-wifi", "firing", bound(INTERVAL, BAD));
    assertEquals("degraded", firing.body().at("/verdict/state").asText(), firing.toString());
    daemon.journalTells("went from wired eth0 to Wi-Fi wlan0");
    Instant mended = Instant.now();
    hosts.in("router", "ip link set far up");
    hosts.in("far", "ip addr add 10.77.2.20/24 dev eth0; " + wire);
    Told resolved = daemon.told("net.wired-to-wifi", "resolved", bound(INTERVAL, GOOD));
    ended(firing, resolved);
    return List.of(
        line("the cable is pulled, Wi-Fi takes over", firing, begun, bound(INTERVAL, BAD)),
        line("the cable is plugged in again", resolved, mended, bound(INTERVAL, GOOD)));
  }

  /** Two intervals, what it takes to be believed, and what a look and a delivery take. */
  private static Duration bound(Duration interval, int looks) {
    return interval.multipliedBy(2L + looks - 1).plus(SLACK);
  }

  private static void ended(Told firing, Told resolved) {
    assertEquals("resolved", resolved.status(), resolved.toString());
    assertEquals(firing.body().get("key"), resolved.body().get("key"));
  }

  private static String line(String what, Told told, Instant from, Duration bound) {
    return "%-42s %-9s %-20s %5.1f s of at most %d s"
        .formatted(
            what,
            told.status(),
            told.verdict(),
            Duration.between(from, told.at()).toMillis() / 1000.0,
            bound.toSeconds());
  }

  private static String table(String name, String host) {
    return host.equals("router")
        ? "table inet "
            + name
            + " { chain c { type filter hook forward priority 0; oifname wan drop; }; }\n"
        : "table inet "
            + name
            + " { chain c { type filter hook input priority 0; tcp dport 9090 drop; }; }\n";
  }

  private Daemon daemon(String host, String name, String room) throws Exception {
    Path config =
        lab.file(
            name + ".yaml",
            """
            room: {name: %s, site: lab%s}
            cloud: {hosts: [zoom.us], ca_file: %s, ntp: pool.ntp.org, proxy: none, status: {url: "https://www.zoomstatus.com/api/v2/summary.json"}}
            checks:
            %s
            alerts: {group_wait: 0s, sinks: [{name: hooks, type: webhook, url: "http://%s:8080/%s"}]}
            """
                .formatted(
                    name, room, lab.lab().folder().resolve("ca.pem"), often(), Lab.CLOUD, name));
    String image = System.getProperty("roomwatch.image", "target/roomwatch");
    Lab.Running unused =
        lab.lab()
            .start(
                host,
                "served at",
                List.of(
                    new File(image).getAbsolutePath() + "/bin/roomwatch",
                    "run",
                    "--config.file",
                    config.toString(),
                    "--storage.path",
                    lab.lab().folder().resolve("state-" + name).toString()));
    return new Daemon(host, name);
  }

  /** All that can be asked every few seconds is. */
  private static String often() {
    StringBuilder text = new StringBuilder();
    for (String check :
        List.of(
            "link.listener",
            "link.controllers",
            "link.isolation",
            "cloud.dns",
            "cloud.tcp",
            "cloud.tls",
            "cloud.https",
            "cloud.media",
            "local.interface",
            "local.gateway",
            "local.wifi",
            "room.app")) {
      text.append("  ")
          .append(check)
          .append(": {interval: ")
          .append(INTERVAL.toSeconds())
          .append("s, timeout: 2s}\n");
    }
    // How busy this machine is, is not the lab's doing.
    return text.append("  local.host: {enabled: false}\n").toString();
  }

  /** A daemon on a host, and what it told. */
  private final class Daemon {
    private final String host;
    private final String name;

    Daemon(String host, String name) {
      this.host = host;
      this.name = name;
    }

    void isHealthy() {
      await(name + " is healthy")
          .atMost(START)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                JsonNode status = JSON.readTree(api("status"));
                assertEquals("healthy", status.at("/verdict/id").asText(), status.toPrettyString());
              });
    }

    /**
     * The message of that, which comes in time. What a busy machine saw while the daemon started is
     * another matter.
     */
    Told told(String verdict, String status, Duration within) {
      await(name + " tells " + status + " of " + verdict)
          .atMost(within.toMillis(), TimeUnit.MILLISECONDS)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> first(verdict, status).isPresent());
      return first(verdict, status).orElseThrow();
    }

    private Optional<Told> first(String verdict, String status) {
      return list().stream()
          .filter(each -> each.verdict().equals(verdict) && each.status().equals(status))
          .findFirst();
    }

    private List<Told> list() {
      try {
        return told();
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private List<Told> told() throws java.io.IOException {
      Path file = lab.lab().folder().resolve("hooks");
      List<Told> told = new ArrayList<>();
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          JsonNode each = JSON.readTree(line);
          if (each.get("path").asText().equals("/" + name)) {
            told.add(new Told(Instant.parse(each.get("at").asText()), each.get("body")));
          }
        }
      }
      return told;
    }

    /** Nothing is told before that moment. */
    void quietUntil(Instant moment) {
      Duration wait = Duration.between(Instant.now(), moment);
      await(name + " is quiet")
          .atMost(wait.plusSeconds(5))
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                assertEquals(List.of(), told(), "nobody is to be told");
                return !Instant.now().isBefore(moment);
              });
    }

    void journalTells(String... texts) {
      await(name + "'s journal")
          .atMost(Duration.ofSeconds(45))
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                String events = api("events");
                for (String text : texts) {
                  assertTrue(events.contains(text), events);
                }
              });
    }

    private String api(String what) throws Exception {
      return lab.lab().in(host, "curl -s http://127.0.0.1:10909/api/v1/" + what);
    }
  }
}
