package io.roomwatch.agent.web.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.roomwatch.agent.metrics.CheckMeters;
import io.roomwatch.agent.metrics.Metrics;
import io.roomwatch.agent.web.Furnished;
import io.roomwatch.agent.web.ListenAddress;
import io.roomwatch.agent.web.Rooms;
import io.roomwatch.agent.web.Showroom;
import io.roomwatch.agent.web.Situations;
import io.roomwatch.agent.web.WebServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door by HTTP, as clients of every kind meet it. */
class DoorTest {

  /** Of "wonderland", with the least work, so that tests are quick. */
  private static final String HASH = "$2y$04$i578H65Brhpu3qDTAMBkFuRSL7.6q26jaAeZeYCrgFlDe2yWujMG6";

  @TempDir private Path folder;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Metrics metrics = new Metrics(() -> Rooms.scene("Boardroom"), new CheckMeters());
  private final Showroom room = Furnished.with(Situations::failed, "Anna Example");
  private Door door;
  private WebServer server;

  @BeforeEach
  void open() throws Exception {
    start(Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
    metrics.close();
    workers.close();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("web.yml"), text);
  }

  private void serve(Optional<Path> file) throws Exception {
    server.close();
    start(file);
  }

  private void start(Optional<Path> file) throws Exception {
    door =
        new Door(
            file.map(WebConfigFile::new),
            List.of("boardroom-agent"),
            System::nanoTime,
            new SplittableRandom(3));
    server =
        new WebServer(
            List.of(new ListenAddress(new InetSocketAddress("127.0.0.1", 0))),
            room.site(metrics),
            door,
            Showroom.probe(),
            Showroom.ground(workers));
  }

  private URI uri(String scheme, String path) {
    return URI.create(scheme + "://localhost:" + server.addresses().getFirst().getPort() + path);
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(HttpClient.newHttpClient(), "http", path, headers);
  }

