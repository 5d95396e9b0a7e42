package io.roomwatch.agent.web.door;

import io.roomwatch.agent.web.door.WebConfig.Policy;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Table;
import io.roomwatch.agent.yaml.Values;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** The keys of {@code --web.config.file}: those of the exporter-toolkit's schema. */
final class WebConfigKeys {

  private WebConfigKeys() {}

  private static final List<String> PROTOCOLS = List.of("TLS12", "TLS13");

  /** Go's names of the groups for the key exchange, and the JDK's. */
  private static final Map<String, String> GROUPS =
      Map.of(
          "X25519", "x25519",
          "CurveP256", "secp256r1",
          "CurveP384", "secp384r1",
          "CurveP521", "secp521r1");

  private static final Key<Pem> CERT = inline("cert", "The certificate and its chain, PEM.");

  private static final Key<Pem> CERT_FILE =
      inFile("cert_file", "The certificate and its chain, PEM.", "server.crt");

  private static final Key<Pem> KEY = inline("key", "Its private key, PEM, not encrypted.");

  private static final Key<Pem> KEY_FILE =
      inFile("key_file", "Its private key, PEM, not encrypted.", "server.key");

  private static final Key<Policy> CLIENT_AUTH =
      Key.of(
          "client_auth_type",
          Scalars.oneOf("word", Policy.values(), Policy::word),
          "What is asked of clients.",
          Policy.NONE.word());

  private static final Key<Pem> CLIENT_CA = inline("client_ca", "Who vouches for clients, PEM.");

  private static final Key<Pem> CLIENT_CA_FILE =
      inFile("client_ca_file", "Who vouches for clients, PEM.", "clients.crt");

  private static final Key<List<String>> ALLOWED_SANS =
      Key.of(
          "client_allowed_sans",
          Items.of(Scalars.text("name"), "names").distinct(),
          "Names of which a client's certificate must bear one.",
          "[]");

  private static final Key<String> LEAST = version("min_version", "TLS12");
  private static final Key<String> MOST = version("max_version", "TLS13");

  private static final Key<List<String>> CIPHERS =
      Key.of(
          "cipher_suites",
          Items.of(cipher(), "cipher suites").distinct(),
          "Cipher suites, without TLS 1.3's, which are always there.",
          "[]");

  private static final Key<Boolean> PREFER =
      Key.of(
          "prefer_server_cipher_suites",
          Scalars.bool(),
          "Whether the server's order of cipher suites counts.",
          "true");

  private static final Key<List<String>> CURVES =
      Key.of(
          "curve_preferences",
          Items.of(Scalars.oneOf("curve", GROUPS), "curves").distinct(),
          "Groups for the key exchange, in the order of preference.",
          "[]");

  private static final Section<WebConfig.Tls> TLS =
      Section.of(
              "tls_server_config",
              "TLS of the server.",
              List.of(
                  CERT,
                  CERT_FILE,
                  KEY,
                  KEY_FILE,
                  CLIENT_AUTH,
                  CLIENT_CA,
                  CLIENT_CA_FILE,
                  ALLOWED_SANS,
                  LEAST,
                  MOST,
                  CIPHERS,
                  PREFER,
                  CURVES),
              values ->
                  new WebConfig.Tls(
                      new WebConfig.Identity(
                          one(values, CERT, CERT_FILE).orElseThrow(),
                          one(values, KEY, KEY_FILE).orElseThrow()),
                      new WebConfig.Clients(
                          values.get(CLIENT_AUTH),
                          one(values, CLIENT_CA, CLIENT_CA_FILE),
                          values.get(ALLOWED_SANS)),
                      protocols(values.get(LEAST), values.get(MOST)),
                      values.get(CIPHERS),
                      values.get(CURVES),
                      values.get(PREFER)))
          .checked(values -> eitherOr(values, CERT, CERT_FILE))
          .checked(values -> eitherOr(values, KEY, KEY_FILE))
          .checked(WebConfigKeys::clientsFit)
          .checked(WebConfigKeys::versionsFit);

  private static final Key<Boolean> HTTP2 =
      Key.of(
          "http2",
          Scalars.bool(),
          "Accepted for the schema's sake: this server speaks HTTP/1.1.",
          "true");

  private static final Key<Map<String, String>> HEADERS =
      Key.of(
          "headers",
          Table.of(
              "header",
              List.of(
                  header("Content-Security-Policy"),
                  header("Strict-Transport-Security"),
                  header("X-Content-Type-Options"),
                  header("X-Frame-Options"),
                  header("X-XSS-Protection"))),
          "Put on every answer.",
          "{}");

  private static final Key<Map<String, String>> HTTP =
      Key.section(
          "http_server_config",
          Section.of(
              "http_server_config",
              "What is said in every answer.",
              List.of(HTTP2, HEADERS),
              values -> values.get(HEADERS)));

  private static final Key<Map<String, String>> USERS =
      Key.of(
          "basic_auth_users",
          Table.of(
              "user",
              List.of(
                  new Table.Entry<>(
                      "<name>",
                      Pattern.compile("[^:<>\\x00-\\x1f]{1,100}"),
                      "The bcrypt hash of a password.",
                      hash(),
                      new Table.Example("prometheus", "'$2y$10$…'")))),
          "Who may sign in. With one, everybody must.",
          "{}");

  private static final Key<WebConfig.Tls> TLS_KEY =
      Key.optional(
          "tls_server_config",
          TLS,
          "TLS of the server; without it, plain HTTP.",
          "{cert_file: server.crt, key_file: server.key}");

