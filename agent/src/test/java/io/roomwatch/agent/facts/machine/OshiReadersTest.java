package io.roomwatch.agent.facts.machine;

import static io.roomwatch.agent.facts.Fixture.known;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.reader.NativeTables;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oshi.SystemInfo;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoProvider;

/** What is left of a Windows whose performance counters or WMI are broken. */
final class OshiReadersTest {

  private static final RunningProcess APP =
      new RunningProcess(
          1_234, "ZoomRooms", Optional.empty(), Instant.EPOCH, Optional.empty(), OptionalInt.of(1));

  /** This machine, but for what fails. */
  private static OshiReaders readers(Set<String> failing, List<RunningProcess> ownProcesses) {
    SystemInfo real = new SystemInfo();
    OperatingSystem system =
        handled(
            OperatingSystem.class,
            (proxy, method, arguments) -> {
              if (failing.contains(method.getName())) {
                throw new IllegalStateException("Missing performance counter value for IDPROCESS");
              }
              try {
                return method.invoke(real.getOperatingSystem(), arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
    SystemInfoProvider provider =
        handled(
            SystemInfoProvider.class,
            (proxy, method, arguments) ->
                method.getName().equals("getOperatingSystem") ? system : real.getHardware());
    return new OshiReaders(
        Platform.WINDOWS, () -> provider, new OwnTables(ownProcesses), name -> false);
  }

  private static <T> T handled(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private record OwnTables(List<RunningProcess> processes) implements NativeTables {
    @Override
    public Map<Integer, Long> interfaceMetrics(boolean ipv6) {
      return Map.of();
    }

    @Override
    public Fact<List<Entry>> neighbours() {
      return NativeTables.NONE.neighbours();
    }

    @Override
    public OptionalInt session(long pid) {
      return OptionalInt.empty();
    }

    @Override
    public Optional<Fact<List<TcpSocket>>> sockets(int localPort) {
      return Optional.of(Fact.known(List.of()));
    }
  }

  @Test
  void processesAreReadAnotherWayWhereOshiFails() {
    assertEquals(List.of(APP), known(readers(Set.of("getProcesses"), List.of(APP)).processes()));
    assertTrue(known(readers(Set.of(), List.of(APP)).processes()).size() > 1);
  }

  @Test
  void noProcessAtAllIsNoAnswer() {
    OshiReaders readers = readers(Set.of("getProcesses"), List.of());
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> readers.processes());
    assertTrue(String.valueOf(thrown.getMessage()).contains("IDPROCESS"));
  }

  @Test
  void disksAreReadByJavaWhereOshiFails() {
    HostLoad load = known(readers(Set.of("getFileSystem"), List.of()).load());
    HostLoad.Disk disk = load.disk().orElseThrow();
    assertEquals("/", disk.mount());
    assertTrue(disk.totalBytes() >= disk.freeBytes() && disk.totalBytes() > 0, disk.toString());
    assertTrue(load.memory().totalBytes() > 0);
  }

  @Test
  void aTableOfTheSystemsOwnIsAskedForSockets() {
    assertEquals(List.of(), known(readers(Set.of(), List.of()).sockets(9_090)));
  }
}
