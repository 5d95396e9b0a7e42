package io.roomwatch.agent.probe.datagram;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Writes SNTP packets byte by byte, the broken ones too. */
public final class SntpBytes {
  private final ByteBuffer packet = ByteBuffer.allocate(48);

  /** A good answer to the request, both times the same. */
  public static SntpBytes answering(byte[] request, Instant time) {
    return answering(ByteBuffer.wrap(request).getLong(40), time);
  }

  public static SntpBytes answering(long cookie, Instant time) {
    return new SntpBytes().head(0, 4, 4).stratum(2).origin(cookie).received(time).sent(time);
  }

  public SntpBytes head(int leap, int version, int mode) {
    packet.put(0, (byte) (leap << 6 | version << 3 | mode));
    return this;
  }

  public SntpBytes stratum(int stratum) {
    packet.put(1, (byte) stratum);
    return this;
  }

  public SntpBytes reference(String code) {
    packet.put(12, code.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  public SntpBytes origin(long cookie) {
    packet.putLong(24, cookie);
    return this;
  }

  public SntpBytes received(Instant time) {
    packet.putLong(32, timestamp(time));
    return this;
  }

  public SntpBytes sent(Instant time) {
    packet.putLong(40, timestamp(time));
    return this;
  }

  /** No time at all, the value of a server that has none. */
  public SntpBytes noTimes() {
    packet.putLong(32, 0).putLong(40, 0);
    return this;
  }

  /** Seconds since 1900 modulo an era, then the binary fraction, rounded up as servers do. */
  public static long timestamp(Instant time) {
    long seconds = time.getEpochSecond() + 2_208_988_800L;
    long fraction = ((long) time.getNano() << 32) / 1_000_000_000L;
    return seconds << 32 | fraction;
  }

  public byte[] build() {
    return packet.array().clone();
  }

  public static List<byte[]> examples(long cookie) {
    Instant now = Instant.ofEpochSecond(1_800_000_000L, 123_456_789);
    return List.of(
        answering(cookie, now).build(),
        answering(cookie, now).stratum(0).reference("RATE").build(),
        answering(cookie, now.plusSeconds(600_000_000)).head(3, 3, 4).build(),
        SntpPacket.request(cookie));
  }
}
