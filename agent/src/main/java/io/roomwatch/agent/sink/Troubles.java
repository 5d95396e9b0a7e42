package io.roomwatch.agent.sink;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What went wrong on the way to a receiver, in words that lead to the fix. All of it may pass: a
 * network comes back, and a proxy may inspect TLS for a while only.
 */
final class Troubles {

  private static final int LONGEST_CHAIN = 12;

  private static final String REFUSES =
      " refuses the connection: nothing listens there, or a firewall rejects it";

  private Troubles() {}

  /**
   * @param where host and port of the receiver
   */
  static Delivery.Later later(Throwable trouble, String where) {
    return new Delivery.Later(words(trouble, where), Optional.empty());
  }

  static String words(Throwable trouble, String where) {
    List<Throwable> chain = chain(trouble);
    if (chain.stream().anyMatch(SSLException.class::isInstance)
        || chain.stream().anyMatch(CertificateException.class::isInstance)) {
      return tls(chain, where);
    }
    for (Throwable each : chain) {
      Optional<String> words = plain(each, where);
      if (words.isPresent()) {
        return words.get();
      }
    }
    // The JDK's HTTP client loses the words of a refusal on the way.
    return chain.stream().anyMatch(ConnectException.class::isInstance)
        ? where + REFUSES
        : where + ": " + described(trouble);
  }

  private static Optional<String> plain(Throwable trouble, String where) {
    String message = String.valueOf(trouble.getMessage()).toLowerCase(Locale.ROOT);
    if (trouble instanceof UnknownHostException || trouble instanceof UnresolvedAddressException) {
      return Optional.of(
          where + ": DNS does not know this name; check its spelling and this machine's resolvers");
    }
    if (trouble instanceof PortUnreachableException) {
      return Optional.of(where + " refuses: nothing listens there");
    }
    if (trouble instanceof NoRouteToHostException || message.contains("unreachable")) {
      return Optional.of(where + " cannot be reached: no route, or a firewall rejects it");
    }
    if (message.contains("tunnel failed, got: ")) {
      return Optional.of(
          "the proxy did not connect to "
              + where
              + ": it answered "
              + message.substring(message.lastIndexOf(' ') + 1));
    }
    if (trouble instanceof HttpTimeoutException
        || trouble instanceof SocketTimeoutException
        || trouble instanceof TimeoutException) {
      return Optional.of(
          message.contains("connect")
              ? where + " did not answer the connection: a firewall drops it, or the host is down"
              : where + " did not answer in time");
    }
    if (message.contains("refused")) {
      return Optional.of(where + REFUSES);
    }
    if (trouble instanceof ConnectException && message.contains("timed out")) {
      return Optional.of(
          where + " did not answer the connection: a firewall drops it, or the host is down");
    }
    if (message.contains("reset")
        || message.contains("broken pipe")
        || message.contains("received no bytes")
        || message.contains("eof")
        || message.contains("closed")) {
      return Optional.of(where + " closed the connection without an answer");
    }
    return Optional.empty();
  }

  /** Judged by the types and words of the JDK's own trust manager, which have been stable. */
  private static String tls(List<Throwable> chain, String where) {
    for (Throwable each : chain) {
      String message = String.valueOf(each.getMessage());
      if (each instanceof CertificateExpiredException) {
        return where + ": TLS failed, the certificate has expired; renew it on the server";
      }
      if (each instanceof CertificateNotYetValidException) {
        return where + ": TLS failed, the certificate is not valid yet; check this machine's clock";
      }
      if (each instanceof CertPathBuilderException || each instanceof CertPathValidatorException) {
        if (chain.stream().anyMatch(CertificateExpiredException.class::isInstance)) {
          continue;
        }
        return where
            + ": TLS failed, nobody this machine trusts signed the certificate; if the server's or"
            + " an inspecting proxy's own CA did, put it into cloud.ca_file";
      }
      if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
        return where
            + ": TLS failed, the certificate is for another name; use the name that is in it";
      }
    }
    return where + ": TLS failed, " + described(chain.get(chain.size() - 1));
  }

  /** The innermost name and text; the outer ones only repeat it. */
  private static String described(Throwable trouble) {
    List<Throwable> chain = chain(trouble);
    Throwable last = chain.get(chain.size() - 1);
    String message = String.valueOf(last.getMessage());
    return last.getMessage() == null ? last.getClass().getSimpleName() : message;
  }

  private static List<Throwable> chain(Throwable trouble) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable at = trouble; at != null && chain.size() < LONGEST_CHAIN; at = at.getCause()) {
      chain.add(at);
    }
    return chain;
  }
}