  private HttpResponse<String> send(
      HttpClient client, String scheme, String path, String... headers) throws Exception {
    try (client) {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri(scheme, path));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Java's client sets the host by itself: this one says whatever it is told. */
  private String raw(String text) throws IOException {
    return Raw.send(server.addresses().getFirst(), text);
  }

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private X509Bundle certificate(String name, Optional<X509Bundle> issuer) throws Exception {
    Instant now = Instant.now();
    CertificateBuilder builder =
        new CertificateBuilder()
            .notBefore(now.minus(1, ChronoUnit.DAYS))
            .notAfter(now.plus(9, ChronoUnit.DAYS))
            .ecp256()
            .subject("CN=" + name)
            .addSanDnsName(name);
    return issuer.isPresent()
        ? builder.buildIssuedBy(issuer.get())
        : builder.setIsCertificateAuthority(true).buildSelfSigned();
  }

  private void lay(String name, X509Bundle bundle) throws IOException {
    Files.writeString(folder.resolve(name + ".crt"), bundle.getCertificatePathPEM());
    Files.writeString(folder.resolve(name + ".key"), bundle.getPrivateKeyPEM());
  }

  /**
   * Serves TLS by a certificate of this authority.
   *
   * @param more lines of the file behind the certificate's
   */
  private void serveTls(X509Bundle authority, String more) throws Exception {
    lay("authority", authority);
    lay("server", certificate("localhost", Optional.of(authority)));
    serve(
        Optional.of(
            write("tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n" + more)));
  }

  private static HttpClient trusting(X509Bundle authority, KeyManager... keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, authority.toTrustManagerFactory().getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @Test
  void withUsersEverybodySignsInWhateverHeAsksForAndWhereverHeIs() throws Exception {
    serve(Optional.of(write("basic_auth_users: {prometheus: '" + HASH + "'}")));
    for (String path : List.of("/", "/metrics", "/-/healthy", "/api/v1/status", "/nothing")) {
      HttpResponse<String> refused = get(path);
      assertEquals(401, refused.statusCode(), path);
      assertTrue(
          refused.headers().firstValue("www-authenticate").orElseThrow().startsWith("Basic "));
    }
    for (String wrong :
        List.of(
            basic("prometheus", "looking-glass"),
            basic("alice", "wonderland"),
            basic("", ""),
            "Basic !!!",
            "Basic "
                + Base64.getEncoder().encodeToString("prometheus".getBytes(StandardCharsets.UTF_8)),
            "Bearer wonderland")) {
      assertEquals(401, get("/metrics", "Authorization", wrong).statusCode(), wrong);
    }
    String right = basic("prometheus", "wonderland");
    assertEquals(200, get("/metrics", "Authorization", right).statusCode());
    assertEquals(200, get("/metrics", "Authorization", right).statusCode(), "remembered");
  }

  @Test
  void whoGuessesIsMadeToWaitAndWhoKnowsIsNot() throws Exception {
    serve(Optional.of(write("basic_auth_users: {prometheus: '" + HASH + "'}")));
    String right = basic("prometheus", "wonderland");
    assertEquals(200, get("/metrics", "Authorization", right).statusCode());
    int last = 0;
    for (int i = 0; i < 12; i++) {
      last = get("/metrics", "Authorization", basic("prometheus", "guess" + i)).statusCode();
    }
    assertEquals(429, last);
    assertEquals(200, get("/metrics", "Authorization", right).statusCode());
  }

  @Test
  void aSignedInReaderMaySilenceByWhateverNameThePageHas() throws Exception {
    serve(Optional.of(write("basic_auth_users: {anna: '" + HASH + "'}")));
    String right = "Authorization: " + basic("anna", "wonderland") + "\r\n";
    String answer =
        raw(
            "GET /silence HTTP/1.1\r\nHost: room.example\r\n"
                + right
                + "Connection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertTrue(answer.contains("value=\"anna\""), "the name is filled in");
  }

  @Test
  void tlsIsServedAndACertificateOpensTheDoor() throws Exception {
    X509Bundle authority = certificate("authority", Optional.empty());
    X509Bundle client = certificate("anna", Optional.of(authority));
    serveTls(
        authority,
        """
          client_auth_type: VerifyClientCertIfGiven
          client_ca_file: authority.crt
        http_server_config:
          headers: {Strict-Transport-Security: max-age=31536000, X-Frame-Options: SAMEORIGIN}
        """);
    HttpResponse<String> plain = send(trusting(authority), "https", "/api/v1/status");
    assertEquals(200, plain.statusCode(), "on this machine");
    assertEquals(
        "max-age=31536000", plain.headers().firstValue("strict-transport-security").orElseThrow());
    assertEquals(
        List.of("SAMEORIGIN"), plain.headers().allValues("x-frame-options"), "in place of our own");
    String[] proxied = {"X-Forwarded-For", "203.0.113.9"};
    assertEquals(403, send(trusting(authority), "https", "/api/v1/status", proxied).statusCode());
    KeyManager[] keys = client.toKeyManagerFactory().getKeyManagers();
    assertEquals(
        200, send(trusting(authority, keys), "https", "/api/v1/status", proxied).statusCode());
    assertThrows(IOException.class, () -> get("/metrics"), "plain HTTP is not answered");
  }

  @Test
  void certificatesMayStandInTheFileItself() throws Exception {
    X509Bundle authority = certificate("authority", Optional.empty());
    X509Bundle server = certificate("localhost", Optional.of(authority));
    serve(
        Optional.of(
            write(
                "tls_server_config:\n  cert: |\n"
                    + server.getCertificatePathPEM().indent(4)
                    + "  key: |\n"
                    + server.getPrivateKeyPEM().indent(4)
                    + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca: |\n"
                    + authority.getCertificatePathPEM().indent(4))));
    assertThrows(IOException.class, () -> send(trusting(authority), "https", "/-/healthy"), "none");
    KeyManager[] keys =
        certificate("anna", Optional.of(authority)).toKeyManagerFactory().getKeyManagers();
    assertEquals(200, send(trusting(authority, keys), "https", "/metrics").statusCode());
  }

  @Test
  void allTogetherAskNoMoreOftenThanTheFileSays() throws Exception {
    serve(Optional.of(write("rate_limit: {interval: 1h, burst: 3}")));
    for (int i = 0; i < 3; i++) {
      assertEquals(200, get("/-/healthy").statusCode());
    }
    assertEquals(429, get("/-/healthy").statusCode());
    serve(Optional.of(write("rate_limit: {interval: 0s, burst: 0}")));
    assertEquals(200, get("/-/healthy").statusCode(), "as often as they like");
  }

  @Test
  void aCertificateIsDemandedAndBearsANameThatIsAllowed() throws Exception {
    X509Bundle authority = certificate("authority", Optional.empty());
    serveTls(
        authority,
        "  client_auth_type: RequireAndVerifyClientCert\n"
            + "  client_ca_file: authority.crt\n"
            + "  client_allowed_sans: [prometheus]\n");
    assertThrows(IOException.class, () -> send(trusting(authority), "https", "/-/healthy"), "none");
    X509Bundle stranger = certificate("prometheus", Optional.empty());
    assertThrows(
        IOException.class,
        () ->
            send(
                trusting(authority, stranger.toKeyManagerFactory().getKeyManagers()),
                "https",
                "/-/healthy"),
        "of another authority");
    for (String name : List.of("prometheus", "grafana")) {
      KeyManager[] keys =
          certificate(name, Optional.of(authority)).toKeyManagerFactory().getKeyManagers();
      assertEquals(
          name.equals("prometheus") ? 200 : 403,
          send(trusting(authority, keys), "https", "/metrics").statusCode(),
          name);
    }
  }

  @Test
  void aCertificateThatNobodyVerifiesProvesNothing() throws Exception {
    X509Bundle authority = certificate("authority", Optional.empty());
    serveTls(authority, "  client_auth_type: RequireAnyClientCert\n");
    KeyManager[] keys =
        certificate("anna", Optional.empty()).toKeyManagerFactory().getKeyManagers();
    assertEquals(
        403,
        send(trusting(authority, keys), "https", "/api/v1/status", "X-Forwarded-For", "203.0.113.9")
            .statusCode());
    assertFalse(door.knowsClients());
  }

  @Test
  void onlyTheVersionsAskedForAreSpoken() throws Exception {
    X509Bundle authority = certificate("authority", Optional.empty());
    serveTls(authority, "  min_version: TLS13\n");
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, authority.toTrustManagerFactory().getTrustManagers(), null);
    SSLParameters old = new SSLParameters();
    old.setProtocols(new String[] {"TLSv1.2"});
    HttpClient client = HttpClient.newBuilder().sslContext(context).sslParameters(old).build();
    assertThrows(IOException.class, () -> send(client, "https", "/-/healthy"));
    assertEquals(200, send(trusting(authority), "https", "/-/healthy").statusCode());
  }

