package io.roomwatch.agent.probe.datagram;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/** A STUN binding request and what comes back for it (RFC 8489 sections 5, 6, 14). Pure. */
public final class StunMessage {

  /** What a datagram says about one transaction. */
  public sealed interface Reply {}

  /** A success: this host as the server sees it. */
  public record Mapped(InetSocketAddress address) implements Reply {}

  /**
   * An error response.
   *
   * @param code 300 to 699
   * @param phrase the server's words, made safe to print, may be empty
   */
  public record Refusal(int code, String phrase) implements Reply {}

  /** Of this transaction, and not understood. */
  public record Garbled(String why) implements Reply {}

  /** Nothing of this transaction. */
  public record Stray() implements Reply {}

  public static final int TRANSACTION_BYTES = 12;

  private static final int HEADER_BYTES = 20;
  private static final int MAGIC_COOKIE = 0x2112a442;
  private static final int BINDING_REQUEST = 0x0001;
  private static final int BINDING_SUCCESS = 0x0101;
  private static final int BINDING_ERROR = 0x0111;
  private static final int MAPPED_ADDRESS = 0x0001;
  private static final int ERROR_CODE = 0x0009;
  private static final int XOR_MAPPED_ADDRESS = 0x0020;
  private static final int FINGERPRINT = 0x8028;
  private static final int FINGERPRINT_MASK = 0x5354554e;
  private static final int FINGERPRINT_BYTES = 8;
  private static final int LONGEST_PHRASE = 127;

  private StunMessage() {}

