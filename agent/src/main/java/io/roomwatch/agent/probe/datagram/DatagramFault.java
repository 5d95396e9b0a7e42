package io.roomwatch.agent.probe.datagram;

import io.netty.channel.unix.Errors.NativeIoException;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.channels.UnsupportedAddressTypeException;

/**
 * What an error of a connected datagram socket says about the network. Judged by type and moment
 * rather than by the error's text, which the C library and Windows translate.
 *
 * @param detail one line for people
 */
public record DatagramFault(Reason reason, String detail) {

  /** Of errno(3), negative as Netty gives it: the packet was stopped on this very host. */
  private static final int NOT_PERMITTED = -1;

  private static final int ACCESS_DENIED = -13;

  /** Connecting a datagram socket sends nothing: it fails when this host has no route. */
  static DatagramFault connecting(Throwable cause) {
    if (cause instanceof IOException || cause instanceof UnsupportedAddressTypeException) {
      return new DatagramFault(Reason.NO_ROUTE, text(cause));
    }
    return new DatagramFault(Reason.ERROR, "no socket: " + text(cause));
  }

  static DatagramFault talking(Throwable cause) {
    if (cause instanceof PortUnreachableException) {
      return new DatagramFault(Reason.REFUSED, "ICMP port unreachable");
    }
    if (cause instanceof NativeIoException error
        && (error.expectedErr() == NOT_PERMITTED || error.expectedErr() == ACCESS_DENIED)) {
      return new DatagramFault(
          Reason.UNREACHABLE, "refused on the way out or by a filter: " + text(cause));
    }
    return new DatagramFault(Reason.UNREACHABLE, text(cause));
  }

  /** The last part of {@code recvmsg(..) failed with error(-113): No route to host}. */
  public static String text(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    if (message == null || message.isBlank()) {
      return root.getClass().getSimpleName();
    }
    String line = message.lines().findFirst().orElse("").strip();
    return line.substring(line.lastIndexOf(": ") + 1).strip();
  }
}
