package io.roomwatch.agent.web.door;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The locks in force, read again when their files change: a file that became bad changes nothing.
 * Safe from any thread.
 */
public final class Door {

  private final Optional<WebConfigFile> file;
  private final List<String> names;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final ReentrantLock reading = new ReentrantLock();
  private String tried = "";
  private volatile Locks locks;

  /**
   * What holds for a request.
   *
   * @param clients what is asked of clients' certificates; empty where there is no TLS
   * @param pace of all clients together; empty: as often as they like
   */
  record Locks(
      WebConfigFile.Read read,
      Users users,
      HostNames hosts,
      Optional<WebConfig.Clients> clients,
      Optional<Paces> pace) {}

  /**
   * Reads the file, if there is one.
   *
   * @param names under which this machine may be asked for, besides localhost
   * @param nanoTime monotonic nanoseconds
   * @throws IOException every fault, one a line
   */
  public Door(
      Optional<WebConfigFile> file,
      Collection<String> names,
      LongSupplier nanoTime,
      RandomGenerator random)
      throws IOException {
    this.file = file;
    this.names = List.copyOf(names);
    this.nanoTime = nanoTime;
    this.random = random;
    this.locks =
        locks(
            file.isPresent()
                ? file.get().read()
                : new WebConfigFile.Read(WebConfig.NONE, Optional.empty(), ""));
    this.tried = locks.read().seen();
  }

  /** What became of a look at the files. */
  public sealed interface Look {
    /** They are as they were. */
    record Same() implements Look {}

    /** What they say is in force. */
    record Taken() implements Look {}

    /** What they say cannot be, and what they said before stays. */
    record Refused(String why) implements Look {}
  }

  /** Reads the files again if they have changed. Blocks. */
  public Look again() {
    if (file.isEmpty()) {
      return new Look.Same();
    }
    reading.lock();
    try {
      String now = file.get().fingerprint(locks.read().config());
      if (now.equals(tried)) {
        return new Look.Same();
      }
      tried = now;
      WebConfigFile.Read read = file.get().read();
      locks = locks(read);
      tried = read.seen();
      return new Look.Taken();
    } catch (IOException e) {
      return new Look.Refused(String.valueOf(e.getMessage()));
    } finally {
      reading.unlock();
    }
  }

  /** Whether new connections speak TLS. */
  public boolean isTls() {
    return locks.read().tls().isPresent();
  }

  /** Whether somebody who is not on this machine can prove who he is. */
  public boolean knowsClients() {
    Locks now = locks;
    return !now.users().isEmpty()
        || now.clients().filter(clients -> clients.policy().isVerified()).isPresent();
  }

  public Map<String, String> headers() {
    return locks.read().config().headers();
  }

  /** Of a new connection; empty: plain HTTP. */
  Optional<SslContext> tls() {
    return locks.read().tls().map(TlsContexts.Served::context);
  }

  Locks locks() {
    return locks;
  }

  private Locks locks(WebConfigFile.Read read) {
    List<String> known = new ArrayList<>(names);
    read.tls().ifPresent(tls -> known.addAll(named(tls.certificate())));
    return new Locks(
        read,
        new Users(read.config().users(), random),
        new HostNames(known),
        read.config().tls().map(WebConfig.Tls::clients),
        read.config().rate().map(rate -> new Paces(rate.burst(), rate.perSecond(), nanoTime)));
  }

  /** The DNS names that a certificate bears. */
  static List<String> named(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        for (List<?> one : all) {
          if (one.get(1) instanceof String name) {
            names.add(name);
          }
        }
      }
    } catch (CertificateParsingException e) {
      return List.of();
    }
    return names;
  }
}
