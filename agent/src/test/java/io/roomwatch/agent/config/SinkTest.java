package io.roomwatch.agent.config;

import static io.roomwatch.agent.config.Configs.HOST;
import static io.roomwatch.agent.config.Configs.good;
import static io.roomwatch.agent.config.Configs.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.yaml.Document;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks and their secrets. */
class SinkTest {
  private static final String SECRET = "hunter2";

  @TempDir Path folder;

  @Test
  void everyKindOfSinkIsRead() throws IOException {
    Secret password = new Secret(SECRET);
    Cloud.Login login = new Cloud.Login("ada", password);
    assertEquals(
        List.of(
            new Sink.Webhook(
                "hook",
                new Secret("https://example.com/hunter2"),
                Optional.of(new Secret("key-hunter2")),
                List.of(new Sink.Header("Authorization", new Secret("Bearer hunter2")))),
            new Sink.Alertmanager("am", List.of(URI.create("http://am:9093")), Optional.of(login)),
            new Sink.PagerDuty(
                "pd", URI.create("https://events.pagerduty.com/v2/enqueue"), password),
            new Sink.Slack("chat", new Secret("https://hooks.example.com/hunter2")),
            new Sink.Teams("team", new Secret("https://flows.example.com/hunter2")),
            new Sink.Email(
                "post",
                new Sink.MailServer(
                    new Cloud.HostPort("mail.example.com", 465),
                    Sink.Encryption.TLS,
                    Optional.of(login)),
                "roomwatch@example.com",
                List.of("av@example.com", "it@example.com")),
            new Sink.Syslog("log", new Cloud.HostPort("2001:db8::5", 7514), Sink.Transport.TLS, 3),
            new Sink.Heartbeat(
                "beat", new Secret("https://hc.example.com/hunter2"), Duration.ofMinutes(5)),
            new Sink.Exec("own", List.of("/usr/bin/env", "${HOME}", "-p"), Duration.ofSeconds(10))),
        read(everyKind()).alerts().sinks());
  }

  @Test
  void exampleHasEveryKindOfSink() throws IOException {
    assertEquals(
        List.of(Sink.Type.values()),
        read(everyKind()).alerts().sinks().stream().map(Sink::type).toList());
  }

  @Test
  void secretsStandNowhere() throws IOException {
    Outcome.Good<Config> good = good(new ConfigFile(HOST, Map.of()).parse("f", everyKind()));
    assertFalse(good.value().toString().contains(SECRET), good.value().toString());
    assertFalse(good.toString().contains(SECRET), good.toString());
    String shown = Document.write(good.effective());
    assertFalse(shown.contains(SECRET), shown);
    assertTrue(shown.contains("routing_key: <secret>"), shown);
  }

  @Test
  void secretComesFromAFileBesideTheConfiguration() throws IOException {
    Path file = Files.writeString(folder.resolve("pd.key"), "\uFEFFhunter2\r\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path config = folder.resolve("roomwatch.yaml");
    Files.writeString(
        config, "alerts: {sinks: [{name: a, type: pagerduty, routing_key_file: pd.key}]}");
    Outcome.Good<Config> good = good(new ConfigFile(HOST, Map.of()).read(config));
    Sink.PagerDuty sink = (Sink.PagerDuty) good.value().alerts().sinks().get(0);
    assertEquals(SECRET, sink.routingKey().reveal());
    assertEquals(List.of(), good.warnings());
    assertTrue(Document.write(good.effective()).contains("routing_key_file: pd.key"));
  }

  @Test
  void secretFileOfEverybodyIsAWarning() throws IOException {
    Path file = Files.writeString(folder.resolve("pd.key"), SECRET);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    String text =
        "alerts: {sinks: [{name: a, type: pagerduty, routing_key_file: %s}]}".formatted(file);
    assertEquals(
        "[f:1:63: alerts.sinks[0].routing_key_file: "
            + file
            + " can be read by every user of this machine; chmod o= would help]",
        good(new ConfigFile(HOST, Map.of()).parse("f", text)).warnings().toString());
  }

  @Test
  void environmentIsExpandedInSecretsUrlsAndPathsOfSecrets() throws IOException {
    Files.writeString(folder.resolve("pd.key"), "${NOT_EXPANDED}");
    Map<String, String> environment =
        Map.of("AM", "am.example.com", "KEY", SECRET, "CREDENTIALS_DIRECTORY", folder.toString());
    String text =
        """
        alerts:
          sinks:
            - {name: am, type: alertmanager, urls: ["http://${AM}:9093"]}
            - {name: a, type: pagerduty, routing_key: "x-${KEY}-$${KEY}-$x"}
            - {name: b, type: pagerduty, routing_key_file: "${CREDENTIALS_DIRECTORY}/pd.key"}
            - {name: c, type: pagerduty, routing_key: "${KEY}"}
        """;
    Outcome.Good<Config> good = good(new ConfigFile(HOST, environment).parse("f", text));
    List<Sink> sinks = good.value().alerts().sinks();
    assertEquals(
        List.of(URI.create("http://am.example.com:9093")),
        ((Sink.Alertmanager) sinks.get(0)).urls());
    assertEquals("x-hunter2-${KEY}-$x", key(sinks.get(1)));
    assertEquals("${NOT_EXPANDED}", key(sinks.get(2)));
    String shown = Document.write(good.effective());
    assertTrue(shown.contains("http://${AM}:9093"), shown);
    assertTrue(shown.contains("routing_key: ${KEY}"), shown);
    assertTrue(shown.contains("routing_key: <secret>"), shown);
    assertFalse(shown.contains(SECRET), shown);
  }

  @Test
  void passwordInClearTextIsAWarning() {
    String text =
        """
        alerts:
          sinks:
            - name: post
              type: email
              server: mail.example.com
              encryption: none
              from: roomwatch@example.com
              to: [av@example.com]
              user: ada
              password: hunter2
        """;
    assertEquals(
        "[f:6:19: alerts.sinks[0].encryption: the password crosses the network in clear text]",
        good(new ConfigFile(HOST, Map.of()).parse("f", text)).warnings().toString());
  }

  @Test
  void portFollowsFromTheProtection() {
    for (Sink.Encryption encryption : Sink.Encryption.values()) {
      String text =
          "alerts: {sinks: [{name: a, type: email, server: m, encryption: %s, from: a@b, to: [c@d]}]}"
              .formatted(encryption.label());
      Sink.Email sink = (Sink.Email) read(text).alerts().sinks().get(0);
      assertEquals(encryption.defaultPort(), sink.server().address().port());
    }
    for (Sink.Transport transport : Sink.Transport.values()) {
      String text =
          "alerts: {sinks: [{name: a, type: syslog, address: m, transport: %s, facility: local7}]}"
              .formatted(transport.label());
      Sink.Syslog sink = (Sink.Syslog) read(text).alerts().sinks().get(0);
      assertEquals(transport.defaultPort(), sink.address().port());
      assertEquals(23, sink.facility());
    }
  }

  private static String everyKind() throws IOException {
    return Files.readString(Path.of("src/test/resources/config/sinks.yaml"));
  }

  private static String key(Sink sink) {
    return ((Sink.PagerDuty) sink).routingKey().reveal();
  }
}
