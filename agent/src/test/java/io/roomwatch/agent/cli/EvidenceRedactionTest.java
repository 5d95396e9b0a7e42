package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.evidence.Bundle;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.maintenance.Silences;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import io.roomwatch.agent.web.Rooms;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A secret of its own is planted into every place that a bundle is made of. None may come out, in
 * no spelling, in no entry; and beside each stands a word that must, so that what was planted is
 * known to have been there.
 */
class EvidenceRedactionTest {

  @TempDir Path folder;
  private Terminal terminal;

  /** Words that must come out. */
  private final List<String> markers = new ArrayList<>();

  /** What must not. */
  private final Map<String, String> secrets = new LinkedHashMap<>();

  /** Those of them that the configuration knows. */
  private List<String> configured = List.of();

  @BeforeEach
  void sitDown() {
    terminal = new Terminal(folder);
  }

  /** A word that must come out. */
  private String seen(String word) {
    markers.add(word);
    return word;
  }

  /** What must not come out, under the name of its place. */
  private String secret(String place, String text) {
    secrets.put(place, text);
    return text;
  }

  private String file(String name, String place, String text) throws IOException {
    return Files.writeString(folder.resolve(name), secret(place, text) + "\n").toString();
  }

  @Test
  void noSecretOfAnyInputComesOut() throws IOException {
    configure();
    room();
    machine();
    past();
    Path bundle = folder.resolve("bundle.zip");
    assertEquals(
        0,
        terminal.run(
            "evidence", "-o", bundle.toString(), "--code", seen("code-2002") + " plainargument"),
        terminal.err);
    Map<String, String> parts = Bundle.of(bundle).parts();
    assertEquals(11, parts.size());
    String everything = String.join("\n", parts.values());
    markers.forEach(word -> assertTrue(everything.contains(word), word + " is missing"));
    secrets.forEach(
        (place, text) ->
            spellings(text)
                .forEach(
                    spelling ->
                        parts.forEach(
                            (name, part) ->
                                assertFalse(
                                    part.contains(spelling),
                                    () ->
                                        "the secret of "
                                            + place
                                            + " is in "
                                            + name
                                            + ": "
                                            + around(part, spelling)))));
    String said = terminal.out + terminal.err;
    secrets.forEach((place, text) -> assertFalse(said.contains(text), place + " was printed"));
  }

