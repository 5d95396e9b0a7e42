package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.reader.Addresses;
import io.roomwatch.agent.facts.reader.Columns;
import io.roomwatch.agent.facts.reader.MachineFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP sockets from {@code /proc/net/tcp} and {@code tcp6}, see proc_net(5), and their owners from
 * {@code /proc/PID/fd}. The tables are read line by line: they are long on busy machines.
 */
final class ProcSockets {

  /**
   * One row of the table.
   *
   * @param inode of the socket, 0 when no process holds it any more
   */
  record Row(TcpSocket socket, long inode) {}

  /** Most file descriptors looked at for owners; those of a busy server would take seconds. */
  static final int LINKS_LIMIT = 200_000;

  private final MachineFiles files;
  private final ByteOrder order;

  ProcSockets(MachineFiles files, ByteOrder order) {
    this.files = files;
    this.order = order;
  }

  /** Sockets with this local port and, where this user may see it, the process that holds each. */
  Fact<List<TcpSocket>> sockets(int localPort) {
    List<Row> rows = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      Fact<Boolean> read =
          files.eachLine(
              table,
              line ->
                  row(line, order)
                      .filter(row -> row.socket().local().getPort() == localPort)
                      .ifPresent(rows::add));
      boolean noIpv6 = table.endsWith("6") && !files.exists(table);
      if (read instanceof Fact.Unread<Boolean> unread && !noIpv6) {
        return Fact.unread(unread.reason(), unread.why());
      }
    }
    Set<Long> wanted = new HashSet<>();
    rows.forEach(row -> wanted.add(row.inode()));
    wanted.remove(0L);
    Map<Long, Long> owners = owners(wanted);
    return Fact.known(
        rows.stream()
            .map(
                row -> {
                  Long pid = owners.get(row.inode());
                  TcpSocket seen = row.socket();
                  return new TcpSocket(
                      seen.state(),
                      seen.local(),
                      seen.remote(),
                      pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
                })
            .toList());
  }

  /** Which process holds each of these socket inodes, as far as this user may see. */
  private Map<Long, Long> owners(Set<Long> inodes) {
    Map<Long, Long> owners = new HashMap<>();
    if (inodes.isEmpty()) {
      return owners;
    }
    AtomicInteger left = new AtomicInteger(LINKS_LIMIT);
    files.eachName(
        "/proc",
        pid -> {
          if (ProcProcesses.isPid(pid)) {
            String folder = "/proc/" + pid + "/fd";
            files.eachName(
                folder,
                fd -> {
                  files
                      .link(folder + "/" + fd)
                      .map(ProcSockets::inode)
                      .filter(inodes::contains)
                      .ifPresent(inode -> owners.putIfAbsent(inode, Long.valueOf(pid)));
                  return left.decrementAndGet() > 0 && owners.size() < inodes.size();
                });
          }
          return left.get() > 0 && owners.size() < inodes.size();
        });
    return owners;
  }

  /** The inode of a link target such as {@code socket:[12345]}; 0 for anything else. */
  static long inode(String target) {
    if (!target.startsWith("socket:[") || !target.endsWith("]")) {
      return 0;
    }
    try {
      return Long.parseLong(target.substring("socket:[".length(), target.length() - 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** One line of either table; empty for the header and anything not understood. */
  static Optional<Row> row(String line, ByteOrder order) {
    String[] cell = Columns.of(line);
    if (cell.length < 10 || !cell[0].endsWith(":")) {
      return Optional.empty();
    }
    Optional<InetSocketAddress> local = endpoint(cell[1], order);
    Optional<InetSocketAddress> remote = endpoint(cell[2], order);
    if (local.isEmpty() || remote.isEmpty()) {
      return Optional.empty();
    }
    // Numbers of enum in net/tcp_states.h.
    TcpSocket.State state =
        switch (cell[3]) {
          case "0A" -> TcpSocket.State.LISTEN;
          case "01" -> TcpSocket.State.ESTABLISHED;
          default -> TcpSocket.State.OTHER;
        };
    long inode;
    try {
      inode = Math.max(0, Long.parseLong(cell[9]));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    Optional<InetSocketAddress> peer = state == TcpSocket.State.LISTEN ? Optional.empty() : remote;
    return Optional.of(
        new Row(new TcpSocket(state, local.get(), peer, OptionalLong.empty()), inode));
  }

  /**
   * {@code 0100007F:2382}: each 32-bit word in the kernel's byte order, the port in network order.
   */
  private static Optional<InetSocketAddress> endpoint(String text, ByteOrder order) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    Optional<InetAddress> address =
        Addresses.hex(text.substring(0, colon))
            .filter(bytes -> bytes.length == 4 || bytes.length == 16)
            .map(bytes -> order == ByteOrder.BIG_ENDIAN ? bytes : wordsReversed(bytes))
            .flatMap(Addresses::of);
    Optional<byte[]> port =
        Addresses.hex(text.substring(colon + 1)).filter(bytes -> bytes.length == 2);
    return address.flatMap(
        host ->
            port.map(
                bytes ->
                    new InetSocketAddress(host, ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff))));
  }

  private static byte[] wordsReversed(byte[] bytes) {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = bytes[(i & ~3) + 3 - (i & 3)];
    }
    return out;
  }
}
