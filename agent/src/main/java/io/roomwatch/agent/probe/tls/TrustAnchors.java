package io.roomwatch.agent.probe.tls;

import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.TlsProbe;
import io.roomwatch.agent.probe.network.Failure;
import io.roomwatch.agent.probe.network.HostNames;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom this machine trusts to vouch for a server: the JDK's store together with the anchors of
 * {@code ca_file}, and apart from them the operating system's store. The stores are read once, when
 * the first chain is judged; for a changed file make a new one. Safe from any thread.
 */
public final class TrustAnchors {

  /** No honest server sends more (the JDK breaks off at 10, too). */
  private static final int CHAIN_CERTIFICATES = 10;

  private final Once<Anchors> accepted;
  private final Once<Anchors> system;

  private TrustAnchors(
      Supplier<List<X509Certificate>> accepted, Supplier<List<X509Certificate>> system) {
    this.accepted = new Once<>(() -> new Anchors(accepted.get()));
    this.system = new Once<>(() -> new Anchors(system.get()));
  }

  /**
   * Reads the files and nothing else yet.
   *
   * @param caFiles PEM files whose certificates are trusted like public ones
   * @throws IOException when one of them cannot be read, or holds no certificate or a bad one; the
   *     message names the file
   */
  public static TrustAnchors load(List<Path> caFiles) throws IOException {
    List<X509Certificate> extra = new ArrayList<>();
    for (Path file : caFiles) {
      extra.addAll(TrustStores.pem(file));
    }
    return new TrustAnchors(
        () -> {
          List<X509Certificate> all = new ArrayList<>(TrustStores.jdk());
          all.addAll(extra);
          return all;
        },
        TrustStores::system);
  }

  /**
   * Made of these roots.
   *
   * @param accepted what stands for the JDK's store and {@code ca_file}
   * @param system what stands for the operating system's store
   */
  public static TrustAnchors of(List<X509Certificate> accepted, List<X509Certificate> system) {
    return new TrustAnchors(() -> accepted, () -> system);
  }

