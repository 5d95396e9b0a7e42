package io.roomwatch.agent.probe.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.roomwatch.agent.observation.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Messages are those of JDK 25 on Linux and Windows and of Netty 4.2, as thrown. */
class FailureTest {

  private static void assertConnect(Reason reason, Throwable cause) {
    assertEquals(reason, Failure.ofConnect(cause, false).reason(), cause.toString());
  }

  private static void assertLater(Reason reason, Throwable cause) {
    assertEquals(reason, Failure.of(cause).reason(), cause.toString());
  }

  @Test
  void nioOnLinux() {
    assertConnect(Reason.REFUSED, new ConnectException("Connection refused"));
    assertConnect(Reason.TIMEOUT, new ConnectException("Connection timed out"));
    assertConnect(Reason.UNREACHABLE, new NoRouteToHostException("No route to host"));
    assertConnect(Reason.UNREACHABLE, new SocketException("Network is unreachable"));
    assertConnect(Reason.FIREWALL_BLOCK, new BindException("Permission denied"));
    assertConnect(Reason.FIREWALL_BLOCK, new SocketException("Operation not permitted"));
    assertConnect(Reason.ERROR, new BindException("Cannot assign requested address"));
    assertConnect(Reason.NO_ROUTE, new SocketException("Protocol family unavailable"));
    assertConnect(Reason.NO_ROUTE, new UnsupportedAddressTypeException());
    assertConnect(Reason.NO_ROUTE, new UnsupportedOperationException("IPv6 not available"));
    assertConnect(Reason.ERROR, new SocketException("Too many open files"));
    assertLater(Reason.RESET, new SocketException("Connection reset"));
    assertLater(Reason.RESET, new IOException("Connection reset by peer"));
    assertLater(Reason.RESET, new IOException("Broken pipe"));
  }

  @Test
  void nioOnWindows() {
    assertConnect(
        Reason.REFUSED, new ConnectException("Connection refused: no further information"));
    assertConnect(
        Reason.TIMEOUT, new ConnectException("Connection timed out: no further information"));
    assertConnect(
        Reason.UNREACHABLE, new NoRouteToHostException("No route to host: no further information"));
    assertConnect(
        Reason.FIREWALL_BLOCK, new SocketException("Permission denied: no further information"));
    assertLater(
        Reason.RESET,
        new SocketException("An existing connection was forcibly closed by the remote host"));
    assertLater(
        Reason.RESET,
        new IOException(
            "An established connection was aborted by the software in your host machine"));
  }

  @Test
  void nativeTransportByErrnoInAnyLanguage() {
    Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll on this system");
    assertConnect(
        Reason.REFUSED,
        new ConnectException("connect(..) failed with error(-111): Verbindungsaufbau abgelehnt"));
    assertConnect(
        Reason.TIMEOUT,
        new ConnectException("finishConnect(..) failed with error(-110): Die Wartezeit …"));
    // Established and reset before anybody looked.
    assertConnect(
        Reason.RESET, new ConnectException("finishConnect(..) failed with error(-104): x"));
    assertConnect(
        Reason.FIREWALL_BLOCK, new ConnectException("connect(..) failed with error(-13): x"));
    assertConnect(
        Reason.FIREWALL_BLOCK, new ConnectException("connect(..) failed with error(-1): x"));
    assertConnect(Reason.ERROR, new ConnectException("connect(..) failed with error(-99): x"));
    assertConnect(Reason.NO_ROUTE, new ConnectException("connect(..) failed with error(-97): x"));
    assertLater(Reason.RESET, Errors.newIOException("recvAddress", -104));
    assertLater(Reason.RESET, Errors.newIOException("writeAddress", -32));
    assertConnect(Reason.ERROR, Errors.newIOException("newSocketStream", -24));
  }

  @Test
  void unreachableAtOnceIsThisMachinesOwnRouting() {
    NoRouteToHostException noMessage = new NoRouteToHostException();
    assertEquals(Reason.NO_ROUTE, Failure.ofConnect(noMessage, true).reason());
    assertEquals(Reason.UNREACHABLE, Failure.ofConnect(noMessage, false).reason());
    assertEquals(
        Reason.REFUSED,
        Failure.ofConnect(new ConnectException("Connection refused"), true).reason());
  }

  @Test
  void tlsIsLookedThrough() {
    assertLater(Reason.TLS_HANDSHAKE, new SSLHandshakeException("(handshake_failure) x"));
    assertLater(Reason.TLS_HANDSHAKE, new DecoderException(new NotSslRecordException("x")));
    assertLater(
        Reason.RESET, new SSLException("write", new IOException("Connection reset by peer")));
    assertLater(Reason.CLOSED_EARLY, new SSLException("write", new ClosedChannelException()));
    assertLater(Reason.TLS_HANDSHAKE, new SSLException("end", new EOFException("no more")));
    assertLater(Reason.ERROR, new DecoderException("odd"));
  }

  @Test
  void lookupFailuresByWordsAndByTime() {
    Duration soon = Duration.ofMillis(30);
    Duration late = Duration.ofSeconds(5);
    assertLookup(Reason.DNS_NXDOMAIN, "x.test: Name or service not known", soon);
    assertLookup(Reason.DNS_NXDOMAIN, "x.test: Name or service not known", late);
    assertLookup(Reason.DNS_NXDOMAIN, "x.test: No address associated with hostname", soon);
    assertLookup(Reason.DNS_NXDOMAIN, "No such host is known (x.test)", soon);
    assertLookup(Reason.DNS_NXDOMAIN, "x.test: nodename nor servname provided, or not known", soon);
    assertLookup(Reason.DNS_SERVFAIL, "x.test: Temporary failure in name resolution", soon);
    assertLookup(Reason.DNS_TIMEOUT, "x.test: Temporary failure in name resolution", late);
    assertLookup(Reason.DNS_SERVFAIL, "x.test: Non-recoverable failure in name resolution", soon);
    assertLookup(Reason.DNS_NXDOMAIN, "x.test: Der Name ist unbekannt", soon);
    assertLookup(Reason.DNS_TIMEOUT, "x.test: Temporärer Fehler", late);
    assertEquals(
        Reason.ERROR, Failure.ofResolve("x.test", new RejectedExecutionException(), soon).reason());
  }

  private static void assertLookup(Reason reason, String message, Duration took) {
    Throwable thrown = new CompletionException(new UnknownHostException(message));
    assertEquals(reason, Failure.ofResolve("x.test", thrown, took).reason(), message);
  }

  @Test
  void detailIsOneLineAndNotTooLong() {
    Failure failure = new Failure(Reason.ERROR, "a\r\nb\u0000\u2028c" + "d".repeat(10_000));
    assertEquals("a  b  cd", failure.detail().substring(0, 8));
    assertFalse(failure.detail().chars().anyMatch(Character::isISOControl));
    assertEquals(241, failure.detail().length());
    assertEquals("short", Failure.oneLine("short"));
  }
}
