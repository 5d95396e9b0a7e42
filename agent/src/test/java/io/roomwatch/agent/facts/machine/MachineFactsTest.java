package io.roomwatch.agent.facts.machine;

import static io.roomwatch.agent.facts.Fixture.known;
import static io.roomwatch.agent.facts.Fixture.unread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.facts.reader.FakeSystem;
import io.roomwatch.agent.facts.reader.PlatformReaders;
import io.roomwatch.agent.facts.reader.SystemReaders;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MachineFactsTest {

  private final ExecutorService threads = MachineFacts.threads();
  private final AtomicLong clock = new AtomicLong();
  private final FakeSystem system = new FakeSystem();
  private final FakePlatform platform = new FakePlatform();

  @AfterEach
  void end() {
    platform.release.countDown();
    threads.shutdownNow();
  }

  private MachineFacts facts(Platform kind, Map<String, String> environment) {
    return new MachineFacts(
        kind,
        system,
        platform,
        environment,
        Path.of("no-such-hosts-file"),
        new MachineFacts.Timing(
            threads,
            clock::get,
            source -> new FactSource.Limits(source.limits().keep(), Duration.ofMillis(150))));
  }

  /** Own readers of a platform whose proxies hang. */
  private static final class FakePlatform implements PlatformReaders {
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private Fact<Boolean> pending = Fact.known(true);

    @Override
    public List<ProxySource> proxies() {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return List.of();
    }

    @Override
    public Fact<HostFirewall> firewall(int port) {
      asked.incrementAndGet();
      return Fact.unread(Reason.PERMISSION, "port " + port);
    }

    @Override
    public Fact<List<InetAddress>> resolvers() {
      throw new IllegalStateException("no resolver");
    }

    @Override
    public Fact<List<DhcpLease>> leases() {
      return Fact.known(
          List.of(
              new DhcpLease("eth0", Fixture.ip("10.4.12.20"), Optional.empty(), Optional.empty())));
    }

    @Override
    public Fact<Boolean> pendingReboot() {
      return pending;
    }

    @Override
    public Fact<List<Wifi>> wifi() {
      return Fact.unread(Reason.NOT_FOUND, "none");
    }
  }

  @Test
  void proxiesThatCannotBeReadInTimeAreAPlaceThatIsUnread() {
    List<ProxySource> sources = facts(Platform.WINDOWS, Map.of()).proxies();
    assertEquals(2, sources.size());
    assertEquals(ProxySettings.DIRECT, known(sources.get(0).settings()));
    assertEquals(ProxySource.Kind.WININET, sources.get(1).kind());
    assertEquals(Reason.TIMEOUT, unread(sources.get(1).settings()).reason());
  }

  /** A reader whose every method hangs until the test ends, as a call into a broken WMI does. */
  private <T> T hung(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              platform.release.await();
              throw new IllegalStateException("released");
            }));
  }

  @Test
  void whateverHangsIsUnreadInTime() throws Exception {
    MachineFacts.Timing timing =
        new MachineFacts.Timing(
            threads,
            System::nanoTime,
            source -> new FactSource.Limits(source.limits().keep(), Duration.ofMillis(100)));
    MachineFacts facts =
        new MachineFacts(
            Platform.WINDOWS,
            hung(SystemReaders.class),
            hung(PlatformReaders.class),
            Map.of(),
            Path.of("no-such-hosts-file"),
            timing);
    int read = 0;
    for (Method method : Facts.class.getMethods()) {
      boolean ofTheReaders =
          method.getReturnType() == Fact.class
              && !List.of("sourceTo", "hostsFile").contains(method.getName());
      if (ofTheReaders) {
        Object answer =
            method.getParameterCount() == 0 ? method.invoke(facts) : method.invoke(facts, 9090);
        assertEquals(Reason.TIMEOUT, unread((Fact<?>) answer).reason(), method.getName());
        read++;
      }
    }
    assertEquals(12, read, "every method of Facts but those that ask no reader");
    assertEquals("localhost", facts.hostName());
    assertEquals(
        Reason.TIMEOUT, unread(facts.proxies().getLast().settings()).reason(), "a place unread");
    assertEquals(
        Optional.empty(),
        MachineFacts.roomProgram(hung(SystemReaders.class), timing).get(),
        "rules are read without the room's program");
  }

  @Test
  void readerThatThrowsIsAnErrorOfItsSourceAlone() {
    MachineFacts facts = facts(Platform.LINUX, Map.of());
    assertEquals(Reason.ERROR, unread(facts.resolvers()).reason());
    assertEquals(Reason.NOT_FOUND, unread(facts.wifi()).reason());
  }

  @Test
  void leasesAreThoseOfThePlatform() {
    assertEquals(
        "eth0", known(facts(Platform.LINUX, Map.of()).leases()).getFirst().interfaceName());
  }

  @Test
  void firewallAndSocketsAreKeptByPort() {
    MachineFacts facts = facts(Platform.LINUX, Map.of());
    assertEquals("port 9090", unread(facts.firewall(9090)).why());
    assertEquals("port 8888", unread(facts.firewall(8888)).why());
    assertEquals("port 9090", unread(facts.firewall(9090)).why());
    assertEquals(2, platform.asked.get());
    clock.addAndGet(FactSource.FIREWALL.limits().keep().toNanos());
    facts.firewall(9090);
    assertEquals(3, platform.asked.get());
    system.sockets =
        List.of(
            new TcpSocket(
                TcpSocket.State.LISTEN,
                new InetSocketAddress(Fixture.ip("0.0.0.0"), 9090),
                Optional.empty(),
                OptionalLong.empty()));
    assertEquals(1, known(facts.sockets(9090)).size());
    assertEquals(0, known(facts.sockets(9091)).size());
  }

  @Test
  void hostNameFallsBackToTheEnvironment() {
    assertEquals("ROOM-PC", facts(Platform.WINDOWS, Map.of("COMPUTERNAME", "ROOM-PC")).hostName());
    assertEquals("localhost", facts(Platform.LINUX, Map.of()).hostName());
    system.hostName = Fact.known("boardroom");
    assertEquals(
        "boardroom", facts(Platform.WINDOWS, Map.of("COMPUTERNAME", "ROOM-PC")).hostName());
  }

  @Test
  void pendingRestartJoinsTheLoadWhereItIsKnown() {
    system.load =
        Fact.known(
            new HostLoad(
                Duration.ofHours(1),
                OptionalDouble.empty(),
                new HostLoad.Memory(2, 1),
                Optional.empty(),
                Optional.empty()));
    assertEquals(Optional.of(true), known(facts(Platform.LINUX, Map.of()).load()).pendingReboot());
    platform.pending = Fact.unread(Reason.UNSUPPORTED, "nothing says so");
    assertEquals(Optional.empty(), known(facts(Platform.LINUX, Map.of()).load()).pendingReboot());
  }

  @Test
  void patienceOfWhatACheckReadsFitsItsDeadline() {
    Duration listener =
        FactSource.SOCKETS.limits().patience().plus(FactSource.PROCESSES.limits().patience());
    assertTrue(listener.compareTo(CheckKind.LINK_LISTENER.timeout()) < 0, listener.toString());
    Duration subnet =
        FactSource.INTERFACES.limits().patience().plus(FactSource.ROUTES.limits().patience());
    assertTrue(subnet.compareTo(CheckKind.LINK_SUBNET.timeout()) < 0, subnet.toString());
    Duration host =
        FactSource.LOAD.limits().patience().plus(FactSource.PENDING_REBOOT.limits().patience());
    assertTrue(host.compareTo(CheckKind.LOCAL_HOST.timeout()) < 0, host.toString());
    assertTrue(
        FactSource.FIREWALL.limits().patience().compareTo(CheckKind.LINK_FIREWALL.timeout()) < 0);
    assertTrue(FactSource.WIFI.limits().patience().compareTo(CheckKind.LOCAL_WIFI.timeout()) < 0);
    assertTrue(
        FactSource.APPLICATIONS.limits().patience().compareTo(CheckKind.ROOM_VERSION.timeout())
            < 0);
    assertTrue(
        FactSource.PERIPHERALS.limits().patience().compareTo(CheckKind.ROOM_PERIPHERALS.timeout())
            < 0);
  }

  @Test
  void systemsAreKnownByTheirJavaName() {
    assertEquals(Platform.WINDOWS, Platform.of("Windows 11"));
    assertEquals(Platform.MACOS, Platform.of("Mac OS X"));
    assertEquals(Platform.LINUX, Platform.of("Linux"));
    assertEquals(Platform.OTHER, Platform.of("FreeBSD"));
  }
}
