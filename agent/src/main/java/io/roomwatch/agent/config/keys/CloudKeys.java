package io.roomwatch.agent.config.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Cloud.HostPort;
import io.roomwatch.agent.config.Cloud.Port;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.ZoomPorts;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalar;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of {@code cloud}. */
public final class CloudKeys {
  private CloudKeys() {}

  private static final String CUSTOM = "custom";
  private static final int DNS_PORT = 53;
  private static final int NTP_PORT = 123;
  private static final long MOST_PEM_BYTES = 4 << 20;

  /** A certificate in a PEM file (RFC 7468). */
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]++)-----END CERTIFICATE-----");

  private static final String SUMMARY = "/api/v2/summary.json";

  static final Key<List<String>> HOSTS =
      Key.of(
          "hosts",
          Items.of(Scalars.host(), "hosts").notEmpty().distinct(),
          "The hosts whose DNS, TLS, HTTPS and ports are watched; zoomgov.com for the US government"
              + " cloud.",
          "[zoom.us]");

  static final Key<List<String>> MEDIA_HOSTS =
      Key.of(
          "media_hosts",
          Items.of(Scalars.host(), "hosts").distinct(),
          "Hosts that answer on the media ports, when you know some. With none, 'hosts' are asked,"
              + " which need not listen there.",
          "[]");

  static final Key<String> PROFILE =
      Key.of(
          "profile",
          profile(),
          "Which list of ports is watched: rooms (Zoom KB0065712), client (KB0060561),"
              + " companion-guide (the client's and 8001, which is informational) or custom.",
          "rooms");

  static final Key<List<ZoomPorts.Ports>> PORTS =
      Key.optional(
              "ports",
              Items.of(ZoomPorts.custom(), "ports").notEmpty().distinct(),
              "The ports of profile custom, and only with it.",
              "[tcp/443, udp/8801-8810]")
          .mentioned();

  private static final Key<List<InetSocketAddress>> RESOLVERS =
      Key.of(
          "resolvers",
          Items.of(Words.socket(DNS_PORT), "addresses").distinct(),
          "DNS servers that are asked one by one. With none, those of this machine.",
          "[]");

  private static final Key<Path> CA_FILE =
      Key.optional(
          "ca_file",
          Scalars.path().unless(CloudKeys::notPem),
          "Extra trust anchors (PEM), for a network that inspects TLS. Without it, the anchors of"
              + " this machine and of the runtime.",
          "/etc/roomwatch/ca.pem");

  private static final Key<HostPort> NTP =
      Key.of("ntp", Words.hostPort(NTP_PORT), "The time server to compare with.", "pool.ntp.org");

  private static final Key<Cloud.Proxy> PROXY =
      Key.of(
          "proxy",
          proxy(),
          "auto takes the proxy that is found on this machine, none goes direct, http://host:port"
              + " is taken as it is.",
          "auto");

  private static final Key<String> PROXY_USER =
      Key.optional(
              "proxy_user",
              Scalars.text("text"),
              "The user name for that proxy. Without it, no credentials are sent.",
              "roomwatch")
          .mentioned();

  private static final Key<Secret> PROXY_PASSWORD =
      Key.optional(
              "proxy_password",
              Words.secret("password"),
              "The password for that proxy.",
              "/etc/roomwatch/proxy.password")
          .orFile()
          .mentioned();

  private static final Key<URI> STATUS_URL =
      Key.of(
          "url",
          Scalars.url("https", "http"),
          "The summary of the status page (Atlassian Statuspage).",
          "https://www.zoomstatus.com" + SUMMARY);

  private static final Key<URI> STATUS_FALLBACK =
      Key.of(
          "fallback_url",
          Scalars.url("https", "http"),
          "Asked when the first does not answer.",
          "https://14qjgk812kgk.statuspage.io" + SUMMARY);

  private static final Key<List<String>> COMPONENTS =
      Key.of(
          "components",
          Items.of(Scalars.text("text"), "texts").distinct(),
          "Parts of the names of the components that matter, whatever their case. With none, all of"
              + " them.",
          "[]");

  private static final Section<Cloud.StatusPage> STATUS =
      Section.of(
          "cloud.status",
          "The service's status page.",
          List.of(STATUS_URL, STATUS_FALLBACK, COMPONENTS),
          values ->
              new Cloud.StatusPage(
                  List.of(values.get(STATUS_URL), values.get(STATUS_FALLBACK)).stream()
                      .distinct()
                      .toList(),
                  values.get(COMPONENTS)));

  private static final Key<Cloud.StatusPage> STATUS_KEY = Key.section("status", STATUS);

  public static final Section<Cloud> CLOUD =
      Section.of(
              "cloud",
              "The way to Zoom.",
              List.of(
                  HOSTS,
                  MEDIA_HOSTS,
                  PROFILE,
                  PORTS,
                  RESOLVERS,
                  CA_FILE,
                  NTP,
                  PROXY,
                  PROXY_USER,
                  PROXY_PASSWORD,
                  STATUS_KEY,
                  ThroughputKeys.THROUGHPUT),
              CloudKeys::bind)
          .checked(CloudKeys::portsFitProfile)
          .checked(CloudKeys::loginFitsProxy);

  private static Cloud bind(Values values) {
    String profile = values.get(PROFILE);
    List<Port> ports =
        values.find(PORTS).map(CloudKeys::custom).orElseGet(() -> ZoomPorts.shipped().of(profile));
    return new Cloud(
        new Cloud.Hosts(values.get(HOSTS), values.get(MEDIA_HOSTS)),
        new Cloud.Ports(profile, ports),
        values.get(RESOLVERS),
        values.find(CA_FILE),
        withLogin(values),
        new Cloud.Services(
            values.get(NTP), values.get(STATUS_KEY), values.get(ThroughputKeys.THROUGHPUT)));
  }

  private static List<Port> custom(List<ZoomPorts.Ports> ports) {
    return ports.stream().flatMap(some -> some.each(false).stream()).distinct().toList();
  }

  private static Cloud.Proxy withLogin(Values values) {
    Optional<Cloud.Login> login =
        values.find(PROXY_USER).map(user -> new Cloud.Login(user, values.get(PROXY_PASSWORD)));
    return values.get(PROXY) instanceof Cloud.Proxy.Fixed fixed
        ? new Cloud.Proxy.Fixed(fixed.address(), login)
        : values.get(PROXY);
  }

  private static void portsFitProfile(Values values) {
    boolean custom = values.find(PROFILE).filter(CUSTOM::equals).isPresent();
    if (custom && !values.has(PORTS)) {
      values.spot(PROFILE).fault("custom needs 'ports', such as [tcp/443, udp/8801-8810]");
    }
    if (!custom && values.find(PROFILE).isPresent() && values.has(PORTS)) {
      values.spot(PORTS).fault("goes with 'profile: custom' only; the other profiles have theirs");
    }
  }

  private static void loginFitsProxy(Values values) {
    boolean user = values.has(PROXY_USER);
    boolean password = values.has(PROXY_PASSWORD);
    if (user && !password) {
      values.spot(PROXY_USER).fault("needs proxy_password_file or proxy_password beside it");
    }
    if (password && !user) {
      values.spot(PROXY_PASSWORD).fault("needs proxy_user beside it");
    }
    boolean fixed =
        values.find(PROXY).map(proxy -> proxy instanceof Cloud.Proxy.Fixed).orElse(true);
    if (user && !fixed) {
      values.spot(PROXY_USER).fault("is for a proxy that is named here: 'proxy: http://host:port'");
    }
  }

  private static Scalar<String> profile() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : List.of("rooms", "client", "companion-guide", CUSTOM)) {
      names.put(name, name);
    }
    return Scalars.oneOf("profile", names);
  }

  private static Scalar<Cloud.Proxy> proxy() {
    return Scalar.of(
        "proxy",
        "auto, none or http://host:port (its login goes to proxy_user and proxy_password_file)",
        Map.of("type", "string", "pattern", "^(auto|none|http://[^/@]+:[0-9]+/?)$"),
        CloudKeys::asProxy);
  }

  private static Optional<Cloud.Proxy> asProxy(String text) {
    if (text.equals("auto")) {
      return Optional.of(new Cloud.Proxy.Auto());
    }
    if (text.equals("none")) {
      return Optional.of(new Cloud.Proxy.None());
    }
    String start = "http://";
    if (!text.startsWith(start)) {
      return Optional.empty();
    }
    String rest = text.substring(start.length()).replaceFirst("/$", "");
    // Without a port the port would be a guess: 80, 3128 and 8080 are all usual.
    return Scalars.hostAndPort(rest, 0, HostPort::new)
        .filter(address -> address.port() > 0)
        .map(address -> new Cloud.Proxy.Fixed(address, Optional.empty()));
  }

  private static Optional<String> notPem(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.of(file + (Files.exists(file) ? " is not a file" : " does not exist"));
      }
      long size = Files.size(file);
      if (size > MOST_PEM_BYTES) {
        return Optional.of(
            "%s has %d bytes; at most %d (4 MiB) are read".formatted(file, size, MOST_PEM_BYTES));
      }
      return badCertificate(Files.readString(file, ISO_8859_1)).map(why -> file + why);
    } catch (IOException e) {
      return Optional.of(file + " cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /** What the probes will say of it, said now; other blocks and text are passed over. */
  private static Optional<String> badCertificate(String text) {
    int count = 0;
    for (Matcher block = CERTIFICATE.matcher(text); block.find(); ) {
      count++;
      String bad = ": certificate " + count + " is bad: ";
      try {
        byte[] encoded = Base64.getMimeDecoder().decode(block.group(1));
        Certificate unused =
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded));
      } catch (IllegalArgumentException e) {
        return Optional.of(bad + "it is not base64");
      } catch (CertificateException e) {
        return Optional.of(bad + e.getMessage());
      }
    }
    return count == 0 ? Optional.of(" holds no PEM certificate") : Optional.empty();
  }
}
