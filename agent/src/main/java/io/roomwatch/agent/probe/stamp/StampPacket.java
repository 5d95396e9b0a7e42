package io.roomwatch.agent.probe.stamp;

import io.roomwatch.agent.probe.StampMode;
import io.roomwatch.agent.probe.datagram.NtpTime;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;

/**
 * The two packets of STAMP in both modes: a test packet (RFC 8762 section 4.2) and a reflected one
 * (section 4.3). Pure; reading never fails.
 */
public final class StampPacket {

  /**
   * What either end says of a packet it sends.
   *
   * @param sequence unsigned
   * @param time an NTP timestamp, or the other format that {@code errorEstimate} speaks of
   * @param errorEstimate 16 bits: S, Z, scale, multiplier (RFC 4656 section 4.1.2, RFC 8186 section
   *     2.3)
   */
  public record Stamp(int sequence, long time, int errorEstimate) {}

  /**
   * An answer.
   *
   * @param own of the reflector when it sent
   * @param received when it had received; a timestamp in the format of its own
   * @param sender what the test packet said
   * @param senderTtl hops left when the test packet arrived; 255 where that could not be seen
   */
  public record Reflected(Stamp own, long received, Stamp sender, int senderTtl) {

    /** How long the reflector had the packet, by its own clock; may be nonsense. */
    public Duration held() {
      return (own.errorEstimate & PTP) == 0
          ? NtpTime.between(received, own.time)
          : Duration.ofSeconds(
              (own.time >>> 32) - (received >>> 32), (own.time & LOW) - (received & LOW));
    }
  }

  /** What a datagram is. */
  public sealed interface Read<T> {}

  public record Good<T>(T value) implements Read<T> {}

  /** Too short, too long, or not of this kind. */
  public record Malformed<T>() implements Read<T> {}

  /** Of this kind by its looks, with an HMAC that is not of our key. */
  public record Forged<T>() implements Read<T> {}

  /**
   * Ours: not known to be synchronized (S 0), an NTP timestamp (Z 0), right within 2^-32 * 2^20 * 4
   * s, about a millisecond: what a busy event loop may add.
   */
  public static final int ERROR_ESTIMATE = 20 << 8 | 4;

  private static final long LOW = 0xffff_ffffL;

  /** The Z bit (RFC 8186 section 2.3): seconds and nanoseconds instead of a fraction. */
  private static final int PTP = 0x4000;

  /**
   * RFC 5357 section 4.2, which RFC 8762 section 4.6 is to work with: what stands for a TTL that
   * the system does not show.
   */
  static final int TTL_NOT_SEEN = 255;

  /** What follows the base packet is padding (RFC 5357) or extensions (RFC 8972): so much of it. */
  static final int MOST_BYTES = 1500;

  /** The HMAC covers the first six blocks (section 4.4). */
  private static final int COVERED_BYTES = 96;

  /** An answer left its reflector at most so long after it came. */
  private static final Duration LONGEST_HELD = Duration.ofMinutes(1);

  /** Where the fields are. */
  private enum Layout {
    UNAUTHENTICATED(44, 4, 16, 24, 28, 40),
    AUTHENTICATED(112, 16, 32, 48, 64, 80);

    final int bytes;
    final int time;
    final int received;
    final int senderSequence;
    final int senderTime;
    final int senderTtl;

    Layout(int bytes, int time, int received, int senderSequence, int senderTime, int senderTtl) {
      this.bytes = bytes;
      this.time = time;
      this.received = received;
      this.senderSequence = senderSequence;
      this.senderTime = senderTime;
      this.senderTtl = senderTtl;
    }

    static Layout of(StampMode mode) {
      return mode.isAuthenticated() ? AUTHENTICATED : UNAUTHENTICATED;
    }
  }

  private StampPacket() {}

  /** A test packet: 44 bytes, or 112 when authenticated. */
  public static byte[] test(Stamp stamp, StampMode mode) {
    Layout layout = Layout.of(mode);
    byte[] packet = new byte[layout.bytes];
    put(packet, 0, layout.time, stamp);
    seal(packet, mode);
    return packet;
  }

  /** Reads what may be a test packet, with whatever follows the base packet. */
  public static Read<Stamp> readTest(byte[] packet, StampMode mode) {
    Layout layout = Layout.of(mode);
    if (packet.length < layout.bytes || packet.length > MOST_BYTES) {
      return new Malformed<>();
    }
    if (!isSealed(packet, mode)) {
      return new Forged<>();
    }
    Stamp stamp = stamp(packet, 0, layout.time);
    return looksReflected(packet, layout, stamp) ? new Malformed<>() : new Good<>(stamp);
  }

  /**
   * The answer to a test packet, exactly as long: what followed its base packet comes back as it
   * was (an extension of RFC 8972 is thereby marked as not understood).
   */
  public static byte[] reflected(Reflected answer, byte[] test, StampMode mode) {
    Layout layout = Layout.of(mode);
    byte[] packet = test.clone();
    Arrays.fill(packet, 0, layout.bytes, (byte) 0);
    put(packet, 0, layout.time, answer.own());
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    bytes.putLong(layout.received, answer.received());
    put(packet, layout.senderSequence, layout.senderTime, answer.sender());
    bytes.put(layout.senderTtl, (byte) answer.senderTtl());
    seal(packet, mode);
    return packet;
  }

  /** Reads what may be an answer. */
  public static Read<Reflected> readReflected(byte[] packet, StampMode mode) {
    Layout layout = Layout.of(mode);
    if (packet.length < layout.bytes || packet.length > MOST_BYTES) {
      return new Malformed<>();
    }
    if (!isSealed(packet, mode)) {
      return new Forged<>();
    }
    return new Good<>(
        new Reflected(
            stamp(packet, 0, layout.time),
            ByteBuffer.wrap(packet).getLong(layout.received),
            stamp(packet, layout.senderSequence, layout.senderTime),
            packet[layout.senderTtl] & 0xff));
  }

  /**
   * Two reflectors that are made to talk to each other would never stop: an answer is as good a
   * test packet as any, but for the time of its receipt, where a test packet has zeros or padding.
   */
  private static boolean looksReflected(byte[] packet, Layout layout, Stamp stamp) {
    long received = ByteBuffer.wrap(packet).getLong(layout.received);
    Duration apart = NtpTime.between(received, stamp.time());
    return received != 0 && apart.abs().compareTo(LONGEST_HELD) < 0;
  }

  private static void put(byte[] packet, int sequenceAt, int timeAt, Stamp stamp) {
    ByteBuffer.wrap(packet)
        .putInt(sequenceAt, stamp.sequence())
        .putLong(timeAt, stamp.time())
        .putShort(timeAt + 8, (short) stamp.errorEstimate());
  }

  private static Stamp stamp(byte[] packet, int sequenceAt, int timeAt) {
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    return new Stamp(
        bytes.getInt(sequenceAt), bytes.getLong(timeAt), bytes.getShort(timeAt + 8) & 0xffff);
  }

  private static void seal(byte[] packet, StampMode mode) {
    mode.hmac(packet, COVERED_BYTES)
        .ifPresent(hmac -> System.arraycopy(hmac, 0, packet, COVERED_BYTES, hmac.length));
  }

  private static boolean isSealed(byte[] packet, StampMode mode) {
    return mode.hmac(packet, COVERED_BYTES)
        .map(
            hmac ->
                MessageDigest.isEqual(
                    hmac,
                    Arrays.copyOfRange(
                        packet, COVERED_BYTES, COVERED_BYTES + StampMode.HMAC_BYTES)))
        .orElse(true);
  }
}
