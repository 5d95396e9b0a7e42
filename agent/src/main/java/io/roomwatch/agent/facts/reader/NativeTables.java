package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What OSHI does not tell of a system and a native call does. */
public interface NativeTables {

  /**
   * One entry of the ARP or NDP table, as {@link io.roomwatch.agent.facts.Neighbour} but with the
   * interface's index instead of its name.
   */
  record Entry(
      InetAddress address, int interfaceIndex, boolean answered, Optional<Duration> confirmedAgo) {}

  /** For systems where nothing more is known. */
  NativeTables NONE =
      new NativeTables() {
        @Override
        public Map<Integer, Long> interfaceMetrics(boolean ipv6) {
          return Map.of();
        }

        @Override
        public Fact<List<Entry>> neighbours() {
          return Fact.unread(
              Reason.UNSUPPORTED, "There is no reader for the ARP and NDP tables of this system.");
        }

        @Override
        public OptionalInt session(long pid) {
          return OptionalInt.empty();
        }

        @Override
        public Optional<Fact<List<TcpSocket>>> sockets(int localPort) {
          return Optional.empty();
        }

        @Override
        public List<RunningProcess> processes() {
          return List.of();
        }
      };

  /** What each interface, by index, adds to the metric of its routes; 0 where it is not listed. */
  Map<Integer, Long> interfaceMetrics(boolean ipv6);

  /** The ARP and NDP tables. */
  Fact<List<Entry>> neighbours();

  /** The session of a process, 0 for services; empty where there are none or it may not be seen. */
  OptionalInt session(long pid);

  /** TCP sockets with this local port; empty where OSHI is asked. */
  Optional<Fact<List<TcpSocket>>> sockets(int localPort);

  /** Processes, for when OSHI finds none; an empty list where there is no other way. */
  List<RunningProcess> processes();
}
