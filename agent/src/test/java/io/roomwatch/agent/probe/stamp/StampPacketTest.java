package io.roomwatch.agent.probe.stamp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.roomwatch.agent.probe.StampMode;
import io.roomwatch.agent.probe.datagram.NtpTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * The layouts of RFC 8762, written out by hand from sections 4.2.1, 4.2.2, 4.3.1 and 4.3.2. The two
 * HMACs were taken with OpenSSL 3 over the 96 bytes before them: {@code xxd -r -p | openssl dgst
 * -sha256 -hmac roomwatch-test-key}, the first 16 bytes of the digest.
 */
final class StampPacketTest {

  private static final StampMode OPEN = StampMode.unauthenticated();
  private static final StampMode KEYED = StampMode.authenticated("roomwatch-test-key");

  /** 2024-04-30T15:40:48.25Z. */
  private static final long SENT = 0xe9db8f80_40000000L;

  private static final StampPacket.Stamp TEST = new StampPacket.Stamp(7, SENT, 0x1404);
  private static final StampPacket.Reflected ANSWER =
      new StampPacket.Reflected(
          new StampPacket.Stamp(3, 0xe9db8f80_50000000L, 0x1404), 0xe9db8f80_4fff0000L, TEST, 255);

  private static final String OPEN_TEST =
      "00000007" + "e9db8f8040000000" + "1404" + "00".repeat(30);
  private static final String KEYED_TEST =
      "00000007"
          + "00".repeat(12)
          + "e9db8f8040000000"
          + "1404"
          + "00".repeat(70)
          + "60fcf274f38475d5da3f9fb2f7f0b9f0";
  private static final String OPEN_ANSWER =
      "00000003"
          + "e9db8f8050000000"
          + "1404"
          + "0000"
          + "e9db8f804fff0000"
          + "00000007"
          + "e9db8f8040000000"
          + "1404"
          + "0000"
          + "ff"
          + "000000";
  private static final String KEYED_ANSWER =
      "00000003"
          + "00".repeat(12)
          + "e9db8f8050000000"
          + "1404"
          + "00".repeat(6)
          + "e9db8f804fff0000"
          + "00".repeat(8)
          + "00000007"
          + "00".repeat(12)
          + "e9db8f8040000000"
          + "1404"
          + "00".repeat(6)
          + "ff"
          + "00".repeat(15)
          + "1637f335e842e80164cee15bdb6545d7";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void testPacketsAreLaidOutAsInSection42() {
    assertEquals(OPEN_TEST, hex(StampPacket.test(TEST, OPEN)));
    assertEquals(44, bytes(OPEN_TEST).length);
    assertEquals(KEYED_TEST, hex(StampPacket.test(TEST, KEYED)));
    assertEquals(112, bytes(KEYED_TEST).length);
  }

  @Test
  void reflectedPacketsAreLaidOutAsInSection43() {
    assertEquals(OPEN_ANSWER, hex(StampPacket.reflected(ANSWER, bytes(OPEN_TEST), OPEN)));
    assertEquals(44, bytes(OPEN_ANSWER).length);
    assertEquals(KEYED_ANSWER, hex(StampPacket.reflected(ANSWER, bytes(KEYED_TEST), KEYED)));
    assertEquals(112, bytes(KEYED_ANSWER).length);
  }

  @Test
  void whatIsWrittenIsRead() {
    assertEquals(new StampPacket.Good<>(TEST), StampPacket.readTest(bytes(OPEN_TEST), OPEN));
    assertEquals(new StampPacket.Good<>(TEST), StampPacket.readTest(bytes(KEYED_TEST), KEYED));
    assertEquals(
        new StampPacket.Good<>(ANSWER), StampPacket.readReflected(bytes(OPEN_ANSWER), OPEN));
    assertEquals(
        new StampPacket.Good<>(ANSWER), StampPacket.readReflected(bytes(KEYED_ANSWER), KEYED));
  }

  @Test
  void theErrorEstimateSaysAMillisecondAndNoSynchronization() {
    int estimate = Integer.parseInt("1404", 16);
    int scale = estimate >> 8 & 0x3f;
    int multiplier = estimate & 0xff;
    assertEquals(estimate, StampPacket.ERROR_ESTIMATE);
    assertEquals(0, estimate & 0xc000);
    assertEquals(0.000977, multiplier * Math.pow(2, scale - 32), 1e-6);
  }

