package io.roomwatch.agent.probe.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads trusted roots from where the JDK, the operating system and the operator keep them. */
final class TrustStores {

  private static final Logger LOG = LoggerFactory.getLogger(TrustStores.class);

  /** Debian, Ubuntu, Alpine; Fedora, RHEL; SUSE. */
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"));

  /** Windows (SunMSCAPI) and macOS (Apple; the roots have a store of their own since JDK 23). */
  private static final List<String> SYSTEM_STORES =
      List.of("Windows-ROOT", "KeychainStore-ROOT", "KeychainStore");

  private static final long FILE_BYTES = 16 * 1024 * 1024;

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]++)-----END CERTIFICATE-----");

  private TrustStores() {}

  /** The JDK's own, or what {@code javax.net.ssl.trustStore} names. */
  static List<X509Certificate> jdk() {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return List.of(x509.getAcceptedIssuers());
        }
      }
    } catch (GeneralSecurityException e) {
      LOG.warn("The JDK's trust store cannot be read: {}", e.getMessage());
    }
    return List.of();
  }

  /** The operating system's; empty where there is none or it cannot be read. */
  static List<X509Certificate> system() {
    List<X509Certificate> roots = new ArrayList<>();
    for (String type : SYSTEM_STORES) {
      if (Security.getProviders("KeyStore." + type) != null) {
        roots.addAll(store(type));
      }
    }
    for (Path bundle : BUNDLES) {
      if (roots.isEmpty() && Files.isReadable(bundle)) {
        roots.addAll(bundle(bundle));
      }
    }
    return roots;
  }

  private static List<X509Certificate> store(String type) {
    List<X509Certificate> roots = new ArrayList<>();
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      for (String alias : Collections.list(store.aliases())) {
        if (store.getCertificate(alias) instanceof X509Certificate root) {
          roots.add(root);
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      LOG.warn("The system's trust store {} cannot be read: {}", type, e.getMessage());
    }
    return roots;
  }

  /** A bundle that nobody here wrote: what cannot be understood is left out. */
  static List<X509Certificate> bundle(Path file) {
    List<X509Certificate> roots = new ArrayList<>();
    try {
      for (String encoded : blocks(file)) {
        try {
          roots.add(certificate(encoded));
        } catch (CertificateException e) {
          LOG.debug("Left out of {}: {}", file, e.getMessage());
        }
      }
    } catch (IOException e) {
      LOG.warn("The system's trust store {} cannot be read: {}", file, e.getMessage());
    }
    return roots;
  }

  /**
   * The certificates of a PEM file (RFC 7468); other blocks and text between them are passed over.
   *
   * @throws IOException when it cannot be read, holds none or a bad one; the message names it
   */
  static List<X509Certificate> pem(Path file) throws IOException {
    List<X509Certificate> roots = new ArrayList<>();
    for (String encoded : blocks(file)) {
      try {
        roots.add(certificate(encoded));
      } catch (CertificateException e) {
        throw new IOException(
            file + ": certificate " + (roots.size() + 1) + " is bad: " + e.getMessage(), e);
      }
    }
    if (roots.isEmpty()) {
      throw new IOException(file + ": holds no PEM certificate");
    }
    return roots;
  }

  private static List<String> blocks(Path file) throws IOException {
    if (Files.size(file) > FILE_BYTES) {
      throw new IOException(file + ": larger than " + FILE_BYTES + " bytes");
    }
    List<String> blocks = new ArrayList<>();
    Matcher block = CERTIFICATE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  private static X509Certificate certificate(String base64) throws CertificateException {
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new CertificateException("it is not base64", e);
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    Certificate read = factory.generateCertificate(new ByteArrayInputStream(encoded));
    if (read instanceof X509Certificate x509) {
      return x509;
    }
    throw new CertificateException("not X.509");
  }
}