  @Test
  void aChangedFileIsReadAgainAndABadOneChangesNothing() throws Exception {
    X509Bundle authority = certificate("authority", Optional.empty());
    X509Bundle first = certificate("localhost", Optional.of(authority));
    lay("server", first);
    String tls = "tls_server_config: {cert_file: server.crt, key_file: server.key}\n";
    serve(Optional.of(write(tls)));
    assertInstanceOf(Door.Look.Same.class, door.again());
    write(tls + "basic_auth_users: {anna: '" + HASH + "'}\n");
    assertInstanceOf(Door.Look.Taken.class, door.again());
    assertEquals(401, send(trusting(authority), "https", "/-/healthy").statusCode());
    write(tls + "basic_auth_usr: {anna: x}\n");
    Door.Look.Refused refused = assertInstanceOf(Door.Look.Refused.class, door.again());
    assertTrue(refused.why().contains("did you mean 'basic_auth_users'"), refused.why());
    assertEquals(401, send(trusting(authority), "https", "/-/healthy").statusCode());
    assertInstanceOf(Door.Look.Same.class, door.again(), "said once");
    X509Bundle next = certificate("localhost", Optional.of(authority));
    Files.writeString(folder.resolve("server.crt"), next.getCertificatePathPEM());
    write(tls);
    Door.Look.Refused unfit = assertInstanceOf(Door.Look.Refused.class, door.again());
    assertTrue(unfit.why().contains("is not the key of the certificate"), unfit.why());
    Files.writeString(folder.resolve("server.key"), next.getPrivateKeyPEM());
    assertInstanceOf(Door.Look.Taken.class, door.again(), "a renewed certificate");
    assertEquals(200, send(trusting(authority), "https", "/-/healthy").statusCode());
  }

