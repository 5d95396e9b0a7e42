package io.roomwatch.agent.blackbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.roomwatch.agent.probe.ClosedPorts;
import io.roomwatch.agent.probe.DatagramBench;
import io.roomwatch.agent.web.Request;
import io.roomwatch.agent.web.Situations;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each module beside Debian's own blackbox_exporter, on the same servers, field by field. */
class BlackboxIT {

  private static final Path PROGRAM = Path.of("/usr/bin/prometheus-blackbox-exporter");

  /** Of what was measured only the presence is compared. */
  private static final Set<String> MEASURED =
      Set.of(
          "probe_duration_seconds",
          "probe_dns_lookup_time_seconds",
          "probe_http_duration_seconds",
          "probe_dns_duration_seconds");

  @TempDir private Path folder;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Set<String> tcp = new HashSet<>();
  private HttpServer http;
  private HttpsServer https;
  private DatagramSocket dns;
  private Process blackbox;
  private X509Bundle authority;
  private int port;

  @BeforeAll
  static void needsBlackbox() {
    boolean there = Files.isExecutable(PROGRAM);
    if (!there) {
      System.out.println("skipped: prometheus-blackbox-exporter is not installed");
    }
    assumeTrue(there, "prometheus-blackbox-exporter is not installed");
  }

