package io.roomwatch.agent.probe.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates made on the spot. */
public final class TestPki {

  private TestPki() {}

  /** A root that nothing trusts until a test says so. */
  public static X509Bundle authority(String subject) throws Exception {
    return valid().subject(subject).setIsCertificateAuthority(true).buildSelfSigned();
  }

  public static X509Bundle authority(String subject, X509Bundle issuer) throws Exception {
    return valid().subject(subject).setIsCertificateAuthority(true).buildIssuedBy(issuer);
  }

  /** Good for now and for the servers of {@link TestServer}. */
  public static CertificateBuilder server() {
    return valid()
        .subject("CN=server.test, O=Test")
        .addSanDnsName("localhost")
        .addSanDnsName("server.test")
        .addSanIpAddress("127.0.0.1")
        .addExtendedKeyUsageServerAuth();
  }

  public static CertificateBuilder valid() {
    return new CertificateBuilder()
        .ecp256()
        .notBefore(Instant.now().minus(Duration.ofDays(1)))
        .notAfter(Instant.now().plus(Duration.ofDays(90)));
  }

  /** Names the builder itself would not write: wildcards and underscores. ASCII only. */
  public static CertificateBuilder named(CertificateBuilder builder, String dnsName) {
    byte[] name = dnsName.getBytes(StandardCharsets.US_ASCII);
    byte[] extension = new byte[name.length + 4];
    // SEQUENCE { [2] IA5String }, RFC 5280 section 4.2.1.6; short lengths.
    extension[0] = 0x30;
    extension[1] = (byte) (name.length + 2);
    extension[2] = (byte) 0x82;
    extension[3] = (byte) name.length;
    System.arraycopy(name, 0, extension, 4, name.length);
    return builder.addExtensionOctetString("2.5.29.17", false, extension);
  }

  public static CertificateBuilder expired(CertificateBuilder builder) {
    return builder
        .notBefore(Instant.now().minus(Duration.ofDays(30)))
        .notAfter(Instant.now().minus(Duration.ofDays(1)));
  }

  public static CertificateBuilder notYetValid(CertificateBuilder builder) {
    return builder
        .notBefore(Instant.now().plus(Duration.ofDays(1)))
        .notAfter(Instant.now().plus(Duration.ofDays(30)));
  }

  /** A server that vouches for itself. */
  public static X509Bundle selfSigned() throws Exception {
    return server().setIsCertificateAuthority(true).buildSelfSigned();
  }

  /** A server's context that shows the path of {@code bundle}, without its root. */
  public static SSLContext context(X509Bundle bundle) throws Exception {
    KeyManagerFactory keys = bundle.toKeyManagerFactory();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** Trusts these as the JDK's own. */
  public static TrustAnchors trusting(X509Bundle... roots) {
    return TrustAnchors.of(certificates(roots), List.of());
  }

  /** Trusts these as the system's, beyond the JDK's own. */
  public static TrustAnchors trustingAsTheSystem(X509Bundle... roots) {
    return TrustAnchors.of(List.of(), certificates(roots));
  }

  public static List<X509Certificate> certificates(X509Bundle... bundles) {
    return java.util.Arrays.stream(bundles).map(X509Bundle::getCertificate).toList();
  }

  public static List<X509Certificate> chain(X509Bundle bundle) {
    return List.of(bundle.getCertificatePath());
  }
}