  @Test
  void everyCoveredByteIsHeldByTheHmac() {
    byte[] good = bytes(KEYED_ANSWER);
    for (int i = 0; i < 112; i++) {
      byte[] bent = good.clone();
      bent[i] ^= 1;
      assertInstanceOf(
          StampPacket.Forged.class, StampPacket.readReflected(bent, KEYED), "byte " + i);
    }
    assertInstanceOf(
        StampPacket.Forged.class,
        StampPacket.readReflected(good, StampMode.authenticated("another-test-key-x")));
  }

  @Test
  void whatFollowsTheBasePacketComesBackAsItWasAndNotOneByteMore() {
    byte[] extended = Arrays.copyOf(bytes(OPEN_TEST), 60);
    // An extension that nobody understands yet has its U flag set (RFC 8972 section 4).
    System.arraycopy(bytes("80010008" + "0102030405060708"), 0, extended, 44, 12);
    assertEquals(new StampPacket.Good<>(TEST), StampPacket.readTest(extended, OPEN));
    assertEquals(
        OPEN_ANSWER + "80010008" + "0102030405060708" + "00000000",
        hex(StampPacket.reflected(ANSWER, extended, OPEN)));
    byte[] keyed = Arrays.copyOf(bytes(KEYED_TEST), 116);
    assertEquals(new StampPacket.Good<>(TEST), StampPacket.readTest(keyed, KEYED));
    assertEquals(KEYED_ANSWER + "00000000", hex(StampPacket.reflected(ANSWER, keyed, KEYED)));
  }

  @Test
  void whatIsTooShortOrTooLongIsMalformed() {
    for (int length : new int[] {0, 1, 43, 1501, 60_000}) {
      assertInstanceOf(StampPacket.Malformed.class, StampPacket.readTest(new byte[length], OPEN));
      assertInstanceOf(
          StampPacket.Malformed.class, StampPacket.readReflected(new byte[length], OPEN));
    }
    assertInstanceOf(StampPacket.Malformed.class, StampPacket.readTest(new byte[111], KEYED));
    assertInstanceOf(StampPacket.Good.class, StampPacket.readTest(new byte[1500], OPEN));
  }

  @Test
  void anAnswerIsNoQuestion() {
    assertInstanceOf(StampPacket.Malformed.class, StampPacket.readTest(bytes(OPEN_ANSWER), OPEN));
    assertInstanceOf(StampPacket.Malformed.class, StampPacket.readTest(bytes(KEYED_ANSWER), KEYED));
  }

  @Test
  void paddingByChanceIsNoAnswer() {
    byte[] padded = bytes(OPEN_TEST);
    new java.util.Random(4).nextBytes(padded);
    System.arraycopy(bytes(OPEN_TEST), 0, padded, 0, 14);
    assertEquals(new StampPacket.Good<>(TEST), StampPacket.readTest(padded, OPEN));
  }

  @Test
  void theTimeInTheReflectorIsReadInBothFormats() {
    // 0x10000 of 2^32 of a second.
    assertEquals(Duration.ofNanos(15_259), ANSWER.held());
    StampPacket.Reflected precise =
        new StampPacket.Reflected(
            new StampPacket.Stamp(0, 100L << 32 | 250, 0x4001), 99L << 32 | 999_999_900L, TEST, 1);
    assertEquals(Duration.ofNanos(350), precise.held());
  }

  @Test
  void timestampsGoOnWhenTheirEraEnds() {
    Instant last = Instant.parse("2036-02-07T06:28:15.999999999Z");
    Instant first = Instant.parse("2036-02-07T06:28:16Z");
    assertEquals(0xffffffff_fffffffbL, NtpTime.of(last));
    assertEquals(0, NtpTime.of(first));
    assertEquals(last, NtpTime.instant(NtpTime.of(last)));
    assertEquals(first, NtpTime.instant(NtpTime.of(first)));
    assertEquals(Duration.ofNanos(1), NtpTime.between(NtpTime.of(last), NtpTime.of(first)));
    assertEquals(Duration.ofNanos(-1), NtpTime.between(NtpTime.of(first), NtpTime.of(last)));
    assertArrayEquals(
        bytes("e9db8f8040000000"),
        java.nio.ByteBuffer.allocate(8)
            .putLong(NtpTime.of(Instant.parse("2024-04-30T15:40:48.25Z")))
            .array());
  }

  @Test
  void aModeNeverPrintsItsKey() {
    assertEquals("authenticated", KEYED.toString());
    assertEquals("unauthenticated", OPEN.toString());
  }
}
