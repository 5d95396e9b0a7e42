package io.roomwatch.agent.facts.windows;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.reader.Addresses;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Windows' TCP sockets with their owners, by <a
 * href="https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getextendedtcptable">
 * GetExtendedTcpTable</a>. OSHI reads UDP with them, and nothing at all where one of the four
 * tables is empty. Parsing takes bytes and is tested anywhere.
 */
final class TcpTable {

  private static final int TCP_TABLE_OWNER_PID_ALL = 5;
  private static final int ERROR_NOT_SUPPORTED = 50;
  private static final int ERROR_INSUFFICIENT_BUFFER = 122;

  /** Both tables begin with a count. */
  private static final int ROWS_OFFSET = 4;

  private static final int ATTEMPTS = 5;

  /** More than this is a mistake, not a table. */
  private static final int BYTES_LIMIT = 16 * 1024 * 1024;

  /** Where a row has what; offsets by {@code offsetof} with the headers of mingw-w64 10. */
  record Layout(int family, int row, int state, End local, End remote, int addressLength, int pid) {
    /** {@code MIB_TCPROW_OWNER_PID}. */
    static final Layout IPV4 = new Layout(2, 24, 0, new End(4, 8), new End(12, 16), 4, 20);

    /** {@code MIB_TCP6ROW_OWNER_PID}. */
    static final Layout IPV6 = new Layout(23, 56, 48, new End(0, 20), new End(24, 44), 16, 52);
  }

  /** Where an address and its port are; the port is big-endian. */
  record End(int address, int port) {}

  /** The function used, by its own name. */
  interface Iphlpapi extends Library {
    @SuppressWarnings("MethodName") // the name the library exports
    int GetExtendedTcpTable(
        Pointer table, IntByReference size, int sorted, int family, int kind, int reserved);
  }

  private static final class Loaded {
    private static final Iphlpapi LIBRARY = Native.load("iphlpapi", Iphlpapi.class);
  }

  private TcpTable() {}

  /** Those with this local port. A machine without IPv6 has none of that kind. */
  static Fact<List<TcpSocket>> read(int localPort) {
    List<TcpSocket> sockets = new ArrayList<>();
    for (Layout layout : List.of(Layout.IPV4, Layout.IPV6)) {
      IntByReference size = new IntByReference(64 * 1024);
      int error = ERROR_INSUFFICIENT_BUFFER;
      for (int attempt = 0; attempt < ATTEMPTS && error == ERROR_INSUFFICIENT_BUFFER; attempt++) {
        // It may grow until it is asked for again.
        int bytes = Math.min(BYTES_LIMIT, size.getValue() + 4096);
        size.setValue(bytes);
        try (Memory memory = new Memory(bytes)) {
          error =
              Loaded.LIBRARY.GetExtendedTcpTable(
                  memory, size, 0, layout.family, TCP_TABLE_OWNER_PID_ALL, 0);
          if (error == 0) {
            int rows = Math.clamp(memory.getInt(0), 0, (bytes - ROWS_OFFSET) / layout.row);
            byte[] found = memory.getByteArray(ROWS_OFFSET, rows * layout.row);
            sockets.addAll(sockets(ByteBuffer.wrap(found), layout, localPort));
          }
        }
      }
      if (error != 0 && (layout.equals(Layout.IPV4) || error != ERROR_NOT_SUPPORTED)) {
        return Fact.unread(
            Reason.ERROR, "GetExtendedTcpTable failed with Windows error " + error + ".");
      }
    }
    return Fact.known(List.copyOf(sockets));
  }

  /** The rows with this local port. */
  static List<TcpSocket> sockets(ByteBuffer rows, Layout layout, int localPort) {
    ByteBuffer bytes = rows.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<TcpSocket> sockets = new ArrayList<>();
    for (int at = 0; at + layout.row <= bytes.limit(); at += layout.row) {
      int row = at;
      if (port(bytes, row + layout.local.port) != localPort) {
        continue;
      }
      TcpSocket.State state = state(bytes.getInt(row + layout.state));
      long pid = Integer.toUnsignedLong(bytes.getInt(row + layout.pid));
      Optional<InetSocketAddress> remote =
          state == TcpSocket.State.LISTEN
              ? Optional.empty()
              : end(bytes, row, layout.remote, layout);
      end(bytes, row, layout.local, layout)
          .map(
              local ->
                  new TcpSocket(
                      state, local, remote, pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty()))
          .ifPresent(sockets::add);
    }
    return sockets;
  }

  private static Optional<InetSocketAddress> end(
      ByteBuffer bytes, int row, End end, Layout layout) {
    byte[] address = new byte[layout.addressLength];
    bytes.get(row + end.address, address);
    Optional<InetAddress> known = Addresses.of(address);
    return known.map(each -> new InetSocketAddress(each, port(bytes, row + end.port)));
  }

  private static int port(ByteBuffer bytes, int at) {
    return Byte.toUnsignedInt(bytes.get(at)) << 8 | Byte.toUnsignedInt(bytes.get(at + 1));
  }

  /** {@code MIB_TCP_STATE}. */
  private static TcpSocket.State state(int number) {
    return switch (number) {
      case 2 -> TcpSocket.State.LISTEN;
      case 5 -> TcpSocket.State.ESTABLISHED;
      default -> TcpSocket.State.OTHER;
    };
  }
}
