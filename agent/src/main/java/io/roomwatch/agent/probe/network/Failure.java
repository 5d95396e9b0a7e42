package io.roomwatch.agent.probe.network;

import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.ssl.NotSslRecordException;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Why an exchange ended badly. The one place that knows what Netty's native transport, NIO and JSSE
 * throw, on every system, and what it means.
 *
 * @param detail for people, one line
 */
public record Failure(Reason reason, String detail) {

  private static final int DETAIL_CHARACTERS = 240;

  /** The system's lookup repeats itself for at least this long when no server answers. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** How the native transport writes an errno into the exceptions that have no field for it. */
  private static final Pattern ERRNO = Pattern.compile("error\\(-(\\d{1,3})\\)");

  public Failure {
    detail = oneLine(detail);
  }

  /** What {@code cause} means after a connection was there. */
  public static Failure of(Throwable cause) {
    Throwable thrown = unwrapped(cause);
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      Optional<Failure> known = known(at);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return new Failure(
        thrown instanceof SSLException ? Reason.TLS_HANDSHAKE : Reason.ERROR, said(thrown));
  }

  /**
   * What {@code cause} means for a connect.
   *
   * @param atOnce the call itself failed, before anything could answer: what is unreachable then is
   *     so by this machine's own routing table
   */
  static Failure ofConnect(Throwable cause, boolean atOnce) {
    if (cause instanceof UnsupportedOperationException
        || cause instanceof UnsupportedAddressTypeException
        || cause instanceof UnresolvedAddressException) {
      return new Failure(Reason.NO_ROUTE, "this machine does not speak that address family");
    }
    Failure failure = of(cause);
    return switch (failure.reason) {
      case UNREACHABLE ->
          atOnce
              ? new Failure(Reason.NO_ROUTE, "this machine has no route to it")
              : new Failure(Reason.UNREACHABLE, "the network says it cannot be reached");
      default -> failure;
    };
  }

  /**
   * What a failed lookup means. The resolver of the C library does not say what the name server
   * answered, only "not there" or "try again"; the time it took tells silence from an error, and
   * decides alone where the message is in another language.
   */
  public static Failure ofResolve(String host, Throwable cause, Duration took) {
    Throwable thrown = unwrapped(cause);
    if (thrown instanceof RejectedExecutionException) {
      return new Failure(Reason.ERROR, "too many lookups are under way");
    }
    if (!(thrown instanceof UnknownHostException)) {
      return new Failure(Reason.ERROR, host + ": " + said(thrown));
    }
    String message = said(thrown).toLowerCase(Locale.ROOT);
    boolean again = message.contains("temporary") || message.contains("try again");
    if (message.contains("not known")
        || message.contains("no such host")
        || message.contains("no address associated")) {
      return new Failure(Reason.DNS_NXDOMAIN, host + ": no such name, or it has no address");
    }
    if (took.compareTo(SILENCE) >= 0) {
      return new Failure(Reason.DNS_TIMEOUT, host + ": no name server answered");
    }
    return again || message.contains("failure")
        ? new Failure(Reason.DNS_SERVFAIL, host + ": the name servers could not answer")
        : new Failure(Reason.DNS_NXDOMAIN, host + ": no such name, or it has no address");
  }

  /** What people may see of a text from outside: no control characters, and not too long. */
  public static String oneLine(String text) {
    int end = Math.min(text.length(), DETAIL_CHARACTERS);
    StringBuilder line = null;
    for (int at = 0; at < end; at++) {
      char c = text.charAt(at);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        line = line == null ? new StringBuilder(text) : line;
        line.setCharAt(at, ' ');
      }
    }
    if (line == null && end == text.length()) {
      return text;
    }
    String cut = (line == null ? text : line.toString()).substring(0, end);
    return end < text.length() ? cut + "…" : cut;
  }

  private static Optional<Failure> known(Throwable at) {
    if (at instanceof PrematureChannelClosureException || at instanceof ClosedChannelException) {
      return failure(Reason.CLOSED_EARLY, "the other end closed the connection");
    }
    if (at instanceof NotSslRecordException) {
      return failure(Reason.TLS_HANDSHAKE, "the other end answered, but not in TLS");
    }
    if (at instanceof SSLException) {
      return at.getCause() instanceof IOException
          ? Optional.empty()
          : failure(Reason.TLS_HANDSHAKE, said(at));
    }
    if (at instanceof NoRouteToHostException) {
      return failure(Reason.UNREACHABLE, "unreachable");
    }
    return at instanceof IOException ? system(at) : Optional.empty();
  }

  /** By errno where there is one, else by the English words of the JDK and the C library. */
  private static Optional<Failure> system(Throwable at) {
    String message = said(at).toLowerCase(Locale.ROOT);
    int errno = errno(at, message);
    if (errno == 110 || message.contains("timed out")) {
      return failure(Reason.TIMEOUT, "no answer until the system gave up");
    }
    if (errno == 104 || errno == 32 || errno == 103 || isReset(message)) {
      return failure(Reason.RESET, "the other end, or something in between, reset the connection");
    }
    if (errno == 101 || errno == 113 || message.contains("unreachable")) {
      return failure(Reason.UNREACHABLE, "unreachable");
    }
    if (errno == 97 || message.contains("address family") || message.contains("protocol family")) {
      return failure(Reason.NO_ROUTE, "this machine does not speak that address family");
    }
    if (errno == 1
        || errno == 13
        || message.contains("permission denied")
        || message.contains("not permitted")) {
      return failure(Reason.FIREWALL_BLOCK, "this machine's own rules forbid the connection");
    }
    if (errno == 99 || message.contains("assign requested address")) {
      return failure(Reason.ERROR, "this machine has no free port or no fitting address");
    }
    if (errno == 24 || errno == 23 || message.contains("too many open files")) {
      return failure(Reason.ERROR, "this program has too many files open");
    }
    return at instanceof ConnectException
        ? failure(Reason.REFUSED, "the connection was refused")
        : Optional.empty();
  }

  private static boolean isReset(String message) {
    return message.contains("connection reset")
        || message.contains("broken pipe")
        || message.contains("connection abort")
        || message.contains("connection was aborted")
        || message.contains("forcibly closed");
  }

  /** The Linux errno of a native exception; 0 when there is none. */
  private static int errno(Throwable at, String message) {
    if (at instanceof NativeIoException nativeError) {
      return -nativeError.expectedErr();
    }
    Matcher number = ERRNO.matcher(message);
    return number.find() ? Integer.parseInt(number.group(1)) : 0;
  }

  private static Throwable unwrapped(Throwable cause) {
    boolean wrapper = cause instanceof CompletionException || cause instanceof DecoderException;
    Throwable inner = cause.getCause();
    // Netty's NotSslRecordException is a DecoderException's cause and has none itself.
    return wrapper && inner != null ? unwrapped(inner) : cause;
  }

  private static String said(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
  }

  private static Optional<Failure> failure(Reason reason, String detail) {
    return Optional.of(new Failure(reason, detail));
  }
}
