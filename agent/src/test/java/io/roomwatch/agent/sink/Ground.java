package io.roomwatch.agent.sink;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What receivers under test stand on: a CA of their own, short limits, real threads and clock. */
final class Ground implements AutoCloseable {

  static final Surroundings.Limits SHORT =
      new Surroundings.Limits(Duration.ofSeconds(2), Duration.ofSeconds(3));
  static final Surroundings.Limits PATIENT =
      new Surroundings.Limits(Duration.ofSeconds(20), Duration.ofSeconds(20));

  static final X509Bundle AUTHORITY = authority("CN=Test Root");
  static final X509Bundle STRANGER = authority("CN=Unknown Root");

  final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Surroundings.Limits limits;
  private InstantSource clock = InstantSource.system();
  private Function<URI, Optional<Surroundings.Proxy>> proxies = uri -> Optional.empty();

  Ground(Surroundings.Limits limits) {
    this.limits = limits;
  }

  Ground at(Instant now) {
    clock = InstantSource.fixed(now);
    return this;
  }

  Ground through(Surroundings.Proxy proxy) {
    proxies = uri -> Optional.of(proxy);
    return this;
  }

  Surroundings surroundings() {
    return new Surroundings(
        new Surroundings.Network(proxies, Ground::trusting, limits),
        new Surroundings.Clocks(clock, ZoneId.of("Europe/Berlin")),
        new Surroundings.Machine("roomwatch/test", "room-pc", "/usr/bin:/bin"),
        executor);
  }

  Receivers receivers() {
    return new Receivers(surroundings());
  }

  /** How a server's certificate is. */
  enum Certificate {
    GOOD,
    UNTRUSTED,
    WRONG_NAME,
    EXPIRED;

    /**
     * @param names more that the good one is for
     */
    X509Bundle bundle(String... names) throws Exception {
      CertificateBuilder builder = valid().subject("CN=server").addExtendedKeyUsageServerAuth();
      for (String name : names) {
        builder.addSanDnsName(name);
      }
      return switch (this) {
        case GOOD -> here(builder).buildIssuedBy(AUTHORITY);
        case UNTRUSTED -> here(builder).buildIssuedBy(STRANGER);
        case WRONG_NAME -> builder.addSanDnsName("other.test").buildIssuedBy(AUTHORITY);
        case EXPIRED ->
            here(builder)
                .notBefore(Instant.now().minus(Duration.ofDays(9)))
                .notAfter(Instant.now().minus(Duration.ofDays(2)))
                .buildIssuedBy(AUTHORITY);
      };
    }

    /** A server's side. */
    SSLContext context(String... names) throws Exception {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(bundle(names).toKeyManagerFactory().getKeyManagers(), null, null);
      return context;
    }

    private static CertificateBuilder here(CertificateBuilder builder) {
      return builder.addSanDnsName("localhost").addSanIpAddress("127.0.0.1");
    }
  }

  /** The client's side: trusts {@link #AUTHORITY} and nobody else. */
  static SSLContext trusting() {
    try {
      KeyStore roots = KeyStore.getInstance("PKCS12");
      roots.load(null, null);
      roots.setCertificateEntry("root", AUTHORITY.getCertificate());
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(roots);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** For servers with GnuTLS, which does not read the JDK's EC keys. */
  static X509Bundle rsa() throws Exception {
    return Certificate.here(valid().rsa2048().subject("CN=server").addExtendedKeyUsageServerAuth())
        .buildIssuedBy(AUTHORITY);
  }

  private static CertificateBuilder valid() {
    return new CertificateBuilder()
        .ecp256()
        .notBefore(Instant.now().minus(Duration.ofDays(1)))
        .notAfter(Instant.now().plus(Duration.ofDays(90)));
  }

  private static X509Bundle authority(String subject) {
    try {
      return valid().subject(subject).setIsCertificateAuthority(true).buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
