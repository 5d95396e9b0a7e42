package io.roomwatch.agent.facts.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The binary connection settings of WinINET ({@code DefaultConnectionSettings}) and WinHTTP ({@code
 * WinHttpSettings}): u32 version, u32 counter, u32 flags, then strings, each after its u32 length:
 * proxy, bypass list, and the PAC address. Little-endian, one byte a character. What follows is not
 * read. Community knowledge: Microsoft does not document the layout.
 *
 * @param version 0x46 since Internet Explorer 7, 0x3c before; WinHTTP 0x18, or 0x28 when set by
 *     {@code netsh winhttp set advproxy}
 * @param flags see {@link #uses}
 * @param pacUrl empty unless its flag is set
 */
record WinInetBlob(int version, int flags, String proxy, String bypass, String pacUrl) {

  /** The proxy string is in force. */
  static final int PROXY = 2;

  /** The PAC address is in force. */
  static final int PAC = 4;

  /** WPAD is on. */
  static final int AUTO_DETECT = 8;

  private static final int HEADER_BYTES = 12;

  /** Far above any real list; a longer one is damage. */
  private static final int LONGEST_STRING = 1 << 16;

  /** Whether a flag is set. */
  boolean uses(int flag) {
    return (flags & flag) != 0;
  }

  /** Reads a value; empty when it is damaged: cut short, or a length that points outside. */
  static Optional<WinInetBlob> parse(byte[] bytes) {
    if (bytes.length < HEADER_BYTES + Integer.BYTES) {
      return Optional.empty();
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int version = rest.getInt();
    rest.getInt(); // How often it was changed.
    int flags = rest.getInt();
    Optional<String> proxy = string(rest);
    Optional<String> bypass = proxy.flatMap(ignored -> string(rest));
    // Not in force, it need not be there at all, and other things may stand in its place.
    Optional<String> pacUrl =
        bypass.flatMap(ignored -> (flags & PAC) == 0 ? Optional.of("") : string(rest));
    return pacUrl.map(
        pac -> new WinInetBlob(version, flags, proxy.orElseThrow(), bypass.orElseThrow(), pac));
  }

  /**
   * The next string; a value that ends here has none, which is no damage (old WinHTTP has no PAC).
   */
  private static Optional<String> string(ByteBuffer rest) {
    if (!rest.hasRemaining()) {
      return Optional.of("");
    }
    if (rest.remaining() < Integer.BYTES) {
      return Optional.empty();
    }
    int length = rest.getInt();
    if (length < 0 || length > rest.remaining() || length > LONGEST_STRING) {
      return Optional.empty();
    }
    byte[] text = new byte[length];
    rest.get(text);
    return Optional.of(new String(text, StandardCharsets.ISO_8859_1).replace("\0", ""));
  }
}
