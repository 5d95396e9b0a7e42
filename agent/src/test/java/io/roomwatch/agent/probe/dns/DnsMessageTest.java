package io.roomwatch.agent.probe.dns;

import static io.roomwatch.agent.probe.dns.DnsBytes.RESPONSE;
import static io.roomwatch.agent.probe.dns.DnsBytes.answering;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.probe.DatagramBench;
import io.roomwatch.agent.probe.DnsProbe;
import java.net.Inet6Address;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reading and writing messages, without a network. */
final class DnsMessageTest {

  private static final byte[] QUERY =
      new DnsQuery(0x1234, "host.test", DnsProbe.Type.A, true).encode();

  private static DnsMessage read(byte[] packet) {
    return DnsMessage.read(packet).orElseThrow();
  }

  // Taken over loopback from dnsmasq 2.90 with --host-record=pixel.test,192.0.2.7,2001:db8::7
  // --cname=room.test,pixel.test --srv-host=_sip._tcp.room.test,pixel.test,5060,10,5.

  /** To a question for AAAA of room.test. */
  private static final String CAPTURED_ALIAS =
      "beef8580000100020000000104726f6f6d047465737400001c0001c00c000500010000003c000c05706978656c"
          + "047465737400c027001c00010000003c001020010db800000000000000000000000700002904d000000000"
          + "0000";

  /** To a question for SRV of _sip._tcp.room.test. */
  private static final String CAPTURED_SERVICE =
      "beef85800001000100000003045f736970045f74637004726f6f6d04746573740000210001c00c002100010000"
          + "003c0012000a000513c405706978656c047465737400c037000100010000003c0004c0000207c037001c00"
          + "010000003c001020010db800000000000000000000000700002904d0000000000000";

  @Test
  void aQueryReadsBackAsItself() {
    DnsMessage message = read(QUERY);
    assertEquals(0x1234, message.id());
    assertFalse(message.response());
    assertEquals(List.of(new DnsMessage.Question("host.test", 1, 1)), message.questions());
    assertEquals(Optional.empty(), message.flaw());
  }

  @Test
  void fewerBytesThanAHeaderAreNoMessage() {
    for (int length = 0; length < 12; length++) {
      assertEquals(Optional.empty(), DnsMessage.read(new byte[length]));
    }
    assertTrue(DnsMessage.read(new byte[12]).isPresent());
  }

  @Test
  void bytesThatAreNoTextAreWrittenAsNumbers() {
    byte[] owner = {6, 'a', '.', '\\', 0, ' ', (byte) 0xff, 1, 'b', 0};
    DnsMessage message = read(answering(QUERY, RESPONSE).record(owner, 1, new byte[4]).build());
    assertEquals("a\\046\\092\\000\\032\\255.b", message.answers().get(0).owner());
  }

  @Test
  void theRootIsADot() {
    DnsMessage message =
        read(answering(QUERY, RESPONSE).record(new byte[] {0}, 1, new byte[4]).build());
    assertEquals(".", message.answers().get(0).owner());
  }

  @Test
  void aMappedAddressStaysAnAddressOfSix() {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    DnsMessage message =
        read(answering(QUERY, RESPONSE).record(new byte[] {0}, 28, mapped).build());
    DnsMessage.Address address =
        assertInstanceOf(DnsMessage.Address.class, message.answers().get(0));
    assertInstanceOf(Inet6Address.class, address.address());
  }

  @Test
  void capturedAnswersAreRead() {
    DnsMessage alias = read(HexFormat.of().parseHex(CAPTURED_ALIAS));
    assertEquals(Optional.empty(), alias.flaw());
    assertEquals(
        List.of(
            new DnsMessage.Alias("room.test", "pixel.test"),
            new DnsMessage.Address("pixel.test", DatagramBench.address("2001:db8::7"))),
        alias.answers());
    DnsMessage service = read(HexFormat.of().parseHex(CAPTURED_SERVICE));
    assertEquals(Optional.empty(), service.flaw());
    assertEquals(
        List.of(new DnsMessage.Service("_sip._tcp.room.test", 10, 5, 5060, "pixel.test")),
        service.answers());
  }

