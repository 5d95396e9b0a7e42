package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.DatagramBench.FOUR;
import static io.roomwatch.agent.probe.DatagramBench.SIX;
import static io.roomwatch.agent.probe.DatagramBench.address;
import static io.roomwatch.agent.probe.DatagramBench.freePort;
import static io.roomwatch.agent.probe.DatagramBench.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Reason;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The DNS probe against dnsmasq. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DnsmasqIT {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final DatagramBench bench = new DatagramBench();
  private final DnsProbe probe = new DnsProbe(bench.network, new SecureRandom());
  private final int port = freePort();
  private DebianServer dnsmasq;

  @BeforeAll
  void start() {
    String many =
        IntStream.rangeClosed(1, 200)
            .mapToObj(i -> "198.51.100." + i + " many.test\n")
            .collect(Collectors.joining());
    dnsmasq = new DebianServer("dnsmasq", "dnsmasq-base").file("hosts", many);
    dnsmasq
        .start(
            "--keep-in-foreground",
            "--log-facility=-",
            "--conf-file=/dev/null",
            "--pid-file=",
            "--user=" + System.getProperty("user.name"),
            "--no-resolv",
            "--no-hosts",
            "--addn-hosts=" + dnsmasq.folder().resolve("hosts"),
            "--port=" + port,
            "--listen-address=127.0.0.1,::1",
            "--bind-interfaces",
            "--local=/test/",
            "--host-record=pixel.test,192.0.2.7,2001:db8::7",
            "--cname=alias.test,room.test",
            "--cname=room.test,pixel.test",
            "--srv-host=_sip._tcp.test,pixel.test,5060,10,5",
            "--srv-host=_sip._tcp.test,spare.test,5061,20,5")
        .awaitUntil(
            () -> {
              Duration brief = Duration.ofMillis(300);
              return ask("pixel.test", DnsProbe.Type.A, brief).outcome().ok();
            });
  }

  @AfterAll
  void stop() {
    if (dnsmasq != null) {
      dnsmasq.close();
    }
    bench.close();
  }

  private DnsProbe.Result ask(String name, DnsProbe.Type type, Duration deadline) {
    InetSocketAddress resolver = new InetSocketAddress(FOUR, port);
    return get(probe.run(new DnsProbe.Spec(resolver, name, type, deadline)));
  }

  @Test
  void addressesOverBothProtocols() {
    for (InetSocketAddress resolver :
        List.of(new InetSocketAddress(FOUR, port), new InetSocketAddress(SIX, port))) {
      DnsProbe.Result four =
          get(probe.run(new DnsProbe.Spec(resolver, "Pixel.TEST", DnsProbe.Type.A, DEADLINE)));
      assertEquals(List.of(address("192.0.2.7")), four.addresses(), four.toString());
      DnsProbe.Result six =
          get(probe.run(new DnsProbe.Spec(resolver, "pixel.test", DnsProbe.Type.AAAA, DEADLINE)));
      assertEquals(List.of(address("2001:db8::7")), six.addresses(), six.toString());
    }
  }

  @Test
  void aliasesOfAliases() {
    DnsProbe.Result result = ask("alias.test", DnsProbe.Type.AAAA, DEADLINE);
    assertEquals(List.of(address("2001:db8::7")), result.addresses(), result.toString());
    assertEquals("1 AAAA, alias of pixel.test", result.outcome().detail());
  }

  @Test
  void services() {
    DnsProbe.Result result = ask("_sip._tcp.test", DnsProbe.Type.SRV, DEADLINE);
    assertEquals(List.of("10 5 5060 pixel.test", "20 5 5061 spare.test"), result.services());
  }

  @Test
  void aMissingNameAndAMissingTypeAreDifferent() {
    DnsProbe.Result missing = ask("nope.test", DnsProbe.Type.A, DEADLINE);
    assertEquals(Reason.DNS_NXDOMAIN, missing.outcome().reason(), missing.toString());
    assertEquals("NXDOMAIN", missing.rcode());
    DnsProbe.Result empty = ask("many.test", DnsProbe.Type.AAAA, DEADLINE);
    assertEquals(Reason.OK, empty.outcome().reason(), empty.toString());
    assertEquals(List.of(), empty.addresses());
  }

  @Test
  void aServerThatWillNotAnswerForOthersSaysRefused() {
    DnsProbe.Result result = ask("roomwatch.example", DnsProbe.Type.A, DEADLINE);
    assertEquals(Reason.DNS_SERVFAIL, result.outcome().reason(), result.toString());
    assertEquals("REFUSED", result.rcode());
  }

  @Test
  void aTruncatedAnswerIsAskedForOverTcp() {
    DnsProbe.Result result = ask("many.test", DnsProbe.Type.A, DEADLINE);
    assertEquals(Reason.OK, result.outcome().reason(), result.toString());
    assertTrue(result.overTcp());
    assertEquals(200, result.addresses().size());
    assertFalse(ask("pixel.test", DnsProbe.Type.A, DEADLINE).overTcp());
  }
}
