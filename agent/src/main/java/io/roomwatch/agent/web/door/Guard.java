package io.roomwatch.agent.web.door;

import static io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;
import static io.netty.handler.codec.http.HttpHeaderNames.RETRY_AFTER;
import static io.netty.handler.codec.http.HttpHeaderNames.WWW_AUTHENTICATE;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.roomwatch.agent.web.Answer;
import io.roomwatch.agent.web.Request.Client;
import io.roomwatch.agent.web.door.Door.Locks;
import io.roomwatch.agent.web.door.Users.Login;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Looks at each request before anything answers it.
 *
 * <ol>
 *   <li>Nobody asks more often than {@value #REQUESTS_A_SECOND} times a second in the long run, and
 *       all together no more often than the web configuration's {@code rate_limit}.
 *   <li>Where there are users, everybody signs in and is trusted then; else whoever has shown a
 *       verified certificate is.
 *   <li>Without users whoever is on this machine is trusted, unless a proxy hands his request on.
 *   <li>Everybody else is a stranger, who sees what is in {@link #FOR_STRANGERS}, without
 *       addresses.
 *   <li>Who is not signed in must have asked for this machine by an address or a name of ours; from
 *       another machine our name may have a domain behind it.
 * </ol>
 *
 * Safe from any thread; blocks while a password is looked at.
 */
public final class Guard {

  static final int REQUESTS_A_SECOND = 50;
  private static final int BURST = 200;
  private static final int WRONG_PASSWORDS = 10;
  private static final double FORGIVEN_A_SECOND = 1.0 / 6;

  /** What anybody who comes as far as the port may read. */
  static final Set<String> FOR_STRANGERS = Set.of("/", "/metrics", "/-/healthy", "/-/ready");

  /** Headers of proxies: whoever sends them is not the one who asks. */
  private static final List<String> HANDED_ON =
      List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via");

  private final Door door;
  private final Paces requests;
  private final Paces wrong;

  public Guard(Door door, LongSupplier nanoTime) {
    this.door = door;
    this.requests = new Paces(BURST, REQUESTS_A_SECOND, nanoTime);
    this.wrong = new Paces(WRONG_PASSWORDS, FORGIVEN_A_SECOND, nanoTime);
  }

  /**
   * Where a request comes from.
   *
   * @param certificate that the client showed; empty: none, or no TLS
   */
  public record Origin(InetAddress from, Optional<X509Certificate> certificate) {}

  /** What became of a request. */
  public sealed interface Admission {
    record Admitted(Client client) implements Admission {}

    record Refused(Answer answer) implements Admission {}
  }

  /**
   * Whether it may be answered.
   *
   * @param old the request is of HTTP/1.0, which needs no host
   */
  public Admission admit(HttpHeaders headers, boolean old, Origin origin)
      throws InterruptedException {
    Locks locks = door.locks();
    if (!requests.take(origin.from()) || !locks.pace().map(Paces::take).orElse(true)) {
      return refused(HttpResponseStatus.TOO_MANY_REQUESTS, "too many requests", "1");
    }
    List<String> hosts = headers.getAll(HOST);
    if (hosts.size() > 1 || (hosts.isEmpty() && !old)) {
      return refused(HttpResponseStatus.BAD_REQUEST, "a request names one host", "");
    }
    boolean crossSite = isCrossSite(headers, hosts.isEmpty() ? "" : hosts.getFirst());
    if (!locks.users().isEmpty()) {
      return signedIn(locks.users(), headers, origin.from(), crossSite);
    }
    Optional<WebConfig.Clients> verified =
        locks.clients().filter(clients -> clients.policy().isVerified());
    if (verified.isPresent() && origin.certificate().isPresent()) {
      return certified(verified.get(), origin.certificate().get(), crossSite);
    }
    boolean here = origin.from().isLoopbackAddress();
    boolean named =
        hosts.isEmpty()
            || locks.hosts().isOurs(hosts.getFirst())
            || (!here && locks.hosts().isOursInADomain(hosts.getFirst()));
    if (!named) {
      return refused(
          HttpResponseStatus.MISDIRECTED_REQUEST,
          "this agent is not known by that name: use its address or its own name, or start it with"
              + " --web.external-url",
          "");
    }
    boolean handedOn = HANDED_ON.stream().anyMatch(headers::contains);
    boolean trusted = here && !handedOn;
    return new Admission.Admitted(new Client(trusted, Optional.empty(), crossSite));
  }

  /** Whether a stranger may have what is at this path. */
  public static boolean isForStrangers(String path) {
    return FOR_STRANGERS.contains(path);
  }

  /** A text as strangers may see it. */
  public static String masked(String text) {
    return Masking.mask(text);
  }

  /** The handshake has verified who signed it. */
  private static Admission certified(
      WebConfig.Clients wanted, X509Certificate shown, boolean crossSite) {
    boolean right =
        wanted.names().isEmpty() || Door.named(shown).stream().anyMatch(wanted.names()::contains);
    return right
        ? new Admission.Admitted(new Client(true, Optional.of(commonName(shown)), crossSite))
        : refused(HttpResponseStatus.FORBIDDEN, "this certificate bears no name allowed here", "");
  }

  private static String commonName(X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().getName();
    for (String part : subject.split("(?<!\\\\),", -1)) {
      if (part.regionMatches(true, 0, "CN=", 0, 3)) {
        return part.substring(3);
      }
    }
    return subject;
  }

  private Admission signedIn(Users users, HttpHeaders headers, InetAddress from, boolean crossSite)
      throws InterruptedException {
    Optional<Login> login = Optional.ofNullable(headers.get(AUTHORIZATION)).flatMap(Users::login);
    if (login.isEmpty()) {
      return unknown();
    }
    // Who has shown the right password before is not kept out by somebody's guessing beside him.
    if (!users.isKnown(login.get()) && !wrong.has(from)) {
      return refused(HttpResponseStatus.TOO_MANY_REQUESTS, "too many wrong passwords", "10");
    }
    return switch (users.check(login.get())) {
      case RIGHT ->
          new Admission.Admitted(new Client(true, Optional.of(login.get().name()), crossSite));
      case BUSY -> refused(HttpResponseStatus.SERVICE_UNAVAILABLE, "busy, come again", "5");
      case WRONG -> {
        boolean unused = wrong.take(from);
        yield unknown();
      }
    };
  }

  private static Admission unknown() {
    return new Admission.Refused(
        Answer.text(HttpResponseStatus.UNAUTHORIZED, "sign in")
            .with(WWW_AUTHENTICATE, "Basic realm=\"Roomwatch\", charset=\"UTF-8\""));
  }

  private static Admission refused(HttpResponseStatus status, String why, String retryAfter) {
    Answer answer = Answer.text(status, why);
    return new Admission.Refused(
        retryAfter.isEmpty() ? answer : answer.with(RETRY_AFTER, retryAfter));
  }

  /** A browser says where what it sends comes from; other programs say nothing. */
  private static boolean isCrossSite(HttpHeaders headers, String host) {
    String site = headers.get("sec-fetch-site", "none");
    String origin = headers.get(ORIGIN);
    boolean own =
        origin == null
            || origin.equalsIgnoreCase("http://" + host)
            || origin.equalsIgnoreCase("https://" + host);
    return !own || !(site.equals("none") || site.equals("same-origin"));
  }
}
