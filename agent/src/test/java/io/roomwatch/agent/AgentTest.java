package io.roomwatch.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.CertificateBuilder;
import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.probe.DatagramBench;
import io.roomwatch.agent.web.ListenAddress;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon on a machine that the test made up; its packets stay on loopback. */
class AgentTest {

  @TempDir private Path folder;

  /** What the machine throws when it is asked for its name; made anew each time. */
  private Supplier<Optional<Throwable>> trouble = Optional::empty;

  private Path file = Path.of("");
  private Ground ground;

  @BeforeEach
  void lay() throws IOException {
    file = folder.resolve("roomwatch.yaml");
    ground = new Ground(new Program.Build("1.2.3", "abc1234"), facts(), "/bin:/usr/bin");
  }

  @AfterEach
  void clear() {
    ground.close();
  }

  private Facts facts() {
    FixedFacts fixed = new FixedFacts();
    fixed.sockets = Fact.known(List.of());
    fixed.resolvers = Fact.known(List.of());
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("hostName")) {
            Optional<Throwable> thrown = trouble.get();
            if (thrown.isPresent()) {
              throw thrown.get();
            }
          }
          return method.invoke(fixed, arguments);
        };
    return (Facts)
        Proxy.newProxyInstance(Facts.class.getClassLoader(), new Class<?>[] {Facts.class}, handler);
  }

  private void write(String room) throws IOException {
    Files.writeString(
        file,
        """
        room: {name: %s}
        cloud:
          hosts: [localhost]
          proxy: none
          ntp: 127.0.0.1
          resolvers: [127.0.0.1]
          status: {url: "http://127.0.0.1:1/", fallback_url: "http://127.0.0.1:1/"}
        checks: {local.gateway: {enabled: false}, link.isolation: {enabled: false}}
        """
            .formatted(room));
  }

  private Agent agent() {
    ConfigSource source =
        new ConfigSource(new ConfigFile("pc-412", Map.of()), Optional.empty(), file);
    return switch (source.read()) {
      case Outcome.Good<Config> good -> new Agent(ground, good, source, folder.resolve("state"));
      case Outcome.Bad<Config> bad -> throw new AssertionError(bad.faults());
    };
  }

  private static Program.Web at(int port) {
    return Program.Web.plain(List.of(new ListenAddress(new InetSocketAddress("127.0.0.1", port))));
  }

  private static String get(int port, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  @Test
  void aFaultOfOurOwnAtAReloadIsToldCountedAndChangesNothing() throws Exception {
    write("First");
    int port = DatagramBench.freePort();
    try (Agent agent = agent()) {
      agent.start(at(port));
      write("Second");
      for (Throwable thrown :
          List.of(new IllegalStateException("boom"), new NoClassDefFoundError("boom"))) {
        trouble = () -> Optional.of(thrown);
        assertEquals(Optional.of("internal error, please report it: " + thrown), agent.reload());
        String metrics = get(port, "/metrics");
        assertTrue(metrics.contains("roomwatch_config_last_reload_successful 0.0\n"), metrics);
        assertTrue(get(port, "/api/v1/status").contains("\"First\""));
      }
      trouble = Optional::empty;
      assertEquals(Optional.empty(), agent.reload());
      assertTrue(get(port, "/metrics").contains("roomwatch_config_last_reload_successful 1.0\n"));
      assertTrue(get(port, "/api/v1/status").contains("\"Second\""));
    }
  }

  @Test
  void theFileThatDisappearsKeepsTheConfigurationInForce() throws Exception {
    write("Boardroom");
    int port = DatagramBench.freePort();
    try (Agent agent = agent()) {
      agent.start(at(port));
      Files.delete(file);
      assertEquals(Optional.of(file + ": does not exist"), agent.reload());
      assertTrue(get(port, "/api/v1/status").contains("\"Boardroom\""));
      assertTrue(get(port, "/metrics").contains("roomwatch_config_last_reload_successful 0.0\n"));
      write("Boardroom");
      assertEquals(Optional.empty(), agent.reload());
    }
  }

  @Test
  void aPeerAtAnotherAddressIsKnownAnew() throws Exception {
    String peers =
        "peers: [{name: a, address: 127.0.0.1, port: %d}, {name: b, address: 127.0.0.1}]\n";
    write("Boardroom");
    String config = Files.readString(file);
    Files.writeString(file, config + peers.formatted(1));
    int port = DatagramBench.freePort();
    try (Agent agent = agent()) {
      agent.start(at(port));
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> seen(port, "link.peer:a") && seen(port, "link.peer:b"));
      Files.writeString(file, config + peers.formatted(2));
      assertEquals(Optional.empty(), agent.reload());
      assertFalse(seen(port, "link.peer:a"));
      assertTrue(seen(port, "link.peer:b"));
    }
  }

  /** Whether a check has looked. */
  private static boolean seen(int port, String check) throws Exception {
    String status = get(port, "/api/v1/status");
    String from = status.substring(status.indexOf("\"id\" : \"" + check + "\""));
    return !from.substring(from.indexOf("\"at\" : ")).startsWith("\"at\" : null");
  }

  @Test
  void anAnchorFileThatWentBadAfterTheCheckIsAFaultWithItsKey() throws Exception {
    Path anchors = folder.resolve("ca.pem");
    CertificateBuilder authority =
        new CertificateBuilder().subject("CN=Test").setIsCertificateAuthority(true);
    Files.writeString(anchors, authority.buildSelfSigned().getCertificatePEM());
    write("Boardroom");
    Files.writeString(
        file, Files.readString(file).replace("proxy: none", "proxy: none\n  ca_file: " + anchors));
    try (Agent agent = agent()) {
      Files.writeString(anchors, "");
      UnusableConfig fault =
          assertThrows(UnusableConfig.class, () -> agent.start(at(DatagramBench.freePort())));
      assertEquals("cloud.ca_file: " + anchors + ": holds no PEM certificate", fault.getMessage());
    }
  }

  @Test
  void aBadTriageFileAtAReloadKeepsWhatIsInForce() throws Exception {
    Path rules = folder.resolve("triage.yaml");
    Files.writeString(rules, "rules: {net: [{name: wifi-weak, disabled: true}]}\n");
    write("First");
    Files.writeString(file, Files.readString(file) + "triage: {file: triage.yaml}\n");
    int port = DatagramBench.freePort();
    try (Agent agent = agent()) {
      agent.start(at(port));
      write("Second");
      Files.writeString(file, Files.readString(file) + "triage: {file: triage.yaml}\n");
      Files.writeString(rules, "rules: {net: [{name: wifi-week, disabled: true}]}\n");
      assertEquals(
          Optional.of(
              rules
                  + ":1:22: rules.net[0].name: there is no built-in rule 'wifi-week' to disable;"
                  + " did you mean 'wifi-weak'?"),
          agent.reload());
      assertTrue(get(port, "/metrics").contains("roomwatch_config_last_reload_successful 0.0\n"));
      assertTrue(get(port, "/api/v1/status").contains("\"First\""));
      Files.writeString(rules, "");
      assertEquals(Optional.empty(), agent.reload());
      assertTrue(get(port, "/api/v1/status").contains("\"Second\""));
    }
  }
}