  private static final Key<Duration> INTERVAL =
      Key.of(
          "interval",
          Scalars.duration(Duration.ZERO, Duration.ofHours(1)),
          "Between two requests in the long run; 0s: as often as they like.",
          "0s");

  private static final Key<Integer> BURST =
      Key.of("burst", Scalars.integer("burst", 0, 1_000_000), "So many at once.", "0");

  private static final Key<Optional<WebConfig.Rate>> RATE =
      Key.section(
          "rate_limit",
          Section.of(
                  "rate_limit",
                  "How often all clients together may ask.",
                  List.of(INTERVAL, BURST),
                  values ->
                      Optional.of(new WebConfig.Rate(values.get(INTERVAL), values.get(BURST)))
                          .filter(rate -> !rate.interval().isZero()))
              .checked(WebConfigKeys::rateFits));

  static final Section<WebConfig> FILE =
      Section.of(
          "the web configuration",
          "How the web server is protected.",
          List.of(TLS_KEY, HTTP, USERS, RATE),
          values ->
              new WebConfig(
                  values.find(TLS_KEY), values.get(HTTP), values.get(USERS), values.get(RATE)));

  private static Key<String> version(String name, String usual) {
    Map<String, String> words = new LinkedHashMap<>();
    PROTOCOLS.forEach(word -> words.put(word, word));
    return Key.of(
        name,
        Scalars.oneOf("version", words),
        "TLS12 or TLS13; what is older is not offered.",
        usual);
  }

  private static Table.Entry<String> header(String name) {
    return Table.Entry.exactly(name, "The value of this header.", Scalars.text("text"), "\"…\"");
  }

  /** In a file of its own. */
  private static Key<Pem> inFile(String name, String doc, String example) {
    return Key.optional(name, Scalars.path().<Pem>map(Pem.InFile::new), doc, example);
  }

  /** In the file itself; never shown. */
  private static Key<Pem> inline(String name, String doc) {
    Scalar<Pem> text =
        Scalar.<Pem>of(
                "PEM text",
                "a text in PEM, from its BEGIN to its END line",
                Map.of("type", "string"),
                pem ->
                    pem.contains("-----BEGIN ")
                        ? Optional.of(new Pem.Inline("tls_server_config." + name, pem))
                        : Optional.empty())
            .secret();
    return Key.optional(name, text, doc + " In place of " + name + "_file.", "\"…\"");
  }

  private static Optional<Pem> one(Values values, Key<Pem> inline, Key<Pem> file) {
    return values.find(inline).or(() -> values.find(file));
  }

  private static void eitherOr(Values values, Key<Pem> inline, Key<Pem> file) {
    if (!values.has(inline) && !values.has(file)) {
      values.spot(file).fault("is required, or " + inline.name() + " in its place");
    }
    notBoth(values, inline, file);
  }

  private static void notBoth(Values values, Key<Pem> inline, Key<Pem> file) {
    if (values.has(inline) && values.has(file)) {
      values.spot(inline).fault("only one of " + inline.name() + " and " + file.name());
    }
  }

  private static Scalar<String> hash() {
    return Scalars.text(
            "bcrypt hash",
            "a bcrypt hash, such as htpasswd -nBC 10 \"\" prints behind the colon",
            "\\$2[abxy]\\$(0[4-9]|1[0-9])\\$[./A-Za-z0-9]{53}")
        .literal()
        .secret();
  }

  private static Scalar<String> cipher() {
    Set<String> known;
    try {
      known = Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
    return Scalar.of(
            "cipher suite",
            "the name of a cipher suite that this Java knows",
            Map.of("type", "string"),
            name -> Optional.of(name).filter(known::contains))
        .near(() -> known);
  }

  private static List<String> protocols(String least, String most) {
    return PROTOCOLS.subList(PROTOCOLS.indexOf(least), PROTOCOLS.indexOf(most) + 1).stream()
        .map(word -> word.equals("TLS12") ? "TLSv1.2" : "TLSv1.3")
        .toList();
  }

  private static void rateFits(Values values) {
    boolean limits = values.find(INTERVAL).filter(interval -> !interval.isZero()).isPresent();
    if (limits && values.find(BURST).filter(burst -> burst < 1).isPresent()) {
      values.spot(BURST).fault("must be 1 or more with an interval: nobody would be answered");
    }
  }

  private static void versionsFit(Values values) {
    Optional<String> least = values.find(LEAST);
    Optional<String> most = values.find(MOST);
    if (least.isPresent()
        && most.isPresent()
        && PROTOCOLS.indexOf(least.get()) > PROTOCOLS.indexOf(most.get())) {
      values.spot(MOST).fault("is older than min_version");
    }
  }

  /** What is written and does nothing is a slip. */
  private static void clientsFit(Values values) {
    Optional<Policy> policy = values.find(CLIENT_AUTH);
    if (policy.isEmpty()) {
      return;
    }
    boolean vouched = values.has(CLIENT_CA) || values.has(CLIENT_CA_FILE);
    if (policy.get().isVerified() && !vouched) {
      values.spot(CLIENT_CA_FILE).fault("client_ca_file is required with " + policy.get().word());
    }
    notBoth(values, CLIENT_CA, CLIENT_CA_FILE);
    for (Key<?> key : List.of(CLIENT_CA, CLIENT_CA_FILE, ALLOWED_SANS)) {
      if (!policy.get().isVerified() && values.has(key)) {
        values.spot(key).fault("does nothing with client_auth_type " + policy.get().word());
      }
    }
  }
}
