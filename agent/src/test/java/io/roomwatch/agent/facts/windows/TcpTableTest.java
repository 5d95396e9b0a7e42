package io.roomwatch.agent.facts.windows;

import static io.roomwatch.agent.facts.Fixture.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.facts.TcpSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rows laid out as iphlpapi.h lays them out; offsets by {@code offsetof}, mingw-w64 10. */
final class TcpTableTest {

  private static void port(ByteBuffer rows, int at, int port) {
    rows.put(at, (byte) (port >> 8)).put(at + 1, (byte) port);
  }

  private static ByteBuffer rows(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void four(ByteBuffer rows, int row, int state, String remote, int port, int pid) {
    int at = row * 24;
    rows.putInt(at, state).putInt(at + 20, pid);
    rows.put(at + 4, ip("10.4.12.20").getAddress()).put(at + 12, ip(remote).getAddress());
    port(rows, at + 8, port);
    port(rows, at + 16, 50_000);
  }

  @Test
  void socketsOfThePortAreReadWithStateAndOwner() {
    ByteBuffer rows = rows(4 * 24);
    four(rows, 0, 2, "0.0.0.0", 9_090, 1_234);
    four(rows, 1, 5, "10.4.13.31", 9_090, 1_234);
    four(rows, 2, 11, "10.4.13.32", 9_090, 0);
    four(rows, 3, 2, "0.0.0.0", 8_080, 99);
    InetSocketAddress local = new InetSocketAddress(ip("10.4.12.20"), 9_090);
    assertEquals(
        List.of(
            new TcpSocket(TcpSocket.State.LISTEN, local, Optional.empty(), OptionalLong.of(1_234)),
            new TcpSocket(
                TcpSocket.State.ESTABLISHED,
                local,
                Optional.of(new InetSocketAddress(ip("10.4.13.31"), 50_000)),
                OptionalLong.of(1_234)),
            new TcpSocket(
                TcpSocket.State.OTHER,
                local,
                Optional.of(new InetSocketAddress(ip("10.4.13.32"), 50_000)),
                OptionalLong.empty())),
        TcpTable.sockets(rows, TcpTable.Layout.IPV4, 9_090));
  }

  @Test
  void rowsOfIpv6HaveTheirStateBehindTheirEnds() {
    ByteBuffer rows = rows(56);
    rows.put(0, ip("fd77::2").getAddress()).put(24, ip("fd77::3").getAddress());
    port(rows, 20, 9_090);
    port(rows, 44, 65_535);
    rows.putInt(48, 5).putInt(52, 7);
    assertEquals(
        List.of(
            new TcpSocket(
                TcpSocket.State.ESTABLISHED,
                new InetSocketAddress(ip("fd77::2"), 9_090),
                Optional.of(new InetSocketAddress(ip("fd77::3"), 65_535)),
                OptionalLong.of(7))),
        TcpTable.sockets(rows, TcpTable.Layout.IPV6, 9_090));
  }

  @Test
  void rowThatIsCutOffIsLeftOut() {
    assertEquals(List.of(), TcpTable.sockets(rows(23), TcpTable.Layout.IPV4, 0));
    assertEquals(List.of(), TcpTable.sockets(rows(55), TcpTable.Layout.IPV6, 0));
  }
}
