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
    Instant received = NtpTime.instant(receive);
    Instant transmitted = NtpTime.instant(transmit);
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
}
