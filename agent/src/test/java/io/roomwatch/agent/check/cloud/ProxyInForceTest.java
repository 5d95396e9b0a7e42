package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.FixedFacts.pac;
import static io.roomwatch.agent.check.FixedFacts.via;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.ProxySource.Kind;
import io.roomwatch.agent.observation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProxyInForceTest {

  private final Bench bench = new Bench();

  private ProxyInForce way() {
    return ProxyInForce.of(bench.context(), "zoom.us");
  }

  private String server() {
    return way().proxy().map(server -> server.address().toString()).orElse("direct");
  }

  private void unread(Kind kind, Reason reason) {
    List<ProxySource> more = new ArrayList<>(bench.facts.proxies);
    more.add(new ProxySource(kind, "zoom", Fact.unread(reason, "Closed.")));
    bench.facts.proxies = List.copyOf(more);
  }

  @Test
  void noneIsDirectWhateverThisMachineSays() {
    bench.facts.proxy(Kind.WININET, "zoom", via("proxy.corp", 8080));
    bench.proxy = new Cloud.Proxy.None();
    assertInstanceOf(ProxyInForce.Direct.class, way());
  }

  @Test
  void aFixedProxyHoldsForEveryHostAlsoWhereThisMachineMakesAnException() {
    bench.facts.proxy(Kind.WININET, "zoom", via("other", 1, "zoom.us"));
    bench.proxy = new Cloud.Proxy.Fixed(new Cloud.HostPort("proxy.corp", 8080), Optional.empty());
    assertEquals("proxy.corp:8080", server());
  }

  @Test
  void theRoomUsersOwnSettingsDecideAlsoWhenTheySayDirect() {
    bench
        .facts
        .proxy(Kind.WININET, "admin", via("admins", 1))
        .proxy(Kind.WININET, "zoom", via("rooms", 2))
        .runs(812, "ZoomRooms", "", "ROOM-PC\\Zoom");
    assertEquals("rooms:2", server());

    bench.facts.proxies = List.of();
    bench
        .facts
        .proxy(Kind.WININET, "admin", via("admins", 1))
        .proxy(Kind.WINHTTP, "machine", via("machine", 3))
        .proxy(Kind.WININET, "zoom", ProxySettings.DIRECT);
    assertEquals("direct", server());
  }

  @Test
  void withoutARoomUserTheFirstPlaceThatSetsOneDecides() {
    bench
        .facts
        .proxy(Kind.ETC_ENVIRONMENT, "/etc/environment", via("file", 5))
        .proxy(Kind.ENVIRONMENT, "roomwatch", via("environment", 4))
        .proxy(Kind.WINHTTP, "machine", via("machine", 3))
        .proxy(Kind.WININET, "admin", ProxySettings.DIRECT);
    assertEquals("machine:3", server());
  }

  @Test
  void theProcessEnvironmentComesBeforeTheFile() {
    bench
        .facts
        .proxy(Kind.ETC_ENVIRONMENT, "/etc/environment", via("file", 5))
        .proxy(Kind.ENVIRONMENT, "roomwatch", via("environment", 4));
    assertEquals("environment:4", server());
  }

  @Test
  void exceptionsAreHonoured() {
    bench.facts.proxy(Kind.ENVIRONMENT, "roomwatch", via("proxy.corp", 8080, ".corp", "zoom.us"));
    ProxyInForce.Bypassed way = assertInstanceOf(ProxyInForce.Bypassed.class, way());
    assertEquals("zoom.us", way.entry());
    assertEquals("direct", server());
    assertInstanceOf(
        ProxyInForce.Through.class, ProxyInForce.of(bench.context(), "www.zoomstatus.com"));
  }

  @Test
  void aNamedProxyBesideAScriptIsTaken() {
    bench.facts.proxy(
        Kind.WININET,
        "zoom",
        new ProxySettings(
            Optional.of(new ProxySettings.HostPort("proxy.corp", 8080)),
            List.of(),
            Optional.of("http://wpad/p.pac"),
            true));
    assertEquals("proxy.corp:8080", server());
  }

  @Test
  void aScriptAloneIsAScript() {
    bench.facts.proxy(Kind.SCUTIL, "machine", pac("http://wpad/p.pac"));
    assertInstanceOf(ProxyInForce.Script.class, way());
  }

  @ParameterizedTest
  @EnumSource(names = {"PERMISSION", "TIMEOUT", "ERROR"})
  void anUnreadablePlaceIsSaidUnlessAnotherSetsAProxy(Reason reason) {
    unread(Kind.WININET, reason);
    assertInstanceOf(ProxyInForce.NotRead.class, way());
    bench.facts.proxy(Kind.WINHTTP, "machine", via("machine", 3));
    assertEquals("machine:3", server());
  }

  @Test
  void aPlaceThatIsNotThereSetsNothing() {
    unread(Kind.ETC_ENVIRONMENT, Reason.NOT_FOUND);
    assertInstanceOf(ProxyInForce.Direct.class, way());
  }

  @Test
  void aSocksProxyIsNotNoProxy() {
    unread(Kind.WININET, Reason.UNSUPPORTED);
    assertEquals(Reason.UNSUPPORTED, assertInstanceOf(ProxyInForce.NotRead.class, way()).reason());
  }

  @Test
  void theRoomUsersSocksProxyIsNotReplacedByAnotherUsersSettings() {
    bench
        .facts
        .proxy(Kind.WININET, "admin", via("admins", 1))
        .runs(812, "ZoomRooms", "", "ROOM-PC\\Zoom");
    unread(Kind.WININET, Reason.UNSUPPORTED);
    assertInstanceOf(ProxyInForce.NotRead.class, way());
  }

  @Test
  void theMachinesOwnSettingsDecideForEveryUser() {
    bench
        .facts
        .proxy(Kind.WINHTTP, "machine", via("services", 3))
        .proxy(Kind.WININET, "machine", ProxySettings.DIRECT);
    assertEquals("direct", server());
  }

  @Test
  void anImpossiblePortIsSaidAndNotUsed() {
    bench.facts.proxy(Kind.WININET, "zoom", via("proxy.corp", 0));
    ProxyInForce.NotRead way = assertInstanceOf(ProxyInForce.NotRead.class, way());
    assertEquals(Reason.ERROR, way.reason());
  }
}
