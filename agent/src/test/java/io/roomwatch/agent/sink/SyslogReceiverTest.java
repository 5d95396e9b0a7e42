package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.sink.Ground.Certificate;
import io.roomwatch.agent.sink.Receiver.Attempt;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SyslogReceiverTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:40:00.123456Z");
  private static final int LOCAL0 = 16;

  @Test
  void messageHasEveryFieldOfRfc5424() {
    assertEquals(
        "<130>1 2026-11-20T10:40:00.123Z room-pc roomwatch - FIRING [roomwatch@32473"
            + " key=\"berlin/boardroom-4.12:link.port-filtered\" status=\"firing\""
            + " room=\"Boardroom 4.12\" site=\"berlin\" verdict=\"link.port-filtered\""
            + " layer=\"link\" state=\"failed\" started=\"2026-11-20T10:00:00Z\"]"
            + " [FIRING] Boardroom 4.12 (berlin): "
            + Notices.CAUSE.summary()
            + " | Next: Allow TCP 9090 inbound in the firewall of boardroom-pc."
            + " | Since: 2026-11-20 11:00 Europe/Berlin (10:00 UTC)"
            + " | In the 24 h before: 2026-11-20 10:58 Europe/Berlin (09:58 UTC):"
            + " Firewall rule 'Zoom' was removed <b>&*_ | Seen by: link.peer:boardroom-pc"
            + " | Because of it: link.controllers | On screen: consistent with 2002, 2001"
            + " | Confidence: high | Key: berlin/boardroom-4.12:link.port-filtered"
            + " | https://room.example:10909/",
        text(message(Notices.firing(), 8192)));
  }

  @Test
  void resolvedIsANoticeWithItsEndAndALateOneHasTheTimeItWasDue() {
    try (Ground ground = new Ground(Ground.PATIENT).at(NOW)) {
      String text =
          text(
              SyslogMessage.of(
                  Notices.resolved(),
                  new Attempt(4, Duration.ofMinutes(2)),
                  LOCAL0,
                  ground.surroundings(),
                  8192));
      assertTrue(text.startsWith("<133>1 2026-11-20T10:38:00.123Z "), text);
      assertTrue(text.contains(" RESOLVED [roomwatch@32473 "), text);
      assertTrue(text.contains(" ended=\"2026-11-20T10:37:20Z\"]"), text);
      assertTrue(text.contains("delivered 2 min late"), text);
    }
  }

  @Test
  void structuredDataIsEscapedAndUtf8IsMarked() {
    Notice notice =
        new Notice(
            Notice.Status.FIRING,
            "a\"b\\c]d\ne",
            new Notice.Room("Größe", ""),
            Notices.CAUSE,
            Notices.STARTED,
            Optional.empty(),
            Notices.CONTEXT);
    String text = text(message(notice, 8192));
    assertTrue(text.contains(" key=\"a\\\"b\\\\c\\]d e\" "), text);
    assertTrue(text.contains(" room=\"Größe\" site=\"\" "), text);
    assertTrue(text.contains("] \uFEFF[FIRING] Größe: "), text);
  }

  @Test
  void messageIsCutToItsLimitAndItsDataStaysWhole() {
    for (int max : List.of(480, 1232, 2048)) {
      Notice.Cause cause = Notices.CAUSE;
      Notice wide =
          Notices.of(
              Notice.Status.FIRING,
              new Notice.Cause(
                  cause.id(),
                  cause.layer(),
                  cause.state(),
                  cause.certainty(),
                  "€".repeat(3000),
                  cause.next(),
                  cause.evidence()),
              Notices.CONTEXT);
      byte[] message = message(wide, max);
      assertTrue(message.length <= max && message.length > max - 4, message.length + " of " + max);
      assertTrue(text(message).contains("started=\"2026-11-20T10:00:00Z\"] \uFEFF"), text(message));
      assertTrue(text(message).endsWith("…"), text(message));
    }
  }

  @Test
  void datagramIsTheMessageAndFitsAPacket() throws Exception {
    try (DatagramSocket ear = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Ground ground = new Ground(Ground.PATIENT).at(NOW)) {
      Sink sink = OtherTrials.syslog("127.0.0.1", ear.getLocalPort(), Sink.Transport.UDP);
      Delivery delivery =
          ground.receivers().of(sink).orElseThrow().deliver(Notices.firing(), Notices.FIRST);
      assertInstanceOf(Delivery.Taken.class, delivery);
      DatagramPacket packet = new DatagramPacket(new byte[9000], 9000);
      ear.setSoTimeout(10_000);
      ear.receive(packet);
      assertTrue(packet.getLength() <= 1232);
      String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
      assertTrue(text.startsWith("<26>1 "), text);
    }
  }

  @Test
  void streamCountsItsOctets() throws Exception {
    for (Sink.Transport transport : List.of(Sink.Transport.TCP, Sink.Transport.TLS)) {
      BlockingQueue<byte[]> read = new LinkedBlockingQueue<>();
      try (StreamServer server =
              StreamServer.start(
                  transport == Sink.Transport.TLS
                      ? Optional.of(Certificate.GOOD.context())
                      : Optional.empty(),
                  socket -> read.add(socket.getInputStream().readAllBytes()));
          Ground ground = new Ground(Ground.PATIENT).at(NOW)) {
        Sink sink = OtherTrials.syslog("127.0.0.1", server.port(), transport);
        Delivery delivery =
            ground.receivers().of(sink).orElseThrow().deliver(Notices.firing(), Notices.FIRST);
        assertInstanceOf(Delivery.Taken.class, delivery, delivery.said());
        String text = text(read.poll(10, TimeUnit.SECONDS));
        int blank = text.indexOf(' ');
        assertEquals(text.length() - blank - 1, Integer.parseInt(text.substring(0, blank)), text);
        assertTrue(text.substring(blank + 1).startsWith("<26>1 "), text);
      }
    }
  }

  /** A balancer without servers behind it does this. */
  @Test
  void serverThatClosesAtOnceHasNotTakenIt() throws Exception {
    try (StreamServer server = StreamServer.start(socket -> {});
        Ground ground = new Ground(Ground.PATIENT)) {
      Sink sink = OtherTrials.syslog("127.0.0.1", server.port(), Sink.Transport.TCP);
      Delivery delivery =
          ground.receivers().of(sink).orElseThrow().deliver(Notices.firing(), Notices.FIRST);
      assertInstanceOf(Delivery.Later.class, delivery, delivery.said());
    }
  }

  private static byte[] message(Notice notice, int max) {
    try (Ground ground = new Ground(Ground.PATIENT).at(NOW)) {
      return SyslogMessage.of(notice, Notices.FIRST, LOCAL0, ground.surroundings(), max);
    }
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8);
  }
}
