package io.roomwatch.agent.probe.datagram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times and refusals, without a network. */
final class SntpPacketTest {
  private static final long COOKIE = 0x0123456789abcdefL;
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.125Z");

  private static SntpBytes answer() {
    return SntpBytes.answering(COOKIE, NOW);
  }

  private static String refusal(SntpBytes packet) {
    return assertInstanceOf(SntpPacket.Refusal.class, SntpPacket.read(packet.build(), COOKIE))
        .why();
  }

  @Test
  void theRequestSaysNothingButTheCookie() {
    byte[] request = SntpPacket.request(COOKIE);
    byte[] expected = ByteBuffer.allocate(48).put(0, (byte) 0x23).putLong(40, COOKIE).array();
    assertArrayEquals(expected, request);
  }

  @Test
  void timesAndStratumAreRead() {
    for (int stratum : List.of(1, 2, 15)) {
      byte[] packet = answer().stratum(stratum).received(NOW).sent(NOW.plusMillis(3)).build();
      SntpPacket.Time time =
          assertInstanceOf(SntpPacket.Time.class, SntpPacket.read(packet, COOKIE));
      assertEquals(stratum, time.stratum());
      assertEquals(NOW, time.received());
      assertTrue(
          Duration.between(NOW.plusMillis(3), time.transmitted()).abs().toNanos() <= 1,
          time.toString());
    }
  }

  @Test
  void extensionsBehindTheHeaderAreAllowed() {
    byte[] longer = Arrays.copyOf(answer().build(), 68);
    assertInstanceOf(SntpPacket.Time.class, SntpPacket.read(longer, COOKIE));
  }

  @Test
  void olderVersionsAndAnnouncedLeapSecondsAreGood() {
    for (int leap : List.of(0, 1, 2)) {
      byte[] packet = answer().head(leap, 3, 4).build();
      assertInstanceOf(SntpPacket.Time.class, SntpPacket.read(packet, COOKIE));
    }
  }

  @Test
  void whatDoesNotEchoTheCookieIsAStray() {
    List<byte[]> strays =
        List.of(
            answer().origin(COOKIE + 1).build(),
            answer().origin(0).build(),
            answer().origin(COOKIE + 1).stratum(0).reference("DENY").build(),
            answer().head(0, 4, 3).build(),
            answer().head(0, 4, 5).build(),
            Arrays.copyOf(answer().build(), 47),
            new byte[0]);
    for (byte[] stray : strays) {
      assertInstanceOf(SntpPacket.Stray.class, SntpPacket.read(stray, COOKIE));
    }
  }

  @Test
  void kissCodesAreNamed() {
    assertEquals(
        "kiss-o'-death RATE: asked too often", refusal(answer().stratum(0).reference("RATE")));
    assertEquals(
        "kiss-o'-death DENY: access denied", refusal(answer().stratum(0).reference("DENY")));
    assertEquals(
        "kiss-o'-death RSTR: access restricted by policy",
        refusal(answer().stratum(0).reference("RSTR")));
    assertEquals(
        "kiss-o'-death INIT: the server is not yet synchronised",
        refusal(answer().stratum(0).reference("INIT")));
    assertEquals("kiss-o'-death CRYP", refusal(answer().stratum(0).reference("CRYP")));
    assertEquals("kiss-o'-death without a code", refusal(answer().stratum(0)));
    assertEquals(
        "kiss-o'-death without a code", refusal(answer().stratum(0).reference("\u0007abc")));
  }

  @Test
  void aServerWithoutTimeIsRefused() {
    assertEquals("the server's own clock is not synchronised", refusal(answer().head(3, 4, 4)));
    assertEquals("the server's own clock is not synchronised", refusal(answer().stratum(16)));
    assertEquals("the server's own clock is not synchronised", refusal(answer().stratum(255)));
    assertEquals("an answer without times", refusal(answer().noTimes()));
    assertEquals(
        "the server says that it answered before it was asked",
        refusal(answer().received(NOW).sent(NOW.minusMillis(1))));
  }

  @Test
  void timesAreReadAcrossTheTurnOfTheEra() {
    for (String time :
        List.of(
            "1968-01-20T03:14:08Z",
            "1970-01-01T00:00:00Z",
            "2026-11-20T10:00:00Z",
            "2036-02-07T06:28:15Z",
            "2036-02-07T06:28:16Z",
            "2036-02-07T06:28:17.5Z",
            "2104-02-26T09:42:23Z")) {
      Instant expected = Instant.parse(time);
      assertEquals(expected, NtpTime.instant(SntpBytes.timestamp(expected)), time);
    }
    assertEquals(Instant.parse("2036-02-07T06:28:16Z"), NtpTime.instant(0));
  }

  @Test
  void fractionsAreExactToTheNanosecond() {
    Instant start = Instant.parse("2026-11-20T10:00:00Z");
    long seconds = SntpBytes.timestamp(start);
    assertEquals(start.plusMillis(500), NtpTime.instant(seconds | 0x8000_0000L));
    assertEquals(start.plusSeconds(1), NtpTime.instant(seconds | 0xffff_ffffL));
    assertEquals(start, NtpTime.instant(seconds | 1));
    assertEquals(start.plusNanos(1), NtpTime.instant(seconds | 4));
  }
}
