package io.roomwatch.agent.web.door;

import io.netty.handler.ssl.ClientAuth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code --web.config.file} says.
 *
 * @param tls empty: plain HTTP
 * @param headers put on every answer, in place of our own of the same name
 * @param users bcrypt hashes by name; empty: nobody is asked
 * @param rate of all clients together; empty: each address has its own bounds, and all have none
 */
record WebConfig(
    Optional<Tls> tls,
    Map<String, String> headers,
    Map<String, String> users,
    Optional<Rate> rate) {

  /** Without any file. */
  static final WebConfig NONE =
      new WebConfig(Optional.empty(), Map.of(), Map.of(), Optional.empty());

  WebConfig {
    headers = Map.copyOf(headers);
    users = Map.copyOf(users);
  }

  /** Without hashes. */
  @Override
  public String toString() {
    return "WebConfig[tls=" + tls + ", users=" + users.keySet() + "]";
  }

  /**
   * TLS of the server.
   *
   * @param protocols as JSSE names them, {@code TLSv1.2}
   * @param ciphers as RFC 8446 and the IANA name them; empty: the JDK's choice
   * @param groups for the key exchange; empty: the JDK's choice
   */
  record Tls(
      Identity identity,
      Clients clients,
      List<String> protocols,
      List<String> ciphers,
      List<String> groups,
      boolean serverPrefers) {
    Tls {
      protocols = List.copyOf(protocols);
      ciphers = List.copyOf(ciphers);
      groups = List.copyOf(groups);
    }
  }

  /**
   * How often all clients together may ask: a bucket that fills with time.
   *
   * @param interval between two requests in the long run
   * @param burst at once at most
   */
  record Rate(Duration interval, int burst) {

    double perSecond() {
      return 1e9 / interval.toNanos();
    }
  }

  /** In PEM. */
  record Identity(Pem certificate, Pem key) {}

  /**
   * @param policy what is asked of clients
   * @param authorities who vouches for them
   * @param names of which a certificate must bear one; empty: any will do
   */
  record Clients(Policy policy, Optional<Pem> authorities, List<String> names) {
    Clients {
      names = List.copyOf(names);
    }
  }

  /** What is asked of clients, with the words of Go that the schema uses. */
  enum Policy {
    NONE("NoClientCert", ClientAuth.NONE, false),
    REQUEST("RequestClientCert", ClientAuth.OPTIONAL, false),
    REQUIRE_ANY("RequireAnyClientCert", ClientAuth.REQUIRE, false),
    /** What older versions of the schema call the same. */
    REQUIRE("RequireClientCert", ClientAuth.REQUIRE, false),
    VERIFY_IF_GIVEN("VerifyClientCertIfGiven", ClientAuth.OPTIONAL, true),
    REQUIRE_AND_VERIFY("RequireAndVerifyClientCert", ClientAuth.REQUIRE, true);

    private final String word;
    private final ClientAuth asked;
    private final boolean verified;

    Policy(String word, ClientAuth asked, boolean verified) {
      this.word = word;
      this.asked = asked;
      this.verified = verified;
    }

    String word() {
      return word;
    }

    ClientAuth asked() {
      return asked;
    }

    /** Whether a certificate that came says who the client is. */
    boolean isVerified() {
      return verified;
    }
  }
}
