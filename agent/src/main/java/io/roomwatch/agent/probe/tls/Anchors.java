package io.roomwatch.agent.probe.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

/**
 * One set of trusted roots. The way from a leaf to one of them is looked for here, with a bound on
 * the signatures verified, and only a way that was found is validated by the JDK (RFC 5280 and the
 * JDK's own rules of distrust), which would otherwise search without one.
 */
final class Anchors {

  /** What a set of roots says of a chain. */
  enum Standing {
    TRUSTED,
    /** There is a way to a root, with a certificate on it that is not valid now. */
    EXPIRED,
    /** There is a way to a root, and a rule against it. */
    INVALID,
    /** There is no way to a root. */
    UNKNOWN
  }

  /** Ten certificates in any order need at most 45. */
  private static final int SIGNATURES = 64;

  /** Honest chains have two or three: the old root, the new one, one that crosses. */
  private static final int WAYS = 8;

  private final Map<X500Principal, List<X509Certificate>> bySubject = new HashMap<>();
  private final Set<X509Certificate> all;
  private final Optional<X509TrustManager> rules;

  Anchors(List<X509Certificate> roots) {
    all = new HashSet<>(roots);
    for (X509Certificate root : roots) {
      bySubject
          .computeIfAbsent(root.getSubjectX500Principal(), subject -> new ArrayList<>(1))
          .add(root);
    }
    rules = all.isEmpty() ? Optional.empty() : Optional.of(rules(all));
  }

  Set<X509Certificate> roots() {
    return Set.copyOf(all);
  }

  /** The JDK's own judge with these roots, which must not be none. */
  static X509TrustManager rules(Set<X509Certificate> roots) {
    Set<TrustAnchor> anchors = new HashSet<>();
    roots.forEach(root -> anchors.add(new TrustAnchor(root, null)));
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, null);
      // Asking the CA would be traffic nobody configured, and it would block.
      parameters.setRevocationEnabled(false);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters));
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return x509;
        }
      }
      throw new IllegalStateException("this JDK has no X.509 trust manager");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no PKIX", e);
    }
  }

  /**
   * Every way to a root is tried until one is trusted: a renewed or cross-signed certificate may
   * come after its outdated twin.
   *
   * @param chain leaf first, then in any order
   * @param authType as JSSE gives it to trust managers
   */
  Standing standing(List<X509Certificate> chain, String authType) {
    if (rules.isEmpty()) {
      return Standing.UNKNOWN;
    }
    Search search = new Search(chain, authType, rules.get());
    search.from(new ArrayList<>(List.of(chain.get(0))));
    return search.best;
  }

  /** One search for a way that is trusted. */
  private final class Search {
    private final List<X509Certificate> sent;
    private final String authType;
    private final X509TrustManager judge;
    private int signaturesLeft = SIGNATURES;
    private int waysLeft = WAYS;
    private Standing best = Standing.UNKNOWN;

    Search(List<X509Certificate> sent, String authType, X509TrustManager judge) {
      this.sent = sent;
      this.authType = authType;
      this.judge = judge;
    }

    /** Extends {@code way} until a root vouches for its end and the rules agree. */
    boolean from(List<X509Certificate> way) {
      X509Certificate end = way.get(way.size() - 1);
      X500Principal issuer = end.getIssuerX500Principal();
      boolean vouched =
          all.contains(end)
              || bySubject.getOrDefault(issuer, List.of()).stream()
                  .anyMatch(root -> signed(end, root));
      if (vouched && trusted(way)) {
        return true;
      }
      for (X509Certificate next : sent) {
        if (next.getSubjectX500Principal().equals(issuer)
            && !way.contains(next)
            && signed(end, next)) {
          way.add(next);
          if (from(way)) {
            return true;
          }
          way.remove(way.size() - 1);
        }
      }
      return false;
    }

    private boolean trusted(List<X509Certificate> way) {
      if (waysLeft-- <= 0) {
        return false;
      }
      try {
        judge.checkServerTrusted(way.toArray(X509Certificate[]::new), authType);
        best = Standing.TRUSTED;
      } catch (CertificateException e) {
        boolean outdated = way.stream().anyMatch(Anchors::isOutOfDate);
        // What the first way lacks is told, unless another one is trusted.
        if (best == Standing.UNKNOWN) {
          best = outdated ? Standing.EXPIRED : Standing.INVALID;
        }
      }
      return best == Standing.TRUSTED;
    }

    private boolean signed(X509Certificate end, X509Certificate by) {
      return signaturesLeft-- > 0 && isSignedBy(end, by);
    }
  }

  private static boolean isSignedBy(X509Certificate signed, X509Certificate by) {
    try {
      signed.verify(by.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && isSignedBy(certificate, certificate);
  }

  /** Expired or not yet valid, by the system's clock, which is also what the JDK's rules go by. */
  static boolean isOutOfDate(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return false;
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      return true;
    }
  }
}
