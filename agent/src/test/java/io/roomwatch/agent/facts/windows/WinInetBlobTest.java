package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.ProxySettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The hex values are dumps that administrators posted in public; each test says of what. */
class WinInetBlobTest {

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replaceAll("[,\\s\\\\]", ""));
  }

  private static ProxySettings settings(String digits) {
    return WinInetSettings.of(WinInetBlob.parse(hex(digits)).orElseThrow())
        .asOptional()
        .orElseThrow();
  }

  /** Dumped from Internet Options with "127.0.0.1:80" and "bypass for local addresses". */
  @Test
  void aLoopbackProxyWithItsBypassIsRead() {
    ProxySettings settings =
        settings(
            """
            46,00,00,00,51,00,00,00,0b,00,00,00,0c,00,00,00,31,32,37,2e,30,2e,30,2e,31,3a,38,30,07,\\
            00,00,00,3c,6c,6f,63,61,6c,3e,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00
            """);
    assertEquals(Optional.of(new ProxySettings.HostPort("127.0.0.1", 80)), settings.proxy());
    assertEquals(List.of("<local>"), settings.bypass());
    assertTrue(settings.autoDetect());
    assertEquals(Optional.empty(), settings.pacUrl());
  }

  /** Dumped with a proxy and a script at once, flags 7. */
  @Test
  void aProxyAndAPacAddressAreRead() {
    ProxySettings settings =
        settings(
            """
            46,00,00,00,03,00,00,00,07,00,00,00,0e,00,00,00,31,39,32,2e,31,36,38,2e,31,2e,31,3a,38,\\
            30,00,00,00,00,21,00,00,00,68,74,74,70,3a,2f,2f,78,64,75,6f,74,61,69,2e,63,6f,6d,2f,70,\\
            52,73,4f,33,4e,47,52,33,2d,2e,70,61,63,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00,00
            """);
    assertEquals(Optional.of(new ProxySettings.HostPort("192.168.1.1", 80)), settings.proxy());
    assertEquals(Optional.of("http://xduotai.com/pRsO3NGR3-.pac"), settings.pacUrl());
    assertEquals(false, settings.autoDetect());
  }

  /** From a public PowerShell DSC example of "proxy settings per machine" with a script. */
  @Test
  void aPacAddressAloneIsRead() {
    assertEquals(
        Optional.of("http://myproxy.fqdn/proxy.pac"),
        settings(
                "46000000040000000500000000000000000000001D000000687474703A2F2F6D7970726F78792E6671646E"
                    + "2F70726F78792E7061630000000000000000000000000000000000000000000000000000000000000000")
            .pacUrl());
  }

  /** From the same example: Windows' factory setting, auto-detect. */
  @Test
  void autoDetectAloneIsRead() {
    assertEquals(
        new ProxySettings(Optional.empty(), List.of(), Optional.empty(), true),
        settings(
            "4600000002000000090000000000000000000000000000000000000000000000000000000000000000000000"
                + "00000000000000000000"));
  }

  /** The value of WinHTTP on every new Windows: direct. */
  @Test
  void winHttpDirectIsDirect() {
    assertEquals(ProxySettings.DIRECT, settings("1800000000000000010000000000000000000000"));
  }

  @Test
  void aProxyThatIsKeptButSwitchedOffIsNotInForce() {
    assertEquals(
        ProxySettings.DIRECT,
        settings("46000000" + "09000000" + "01000000" + "03000000" + "613a31" + "01000000" + "62"));
  }

  @Test
  void everyTruncationIsDamageOrTheShorterTruthAndNeverThrows() {
    byte[] whole =
        hex("46000000 03000000 07000000 03000000 613a31 02000000 622e 04000000 68747470");
    int damaged = 0;
    for (int length = 0; length < whole.length; length++) {
      Optional<WinInetBlob> blob = WinInetBlob.parse(Arrays.copyOf(whole, length));
      damaged += blob.isEmpty() ? 1 : 0;
      blob.ifPresent(read -> assertEquals("a:1", read.proxy()));
    }
    // Not damaged are those that end with a string: after the proxy, and after the bypass.
    assertEquals(whole.length - 2, damaged);
  }

  @Test
  void lengthsThatPointOutsideAreDamage() {
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 5, 1 << 20}) {
      byte[] bytes =
          ByteBuffer.allocate(20)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(0x46)
              .putInt(1)
              .putInt(3)
              .putInt(length)
              .array();
      assertEquals(Optional.empty(), WinInetBlob.parse(bytes), "length " + length);
    }
  }

  @Test
  void tenMegabytesAreDamageOrIgnoredPadding() {
    byte[] bytes = new byte[10_000_000];
    bytes[8] = 1;
    assertEquals(Optional.of(""), WinInetBlob.parse(bytes).map(WinInetBlob::proxy));
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(12, bytes.length - 16);
    assertEquals(Optional.empty(), WinInetBlob.parse(bytes));
  }

  @Test
  void randomBytesNeverThrow() {
    long seed = 412;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int readable = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      for (int at = 12; at + 4 <= bytes.length && random.nextBoolean(); at += 12) {
        // Small lengths, so that many get through to the strings.
        Arrays.fill(bytes, at + 1, at + 4, (byte) 0);
        bytes[at] &= 7;
      }
      Optional<WinInetBlob> blob = WinInetBlob.parse(bytes);
      readable += blob.isPresent() ? 1 : 0;
      blob.ifPresent(WinInetSettings::of);
    }
    assertTrue(readable > 200, "only " + readable + " got through");
  }
}