  @Test
  void whatIsWrongWithTheFileIsNamedWithItsPlace() throws Exception {
    lay("server", certificate("localhost", Optional.empty()));
    Map<String, String> faults =
        Map.of(
            "basic_auth_users: {anna: wonderland}",
            "web.yml:1:26: basic_auth_users.anna: expected a bcrypt hash",
            "tls_server_config: {cert_file: server.crt}",
            "tls_server_config.key_file: is required, or key in its place",
            "tls_server_config: {cert_file: gone.crt, key_file: server.key}",
            "gone.crt does not exist",
            "tls_server_config: {cert_file: server.crt, key_file: server.crt}",
            "server.crt has no private key in PEM",
            "tls_server_config: {cert_file: server.crt, key_file: server.key, min_version: TLS11}",
            "expected one of TLS12, TLS13",
            "tls_server_config: {cert_file: server.crt, key_file: server.key, min_version: TLS13,"
                + " max_version: TLS12}",
            "max_version: is older than min_version",
            "tls_server_config: {cert_file: server.crt, key_file: server.key, client_auth_type:"
                + " RequireAndVerifyClientCert}",
            "client_ca_file is required with RequireAndVerifyClientCert",
            "tls_server_config: {cert_file: server.crt, key_file: server.key, client_ca_file:"
                + " server.crt}",
            "client_ca_file: does nothing with client_auth_type NoClientCert",
            "http_server_config: {headers: {X-Powered-By: us}}",
            "X-Powered-By",
            "tls_server_config: {cert_file: server.crt, key_file: server.key, cipher_suites:"
                + " [TLS_FAST]}",
            "cipher suite");
    faults.forEach(this::isRefused);
  }

  @Test
  void whatContradictsItselfIsNamed() throws Exception {
    lay("server", certificate("localhost", Optional.empty()));
    String key = "-----BEGIN PRIVATE KEY-----wonderland";
    Map<String, String> faults =
        Map.of(
            "tls_server_config: {cert_file: server.crt, key_file: server.key, key: '" + key + "'}",
            "tls_server_config.key: only one of key and key_file",
            "tls_server_config: {cert_file: server.crt, key: wonderland}",
            "tls_server_config.key: expected a text in PEM, from its BEGIN to its END line",
            "tls_server_config: {cert_file: server.crt, key: '" + key + "'}",
            "tls_server_config.key has no private key in PEM",
            "rate_limit: {interval: 10ms}",
            "rate_limit.burst: must be 1 or more with an interval",
            "rate_limit: {interval: 2h, burst: 5}",
            "rate_limit.interval: expected a duration from 0s to 1h");
    faults.forEach(this::isRefused);
  }

