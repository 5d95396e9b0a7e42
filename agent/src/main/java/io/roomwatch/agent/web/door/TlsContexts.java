package io.roomwatch.agent.web.door;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.roomwatch.agent.web.door.WebConfig.Clients;
import io.roomwatch.agent.web.door.WebConfig.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLException;

/** From the files that a configuration names to what serves TLS. */
final class TlsContexts {

  private TlsContexts() {}

  /**
   * What serves TLS.
   *
   * @param certificate the server's own
   */
  record Served(SslContext context, X509Certificate certificate) {}

  /**
   * @throws IOException naming the file and what is wrong with it, and nothing of its content
   */
  static Served of(Tls tls) throws IOException {
    Pem certificate = tls.identity().certificate();
    List<X509Certificate> chain = certificates(certificate);
    PrivateKey key = key(tls.identity().key());
    if (!belong(chain.getFirst().getPublicKey(), key)) {
      throw new IOException(
          tls.identity().key() + " is not the key of the certificate in " + certificate);
    }
    SslContextBuilder builder =
        SslContextBuilder.forServer(key, chain.toArray(new X509Certificate[0]))
            .sslProvider(SslProvider.JDK)
            .protocols(tls.protocols())
            .clientAuth(tls.clients().policy().asked());
    if (!tls.ciphers().isEmpty()) {
      // TLS 1.3 has its own, which the list does not name.
      builder.ciphers(withNewer(tls.ciphers()));
    }
    clients(builder, tls.clients());
    try {
      return new Served(builder.build(), chain.getFirst());
    } catch (SSLException e) {
      throw new IOException(certificate + " cannot be served: " + e.getMessage(), e);
    }
  }

  private static List<String> withNewer(List<String> ciphers) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(
                "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"),
            ciphers.stream())
        .distinct()
        .toList();
  }

  private static void clients(SslContextBuilder builder, Clients clients) throws IOException {
    if (clients.policy().isVerified()) {
      builder.trustManager(
          certificates(clients.authorities().orElseThrow()).toArray(new X509Certificate[0]));
    } else if (clients.policy().asked() != ClientAuth.NONE) {
      // Asked for and not verified, as the schema has it: such a certificate proves nothing.
      builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    }
  }

  private static List<X509Certificate> certificates(Pem pem) throws IOException {
    try {
      Collection<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.bytes()))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IOException(pem + " has no certificate in PEM");
      }
      return List.copyOf(found);
    } catch (CertificateException e) {
      throw new IOException(pem + " has a certificate that cannot be read", e);
    }
  }

  private static PrivateKey key(Pem pem) throws IOException {
    String text = new String(pem.bytes(), StandardCharsets.ISO_8859_1);
    try {
      return PrivateKeys.read(text);
    } catch (IOException e) {
      throw new IOException(pem + " " + e.getMessage(), e);
    }
  }

  /** Whether what the one signs the other accepts. */
  private static boolean belong(PublicKey open, PrivateKey secret) {
    String algorithm =
        secret instanceof RSAKey
            ? "SHA256withRSA"
            : secret instanceof ECKey ? "SHA256withECDSA" : "Ed25519";
    try {
      byte[] text = {1, 2, 3};
      Signature signs = Signature.getInstance(algorithm);
      signs.initSign(secret);
      signs.update(text);
      byte[] signature = signs.sign();
      Signature verifies = Signature.getInstance(algorithm);
      verifies.initVerify(open);
      verifies.update(text);
      return verifies.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
