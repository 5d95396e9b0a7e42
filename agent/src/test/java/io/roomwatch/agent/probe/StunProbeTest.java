package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.DatagramBench.FOUR;
import static io.roomwatch.agent.probe.DatagramBench.SIX;
import static io.roomwatch.agent.probe.DatagramBench.address;
import static io.roomwatch.agent.probe.DatagramBench.assertEndsAt;
import static io.roomwatch.agent.probe.DatagramBench.assertLeavesNoFileOpen;
import static io.roomwatch.agent.probe.DatagramBench.assertPhases;
import static io.roomwatch.agent.probe.DatagramBench.closedPort;
import static io.roomwatch.agent.probe.DatagramBench.get;
import static io.roomwatch.agent.probe.DatagramBench.target;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.datagram.StunBytes;
import io.roomwatch.agent.probe.datagram.StunMessage;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StunProbeTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration BRIEF = Duration.ofMillis(60);
  private static final InetSocketAddress SEEN_FOUR =
      new InetSocketAddress(address("203.0.113.9"), 40_001);
  private static final InetSocketAddress SEEN_SIX =
      new InetSocketAddress(address("2001:db8::9"), 40_002);

  private final DatagramBench bench = new DatagramBench();
  private final StunProbe probe = new StunProbe(bench.network, new Random(42));

  @AfterEach
  void close() {
    bench.close();
  }

  private StunProbe.Result ask(Target target, Duration deadline) {
    return get(probe.run(new StunProbe.Spec(target, deadline)));
  }

  /** Asks a server that answers every request with what is made of its transaction. */
  private StunProbe.Result ask(Duration deadline, Function<byte[], byte[]> answer) {
    try (DatagramServer server =
        new DatagramServer(
            FOUR, (request, n) -> List.of(answer.apply(StunBytes.transaction(request))))) {
      return ask(server.target(), deadline);
    }
  }

  /** With a deadline so near that a busy machine may miss it: then again. */
  private StunProbe.Result askBriefly(Function<byte[], byte[]> answer) {
    StunProbe.Result result = ask(BRIEF, answer);
    for (int i = 0; i < 10 && result.outcome().reason() == Reason.NO_ANSWER; i++) {
      result = ask(BRIEF.multipliedBy(i + 1), answer);
    }
    return result;
  }

  private static StunBytes success(byte[] transaction) {
    return new StunBytes(StunBytes.SUCCESS, transaction);
  }

  @Test
  void theMappedAddressIsFoundByBothProtocols() {
    for (InetAddress loopback : List.of(FOUR, SIX)) {
      try (DatagramServer server =
          new DatagramServer(
              loopback,
              (request, n) ->
                  List.of(
                      success(StunBytes.transaction(request))
                          .xorMapped(loopback.equals(FOUR) ? SEEN_FOUR : SEEN_SIX)
                          .buildWithFingerprint()))) {
        StunProbe.Result result = ask(server.target(), LONG);
        assertEquals(Reason.OK, result.outcome().reason(), result.toString());
        assertEquals(Optional.of(loopback.equals(FOUR) ? SEEN_FOUR : SEEN_SIX), result.mapped());
        assertPhases(result.outcome(), Phase.FIRST_BYTE);
      }
    }
  }

  @Test
  void aPlainMappedAddressServesWhenThereIsNoOther() {
    assertEquals(
        Optional.of(SEEN_FOUR),
        ask(LONG, transaction -> success(transaction).mapped(SEEN_FOUR).build()).mapped());
    assertEquals(
        Optional.of(SEEN_SIX),
        ask(LONG, transaction -> success(transaction).mapped(SEEN_FOUR).xorMapped(SEEN_SIX).build())
            .mapped());
  }

  @Test
  void unknownAttributesAreSkippedWhateverTheirPadding() {
    for (int length = 0; length < 9; length++) {
      byte[] value = new byte[length];
      assertEquals(
          Optional.of(SEEN_FOUR),
          ask(
                  LONG,
                  transaction ->
                      success(transaction)
                          .attribute(0x8022, value)
                          .attribute(0x0004, value)
                          .xorMapped(SEEN_FOUR)
                          .xorMapped(SEEN_SIX)
                          .attribute(0x802b, value)
                          .buildWithFingerprint())
              .mapped());
    }
  }

  @Test
  void theRequestIsTwentyEightBytesWithItsFingerprint() {
    Set<String> transactions = new HashSet<>();
    try (DatagramServer server = DatagramServer.silent(FOUR)) {
      for (int i = 0; i < 3; i++) {
        ask(server.target(), SHORT);
      }
      for (byte[] request : server.requests()) {
        assertEquals(28, request.length);
        assertEquals("000100082112a442", HexFormat.of().formatHex(request, 0, 8));
        assertEquals("80280004", HexFormat.of().formatHex(request, 20, 24));
        CRC32 crc = new CRC32();
        crc.update(request, 0, 20);
        String mark = HexFormat.of().toHexDigits((int) crc.getValue() ^ 0x5354554e);
        assertEquals(mark, HexFormat.of().formatHex(request, 24, 28));
        transactions.add(HexFormat.of().formatHex(request, 8, 20));
      }
    }
    assertEquals(3, transactions.size());
  }

  @Test
  void theSameRequestIsRepeatedAfterHalfASecondAndThenTwiceAsLate() {
    List<Long> arrivals = new CopyOnWriteArrayList<>();
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) -> {
              arrivals.add(System.nanoTime());
              return n < 2
                  ? List.of()
                  : List.of(success(StunBytes.transaction(request)).xorMapped(SEEN_FOUR).build());
            })) {
      StunProbe.Result result = ask(server.target(), LONG);
      assertEquals(Reason.OK, result.outcome().reason());
      assertEquals(3, server.requests().size());
      assertArrayEquals(server.requests().get(0), server.requests().get(2));
      assertEquals(1, new HashSet<>(server.clients()).size());
      List<Long> gaps = new ArrayList<>();
      for (int i = 1; i < 3; i++) {
        gaps.add((arrivals.get(i) - arrivals.get(i - 1)) / 1_000_000);
      }
      assertTrue(gaps.get(0) >= 490 && gaps.get(0) < 900, gaps.toString());
      assertTrue(gaps.get(1) >= 990 && gaps.get(1) < 1400, gaps.toString());
    }
  }

  @Test
  void anErrorResponseIsSaidWithItsCode() {
    StunProbe.Result result =
        ask(
            LONG,
            transaction ->
                new StunBytes(StunBytes.ERROR, transaction)
                    .error(401, "Unauthorized\r\nrealm \u202e\u0007!")
                    .buildWithFingerprint());
    assertEquals(Reason.ERROR, result.outcome().reason());
    assertEquals("STUN error 401 Unauthorized  realm  !", result.outcome().detail());
    assertEquals(Optional.empty(), result.mapped());
    StunProbe.Result wordy =
        ask(
            LONG,
            transaction ->
                new StunBytes(StunBytes.ERROR, transaction).error(500, "x".repeat(700)).build());
    assertTrue(wordy.outcome().detail().length() < 160, wordy.outcome().detail());
  }

  @Test
  void answersThatCannotBeUnderstoodAreErrorsAtOnce() {
    List<Function<byte[], byte[]>> lies =
        List.of(
            t -> success(t).xorMapped(SEEN_FOUR).build(8),
            t -> success(t).xorMapped(SEEN_FOUR).build(16),
            t -> success(t).xorMapped(SEEN_FOUR).build(65_532),
            t -> success(t).attribute(0x0020, 65_535, new byte[8]).build(),
            t -> success(t).attribute(0x0020, 9, new byte[8]).build(),
            t -> success(t).attribute(0x0020, new byte[] {0, 2, 0, 0, 1, 2, 3, 4}).build(),
            t -> success(t).attribute(0x0020, new byte[] {0, 7, 0, 0, 1, 2, 3, 4}).build(),
            t -> success(t).attribute(0x0020, new byte[0]).build(),
            t -> success(t).build(),
            t -> success(t).xorMapped(SEEN_FOUR).attribute(0x8028, new byte[4]).build(),
            t -> success(t).attribute(0x8028, new byte[5]).xorMapped(SEEN_FOUR).build(),
            t -> new StunBytes(StunBytes.ERROR, t).build(),
            t -> new StunBytes(StunBytes.ERROR, t).attribute(0x0009, new byte[2]).build(),
            t -> new StunBytes(StunBytes.ERROR, t).attribute(0x0009, new byte[4]).build());
    for (int i = 0; i < lies.size(); i++) {
      StunProbe.Result result = ask(LONG, lies.get(i));
      assertEquals(Reason.ERROR, result.outcome().reason(), i + ": " + result);
      assertTrue(
          result.outcome().detail().startsWith("STUN answer not understood: "), i + ": " + result);
      assertEquals(Optional.empty(), result.mapped());
    }
  }

  @Test
  void strayPacketsAreNotTheAnswerNorSilence() {
    byte[] other = new byte[12];
    List<Function<byte[], byte[]>> strays =
        List.of(
            StunMessage::request,
            t -> new byte[0],
            t -> new byte[19],
            t -> new byte[3000],
            t -> success(other).xorMapped(SEEN_FOUR).build(),
            t -> new StunBytes(0x0102, t).xorMapped(SEEN_FOUR).build(),
            t -> new StunBytes(0x0011, t).xorMapped(SEEN_FOUR).build(),
            t -> new StunBytes(0x8101, t).xorMapped(SEEN_FOUR).build(),
            t -> {
              byte[] withoutCookie = success(t).xorMapped(SEEN_FOUR).build();
              withoutCookie[4] = 0;
              return withoutCookie;
            });
    for (int i = 0; i < strays.size(); i++) {
      StunProbe.Result result = askBriefly(strays.get(i));
      assertEquals(Reason.ERROR, result.outcome().reason(), i + ": " + result);
      assertTrue(result.outcome().took().compareTo(BRIEF) >= 0, "decided by a stray");
      assertTrue(result.outcome().detail().contains("datagram(s) came back"), i + ": " + result);
    }
  }

  @Test
  void anAnswerFromAnotherAddressIsIgnored() throws IOException {
    try (DatagramSocket other = new DatagramSocket(0, address("127.0.0.2"));
        DatagramServer server = DatagramServer.silent(FOUR)) {
      CompletableFuture<StunProbe.Result> result =
          probe.run(new StunProbe.Spec(server.target(), SHORT));
      Awaitility.await().until(() -> !server.requests().isEmpty());
      byte[] forged =
          success(StunBytes.transaction(server.requests().get(0))).xorMapped(SEEN_FOUR).build();
      other.send(new DatagramPacket(forged, forged.length, server.clients().get(0)));
      assertEquals(Reason.NO_ANSWER, get(result).outcome().reason());
    }
  }

  @Test
  void anAnswerBehindStraysIsFound() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) ->
                List.of(
                    new byte[0],
                    request,
                    success(new byte[12]).xorMapped(SEEN_SIX).build(),
                    success(StunBytes.transaction(request)).xorMapped(SEEN_FOUR).build()))) {
      assertEquals(Optional.of(SEEN_FOUR), ask(server.target(), LONG).mapped());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void silenceIsNoAnswerAtTheDeadline() {
    for (InetAddress loopback : List.of(FOUR, SIX)) {
      try (DatagramServer server = DatagramServer.silent(loopback)) {
        assertEndsAt(
            SHORT,
            () -> {
              StunProbe.Result result = ask(server.target(), SHORT);
              assertEquals(Reason.NO_ANSWER, result.outcome().reason(), result.toString());
              assertPhases(result.outcome(), Phase.FIRST_BYTE);
              return result.outcome();
            });
      }
    }
  }

  @Test
  void closedPortIsNotReportedAsSilence() {
    for (InetAddress loopback : List.of(FOUR, SIX)) {
      StunProbe.Result result = ask(target(closedPort(loopback)), LONG);
      assertEquals(Reason.REFUSED, result.outcome().reason(), result.toString());
      assertTrue(result.outcome().took().compareTo(Duration.ofSeconds(5)) < 0);
    }
  }

  @Test
  void aNameIsResolvedInAPhaseOfItsOwn() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) ->
                List.of(success(StunBytes.transaction(request)).xorMapped(SEEN_FOUR).build()))) {
      StunProbe.Result result = ask(new Target("localhost", server.address().getPort()), LONG);
      assertEquals(Reason.OK, result.outcome().reason(), result.toString());
      assertPhases(result.outcome(), Phase.RESOLVE, Phase.FIRST_BYTE);
    }
  }

  @Test
  void noFileStaysOpenWhateverHappens() {
    Duration brief = Duration.ofMillis(20);
    InetSocketAddress closed = closedPort(SIX);
    try (DatagramServer good =
            new DatagramServer(
                SIX,
                (request, n) ->
                    List.of(success(StunBytes.transaction(request)).xorMapped(SEEN_SIX).build()));
        DatagramServer echo = new DatagramServer(FOUR, (request, n) -> List.of(request, request))) {
      assertLeavesNoFileOpen(
          () -> {
            ask(good.target(), LONG);
            ask(echo.target(), brief);
            ask(target(closed), LONG);
          });
    }
  }
}
