package io.roomwatch.agent.sink;

import static io.roomwatch.agent.sink.HttpServerOfFaults.answering;
import static io.roomwatch.agent.sink.HttpServerOfFaults.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.probe.ClosedPorts;
import io.roomwatch.agent.probe.TestNames;
import io.roomwatch.agent.sink.Ground.Certificate;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way through a proxy. */
class ProxyTest {

  private static final Optional<Cloud.Login> LOGIN =
      Optional.of(new Cloud.Login("ada", new Secret("proxy-hunter2")));

  @Test
  void httpsGoesThroughATunnelWithTheLoginAndTheServerNeverSeesIt() throws Exception {
    try (HttpServerOfFaults server =
            new HttpServerOfFaults(Optional.of(Certificate.GOOD.context()), answering(200));
        HttpServerOfFaults proxy = tunnel(server.port())) {
      Delivery delivery = deliver("https://localhost:" + server.port(), proxy.port(), LOGIN);
      assertInstanceOf(Delivery.Taken.class, delivery, delivery.said());
      assertEquals("CONNECT localhost:" + server.port() + " HTTP/1.1", proxy.last().line());
      assertEquals(
          "Basic YWRhOnByb3h5LWh1bnRlcjI=", proxy.last().headers().get("proxy-authorization"));
      assertFalse(server.last().headers().containsKey("proxy-authorization"));
      assertEquals(1, proxy.requests().size());
    }
  }

  @Test
  void nameOfTheServerIsCheckedWithinTheTunnel() throws Exception {
    try (HttpServerOfFaults server =
            new HttpServerOfFaults(Optional.of(Certificate.WRONG_NAME.context()), answering(200));
        HttpServerOfFaults proxy = tunnel(server.port())) {
      Delivery delivery =
          deliver("https://localhost:" + server.port(), proxy.port(), Optional.empty());
      assertInstanceOf(Delivery.Later.class, delivery);
      assertTrue(delivery.said().startsWith("localhost:" + server.port()), delivery.said());
      assertTrue(delivery.said().contains("for another name"), delivery.said());
      assertEquals(List.of(), server.requests());
    }
  }

  @Test
  void httpIsAskedOfTheProxyByItsWholeUrl() throws Exception {
    try (HttpServerOfFaults proxy = new HttpServerOfFaults(answering(200))) {
      Delivery delivery = deliver("http://am.test:9093", proxy.port(), LOGIN);
      assertInstanceOf(Delivery.Taken.class, delivery, delivery.said());
      assertEquals("POST http://am.test:9093/hook HTTP/1.1", proxy.last().line());
      assertEquals(
          "Basic YWRhOnByb3h5LWh1bnRlcjI=", proxy.last().headers().get("proxy-authorization"));
    }
  }

  @Test
  void proxyThatWantsALoginIsNoRejection() throws Exception {
    for (String scheme : List.of("http", "https")) {
      try (HttpServerOfFaults proxy =
          new HttpServerOfFaults(answering(407, "Proxy-Authenticate: Basic realm=\"x\""))) {
        Delivery delivery = deliver(scheme + "://am.test:9093", proxy.port(), LOGIN);
        assertInstanceOf(Delivery.Later.class, delivery, delivery.said());
        assertTrue(delivery.said().contains("cloud.proxy"), delivery.said());
        assertFalse(delivery.said().contains("hunter2"), delivery.said());
      }
    }
  }

  @Test
  void proxyThatDoesNotConnectIsNoRejection() throws Exception {
    for (int status : List.of(403, 502, 503)) {
      try (HttpServerOfFaults proxy = new HttpServerOfFaults(answering(status))) {
        Delivery delivery = deliver("https://am.test:9093", proxy.port(), LOGIN);
        assertInstanceOf(Delivery.Later.class, delivery, delivery.said());
        assertEquals(
            "the proxy did not connect to am.test:9093: it answered " + status, delivery.said());
      }
    }
  }

  @Test
  void deadProxyIsNamed() throws Exception {
    int port = ClosedPorts.tcp();
    Delivery delivery = deliver("https://am.test:9093", port, Optional.empty());
    assertInstanceOf(Delivery.Later.class, delivery);
    assertTrue(
        delivery.said().startsWith("the proxy 127.0.0.1:" + port + " refuses"), delivery.said());
  }

  @Test
  void proxyWithoutAnAddressIsNamed() throws Exception {
    try (Ground ground =
        new Ground(Ground.PATIENT)
            .through(
                new Surroundings.Proxy(
                    TestNames.failing("no such name"), 3128, Optional.empty()))) {
      Delivery delivery = deliver("https://am.test:9093", ground);
      assertInstanceOf(Delivery.Later.class, delivery);
      assertTrue(delivery.said().matches("the proxy host.*DNS does not know.*"), delivery.said());
    }
  }

  /** Connects every CONNECT to one port of loopback. */
  private static HttpServerOfFaults tunnel(int port) throws IOException {
    return new HttpServerOfFaults(
        (request, client) -> {
          try (Socket upstream = new Socket("127.0.0.1", port)) {
            write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            Thread back = Thread.ofVirtual().start(() -> pump(upstream, client));
            pump(client, upstream);
            back.join();
          }
        });
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One side is gone; so is the other, soon.
    }
  }

  private static Delivery deliver(String base, int proxyPort, Optional<Cloud.Login> login) {
    try (Ground ground =
        new Ground(Ground.PATIENT).through(new Surroundings.Proxy("127.0.0.1", proxyPort, login))) {
      return deliver(base, ground);
    }
  }

  private static Delivery deliver(String base, Ground ground) {
    Sink sink = new Sink.Webhook("hook", new Secret(base + "/hook"), Optional.empty(), List.of());
    return ground.receivers().of(sink).orElseThrow().deliver(Notices.firing(), Notices.FIRST);
  }
}