  @BeforeEach
  void start() throws Exception {
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    http = HttpServer.create(any, 0);
    serve(http);
    authority = bundle("authority", Optional.empty());
    https = HttpsServer.create(any, 0);
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] keys =
        bundle("localhost", Optional.of(authority)).toKeyManagerFactory().getKeyManagers();
    context.init(keys, null, null);
    https.setHttpsConfigurator(new HttpsConfigurator(context));
    serve(https);
    dns = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    workers.execute(this::answer);
    Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePathPEM());
    port = DatagramBench.freePort();
    Path config =
        Files.writeString(
            folder.resolve("blackbox.yml"),
            """
            modules:
              tcp_connect: {prober: tcp}
              tls: {prober: tcp, tcp: {tls: true, tls_config: {ca_file: %1$s}}}
              http_2xx: {prober: http, http: {enable_http2: false, tls_config: {ca_file: %1$s}}}
              dns: {prober: dns, dns: {query_name: room.test, query_type: A}}
            """
                .formatted(folder.resolve("ca.pem")));
    blackbox =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--config.file=" + config,
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("blackbox.log").toFile())
            .start();
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> get("/-/healthy", "").length() > 0);
  }

  @AfterEach
  void stop() throws Exception {
    blackbox.destroy();
    blackbox.waitFor();
    http.stop(0);
    https.stop(0);
    dns.close();
    workers.close();
    client.close();
  }

  private static X509Bundle bundle(String name, Optional<X509Bundle> issuer) throws Exception {
    Instant now = Instant.now();
    CertificateBuilder builder =
        new CertificateBuilder()
            .notBefore(now.minus(Duration.ofDays(1)))
            .notAfter(now.plus(Duration.ofDays(issuer.isPresent() ? 9 : 30)))
            .ecp256()
            .subject("CN=" + name + ", O=Test")
            .addSanDnsName(name);
    return issuer.isPresent()
        ? builder.buildIssuedBy(issuer.get())
        : builder.setIsCertificateAuthority(true).buildSelfSigned();
  }

  private static void serve(HttpServer server) {
    Map<String, Integer> codes = Map.of("/", 200, "/missing", 404, "/broken", 500, "/nothing", 204);
    codes.forEach(
        (path, code) ->
            server.createContext(
                path,
                exchange -> {
                  exchange
                      .getResponseHeaders()
                      .set("Last-Modified", "Thu, 19 Nov 2026 10:00:00 GMT");
                  byte[] body = "hello".getBytes(StandardCharsets.US_ASCII);
                  exchange.sendResponseHeaders(code, code == 204 ? -1 : body.length);
                  if (code != 204) {
                    exchange.getResponseBody().write(body);
                  }
                  exchange.close();
                }));
    server.createContext(
        "/chunked",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[5000]);
          exchange.close();
        });
    server.createContext(
        "/short",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write(new byte[5]);
          exchange.close();
        });
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/chunked");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  /** One A record for every question, with the code of a name that is not there for "absent". */
  private void answer() {
    try {
      while (true) {
        DatagramPacket asked = new DatagramPacket(new byte[512], 512);
        dns.receive(asked);
        byte[] question = asked.getData();
        byte[] answer = new byte[asked.getLength() + 16];
        System.arraycopy(question, 0, answer, 0, asked.getLength());
        answer[2] = (byte) 0x81;
        answer[3] = (byte) 0x80;
        answer[7] = 1;
        byte[] record = {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 7};
        System.arraycopy(record, 0, answer, asked.getLength(), 16);
        dns.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private String get(String path, String query) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path + query);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private Map<String, Double> theirs(String module, String target) throws Exception {
    return samples(
        get(
            "/probe",
            "?module=" + module + "&target=" + URLEncoder.encode(target, StandardCharsets.UTF_8)));
  }

  private Map<String, Double> ours(String module, String target) throws Exception {
    SSLContext trust = SSLContext.getInstance("TLS");
    trust.init(null, authority.toTrustManagerFactory().getTrustManagers(), null);
    ProbePage page =
        new ProbePage(
            new ProbePage.Ground(
                () ->
                    new Targets(
                        tcp,
                        Map.of(),
                        Set.of((InetSocketAddress) dns.getLocalSocketAddress()),
                        "room.test"),
                Situations::healthy,
                () -> trust,
                workers,
                System::nanoTime,
                new SplittableRandom(20261120),
                "roomwatch/test"));
    Request request =
        new Request(
            HttpMethod.GET,
            new Request.Target(
                "/probe", Map.of("module", List.of(module), "target", List.of(target))),
            Map.of(),
            new Request.Wishes("", false, "10"),
            new Request.Client(true, Optional.empty(), false));
    String body = new String(page.answer(request).body(), StandardCharsets.UTF_8);
    return samples(body);
  }

  private static Map<String, Double> samples(String page) {
    Map<String, Double> samples = new TreeMap<>();
    page.lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            });
    return samples;
  }

  private static String name(String sample) {
    int brace = sample.indexOf('{');
    return brace < 0 ? sample : sample.substring(0, brace);
  }

  /** The same names, and but for times the same values. */
  private void same(String module, String target) throws Exception {
    Map<String, Double> theirs = theirs(module, target);
    Map<String, Double> ours = ours(module, target);
    Set<String> names = new TreeSet<>(theirs.keySet());
    assertEquals(names, new TreeSet<>(ours.keySet()), module + " " + target);
    theirs.forEach(
        (sample, value) -> {
          double own = ours.getOrDefault(sample, Double.NaN);
          if (MEASURED.contains(name(sample))) {
            assertTrue(own >= 0 && own < 10, sample + " " + own);
          } else {
            assertEquals(value, own, 0.51, module + " " + target + ": " + sample);
          }
        });
  }

  private String at(HttpServer server, String path) {
    int its = server.getAddress().getPort();
    tcp.add(Targets.place("localhost", its));
    tcp.add(Targets.place("127.0.0.1", its));
    return "localhost:" + its + path;
  }

  @Test
  void tcpConnectIsTheSame() throws Exception {
    same("tcp_connect", at(http, ""));
    same("tcp_connect", "127.0.0.1:" + http.getAddress().getPort());
    int closed = ClosedPorts.tcp();
    tcp.add(Targets.place("127.0.0.1", closed));
    same("tcp_connect", "127.0.0.1:" + closed);
    assertEquals(0, ours("tcp_connect", "127.0.0.1:" + closed).get("probe_success"));
  }

  @Test
  void tlsIsTheSame() throws Exception {
    same("tls", at(https, ""));
    assertEquals(1, ours("tls", at(https, "")).get("probe_success"));
  }

  @Test
  void httpIsTheSame() throws Exception {
    for (String path :
        List.of("/", "/missing", "/broken", "/nothing", "/chunked", "/short", "/moved")) {
      same("http_2xx", "http://" + at(http, path));
      same("http_2xx", "https://" + at(https, path));
    }
    same("http_2xx", at(http, "/"));
    assertEquals(1, ours("http_2xx", at(http, "/moved")).get("probe_http_redirects"));
  }

  @Test
  void dnsIsTheSame() throws Exception {
    same("dns", "127.0.0.1:" + dns.getLocalPort());
    assertEquals(1, ours("dns", "127.0.0.1:" + dns.getLocalPort()).get("probe_dns_answer_rrs"));
  }
}
