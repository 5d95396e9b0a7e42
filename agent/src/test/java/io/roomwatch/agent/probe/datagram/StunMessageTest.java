package io.roomwatch.agent.probe.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.roomwatch.agent.probe.DatagramBench;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Messages that others wrote. */
final class StunMessageTest {

  /** RFC 5769 section 2.2. */
  private static final String VECTOR_FOUR =
      "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
          + "002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
          + "80280004c07d4c96";

  /** RFC 5769 section 2.3. */
  private static final String VECTOR_SIX =
      "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
          + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf1"
          + "1784c97c8292c275bfe3ed4180280004c8fb0b4c";

  /** Taken over loopback from coturn 4.6.1: three kinds of addresses and a name. */
  private static final String CAPTURED =
      "010100482112a4429b65a220272c49014082679d002000080001e1455e12a44300010008"
          + "0001c0577f000001802b000800015bb67f000001802c000800015bb77f00000180220014"
          + "436f7475726e2d342e362e312027476f72737427";

  private static StunMessage.Reply read(byte[] packet) {
    return StunMessage.read(packet, Arrays.copyOfRange(packet, 8, 20));
  }

  private static InetSocketAddress mapped(String hex) {
    return assertInstanceOf(StunMessage.Mapped.class, read(HexFormat.of().parseHex(hex))).address();
  }

  @Test
  void thePublishedVectorsAreRead() {
    assertEquals(
        new InetSocketAddress(DatagramBench.address("192.0.2.1"), 32_853), mapped(VECTOR_FOUR));
    assertEquals(
        new InetSocketAddress(
            DatagramBench.address("2001:db8:1234:5678:11:2233:4455:6677"), 32_853),
        mapped(VECTOR_SIX));
  }

  @Test
  void aCapturedAnswerIsRead() {
    assertEquals(
        new InetSocketAddress(DatagramBench.address("127.0.0.1"), 49_239), mapped(CAPTURED));
  }

  @Test
  void anyChangedBitOfAFingerprintedMessageIsNoticed() {
    byte[] good = HexFormat.of().parseHex(VECTOR_FOUR);
    byte[] transaction = Arrays.copyOfRange(good, 8, 20);
    int integrity = 48; // Behind it a changed length can hide the fingerprint in another attribute.
    for (int bit = 0; bit < integrity * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      StunMessage.Reply reply = StunMessage.read(bad, transaction);
      assertFalse(reply instanceof StunMessage.Mapped, "bit " + bit + ": " + reply);
    }
  }
}