  /**
   * For clients of the JDK, which judge by themselves: trusts the JDK's roots, those of {@code
   * ca_file} and the operating system's. Reads the stores, so it blocks. The client must ask for
   * the check of the host name, as those for HTTP do.
   */
  public SSLContext clientContext() {
    Set<X509Certificate> roots = new HashSet<>(accepted.get().roots());
    roots.addAll(system.get().roots());
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {Anchors.rules(roots)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /** Reads the stores that every judgement needs, if they are not read yet. Blocks. */
  void ready() {
    accepted.get();
  }

  /**
   * What a certificate chain is worth for one host.
   *
   * @param reason {@code OK} or one of {@code TLS_UNTRUSTED TLS_EXPIRED TLS_NAME TLS_INSPECTED}
   * @param detail for people
   * @param maySend somebody whom this machine trusts vouches for this very host, be it the vendor
   *     of an inspecting proxy
   */
  public record Judgement(Reason reason, String detail, boolean maySend, TlsProbe.Chain chain) {}

  /**
   * Judges what a server showed. Blocks at first, and computes: not for an event loop. The work is
   * bounded whatever the chain is.
   *
   * @param chain leaf first, as sent, not empty
   * @param authType as JSSE gives it to trust managers
   * @param host the name or address literal that was asked for
   */
  Judgement judge(List<X509Certificate> chain, String authType, String host) {
    X509Certificate leaf = chain.get(0);
    Optional<String> inspector = Inspectors.named(chain);
    boolean named = HostNames.match(leaf, host);
    if (chain.size() > CHAIN_CERTIFICATES) {
      return judgement(
          new Verdict(Reason.TLS_UNTRUSTED, TlsProbe.Trust.PRIVATE_CA, false),
          "the server sent " + chain.size() + " certificates",
          chain,
          inspector);
    }
    Anchors.Standing here = accepted.get().standing(chain, authType);
    if (here == Anchors.Standing.TRUSTED) {
      return named
          ? judgement(
              new Verdict(Reason.OK, TlsProbe.Trust.PUBLIC, true), "trusted", chain, inspector)
          : judgement(
              new Verdict(Reason.TLS_NAME, TlsProbe.Trust.WRONG_NAME, false),
              "the certificate is not for " + host + " but for " + leaf.getSubjectX500Principal(),
              chain,
              inspector);
    }
    Anchors.Standing there = system.get().standing(chain, authType);
    boolean maySend = there == Anchors.Standing.TRUSTED && named;
    TlsProbe.Trust trust = trust(leaf, here, there);
    return judgement(
        new Verdict(reason(trust, inspector.isPresent()), trust, maySend),
        detail(trust, leaf, named ? "" : "; nor is the certificate for " + host),
        chain,
        inspector);
  }

  private record Verdict(Reason reason, TlsProbe.Trust trust, boolean maySend) {}

  private static TlsProbe.Trust trust(
      X509Certificate leaf, Anchors.Standing here, Anchors.Standing there) {
    if (there == Anchors.Standing.TRUSTED) {
      return TlsProbe.Trust.OS_ONLY;
    }
    if (Anchors.isOutOfDate(leaf)
        || here == Anchors.Standing.EXPIRED
        || there == Anchors.Standing.EXPIRED) {
      return TlsProbe.Trust.EXPIRED;
    }
    return Anchors.isSelfSigned(leaf) ? TlsProbe.Trust.SELF_SIGNED : TlsProbe.Trust.PRIVATE_CA;
  }

  /** An inspector is the root cause of whatever else is wrong with a chain that it made. */
  private static Reason reason(TlsProbe.Trust trust, boolean inspected) {
    if (inspected) {
      return Reason.TLS_INSPECTED;
    }
    return switch (trust) {
      case OS_ONLY -> Reason.TLS_INSPECTED;
      case EXPIRED -> Reason.TLS_EXPIRED;
      case WRONG_NAME -> Reason.TLS_NAME;
      case PRIVATE_CA, SELF_SIGNED -> Reason.TLS_UNTRUSTED;
      case PUBLIC -> Reason.OK;
    };
  }

  private static String detail(TlsProbe.Trust trust, X509Certificate leaf, String more) {
    String issuer = Failure.oneLine(leaf.getIssuerX500Principal().toString());
    return switch (trust) {
      case OS_ONLY -> "only this machine's own store trusts the issuer " + issuer + more;
      case EXPIRED ->
          "valid from "
              + leaf.getNotBefore().toInstant()
              + " to "
              + leaf.getNotAfter().toInstant()
              + (Anchors.isOutOfDate(leaf) ? "" : ", but its issuer is out of date")
              + more;
      case SELF_SIGNED -> "self-signed by " + issuer + more;
      case PRIVATE_CA -> "signed by " + issuer + ", whom nothing here trusts" + more;
      case PUBLIC, WRONG_NAME -> issuer + more;
    };
  }

  private static Judgement judgement(
      Verdict verdict, String detail, List<X509Certificate> chain, Optional<String> inspector) {
    List<TlsProbe.Certificate> shown =
        chain.stream().limit(CHAIN_CERTIFICATES).map(TrustAnchors::shown).toList();
    String by = inspector.map(vendor -> "; the chain names " + vendor).orElse("");
    return new Judgement(
        verdict.reason,
        detail + by,
        verdict.maySend,
        new TlsProbe.Chain(verdict.trust, shown, inspector));
  }

  private static TlsProbe.Certificate shown(X509Certificate certificate) {
    return new TlsProbe.Certificate(
        Failure.oneLine(certificate.getSubjectX500Principal().toString()),
        Failure.oneLine(certificate.getIssuerX500Principal().toString()),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  /** A value made when it is first asked for. */
  private static final class Once<T> {
    private final Supplier<T> make;
    private @Nullable T made;

    Once(Supplier<T> make) {
      this.make = make;
    }

    synchronized T get() {
      T value = made;
      if (value == null) {
        value = make.get();
        made = value;
      }
      return value;
    }
  }
}
