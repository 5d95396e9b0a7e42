package io.roomwatch.agent.blackbox;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** One probe: a deadline, a sheet, and the steps that several modules share. Blocks. */
final class Look {

  private final LongSupplier nanoTime;
  private final Executor workers;
  private final long deadline;
  private final Sheet sheet;

  Look(LongSupplier nanoTime, Executor workers, Duration limit, Sheet sheet) {
    this.nanoTime = nanoTime;
    this.workers = workers;
    this.deadline = nanoTime.getAsLong() + limit.toNanos();
    this.sheet = sheet;
  }

  Sheet sheet() {
    return sheet;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /**
   * Milliseconds until the deadline.
   *
   * @throws SocketTimeoutException there are none
   */
  int left() throws SocketTimeoutException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - now());
    if (left <= 0) {
      throw new SocketTimeoutException("the time is over");
    }
    return (int) Math.min(left, 120_000);
  }

  /** An address of a name, IPv6 if there is one, as blackbox_exporter prefers it. */
  InetAddress resolve(String host) throws IOException {
    long began = now();
    sheet.say("resolving " + host);
    try {
      List<InetAddress> found = within(() -> Arrays.asList(InetAddress.getAllByName(host)));
      InetAddress chosen =
          found.stream()
              .filter(Inet6Address.class::isInstance)
              .findFirst()
              .orElse(found.getFirst());
      sheet.resolved(chosen, now() - began);
      sheet.say("resolved " + host + " to " + chosen.getHostAddress());
      return chosen;
    } catch (IOException e) {
      sheet.unresolved(now() - began);
      throw e;
    }
  }

  /** The system's resolver knows no deadline: it is left behind when it is late. */
  private <T> T within(Callable<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work);
    try {
      workers.execute(task);
      return task.get(left(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException unknown
          ? unknown
          : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no answer to the lookup in time");
    } catch (RejectedExecutionException e) {
      throw new IOException("this program is stopping", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  Socket connect(InetAddress address, int port) throws IOException {
    Socket socket = new Socket();
    try {
      sheet.say("connecting to " + address.getHostAddress() + " port " + port);
      socket.connect(new InetSocketAddress(address, port), left());
      socket.setSoTimeout(left());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * A handshake on a connection, which must be trusted and name the host.
   *
   * @param trust whom to trust
   */
  SSLSocket handshake(Socket plain, SSLContext trust, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    sheet.say("TLS handshake with " + host);
    socket.startHandshake();
    certificates(socket.getSession());
    return socket;
  }

  private void certificates(SSLSession session) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate one : session.getPeerCertificates()) {
      if (one instanceof X509Certificate certificate) {
        chain.add(certificate);
      }
    }
    double expiry = chain.stream().mapToDouble(Look::expiry).min().orElse(0);
    sheet.set(
        "probe_ssl_earliest_cert_expiry", "Returns last SSL chain expiry in unixtime", expiry);
    sheet.set(
        "probe_ssl_last_chain_expiry_timestamp_seconds",
        "Returns last SSL chain expiry in timestamp",
        expiry);
    sheet.set(
        "probe_ssl_last_chain_info",
        "Contains SSL leaf certificate information",
        leaf(chain.getFirst()),
        1);
    sheet.set(
        "probe_tls_version_info",
        "Returns the TLS version used or NaN when unknown",
        Sheet.label("version", session.getProtocol().replace("TLSv", "TLS ")),
        1);
  }

  private static double expiry(X509Certificate certificate) {
    return (double) certificate.getNotAfter().toInstant().getEpochSecond();
  }

  private static String leaf(X509Certificate leaf) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
      return String.join(
          ",",
          Sheet.label("fingerprint_sha256", HexFormat.of().formatHex(digest)),
          Sheet.label("issuer", leaf.getIssuerX500Principal().getName()),
          Sheet.label("subject", leaf.getSubjectX500Principal().getName()),
          Sheet.label("subjectalternative", names(leaf)));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IOException("the certificate cannot be written down", e);
    }
  }

  private static String names(X509Certificate leaf) {
    try {
      Collection<List<?>> all = leaf.getSubjectAlternativeNames();
      return all == null
          ? ""
          : all.stream()
              .filter(one -> one.get(0).equals(2))
              .map(one -> String.valueOf(one.get(1)))
              .collect(Collectors.joining(","));
    } catch (CertificateParsingException e) {
      return "";
    }
  }
}