  @Test
  void recordsOfOtherTypesAndClassesAreSkipped() {
    byte[] chaos = {0, 0, 1, 0, 3, 0, 0, 0, 0, 0, 2, 9, 9};
    DnsMessage message =
        read(
            answering(QUERY, RESPONSE)
                .record(new byte[] {0}, 99, new byte[7])
                .raw(chaos)
                .address("host.test", "192.0.2.1")
                .claiming(1, 3, 0, 0)
                .build());
    assertEquals(Optional.empty(), message.flaw());
    assertEquals(1, message.answers().size());
  }

  @Test
  void noMoreThanFiveHundredAnswersAreTaken() {
    DnsBytes message = answering(QUERY, RESPONSE);
    IntStream.range(0, 600)
        .forEach(i -> message.record(new byte[] {(byte) 0xc0, 12}, 1, new byte[4]));
    assertEquals(Optional.of("more than 512 answers"), read(message.build()).flaw());
  }

  @Test
  void aLongChainOfPointersIsCutShort() {
    DnsBytes message = answering(QUERY, RESPONSE);
    // Each points at the one before; the first at the question's name.
    byte[] chain = new byte[400];
    int base = 12 + 11 + 4 + 1 + 10;
    for (int i = 0; i < 200; i++) {
      int target = i == 0 ? 12 : base + 2 * (i - 1);
      chain[2 * i] = (byte) (0xc0 | target >> 8);
      chain[2 * i + 1] = (byte) target;
    }
    int last = base + 398;
    byte[] owner = {(byte) (0xc0 | last >> 8), (byte) last};
    message.record(new byte[] {0}, 99, chain).record(owner, 1, new byte[4]);
    assertEquals(
        Optional.of("compression pointers that lead nowhere"), read(message.build()).flaw());
  }

  @Test
  void codesHaveTheirRegisteredNames() {
    List<String> low =
        List.of(
            "NOERROR",
            "FORMERR",
            "SERVFAIL",
            "NXDOMAIN",
            "NOTIMP",
            "REFUSED",
            "YXDOMAIN",
            "YXRRSET",
            "NXRRSET",
            "NOTAUTH",
            "NOTZONE",
            "DSOTYPENI");
    assertEquals(low, IntStream.range(0, 12).mapToObj(DnsMessage::rcodeName).toList());
    List<String> high =
        List.of(
            "BADVERS",
            "BADKEY",
            "BADTIME",
            "BADMODE",
            "BADNAME",
            "BADALG",
            "BADTRUNC",
            "BADCOOKIE");
    assertEquals(high, IntStream.range(16, 24).mapToObj(DnsMessage::rcodeName).toList());
    assertEquals("RCODE12", DnsMessage.rcodeName(12));
    assertEquals("RCODE4095", DnsMessage.rcodeName(4095));
  }

  @Test
  void namesAreCheckedBeforeTheyAreAskedFor() {
    assertEquals(Optional.of("."), DnsQuery.askable("."));
    assertEquals(Optional.of("zoom.us"), DnsQuery.askable("zoom.us."));
    assertEquals(Optional.of("_sip._tcp.zoom.us"), DnsQuery.askable("_sip._tcp.zoom.us"));
    String longest = ("a".repeat(63) + ".").repeat(3) + "b".repeat(61);
    assertEquals(253, longest.length());
    assertEquals(Optional.of(longest), DnsQuery.askable(longest));
    assertEquals(Optional.empty(), DnsQuery.askable(longest + "b"));
    for (String bad : List.of("", " ", ".a", "a..b", "a.b..", "a\\.b", "a\u0000b", "a b")) {
      assertEquals(Optional.empty(), DnsQuery.askable(bad), bad);
    }
    DnsQuery query = new DnsQuery(1, longest, DnsProbe.Type.AAAA, false);
    assertEquals(longest, read(query.encode()).questions().get(0).name());
    assertEquals(12 + 255 + 4, query.encode().length);
    assertEquals(12 + 1 + 4, new DnsQuery(1, ".", DnsProbe.Type.A, false).encode().length);
  }
}
