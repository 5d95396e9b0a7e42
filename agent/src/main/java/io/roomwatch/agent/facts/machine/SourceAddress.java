package io.roomwatch.agent.facts.machine;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.reader.Addresses;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;

/**
 * Which of this machine's addresses a packet would leave from. Connecting a UDP socket makes the
 * kernel route without sending: it answers at once and from all its rules.
 */
final class SourceAddress {

  /** Discard, RFC 863; nothing is ever sent there. */
  private static final int PORT = 9;

  private SourceAddress() {}

  static Fact<InetAddress> to(InetAddress end) {
    if (end instanceof Inet6Address six && six.isLinkLocalAddress() && six.getScopeId() == 0) {
      return Fact.unread(
          Reason.UNSUPPORTED,
          end.getHostAddress() + " names no interface, and any may lead there.");
    }
    StandardProtocolFamily family =
        end.getAddress().length == 4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    try (DatagramChannel channel = DatagramChannel.open(family)) {
      return connect(channel, end);
    } catch (IOException | UnsupportedOperationException noSocket) {
      return Fact.unread(Reason.ERROR, "No socket could be opened: " + noSocket.getMessage());
    }
  }

  private static Fact<InetAddress> connect(DatagramChannel channel, InetAddress end)
      throws IOException {
    try {
      channel.connect(new InetSocketAddress(end, PORT));
    } catch (IOException noWay) {
      return Fact.unread(
          Reason.NOT_FOUND,
          "This machine has no way to " + end.getHostAddress() + ": " + noWay.getMessage());
    }
    InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
    return Fact.known(Addresses.unscoped(local.getAddress()));
  }
}