  /** A request of 28 bytes with a fingerprint and without anything that names this host. */
  public static byte[] request(byte[] transaction) {
    ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + FINGERPRINT_BYTES);
    packet.putShort((short) BINDING_REQUEST).putShort((short) FINGERPRINT_BYTES);
    packet.putInt(MAGIC_COOKIE).put(transaction);
    packet.putShort((short) FINGERPRINT).putShort((short) 4);
    packet.putInt(fingerprint(packet.array(), HEADER_BYTES));
    return packet.array();
  }

  /** Reads a datagram that came after a request of this transaction. Never fails. */
  public static Reply read(byte[] packet, byte[] transaction) {
    if (packet.length < HEADER_BYTES) {
      return new Stray();
    }
    ByteBuffer header = ByteBuffer.wrap(packet);
    int type = header.getChar();
    int length = header.getChar();
    boolean ours =
        header.getInt() == MAGIC_COOKIE
            && Arrays.equals(packet, 8, HEADER_BYTES, transaction, 0, TRANSACTION_BYTES);
    if (!ours || (type != BINDING_SUCCESS && type != BINDING_ERROR)) {
      return new Stray();
    }
    if (length != packet.length - HEADER_BYTES || length % 4 != 0) {
      return new Garbled(
          "its length says " + length + ", it has " + (packet.length - HEADER_BYTES));
    }
    return type == BINDING_SUCCESS ? success(packet) : error(packet);
  }

  private static Reply success(byte[] packet) {
    Attributes attributes = Attributes.of(packet);
    if (attributes.flaw().isPresent()) {
      return new Garbled(attributes.flaw().get());
    }
    // Attributes we do not know are skipped even when RFC 8489 section 6.3.3 would discard the
    // message for them: servers of the RFC 3489 age send such, and the path is proven all the same.
    Optional<InetSocketAddress> mapped =
        attributes
            .xorMapped()
            .flatMap(value -> address(value, packet, true))
            .or(() -> attributes.mapped().flatMap(value -> address(value, packet, false)));
    return mapped.<Reply>map(Mapped::new).orElseGet(() -> new Garbled("it has no mapped address"));
  }

  private static Reply error(byte[] packet) {
    Attributes attributes = Attributes.of(packet);
    if (attributes.flaw().isPresent()) {
      return new Garbled(attributes.flaw().get());
    }
    Optional<ByteBuffer> value = attributes.errorCode().filter(v -> v.remaining() >= 4);
    if (value.isEmpty()) {
      return new Garbled("an error response without its code");
    }
    ByteBuffer bytes = value.get().duplicate();
    int word = bytes.getInt();
    int code = (word >> 8 & 0x7) * 100 + (word & 0xff);
    if (code < 300 || code > 699 || (word & 0xff) > 99) {
      return new Garbled("an error response with no code of any kind");
    }
    return new Refusal(code, printable(StandardCharsets.UTF_8.decode(bytes).toString()));
  }

  /** Section 14.1 and 14.2; empty when it is no address. */
  private static Optional<InetSocketAddress> address(
      ByteBuffer value, byte[] packet, boolean xored) {
    if (value.remaining() != 8 && value.remaining() != 20) {
      return Optional.empty();
    }
    ByteBuffer bytes = value.duplicate();
    int family = bytes.getChar() & 0xff;
    int port = bytes.getChar() ^ (xored ? MAGIC_COOKIE >>> 16 : 0);
    byte[] address = new byte[bytes.remaining()];
    bytes.get(address);
    for (int i = 0; xored && i < address.length; i++) {
      // The mask is the cookie, then the transaction: the header's bytes from 4 on.
      address[i] ^= packet[4 + i];
    }
    if (family != (address.length == 4 ? 1 : 2)) {
      return Optional.empty();
    }
    try {
      InetAddress host =
          address.length == 4
              ? InetAddress.getByAddress(address)
              : Inet6Address.getByAddress(null, address, -1);
      return Optional.of(new InetSocketAddress(host, port));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Section 14.7: over the message up to this attribute, its header already counting it. */
  private static int fingerprint(byte[] packet, int end) {
    CRC32 crc = new CRC32();
    crc.update(packet, 0, end);
    return (int) crc.getValue() ^ FINGERPRINT_MASK;
  }

  private static String printable(String phrase) {
    String safe =
        phrase
            .codePoints()
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .filter(c -> Character.isDefined(c) && Character.getType(c) != Character.FORMAT)
            .limit(LONGEST_PHRASE)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return safe.strip();
  }

  /** The attributes we read, each the first of its kind (section 14), up to the fingerprint. */
  private record Attributes(
      Optional<ByteBuffer> xorMapped,
      Optional<ByteBuffer> mapped,
      Optional<ByteBuffer> errorCode,
      Optional<String> flaw) {

    static Attributes of(byte[] packet) {
      Optional<ByteBuffer> xorMapped = Optional.empty();
      Optional<ByteBuffer> mapped = Optional.empty();
      Optional<ByteBuffer> errorCode = Optional.empty();
      int at = HEADER_BYTES;
      while (at < packet.length) {
        // Both the message and every padded attribute are multiples of 4: 4 bytes are there.
        ByteBuffer head = ByteBuffer.wrap(packet, at, 4);
        int type = head.getChar();
        int length = head.getChar();
        if (length > packet.length - at - 4) {
          return flawed("an attribute longer than the message");
        }
        ByteBuffer value = ByteBuffer.wrap(packet, at + 4, length).slice();
        if (type == FINGERPRINT) {
          boolean sound =
              length == 4
                  && at + FINGERPRINT_BYTES == packet.length
                  && value.getInt() == fingerprint(packet, at);
          if (!sound) {
            return flawed("its fingerprint is wrong");
          }
        } else if (type == XOR_MAPPED_ADDRESS) {
          xorMapped = xorMapped.or(() -> Optional.of(value));
        } else if (type == MAPPED_ADDRESS) {
          mapped = mapped.or(() -> Optional.of(value));
        } else if (type == ERROR_CODE) {
          errorCode = errorCode.or(() -> Optional.of(value));
        }
        at += 4 + (length + 3 & ~3);
      }
      return new Attributes(xorMapped, mapped, errorCode, Optional.empty());
    }

    private static Attributes flawed(String why) {
      return new Attributes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(why));
    }
  }
}
