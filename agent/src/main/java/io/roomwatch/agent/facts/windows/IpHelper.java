package io.roomwatch.agent.facts.windows;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.reader.Addresses;
import io.roomwatch.agent.facts.reader.NativeTables;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Windows' IP Helper API, <a
 * href="https://learn.microsoft.com/windows/win32/api/netioapi/">netioapi.h</a>, for what OSHI does
 * not read: neighbours and interface metrics. Offsets are those of 64-bit Windows; parsing takes
 * bytes and is tested anywhere.
 */
public final class IpHelper implements NativeTables {

  private static final short AF_UNSPEC = 0;
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 23;

  /** Both tables begin with a count; rows are aligned to 8 bytes by their NET_LUID. */
  private static final int ROWS_OFFSET = 8;

  /** A table longer than this is a mistake, not a network. */
  private static final int ROWS_LIMIT = 100_000;

  /** {@code MIB_IPNET_ROW2}. */
  static final int NEIGHBOUR_ROW = 88;

  private static final int NEIGHBOUR_INDEX = 28;
  private static final int NEIGHBOUR_MAC_LENGTH = 72;
  private static final int NEIGHBOUR_STATE = 76;

  /** Milliseconds since it was last reachable, unsigned; of one that was, {@code LastReachable}. */
  private static final int NEIGHBOUR_LAST_REACHABLE = 84;

  /** {@code NL_NEIGHBOR_STATE}: 0 unreachable, 1 incomplete, above: it has answered. */
  private static final int STATE_INCOMPLETE = 1;

  /** Set by hand, and never asked. */
  private static final int STATE_PERMANENT = 6;

  /** {@code MIB_IPINTERFACE_ROW}. */
  static final int INTERFACE_ROW = 168;

  private static final int INTERFACE_INDEX = 16;
  private static final int INTERFACE_METRIC = 148;

  /** The functions used, by their own names. */
  interface Iphlpapi extends Library {
    @SuppressWarnings("MethodName") // the name the library exports
    int GetIpNetTable2(short family, PointerByReference table);

    @SuppressWarnings("MethodName")
    int GetIpInterfaceTable(short family, PointerByReference table);

    @SuppressWarnings("MethodName")
    void FreeMibTable(Pointer table);
  }

  /** Loaded when a function is first called: what fails then fails inside a bounded read. */
  private static final class Loaded {
    private static final Iphlpapi LIBRARY = Native.load("iphlpapi", Iphlpapi.class);
  }

  @Override
  public Fact<List<Entry>> neighbours() {
    PointerByReference table = new PointerByReference();
    int error = Loaded.LIBRARY.GetIpNetTable2(AF_UNSPEC, table);
    if (error != 0) {
      return Fact.unread(Reason.ERROR, "GetIpNetTable2 failed with Windows error " + error + ".");
    }
    return Fact.known(neighbours(copy(table.getValue(), NEIGHBOUR_ROW)));
  }

  @Override
  public Map<Integer, Long> interfaceMetrics(boolean ipv6) {
    PointerByReference table = new PointerByReference();
    try {
      int error = Loaded.LIBRARY.GetIpInterfaceTable(ipv6 ? AF_INET6 : AF_INET, table);
      return error == 0 ? metrics(copy(table.getValue(), INTERFACE_ROW)) : Map.of();
    } catch (LinkageError noSuchFunction) {
      // Routes are of use without it.
      return Map.of();
    }
  }

  @Override
  public OptionalInt session(long pid) {
    IntByReference session = new IntByReference();
    return Kernel32.INSTANCE.ProcessIdToSessionId((int) pid, session)
        ? OptionalInt.of(session.getValue())
        : OptionalInt.empty();
  }

  @Override
  public Optional<Fact<List<TcpSocket>>> sockets(int localPort) {
    return Optional.of(TcpTable.read(localPort));
  }

  @Override
  public List<RunningProcess> processes() {
    return ProcessTable.read();
  }

  /** The rows of a table as bytes; frees the table. */
  private static ByteBuffer copy(Pointer table, int rowLength) {
    try {
      int rows = Math.clamp(table.getInt(0), 0, ROWS_LIMIT);
      return ByteBuffer.wrap(table.getByteArray(ROWS_OFFSET, rows * rowLength));
    } finally {
      Loaded.LIBRARY.FreeMibTable(table);
    }
  }

  /** Rows of {@code MIB_IPNET_ROW2}; multicast and broadcast entries are left out. */
  static List<Entry> neighbours(ByteBuffer rows) {
    ByteBuffer bytes = rows.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<Entry> entries = new ArrayList<>();
    for (int at = 0; at + NEIGHBOUR_ROW <= bytes.limit(); at += NEIGHBOUR_ROW) {
      int index = bytes.getInt(at + NEIGHBOUR_INDEX);
      boolean answered =
          bytes.getInt(at + NEIGHBOUR_MAC_LENGTH) > 0
              && bytes.getInt(at + NEIGHBOUR_STATE) > STATE_INCOMPLETE;
      Optional<Duration> confirmed =
          answered && bytes.getInt(at + NEIGHBOUR_STATE) < STATE_PERMANENT
              ? Optional.of(
                  Duration.ofMillis(
                      Integer.toUnsignedLong(bytes.getInt(at + NEIGHBOUR_LAST_REACHABLE))))
              : Optional.empty();
      address(bytes, at)
          .filter(address -> !address.isMulticastAddress())
          .filter(address -> !Arrays.equals(address.getAddress(), new byte[] {-1, -1, -1, -1}))
          .ifPresent(address -> entries.add(new Entry(address, index, answered, confirmed)));
    }
    return entries;
  }

  /** Rows of {@code MIB_IPINTERFACE_ROW}: metric by interface index. */
  static Map<Integer, Long> metrics(ByteBuffer rows) {
    ByteBuffer bytes = rows.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, Long> metrics = new HashMap<>();
    for (int at = 0; at + INTERFACE_ROW <= bytes.limit(); at += INTERFACE_ROW) {
      metrics.put(
          bytes.getInt(at + INTERFACE_INDEX),
          Integer.toUnsignedLong(bytes.getInt(at + INTERFACE_METRIC)));
    }
    return metrics;
  }

  /**
   * {@code SOCKADDR_INET}: the family, the port, then the address, for IPv6 behind a flow label.
   */
  private static Optional<InetAddress> address(ByteBuffer bytes, int at) {
    return switch (bytes.getShort(at)) {
      case AF_INET -> Addresses.of(slice(bytes, at + 4, 4));
      case AF_INET6 -> Addresses.of(slice(bytes, at + 8, 16));
      default -> Optional.empty();
    };
  }

  private static byte[] slice(ByteBuffer bytes, int at, int length) {
    byte[] out = new byte[length];
    bytes.get(at, out);
    return out;
  }
}
