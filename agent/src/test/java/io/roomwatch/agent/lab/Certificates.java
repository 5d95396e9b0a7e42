package io.roomwatch.agent.lab;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;

/**
 * The certificates that the cloud of a lab shows, each a key store {@code NAME.p12}, and {@code
 * ca.pem}, the authority that stands for the public ones.
 */
final class Certificates {

  static final char[] PASSWORD = "lab".toCharArray();

  private static final Duration LONG = Duration.ofDays(180);

  private Certificates() {}

  static void into(Path folder) throws Exception {
    Instant now = Instant.now();
    X509Bundle authority = authority("CN=Lab Public Root,O=Lab");
    Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM());
    X509Bundle zscaler = authority("CN=Zscaler Root CA,O=Zscaler Inc.");
    Files.writeString(
        folder.resolve("ca-with-zscaler.pem"),
        authority.getCertificatePEM() + zscaler.getCertificatePEM());
    keep(folder, "valid", zoom().buildIssuedBy(authority));
    keep(
        folder,
        "wrong-name",
        named("example.com", "www.zoomstatus.com")
            .notAfter(now.plus(LONG))
            .buildIssuedBy(authority));
    keep(folder, "inspected", zoom().buildIssuedBy(zscaler));
    keep(folder, "private-ca", zoom().buildIssuedBy(authority("CN=Campus Root,O=Campus")));
    keep(folder, "self-signed", zoom().setIsCertificateAuthority(true).buildSelfSigned());
    keep(
        folder,
        "expired",
        zoom()
            .notBefore(now.minus(Duration.ofDays(90)))
            .notAfter(now.minus(Duration.ofDays(1)))
            .buildIssuedBy(authority));
    keep(
        folder, "not-yet", zoom().notBefore(now.plus(Duration.ofDays(1))).buildIssuedBy(authority));
    keep(
        folder,
        "ends-soon",
        zoom().notAfter(now.plus(Duration.ofDays(5))).buildIssuedBy(authority));
    keep(
        folder,
        "ends-this-month",
        zoom().notAfter(now.plus(Duration.ofDays(15))).buildIssuedBy(authority));
  }

  private static X509Bundle authority(String subject) throws Exception {
    return new CertificateBuilder()
        .subject(subject)
        .notAfter(Instant.now().plus(Duration.ofDays(365)))
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private static CertificateBuilder zoom() {
    return named("zoom.us", "www.zoomstatus.com").notAfter(Instant.now().plus(LONG));
  }

  private static CertificateBuilder named(String... names) {
    CertificateBuilder builder = new CertificateBuilder().subject("CN=" + names[0]);
    for (String name : names) {
      builder.addSanDnsName(name);
    }
    return builder;
  }

  private static void keep(Path folder, String name, X509Bundle bundle) throws Exception {
    KeyStore keys = bundle.toKeyStore(PASSWORD);
    try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".p12"))) {
      keys.store(out, PASSWORD);
    }
  }
}