  private void isRefused(String text, String fault) {
    IOException said =
        assertThrows(
            IOException.class,
            () ->
                new Door(
                    Optional.of(new WebConfigFile(write(text))),
                    List.of(),
                    System::nanoTime,
                    new SplittableRandom(1)),
            text);
    assertTrue(String.valueOf(said.getMessage()).contains(fault), said.getMessage());
    assertFalse(String.valueOf(said.getMessage()).contains("wonderland"), "no secret");
  }

  @Test
  void keysOfEveryFormAreRead() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    KeyPair pair = rsa.generateKeyPair();
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    // Behind the version and the algorithm: tag and length of four bytes, then PKCS#1.
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    assertEquals(pair.getPrivate(), PrivateKeys.read(pem("RSA PRIVATE KEY", pkcs1)));
    assertEquals(pair.getPrivate(), PrivateKeys.read(pem("PRIVATE KEY", pkcs8)));
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(new ECGenParameterSpec("secp256r1"));
    ECPrivateKey key = (ECPrivateKey) ec.generateKeyPair().getPrivate();
    String secret = HexFormat.of().formatHex(fixed(key.getS()));
    byte[] sec1 =
        HexFormat.of().parseHex("3031020101" + "0420" + secret + "a00a06082a8648ce3d030107");
    assertEquals(key.getS(), ((ECPrivateKey) PrivateKeys.read(pem("EC PRIVATE KEY", sec1))).getS());
    byte[] nameless = HexFormat.of().parseHex("3025020101" + "0420" + secret);
    for (Map.Entry<String, String> bad :
        Map.of(
                pem("EC PRIVATE KEY", nameless),
                "does not name its curve",
                pem("ENCRYPTED PRIVATE KEY", pkcs8),
                "is encrypted",
                "-----BEGIN RSA PRIVATE KEY-----\n"
                    + "Proc-Type: 4,ENCRYPTED\n"
                    + "DEK-Info: AES-128-CBC,0C\n\n"
                    + "AAAA\n"
                    + "-----END RSA PRIVATE KEY-----\n",
                "is encrypted",
                pem("PRIVATE KEY", new byte[] {1, 2, 3}),
                "is no RSA, EC or Ed25519 key",
                "no key",
                "has no private key in PEM")
            .entrySet()) {
      IOException said = assertThrows(IOException.class, () -> PrivateKeys.read(bad.getKey()));
      assertTrue(String.valueOf(said.getMessage()).contains(bad.getValue()), said.getMessage());
    }
  }

  private static byte[] fixed(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return fixed;
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  @Test
  void aNameThatIsNotOursIsNotAnsweredTo() throws Exception {
    serve(Optional.empty());
    for (String ours :
        List.of(
            "localhost",
            "LOCALHOST:10909",
            "127.0.0.1",
            "10.4.12.20:10909",
            "[::1]:10909",
            "[fe80::1]",
            "boardroom-agent",
            "Boardroom-Agent.:10909",
            "x.localhost")) {
      String answer =
          raw("GET /api/v1/status HTTP/1.1\r\nHost: " + ours + "\r\nConnection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 200 "), ours + " " + answer);
    }
    for (String other :
        List.of(
            "evil.example",
            "evil.example:10909",
            "localhost.evil.example",
            "boardroom-agent.evil.example",
            "127.0.0.1.evil.example",
            "1.2.3",
            "[evil]",
            "")) {
      String answer =
          raw("GET /api/v1/status HTTP/1.1\r\nHost: " + other + "\r\nConnection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 421 "), other + " " + answer);
      assertFalse(answer.contains("Boardroom"), answer);
    }
    assertTrue(
        raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 400 "), "no host");
    assertTrue(
        raw("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
            .startsWith("HTTP/1.1 400 "),
        "two hosts");
    assertTrue(raw("GET /-/healthy HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 200 "), "HTTP/1.0");
  }

  @Test
  void fromAnotherMachineOurNameMayHaveADomainAndNobodyElsesMay() throws Exception {
    Guard guard = new Guard(door, () -> 0);
    Guard.Origin elsewhere = new Guard.Origin(InetAddress.getByName("10.4.13.7"), Optional.empty());
    for (String host :
        List.of(
            "boardroom-agent.berlin.example.net:10909", "10.4.12.20:10909", "boardroom-agent")) {
      Guard.Admission.Admitted admitted =
          assertInstanceOf(
              Guard.Admission.Admitted.class,
              guard.admit(new DefaultHttpHeaders().set("host", host), false, elsewhere),
              host);
      assertFalse(admitted.client().trusted(), "a stranger");
    }
    for (String host : List.of("evil.example", "x.boardroom-agent.example", ".boardroom-agent")) {
      assertInstanceOf(
          Guard.Admission.Refused.class,
          guard.admit(new DefaultHttpHeaders().set("host", host), false, elsewhere),
          host);
    }
  }

  @Test
  void aStrangerSeesStatesAndMetricsWithoutAddressesAndChangesNothing() throws Exception {
    serve(Optional.empty());
    String[] stranger = {"X-Forwarded-For", "203.0.113.9"};
    HttpResponse<String> page = get("/", stranger);
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("Boardroom 4.12"), page.body());
    assertTrue(page.body().contains("link.port-filtered"), page.body());
    for (String hidden :
        List.of("10.4.", "boardroom-pc", "Anna Example", "firewall and security")) {
      assertFalse(page.body().contains(hidden), hidden + " in " + page.body());
    }
    assertEquals(200, get("/-/healthy", stranger).statusCode());
    assertEquals(200, get("/-/ready", stranger).statusCode());
    for (String path :
        List.of(
            "/api/v1/status",
            "/api/v1/events",
            "/api/v1/schedule",
            "/api/v1/alerts",
            "/live",
            "/attest?item=weekly.vpn",
            "/silence",
            "/-/reload",
            "/probe?target=127.0.0.1:22&module=tcp_connect",
            "/../../etc/passwd",
            "/page/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd")) {
      assertEquals(403, get(path, stranger).statusCode(), path);
    }
    for (String path : List.of("/-/reload", "/attest", "/silence", "/silence/end")) {
      String answer =
          raw(
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n"
                  + "Content-Length: 0\r\nConnection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 403 "), path + " " + answer);
    }
  }

  @Test
  void strangersGetMetricsWithoutAddresses() {
    String page =
        """
        roomwatch_room_info{device="10.4.12.20",room="R",site="s"} 1.0
        roomwatch_check_state{check="link.peer:10.4.12.20",state="ok"} 1.0
        roomwatch_check_state{check="link.peer:10.4.12.21",state="ok"} 1.0
        roomwatch_check_state{check="link.peer:fe80::1%eth0",state="ok"} 1.0
        roomwatch_check_state{check="cloud.tcp:2001:db8::7:443",state="ok"} 1.0
        roomwatch_check_state{check="cloud.tcp:zoom.us:443",state="ok"} 1.0
        roomwatch_x{mac="00:1a:2b:3c:4d:5e"} 1.732e9
        roomwatch_build_info{version="1.2.3.4",at="10:00:00"} 1.0
        """;
    String masked = Guard.masked(page);
    for (String hidden :
        List.of("10.4.12.20", "10.4.12.21", "fe80::1", "2001:db8", "00:1a:2b:3c:4d:5e")) {
      assertFalse(masked.contains(hidden), hidden + " in " + masked);
    }
    assertTrue(masked.contains("cloud.tcp:zoom.us:443"), masked);
    assertTrue(masked.contains("at=\"10:00:00\""), masked);
    List<String> names =
        masked.lines().map(line -> line.replaceAll(".*(address-\\d+).*", "$1")).toList();
    assertEquals(names.get(0), names.get(1), "the same address is the same name");
    assertEquals(
        masked.lines().count(), masked.lines().distinct().count(), "no series becomes another's");
  }
}
