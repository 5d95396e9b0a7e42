package io.roomwatch.agent.facts.linux;

import static io.roomwatch.agent.facts.Fixture.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.linux.ProcSockets.Row;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ProcSocketsTest {

  private static List<Row> rows(String table) {
    return Fixture.text("linux/namespace/" + table)
        .lines()
        .flatMap(line -> ProcSockets.row(line, ByteOrder.LITTLE_ENDIAN).stream())
        .toList();
  }

  private static TcpSocket socket(TcpSocket.State state, String local, int port) {
    return new TcpSocket(
        state, new InetSocketAddress(ip(local), port), Optional.empty(), OptionalLong.empty());
  }

  private static TcpSocket socket(
      TcpSocket.State state, String local, int port, String remote, int remotePort) {
    return new TcpSocket(
        state,
        new InetSocketAddress(ip(local), port),
        Optional.of(new InetSocketAddress(ip(remote), remotePort)),
        OptionalLong.empty());
  }

  @Test
  void listenersAndConnectionsAreToldApart() {
    List<Row> rows = rows("tcp");
    assertEquals(5, rows.size());
    assertEquals(socket(TcpSocket.State.LISTEN, "0.0.0.0", 9090), rows.get(0).socket());
    assertEquals(118115, rows.get(0).inode());
    assertEquals(socket(TcpSocket.State.LISTEN, "127.0.0.1", 5590), rows.get(1).socket());
    assertEquals(
        socket(TcpSocket.State.ESTABLISHED, "10.77.0.1", 9090, "10.77.0.1", 0xA1B2),
        rows.get(3).socket());
  }

  @Test
  void connectionOfNoProcessHasInodeZero() {
    assertEquals(0, rows("tcp").get(3).inode());
  }

  @Test
  void ipv4ThroughIpv6ListenerIsIpv4() {
    List<Row> rows = rows("tcp6");
    assertEquals(socket(TcpSocket.State.LISTEN, "::", 9091), rows.get(0).socket());
    assertEquals(
        socket(TcpSocket.State.ESTABLISHED, "fd77::1", 9091, "fd77::1", 0xC99E),
        rows.get(2).socket());
    assertEquals(
        socket(TcpSocket.State.ESTABLISHED, "10.77.0.1", 9091, "10.77.0.1", 0xEC10),
        rows.get(3).socket());
  }

  @Test
  void headerAndCutLinesAreLeftOut() {
    assertTrue(
        ProcSockets.row("  sl  local_address rem_address   st", ByteOrder.LITTLE_ENDIAN).isEmpty());
    assertTrue(
        ProcSockets.row("   0: 00000000:2382 00000000:0000 0A 0000", ByteOrder.LITTLE_ENDIAN)
            .isEmpty());
  }

  @Test
  void onlySocketLinksHaveInodes() {
    assertEquals(118115, ProcSockets.inode("socket:[118115]"));
    assertEquals(0, ProcSockets.inode("pipe:[118115]"));
    assertEquals(0, ProcSockets.inode("socket:[-]"));
  }
}
