package io.roomwatch.agent.web;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Triage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rooms in every state, judged by the real rules. */
public final class Situations {

  private static final Config CONFIG = Config.defaults("boardroom-agent");

  private Situations() {}

  /** Every check, all of them well. */
  private static Map<String, Finding> well() {
    Map<String, Finding> findings = new LinkedHashMap<>();
    findings.put("link.listener", Finding.ok("ZoomRooms listens on 9090 at every address."));
    findings.put(
        "link.controllers",
        Finding.ok("2 controllers hold a connection: 10.4.13.31, 10.4.13.32.")
            .with(
                Reading.number("controllers", 2),
                Reading.texts("addresses", List.of("10.4.13.31", "10.4.13.32"))));
    findings.put("link.firewall", Finding.ok("Windows Firewall allows TCP 9090 inbound."));
    findings.put(
        "link.peer:boardroom-pc",
        Finding.ok("10.4.12.20:9090 is open.")
            .with(Reading.number("connect_seconds", 0.00213))
            .timed(List.of(new PhaseTime(Phase.CONNECT, Duration.ofNanos(2_130_000)))));
    findings.put("link.subnet:boardroom-pc", Finding.ok("On-link through eth0."));
    findings.put("link.isolation", Finding.ok("Known neighbours answer."));
    findings.put(
        "path.stamp:boardroom-pc",
        Finding.ok("No loss, round trip 1.8 ms.")
            .with(Reading.number("loss_ratio", 0), Reading.number("jitter_seconds", 0.0004)));
    findings.put(
        "cloud.dns:zoom.us", Finding.ok("zoom.us has 2 addresses, in 12 ms, from 10.4.0.53."));
    findings.put("cloud.tcp:zoom.us:443", Finding.ok("zoom.us:443 is open."));
    findings.put(
        "cloud.tls:zoom.us",
        Finding.ok("TLSv1.3, DigiCert, valid until 2027-03-01.")
            .with(Reading.number("tls_not_after_timestamp_seconds", 1_803_859_200)));
    findings.put("cloud.https:zoom.us", Finding.ok("HTTP 200 in 143 ms."));
    findings.put(
        "cloud.udp:zoom.us:8801", Finding.unknown(Reason.NO_ANSWER, "No answer: inconclusive."));
    findings.put("cloud.media", Finding.ok("Media can go directly by UDP."));
    findings.put("cloud.status", Finding.ok("All components are operational."));
    findings.put("local.interface", Finding.ok("eth0 is up, wired, 1 Gbit/s."));
    findings.put("local.gateway", Finding.ok("10.4.12.1 answers."));
    findings.put("local.vpn", Finding.ok("No tunnel is in the way."));
    findings.put("local.proxy", Finding.ok("No proxy is set."));
    findings.put(
        "local.firewall",
        Finding.unknown(Reason.PERMISSION, "The rules cannot be read: permission."));
    findings.put("local.clock", Finding.ok("8 ms behind pool.ntp.org."));
    findings.put(
        "local.host",
        Finding.ok("Up for 12 days, memory and disk are fine.")
            .with(
                Reading.number("uptime_seconds", 1_040_000),
                Reading.number("memory_available_bytes", 5.3e9),
                Reading.number("disk_free_ratio", 0.61),
                Reading.flag("pending_reboot", false),
                Reading.absent("cpu_ratio")));
    findings.put("room.app", Finding.ok("ZoomRooms.exe runs in session 1 since 2 days."));
    findings.put("room.version", Finding.ok("6.5.1, the minimum is 6.3.0."));
    return findings;
  }

  public static RoomStatus healthy() {
    return of("Boardroom 4.12", well());
  }

  public static RoomStatus degraded() {
    Map<String, Finding> findings = well();
    findings.put(
        "cloud.media",
        Finding.degraded(Reason.NO_ANSWER, "Media falls back to TCP 443: no UDP port answers."));
    return of("Boardroom 4.12", findings);
  }