  private void configure() throws IOException {
    String strange = "p\"a/s<s>&w'ö-rd";
    Files.writeString(folder.resolve("strange"), secret("password_file", strange) + "\n");
    terminal.configure(
        """
        room: {name: "Planted Room, pwd=%s", site: "seen-site token=%s", version: {controllers: {"desk sig=%s": "6.0.0"}}}
        cloud:
          hosts: [zoom.us]
          proxy: http://proxy.example:3128
          proxy_user: ada
          proxy_password: %s
          status: {url: "https://status.example/seen-path?key=%s"}
        peers:
          - {name: far, address: 10.4.12.20, stamp: {key_file: %s}}
        stamp: {listen: "127.0.0.1:61862", allow: [10.4.13.0/24], key_file: %s}
        alerts:
          sinks:
            - {name: hook, type: webhook, url_file: %s, secret_file: %s, headers: [{name: X-Seen, value_file: %s}]}
            - {name: am, type: alertmanager, urls: ["https://am.example:9093"], user: bob, password_file: %s}
            - {name: pd, type: pagerduty, routing_key_file: %s}
            - {name: sl, type: slack, url_file: %s}
            - {name: te, type: teams, url_file: %s}
            - {name: ma, type: email, server: mail.example, from: a@example.com, to: [b@example.com], user: carl, password: %s}
            - {name: hb, type: heartbeat, url: "https://hc.example/%s"}
            - {name: ex, type: exec, command: [/bin/seen-program, --token=%s, %s, -x]}
        """
                .formatted(
                    secret("room name", "roompw"),
                    secret("site", "sitetoken"),
                    secret("controller version", "versionsig"),
                    secret("proxy_password", "pr0xyPassw0rd"),
                    secret("status url", "statuskey1"),
                    file("stamp1", "stamp key of a peer", "stampKeyOfThePeer1234567890"),
                    file("stamp2", "stamp key", "stampKeyOfOurOwn1234567890"),
                    file("hook", "webhook url", "https://hook.example/in/hookpath99?s=hookquery99"),
                    file("hooksecret", "webhook secret", "signing-key-of-hook"),
                    file("header", "webhook header", "Bearer headervalue77"),
                    folder.resolve("strange"),
                    file("pd", "routing key", "R0123456789ABCDEF0123456789ABCDE"),
                    file(
                        "slack",
                        "slack url",
                        "https://hooks.slack.example/services/T1/B1/slackpath1"),
                    file("teams", "teams url", "https://flow.example/run?sig=teamsSignature1"),
                    secret("mail password", "mailPassw0rd!"),
                    secret("heartbeat url", "heart-beat-uuid-1"),
                    secret("exec argument", "exectoken42"),
                    secret("exec word", "plainargument"))
            + "checks: {room.peripherals: {enabled: true}}\n");
    secret("path of the webhook", "hookpath99");
    secret("query of the webhook", "hookquery99");
    secret("path of Slack", "slackpath1");
    secret("query of Teams", "teamsSignature1");
    secret("login of the proxy", base64("ada:pr0xyPassw0rd"));
    secret("login of Alertmanager", base64("bob:" + strange));
    List<String> others = List.of("room name", "site", "controller version");
    configured =
        secrets.entrySet().stream()
            .filter(each -> !others.contains(each.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    List.of("seen-site", "proxy.example", "seen-path", "X-Seen", "am.example", "/bin/seen-program")
        .forEach(this::seen);
  }

  /** Everything that the configuration knows, said by somebody else. */
  private String echoed(String word) {
    return seen(word) + " " + String.join(" and ", configured);
  }

  private void room() {
    RoomStatus room = Rooms.room("Planted Room");
    Verdict verdict = room.verdict();
    CheckId tls = CheckId.of(CheckKind.CLOUD_TLS, "zoom.us");
    Finding finding =
        Finding.degraded(
                Reason.TLS_INSPECTED,
                echoed("check-text")
                    + " via http://"
                    + secret("finding", "eve:checkpw")
                    + "@proxy.other:8080/")
            .with(
                Reading.text("issuer", seen("issuer-word") + " sig=" + secret("reading", "rdsig1")),
                Reading.texts(
                    "names", List.of(echoed("names-word"), "pwd=" + secret("readings", "rdpwd2"))));
    terminal.seen =
        Terminal.done(
            new RoomStatus(
                room.room(),
                room.agent(),
                room.at(),
                new Verdict(
                    verdict.cause(),
                    verdict.since(),
                    echoed("summary-word") + " cookie: " + secret("summary", "sumcookie"),
                    echoed("next-word") + " --password " + secret("next", "nextpw"),
                    verdict.because(),
                    verdict.consequences(),
                    verdict.grounds()),
                List.of(
                    room.checks().getFirst(),
                    new CheckStatus(
                        tls,
                        State.DEGRADED,
                        finding.reason(),
                        Rooms.AT,
                        Optional.of(new Observation(tls, Rooms.AT, Duration.ZERO, finding)),
                        false))));
  }

  private void machine() {
    FixedFacts facts = FixedFacts.roomPc();
    NetInterface wifi = FixedFacts.link("wlan0", NetInterface.Kind.WIFI, true, "10.4.14.7/24");
    facts.interfaces(
        new NetInterface(
            wifi.name(),
            seen("Adapter-word") + " SSID: " + secret("interface", "BoardGuest"),
            wifi.kind(),
            true,
            wifi.addresses(),
            wifi.speedBitsPerSecond(),
            wifi.counters()));
    facts.hostsFile =
        Fact.known(
            "10.9.9.1 seen-host # "
                + secret("hosts comment", "hostsremark")
                + "\n10.9.9.2 token="
                + secret("hosts entry", "hoststoken"));
    seen("seen-host");
    facts.proxy(
        ProxySource.Kind.WININET,
        "room-user",
        FixedFacts.pac(
            "http://"
                + secret("PAC login", "pacuser:pacpw")
                + "@wpad.seen/p.pac?"
                + secret("PAC query", "pacquery")));
    facts.proxy(
        ProxySource.Kind.ENVIRONMENT,
        seen("owner-word"),
        new ProxySettings(
            Optional.of(
                new ProxySettings.HostPort(
                    secret("environment's proxy", "envuser:envpw") + "@envproxy", 3128)),
            List.of(seen("bypass-word"), "https://h/?" + secret("bypass", "bypassq")),
            Optional.empty(),
            false));
    seen("wpad.seen");
    List<ProxySource> proxies = new ArrayList<>(facts.proxies);
    proxies.add(
        new ProxySource(
            ProxySource.Kind.WINHTTP,
            "machine",
            Fact.unread(
                Reason.PERMISSION,
                seen("hive-word")
                    + ": DefaultPassword="
                    + secret("auto-logon password", "KioskLogon1"))));
    facts.proxies = List.copyOf(proxies);
    facts.firewall =
        Fact.known(
            new HostFirewall(
                "Windows Firewall",
                List.of(new HostFirewall.Profile("Domain", true, true)),
                new HostFirewall.Inbound(
                    HostFirewall.Action.BLOCK,
                    Optional.of(seen("rule-word") + " psk=" + secret("rule", "rulepsk")),
                    true),
                List.of(echoed("rules-word"))));
    facts.runs(
        7, "ZoomRooms", seen("C:\\seen\\") + " --token " + secret("process", "proctoken"), "room");
    facts.applications =
        Fact.known(
            List.of(
                new InstalledApplication(
                    "Zoom Rooms",
                    Optional.of("6.1.0 key " + echoed("version-word")),
                    "Zoom, license_key=" + secret("vendor", "lic1234"))));
    facts.peripherals =
        Fact.known(
            List.of(
                new Peripheral(
                    Peripheral.Kind.CAMERA,
                    seen("BRIO") + " S/N " + secret("peripheral", "8A21F3C7"))));
    terminal.facts = facts;
  }

  private void past() throws IOException {
    List<Event> events = new ArrayList<>();
    for (Event.Kind kind : Event.Kind.values()) {
      String name = kind.label();
      events.add(
          new Event(
              Terminal.START.minusSeconds(60),
              kind,
              seen("subject-" + name) + " token=" + secret(name + " subject", name + "sub"),
              echoed("text-" + name) + " https://h/?" + secret(name + " text", name + "txt"),
              Optional.of(seen("old-" + name) + " pwd=" + secret(name + " before", name + "old")),
              Optional.of(
                  seen("new-" + name)
                      + " USB\\VID_046D&PID_085E\\"
                      + secret(name + " after", name + "serial9"))));
    }
    terminal.daemon(
        store ->
            store.write(
                transaction -> {
                  for (Event event : events) {
                    Journal.write(transaction, event);
                  }
                  return true;
                }));
    terminal.daemon(
        store ->
            new Silences(store, terminal.clock())
                .start(
                    new Silences.Request(
                        List.of(),
                        Duration.ofHours(1),
                        seen("anna"),
                        seen("silence-word") + " password: " + secret("silence", "silencepw")),
                    Set.of()));
    // A note of a person, as attest keeps it.
    assertEquals(
        0,
        terminal.run(
            "attest",
            "annual.licensing",
            "--by",
            seen("Berta"),
            "--note",
            seen("note-word") + " secret=" + secret("note", "notesecret")),
        terminal.err);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Set<String> spellings(String secret) {
    Set<String> all = new LinkedHashSet<>();
    for (String part : secret.split("\\s", -1)) {
      all.add(part);
      all.add(URLEncoder.encode(part, StandardCharsets.UTF_8));
      all.add(part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
      all.add(
          part.replace("&", "&amp;")
              .replace("<", "&lt;")
              .replace(">", "&gt;")
              .replace("\"", "&quot;")
              .replace("'", "&#39;"));
      all.add(part.replace("\"", "\\\""));
      all.add(base64(part));
    }
    all.remove("Bearer");
    return all;
  }

  private static String around(String text, String found) {
    int at = text.indexOf(found);
    return text.substring(Math.max(0, at - 80), Math.min(text.length(), at + found.length() + 20));
  }
}
