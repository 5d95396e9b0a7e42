package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.DatagramBench.FOUR;
import static io.roomwatch.agent.probe.DatagramBench.SIX;
import static io.roomwatch.agent.probe.DatagramBench.address;
import static io.roomwatch.agent.probe.DatagramBench.assertEndsAt;
import static io.roomwatch.agent.probe.DatagramBench.assertPhases;
import static io.roomwatch.agent.probe.DatagramBench.closedPort;
import static io.roomwatch.agent.probe.DatagramBench.get;
import static io.roomwatch.agent.probe.dns.DnsBytes.RESPONSE;
import static io.roomwatch.agent.probe.dns.DnsBytes.answering;
import static io.roomwatch.agent.probe.dns.DnsBytes.wire;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.dns.DnsBytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DnsProbeTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final DatagramBench bench = new DatagramBench();
  private final DnsProbe probe = new DnsProbe(bench.network, new Random(42));

  @AfterEach
  void close() {
    bench.close();
  }

  private DnsProbe.Result ask(
      InetSocketAddress resolver, String name, DnsProbe.Type type, Duration deadline) {
    return get(probe.run(new DnsProbe.Spec(resolver, name, type, deadline)));
  }

  /** One question of type A for host.test to a server that answers every request like that. */
  private DnsProbe.Result askOnce(Function<byte[], DnsBytes> answer) {
    return askOnce(DnsProbe.Type.A, answer);
  }

  private DnsProbe.Result askOnce(DnsProbe.Type type, Function<byte[], DnsBytes> answer) {
    try (DatagramServer server =
        new DatagramServer(FOUR, (request, n) -> List.of(answer.apply(request).build()))) {
      return ask(server.address(), "host.test", type, LONG);
    }
  }

  @Test
  void findsAddressesByBothProtocols() {
    for (InetAddress loopback : List.of(FOUR, SIX)) {
      try (DatagramServer server =
          new DatagramServer(
              loopback,
              (request, n) ->
                  List.of(
                      answering(request, RESPONSE)
                          .address("host.test", "192.0.2.1")
                          .address("HOST.test", "192.0.2.2")
                          .build()))) {
        DnsProbe.Result result = ask(server.address(), "host.test", DnsProbe.Type.A, LONG);
        assertEquals(Reason.OK, result.outcome().reason(), result.toString());
        assertEquals("NOERROR", result.rcode());
        assertEquals(List.of(address("192.0.2.1"), address("192.0.2.2")), result.addresses());
        assertEquals(List.of(), result.services());
        assertFalse(result.overTcp());
        assertPhases(result.outcome(), Phase.FIRST_BYTE);
        assertEquals(1, server.requests().size());
      }
    }
  }

  @Test
  void findsAddressesOfSix() {
    DnsProbe.Result result =
        askOnce(
            DnsProbe.Type.AAAA,
            query -> answering(query, RESPONSE).address("host.test", "2001:db8::7"));
    assertEquals(List.of(address("2001:db8::7")), result.addresses());
  }

  @Test
  void servicesComeInTheOrderInWhichTheyAreTried() {
    DnsProbe.Result result =
        askOnce(
            DnsProbe.Type.SRV,
            query ->
                answering(query, RESPONSE)
                    .service("host.test", 20, 0, 5060, wire("c.test"))
                    .service("host.test", 10, 1, 5061, wire("b.test"))
                    // Compressed, although RFC 2782 forbids it: "a", then the question's "test".
                    .service("host.test", 10, 9, 5062, new byte[] {1, 'a', (byte) 0xc0, 17}));
    assertEquals(
        List.of("10 9 5062 a.test", "10 1 5061 b.test", "20 0 5060 c.test"), result.services());
    assertEquals("3 SRV", result.outcome().detail());
  }

  @Test
  void aliasesAreFollowedInAnyOrderAndOtherNamesAreNotBelieved() {
    DnsProbe.Result result =
        askOnce(
            query ->
                answering(query, RESPONSE)
                    .address("evil.test", "192.0.2.66")
                    .address("c.test", "192.0.2.3")
                    .alias("B.test", "c.test")
                    .alias("host.test", "b.TEST")
                    .address("host.test", "192.0.2.67"));
    assertEquals(Reason.OK, result.outcome().reason());
    assertEquals(List.of(address("192.0.2.3")), result.addresses());
    assertEquals("1 A, alias of c.test", result.outcome().detail());
  }

  @Test
  void aliasesInACircleAreAnError() {
    DnsProbe.Result result =
        askOnce(
            query ->
                answering(query, RESPONSE)
                    .alias("host.test", "b.test")
                    .alias("b.test", "host.test"));
    assertEquals(Reason.ERROR, result.outcome().reason());
    assertTrue(result.outcome().detail().contains("circle"), result.outcome().detail());
    assertEquals(List.of(), result.addresses());
  }

  @Test
  void anAliasOfItselfIsAnError() {
    DnsProbe.Result result =
        askOnce(query -> answering(query, RESPONSE).alias("host.test", "HOST.test"));
    assertEquals(Reason.ERROR, result.outcome().reason());
  }

  @Test
  void aNameWithoutSuchRecordsIsNoFailure() {
    DnsProbe.Result plain = askOnce(query -> answering(query, RESPONSE));
    assertEquals(Reason.OK, plain.outcome().reason());
    assertEquals("NOERROR", plain.rcode());
    assertEquals("NODATA: no A record", plain.outcome().detail());
    DnsProbe.Result alias =
        askOnce(query -> answering(query, RESPONSE).alias("host.test", "b.test"));
    assertEquals("NODATA: no A record, alias of b.test", alias.outcome().detail());
  }

  @Test
  void recordsOfAnotherTypeAreNoAnswer() {
    DnsProbe.Result result =
        askOnce(
            query ->
                answering(query, RESPONSE)
                    .address("host.test", "2001:db8::1")
                    .service("host.test", 1, 1, 1, wire("a.test")));
    assertEquals(List.of(), result.addresses());
    assertEquals(List.of(), result.services());
  }

  @Test
  void aMissingNameIsNotReportedAsAFailingServer() {
    DnsProbe.Result result = askOnce(query -> answering(query, RESPONSE | 3));
    assertEquals(Reason.DNS_NXDOMAIN, result.outcome().reason());
    assertEquals("NXDOMAIN", result.rcode());
  }

  @Test
  void otherCodesFailByName() {
    List<String> names =
        List.of("SERVFAIL", "REFUSED", "YXDOMAIN", "NOTAUTH", "DSOTYPENI", "RCODE15");
    List<Integer> codes = List.of(2, 5, 6, 9, 11, 15);
    for (int i = 0; i < names.size(); i++) {
      int code = codes.get(i);
      DnsProbe.Result result = askOnce(query -> answering(query, RESPONSE | code));
      assertEquals(Reason.DNS_SERVFAIL, result.outcome().reason());
      assertEquals(names.get(i), result.rcode());
      assertEquals(names.get(i), result.outcome().detail());
    }
  }

  @Test
  void anExtendedCodeIsReadFromTheOptRecord() {
    DnsProbe.Result result = askOnce(query -> answering(query, RESPONSE | 7).opt(1));
    assertEquals("BADCOOKIE", result.rcode());
  }

  @Test
  void aCodeWithoutTheQuestionCounts() {
    DnsProbe.Result result = askOnce(query -> DnsBytes.headerOnly(query, RESPONSE | 5));
    assertEquals("REFUSED", result.rcode());
  }

  @Test
  void theFirstQuestionHasEdnsOfThatSizeAndRepeatsHaveNone() {
    try (DatagramServer server = DatagramServer.silent(FOUR)) {
      ask(server.address(), "host.test.", DnsProbe.Type.A, SHORT);
      List<byte[]> requests = server.requests();
      assertEquals(2, requests.size());
      byte[] first = requests.get(0);
      int end = DnsBytes.questionEnd(first);
      assertEquals(1, first[2], "recursion desired and nothing else");
      assertEquals(0, first[3]);
      assertEquals("04686f73740474657374000001" + "0001", hex(first, 12, end));
      assertEquals("00002904d0000000000000", hex(first, end, first.length));
      assertFalse(DnsBytes.hasEdns(requests.get(1)));
      assertNotEquals(DnsBytes.id(first), DnsBytes.id(requests.get(1)));
    }
  }

  private static String hex(byte[] bytes, int from, int to) {
    return HexFormat.of().formatHex(bytes, from, to);
  }

  @Test
  void everyRunHasItsOwnPortAndId() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR, (request, n) -> List.of(answering(request, RESPONSE | 3).build()))) {
      for (int i = 0; i < 40; i++) {
        ask(server.address(), "host.test", DnsProbe.Type.A, LONG);
      }
      assertTrue(new HashSet<>(server.clients()).size() > 35, "ports are reused");
      long ids = server.requests().stream().map(DnsBytes::id).distinct().count();
      assertTrue(ids > 35, "ids are reused");
    }
  }

  @Test
  void aServerThatKnowsNoEdnsIsAskedAtOnceWithoutIt() {
    for (int code : List.of(1, 4)) {
      for (boolean withQuestion : List.of(true, false)) {
        try (DatagramServer server =
            new DatagramServer(
                FOUR,
                (request, n) -> {
                  DnsBytes refusal =
                      withQuestion
                          ? answering(request, RESPONSE | code)
                          : DnsBytes.headerOnly(request, RESPONSE | code);
                  byte[] found =
                      answering(request, RESPONSE).address("host.test", "192.0.2.1").build();
                  return List.of(DnsBytes.hasEdns(request) ? refusal.build() : found);
                })) {
          DnsProbe.Result result = ask(server.address(), "host.test", DnsProbe.Type.A, LONG);
          assertEquals(List.of(address("192.0.2.1")), result.addresses());
          assertEquals(2, server.requests().size());
          assertTrue(result.outcome().took().compareTo(Duration.ofMillis(900)) < 0);
        }
      }
    }
  }

  @Test
  void aServerThatKnowsNothingAtAllIsNotAskedForEver() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR, (request, n) -> List.of(DnsBytes.headerOnly(request, RESPONSE | 1).build()))) {
      DnsProbe.Result result = ask(server.address(), "host.test", DnsProbe.Type.A, LONG);
      assertEquals(Reason.DNS_SERVFAIL, result.outcome().reason());
      assertEquals("FORMERR", result.rcode());
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void aBoxThatDropsEdnsDoesNotLookLikeADeadResolver() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) ->
                DnsBytes.hasEdns(request)
                    ? List.of()
                    : List.of(
                        answering(request, RESPONSE).address("host.test", "192.0.2.1").build()))) {
      DnsProbe.Result result =
          ask(server.address(), "host.test", DnsProbe.Type.A, Duration.ofSeconds(2));
      assertEquals(Reason.OK, result.outcome().reason(), result.toString());
    }
  }

  @Test
  void aLateAnswerToTheFirstQuestionCountsAfterTheRepeat() {
    byte[][] first = new byte[1][];
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) -> {
              if (n == 0) {
                first[0] = request;
                return List.of();
              }
              return List.of(
                  answering(first[0], RESPONSE).address("host.test", "192.0.2.1").build());
            })) {
      DnsProbe.Result result =
          ask(server.address(), "host.test", DnsProbe.Type.A, Duration.ofSeconds(2));
      assertEquals(Reason.OK, result.outcome().reason(), result.toString());
    }
  }

  @Test
  void silenceIsATimeoutAtTheDeadline() {
    for (InetAddress loopback : List.of(FOUR, SIX)) {
      try (DatagramServer server = DatagramServer.silent(loopback)) {
        assertEndsAt(
            SHORT,
            () -> {
              DnsProbe.Result result = ask(server.address(), "host.test", DnsProbe.Type.A, SHORT);
              assertEquals(Reason.DNS_TIMEOUT, result.outcome().reason(), result.toString());
              assertEquals("none", result.rcode());
              assertPhases(result.outcome(), Phase.FIRST_BYTE);
              return result.outcome();
            });
      }
    }
  }

  @Test
  void closedPortIsNotReportedAsATimeout() {
    for (InetAddress loopback : List.of(FOUR, SIX)) {
      DnsProbe.Result result = ask(closedPort(loopback), "host.test", DnsProbe.Type.A, LONG);
      assertEquals(Reason.REFUSED, result.outcome().reason(), result.toString());
      assertEquals("none", result.rcode());
      assertTrue(result.outcome().took().compareTo(Duration.ofSeconds(5)) < 0);
    }
  }

  @Test
  void aNameThatCannotBeAskedForIsSaidAndNothingIsSent() {
    try (DatagramServer server = DatagramServer.silent(FOUR)) {
      for (String name :
          List.of("", "..", "a..b", "a b.test", "x".repeat(64) + ".test", "a.".repeat(130))) {
        DnsProbe.Result result = ask(server.address(), name, DnsProbe.Type.A, LONG);
        assertEquals(Reason.ERROR, result.outcome().reason(), name);
        assertEquals("none", result.rcode());
      }
      assertEquals(0, server.requests().size());
    }
  }

  @Test
  void anInternationalNameIsAskedForInAscii() {
    try (DatagramServer server = DatagramServer.silent(FOUR)) {
      ask(server.address(), "bücher.test", DnsProbe.Type.A, SHORT);
      byte[] first = server.requests().get(0);
      String name = new String(first, 13, 13, StandardCharsets.US_ASCII);
      assertEquals("xn--bcher-kva", name);
    }
  }

  @Test
  void completesOnTheEventLoop() {
    try (DatagramServer server = DatagramServer.silent(FOUR)) {
      for (String name : List.of("host.test", "a..b")) {
        CompletableFuture<Boolean> onLoop =
            CompletableFuture.completedFuture(
                    new DnsProbe.Spec(server.address(), name, DnsProbe.Type.A, SHORT))
                // Attached on the loop: here it might come after the end, and run on this thread.
                .thenComposeAsync(
                    spec -> probe.run(spec).thenApply(result -> bench.network.loop().inEventLoop()),
                    bench.network.loop());
        assertTrue(get(onLoop));
      }
    }
  }
}
