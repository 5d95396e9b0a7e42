package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.Lab.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ResourceLeakDetector;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.tls.TestPki;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Every probe against every kind of server, many times: nothing may stay behind. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class LeakTest {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Duration DEADLINE = Duration.ofMillis(500);
  private static final Duration LINGER = Duration.ofMillis(50);
  private static final int ROUNDS = 8;

  private final Lab lab;
  private final List<TestServer> servers = new ArrayList<>();

  LeakTest(boolean epoll) {
    Assumptions.assumeTrue(!epoll || Epoll.isAvailable(), "no epoll on this system");
    lab = new Lab(epoll);
  }

  @AfterEach
  void close() {
    servers.forEach(TestServer::close);
    lab.close();
  }

  @Test
  void noDescriptorAndNoBufferStaysBehind() throws Exception {
    Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS), "no /proc on this system");
    Logger detector = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    ListAppender<ILoggingEvent> leaks = new ListAppender<>();
    leaks.start();
    detector.addAppender(leaks);
    try (TestServer.Full full = new TestServer.Full()) {
      X509Bundle root = TestPki.authority("CN=Root");
      List<Target> targets = targets(root, full);
      NettyProbes probes = lab.probes(TestPki.trusting(root));
      round(probes, targets);
      Awaitility.await().until(this::serversAreIdle);
      long before = descriptors();
      Map<Reason, Integer> seen = new TreeMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        round(probes, targets).forEach(reason -> seen.merge(reason, 1, Integer::sum));
      }
      System.out.println(seen);
      Awaitility.await().untilAsserted(() -> assertEquals(before, descriptors()));
      // A leaked buffer is reported when it was collected and the next one is tracked.
      for (int look = 0; look < 10; look++) {
        System.gc();
        ByteBufAllocator.DEFAULT.directBuffer(16).release();
      }
      assertEquals(
          List.of(),
          leaks.list.stream()
              .filter(event -> event.getLevel() == Level.ERROR)
              .map(ILoggingEvent::getFormattedMessage)
              .toList());
    } finally {
      detector.detachAppender(leaks);
    }
  }

  private boolean serversAreIdle() {
    return servers.stream().allMatch(server -> server.connections() == 0);
  }

  private static long descriptors() throws Exception {
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.count();
    }
  }

  private List<Target> targets(X509Bundle root, TestServer.Full full) throws Exception {
    X509Bundle leaf = TestPki.server().buildIssuedBy(root);
    servers.add(TestServer.start(TestServer.SILENT));
    servers.add(TestServer.start(TestServer.CLOSING));
    servers.add(TestServer.start(TestServer.RESETTING));
    servers.add(TestServer.start(flood("x".repeat(10_000))));
    servers.add(TestServer.start(flood("HTTP/1.1 200 OK\r\nX: " + "y".repeat(9_000) + "\r\n")));
    servers.add(TestServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ncut"));
    servers.add(TestServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
    servers.add(TestServer.answering("HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM\r\n\r\n"));
    TestServer.Script page = TestServer.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    servers.add(TestServer.tls(TestPki.context(leaf), page));
    servers.add(TestServer.tls(TestPki.context(TestPki.selfSigned()), page));
    List<Target> targets = new ArrayList<>(servers.stream().map(TestServer::target).toList());
    targets.add(TestServer.refusing());
    targets.add(full.target());
    // The first attempt is given up for the second.
    targets.add(new Target(TestNames.name("127.0.0.1", "127.0.0.1"), full.port()));
    return targets;
  }

  private static TestServer.Script flood(String again) {
    return socket -> {
      while (true) {
        TestServer.write(socket, again);
      }
    };
  }

  /** Every probe to every target, all at once; returns how they ended. */
  private static List<Reason> round(NettyProbes probes, List<Target> targets) throws Exception {
    List<CompletableFuture<Outcome>> running = new ArrayList<>();
    for (Target target : targets) {
      Optional<ProxyServer> direct = Optional.empty();
      ProxyServer proxy = new ProxyServer(target, Optional.empty());
      running.add(
          probes
              .tcp(new TcpProbe.Spec(target, DEADLINE, LINGER))
              .thenApply(TcpProbe.Result::outcome));
      running.add(
          probes
              .tls(new TlsProbe.Spec(target, DEADLINE, direct))
              .thenApply(TlsProbe.Result::outcome));
      running.add(
          probes
              .proxy(new ProxyProbe.Spec(proxy, target, DEADLINE))
              .thenApply(ProxyProbe.Result::outcome));
      running.add(
          probes
              .portal(new PortalProbe.Spec(target, DEADLINE, direct))
              .thenApply(PortalProbe.Result::outcome));
      for (String scheme : List.of("http://", "https://")) {
        URI uri = URI.create(scheme + target + "/");
        running.add(
            probes
                .http(new HttpProbe.Spec(uri, DEADLINE, direct, 1000))
                .thenApply(HttpProbe.Result::outcome));
        running.add(
            probes
                .http(new HttpProbe.Spec(uri, DEADLINE, Optional.of(proxy), 1000))
                .thenApply(HttpProbe.Result::outcome));
        running.add(
            probes
                .statusPage(new StatusPageProbe.Spec(uri, DEADLINE, direct))
                .thenApply(StatusPageProbe.Result::outcome));
      }
    }
    List<Reason> reasons = new ArrayList<>();
    for (CompletableFuture<Outcome> outcome : running) {
      reasons.add(await(outcome).reason());
    }
    return reasons;
  }
}
