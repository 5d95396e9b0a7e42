package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.dns.DnsBytes.RESPONSE;
import static io.roomwatch.agent.probe.dns.DnsBytes.answering;
import static io.roomwatch.agent.probe.dns.DnsBytes.wire;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.probe.datagram.SntpBytes;
import io.roomwatch.agent.probe.datagram.SntpPacket;
import io.roomwatch.agent.probe.datagram.StunBytes;
import io.roomwatch.agent.probe.datagram.StunMessage;
import io.roomwatch.agent.probe.dns.DnsFindings;
import io.roomwatch.agent.probe.dns.DnsMessage;
import io.roomwatch.agent.probe.dns.DnsQuery;
import io.roomwatch.agent.probe.stamp.StampPacket;
import io.roomwatch.agent.probe.stamp.Tally;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Packets by chance, and good ones spoilt by chance: no parser may throw, hang or take more than
 * its share of time. A failure prints the seed and the packet.
 */
final class ParserFuzzTest {
  private static final int PACKETS = 200_000;

  /** Noisy machine included; one packet takes microseconds. */
  private static final Duration ENOUGH = Duration.ofSeconds(60);

  private static void fuzz(String what, List<byte[]> good, Consumer<byte[]> parser) {
    long seed = new Random().nextLong();
    System.out.println("fuzzing " + what + ", seed " + seed);
    Random random = new Random(seed);
    assertTimeout(
        ENOUGH,
        () -> {
          for (int i = 0; i < PACKETS; i++) {
            byte[] packet = packet(random, good);
            try {
              parser.accept(packet);
            } catch (RuntimeException | Error e) {
              throw new AssertionError(
                  "seed " + seed + " packet " + HexFormat.of().formatHex(packet), e);
            }
          }
        });
  }

  private static byte[] packet(Random random, List<byte[]> good) {
    if (random.nextInt(4) == 0) {
      byte[] noise = new byte[random.nextInt(600)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] packet = good.get(random.nextInt(good.size())).clone();
    int spoilt = random.nextInt(8);
    for (int i = 0; i < spoilt && packet.length > 0; i++) {
      int at = random.nextInt(packet.length);
      switch (random.nextInt(5)) {
        case 0 -> packet[at] = (byte) random.nextInt();
        case 1 -> packet[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> packet[at] = (byte) (0xc0 | random.nextInt(64));
        case 3 -> packet = Arrays.copyOf(packet, random.nextInt(packet.length + 20));
        default -> {
          int from = random.nextInt(packet.length);
          int length = Math.min(packet.length - from, packet.length - at);
          System.arraycopy(packet, from, packet, at, random.nextInt(length + 1));
        }
      }
    }
    return packet;
  }

  @Test
  void dnsMessages() {
    DnsQuery query = new DnsQuery(7, "host.test", DnsProbe.Type.A, true);
    byte[] asked = query.encode();
    byte[] toName = {(byte) 0xc0, 12};
    List<byte[]> good =
        List.of(
            asked,
            answering(asked, RESPONSE).address("host.test", "192.0.2.1").opt(0).build(),
            answering(asked, RESPONSE)
                .record(toName, 1, new byte[4])
                .record(toName, 28, new byte[16])
                .record(toName, 5, toName)
                .build(),
            answering(asked, RESPONSE)
                .alias("host.test", "b.test")
                .alias("b.test", "c.test")
                .alias("c.test", "d.test")
                .service("d.test", 1, 2, 3, wire("e.test"))
                .build());
    fuzz(
        "DNS messages",
        good,
        packet ->
            DnsMessage.read(packet)
                .ifPresent(
                    message -> {
                      boolean answer = query.isAnsweredBy(message);
                      assertTrue(message.answers().size() <= 513 && (answer || !answer));
                      for (DnsProbe.Type type : DnsProbe.Type.values()) {
                        assertNotNull(DnsFindings.of("host.test", type, message.answers()));
                      }
                      assertNotNull(DnsMessage.rcodeName(message.rcode()));
                    }));
  }

  @Test
  void stunMessages() {
    byte[] transaction = "123456789012".getBytes(StandardCharsets.US_ASCII);
    fuzz(
        "STUN messages",
        StunBytes.examples(transaction),
        packet -> assertNotNull(StunMessage.read(packet, transaction)));
  }

  @Test
  void sntpPackets() {
    long cookie = 0x0123456789abcdefL;
    fuzz(
        "SNTP packets",
        SntpBytes.examples(cookie),
        packet -> assertNotNull(SntpPacket.read(packet, cookie)));
  }

  @Test
  void stampPackets() {
    for (StampMode mode :
        List.of(StampMode.unauthenticated(), StampMode.authenticated("roomwatch-test-key"))) {
      StampPacket.Stamp stamp = new StampPacket.Stamp(3, 0xe9db8f80_40000000L, 0x1404);
      byte[] test = StampPacket.test(stamp, mode);
      byte[] answer =
          StampPacket.reflected(
              new StampPacket.Reflected(stamp, stamp.time() + 1, stamp, 255), test, mode);
      fuzz(
          "STAMP packets, " + mode,
          List.of(test, answer, Arrays.copyOf(answer, 200)),
          packet -> {
            assertNotNull(StampPacket.readTest(packet, mode));
            if (StampPacket.readReflected(packet, mode)
                instanceof StampPacket.Good<StampPacket.Reflected>(StampPacket.Reflected read)) {
              assertNotNull(read.held());
              Tally tally = new Tally();
              tally.sent(read.sender().time(), 0);
              assertTrue(tally.heard(read, 1) == (read.sender().sequence() == 0));
              assertNotNull(tally.directions());
            }
          });
    }
  }

  @Test
  void names() {
    List<byte[]> good =
        List.of(
            "zoom.us".getBytes(StandardCharsets.UTF_8),
            "xn--bcher-kva.test.".getBytes(StandardCharsets.UTF_8),
            "bücher.例え.テスト".getBytes(StandardCharsets.UTF_8));
    fuzz(
        "names",
        good,
        bytes -> {
          String name = new String(bytes, StandardCharsets.UTF_8);
          DnsQuery.askable(name)
              .ifPresent(
                  askable -> {
                    byte[] packet = new DnsQuery(1, askable, DnsProbe.Type.A, false).encode();
                    String read = DnsMessage.read(packet).orElseThrow().questions().get(0).name();
                    assertTrue(read.equals(askable), read + " is not " + askable);
                  });
        });
  }
}