  public static RoomStatus failed() {
    Map<String, Finding> findings = well();
    findings.put(
        "link.peer:boardroom-pc",
        Finding.failed(Reason.TIMEOUT, "10.4.12.20:9090 does not answer within 3 s.")
            .with(
                Reading.absent("connect_seconds"),
                Reading.flag("host_answers", true),
                Reading.text("address", "10.4.12.20"))
            .timed(List.of(new PhaseTime(Phase.CONNECT, Duration.ofSeconds(3)))));
    findings.put(
        "link.controllers",
        Finding.failed(Reason.MISSING, "No controller holds a connection.")
            .with(Reading.number("controllers", 0)));
    return of("Boardroom 4.12", findings);
  }

  /** The uplink is gone: many things follow from it. */
  public static RoomStatus gatewayDown() {
    Map<String, Finding> findings = well();
    findings.put(
        "local.gateway", Finding.failed(Reason.TIMEOUT, "The gateway 10.4.12.1 does not answer."));
    findings.put(
        "cloud.dns:zoom.us",
        Finding.failed(Reason.DNS_TIMEOUT, "No resolver answers for zoom.us."));
    findings.put(
        "cloud.tcp:zoom.us:443", Finding.failed(Reason.DNS_TIMEOUT, "zoom.us does not resolve."));
    findings.put(
        "cloud.https:zoom.us", Finding.failed(Reason.DNS_TIMEOUT, "zoom.us does not resolve."));
    findings.put(
        "cloud.status", Finding.unknown(Reason.DNS_TIMEOUT, "The status page is out of reach."));
    return of("Boardroom 4.12", findings);
  }

  /** Everything was looked at, and nothing could be seen. */
  public static RoomStatus unknown() {
    Map<String, Finding> findings = well();
    findings.replaceAll(
        (check, finding) -> Finding.unknown(Reason.ERROR, "This could not be looked at."));
    return of("Boardroom 4.12", findings);
  }

  /** The daemon has just begun. */
  public static RoomStatus firstStart() {
    List<CheckStatus> checks = new ArrayList<>();
    well()
        .keySet()
        .forEach(
            id ->
                checks.add(
                    new CheckStatus(
                        CheckId.parse(id).orElseThrow(),
                        State.UNKNOWN,
                        Reason.NO_ANSWER,
                        Rooms.AT.minusSeconds(1),
                        Optional.empty(),
                        false)));
    return judged("Boardroom 4.12", checks);
  }

  /** Names that somebody chose to break the page with. */
  public static RoomStatus hostile(String text) {
    Map<String, Finding> findings = well();
    findings.put(
        "link.peer:" + text,
        Finding.failed(Reason.REFUSED, text)
            .with(Reading.text(text, text), Reading.texts("words", List.of(text, text))));
    return of(text, findings);
  }

  /** With thousands of peers. */
  public static RoomStatus crowded(int peers) {
    Map<String, Finding> findings = well();
    for (int i = 0; i < peers; i++) {
      findings.put("link.peer:room-" + i, Finding.ok("10.5.0.1:9090 is open."));
    }
    findings.put("link.peer:the-broken-one", Finding.failed(Reason.REFUSED, "It is closed."));
    return of("Boardroom 4.12", findings);
  }

  private static RoomStatus of(String name, Map<String, Finding> findings) {
    List<CheckStatus> checks = new ArrayList<>();
    findings.forEach(
        (id, finding) -> {
          CheckId check = CheckId.parse(id).orElseThrow();
          Instant since =
              finding.state() == State.FAILED
                  ? Rooms.AT.minus(Duration.ofMinutes(47))
                  : Rooms.AT.minus(Duration.ofDays(3));
          Observation look =
              new Observation(check, Rooms.AT.minusSeconds(7), Duration.ofMillis(3), finding);
          checks.add(
              new CheckStatus(
                  check, finding.state(), finding.reason(), since, Optional.of(look), false));
        });
    return judged(name, checks);
  }

  private static RoomStatus judged(String name, List<CheckStatus> checks) {
    return new RoomStatus(
        new RoomStatus.Room(name, "berlin"),
        new RoomStatus.Agent("1.2.3", Rooms.AT.minus(Duration.ofDays(3)), Optional.empty()),
        Rooms.AT,
        new Triage(CONFIG.own().rules()).judge(checks, Map.of(), Rooms.AT),
        checks);
  }
}
