package io.roomwatch.agent.probe.datagram;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A client's SNTP request and what comes back for it (RFC 5905 sections 7.3, 7.4 and 14). Pure. */
public final class SntpPacket {

  /** What a datagram says about one request. */
  public sealed interface Reply {}

  /** The server's times, when the request came to it and when the reply left. */
  public record Time(int stratum, Instant received, Instant transmitted) implements Reply {}

  /** Of this request, and no time: a kiss-o'-death, an unsynchronised server, a broken one. */
  public record Refusal(String why) implements Reply {}

  /** Nothing of this request: too short, of another mode, or not echoing its cookie. */
  public record Stray() implements Reply {}

  private static final int BYTES = 48;
  private static final int LEAP_0_VERSION_4_CLIENT = 0x23;
  private static final int MODE_SERVER = 4;
  private static final int LEAP_UNKNOWN = 3;
  private static final int HIGHEST_STRATUM = 15;

  /** From 1900, the epoch of era 0, to 1970. */
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  private static final long SECONDS_OF_AN_ERA = 1L << 32;

  private SntpPacket() {}

  /**
   * A request whose transmit timestamp is a cookie instead of this host's time: the server only
   * echoes it, nobody can guess it, and it tells no one our clock
   * (draft-ietf-ntp-data-minimization-04).
   */
  public static byte[] request(long cookie) {
    return ByteBuffer.allocate(BYTES)
        .put(0, (byte) LEAP_0_VERSION_4_CLIENT)
        .putLong(40, cookie)
        .array();
  }

  /** Reads a datagram that came after a request with this cookie. Never fails. */
  public static Reply read(byte[] packet, long cookie) {
    if (packet.length < BYTES) {
      return new Stray();
    }
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    int leap = packet[0] >> 6 & 0x3;
    int mode = packet[0] & 0x7;
    int stratum = packet[1] & 0xff;
    long origin = bytes.getLong(24);
    long receive = bytes.getLong(32);
    long transmit = bytes.getLong(40);
    if (mode != MODE_SERVER || origin != cookie) {
      return new Stray();
    }
    if (stratum == 0) {
      return new Refusal("kiss-o'-death " + kiss(packet));
    }
    if (leap == LEAP_UNKNOWN || stratum > HIGHEST_STRATUM) {
      return new Refusal("the server's own clock is not synchronised");
    }
    if (receive == 0 || transmit == 0) {
      return new Refusal("an answer without times");
    }
    Instant received = instant(receive);
    Instant transmitted = instant(transmit);
    if (transmitted.isBefore(received)) {
      return new Refusal("the server says that it answered before it was asked");
    }
    return new Time(stratum, received, transmitted);
  }

  /** {@code RATE}, {@code DENY} and the like (RFC 5905 section 7.4), with what we know of it. */
  private static String kiss(byte[] packet) {
    String code = new String(packet, 12, 4, StandardCharsets.US_ASCII);
    if (!code.chars().allMatch(c -> c > ' ' && c <= '~')) {
      return "without a code";
    }
    return switch (code) {
      case "RATE" -> "RATE: asked too often";
      case "DENY" -> "DENY: access denied";
      case "RSTR" -> "RSTR: access restricted by policy";
      case "INIT" -> "INIT: the server is not yet synchronised";
      case "STEP" -> "STEP: the server's clock was just set";
      default -> code;
    };
  }

  /**
   * A timestamp as a moment between 1968-01-20T03:14:08Z and 2104-02-26T09:42:24Z, whatever this
   * host's clock says: seconds with the top bit set are of era 0, others of era 1, which begins on
   * 2036-02-07 (RFC 4330 section 3).
   */
  static Instant instant(long timestamp) {
    long seconds = timestamp >>> 32;
    long fraction = timestamp & 0xffff_ffffL;
    long era = timestamp < 0 ? 0 : SECONDS_OF_AN_ERA;
    // Half of 2^32 rounds to the nearest nanosecond; the product stays below 2^62.
    long nanos = (fraction * 1_000_000_000L + (1L << 31)) >>> 32;
    return Instant.ofEpochSecond(seconds + era - SECONDS_1900_TO_1970, nanos);
  }
}
