package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.observation.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WinInetSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxy.example.com:8080                      | proxy.example.com:8080
          http=a:1;https=b:2                          | b:2
          http=a:1 https=b:2                          | b:2
          HTTPS=http://b:2/                           | b:2
          http=a:1;c:3                                | c:3
          socks=s:1080;https=b:2                      | b:2
          socks=s:1080;proxy.example.com:8080         | proxy.example.com:8080
          http://proxy.example.com:8080               | proxy.example.com:8080
          proxy.example.com                           | proxy.example.com:80
          10.0.0.1:3128                               | 10.0.0.1:3128
          [2001:db8::1]:8080                          | [2001:db8::1]:8080
          [2001:db8::1]                               | [2001:db8::1]:80
          http://user:secret@proxy.example.com:8080   | proxy.example.com:8080
          https=user:se@cret@b:2                      | b:2
          """)
  void theServerForHttpsIsFound(String proxyServer, String expected) {
    assertEquals(
        expected,
        WinInetSettings.https(proxyServer)
            .asOptional()
            .flatMap(found -> found)
            .orElseThrow()
            .toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", ";", "http=a:1", "ftp=a:1;gopher=b:2"})
  void nothingForHttpsMeansDirect(String proxyServer) {
    assertEquals(Fact.known(Optional.empty()), WinInetSettings.https(proxyServer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks=s:1080", "socks5://s:1080", "http=a:1;socks=s:1080"})
  void socksAloneIsSaidToBeUnsupported(String proxyServer) {
    assertEquals(Reason.UNSUPPORTED, unread(WinInetSettings.https(proxyServer)).reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:0",
        "a:65536",
        "a:99999",
        "a:b",
        ":80",
        "https=",
        "[::1",
        "a:1:2",
        "user:secret@"
      })
  void aServerThatIsNoneIsAnErrorThatDoesNotRepeatIt(String proxyServer) {
    Fact.Unread<?> unread = unread(WinInetSettings.https(proxyServer));
    assertEquals(Reason.ERROR, unread.reason());
    assertFalse(unread.why().contains("secret"));
  }

  private static Fact.Unread<?> unread(Fact<?> fact) {
    return assertInstanceOf(Fact.Unread.class, fact);
  }

  @Test
  void readableValuesGiveProxyBypassAndScript() {
    ProxySettings settings =
        of(
            Map.of(
                "ProxyEnable",
                new Registry.Value.Numeric(1),
                "ProxyServer",
                new Registry.Value.Text("proxy.example.com:8080"),
                "ProxyOverride",
                new Registry.Value.Text("*.example.com;10.*;<local>"),
                "AutoConfigURL",
                new Registry.Value.Text("http://joe:pw@pac.example.com/p.pac?token=abc")));
    assertEquals("proxy.example.com:8080", settings.proxy().orElseThrow().toString());
    assertEquals(List.of("*.example.com", "10.*", "<local>"), settings.bypass());
    assertEquals(Optional.of("http://pac.example.com/p.pac"), settings.pacUrl());
  }

  @Test
  void aServerThatIsNotEnabledIsNotInForce() {
    assertEquals(
        ProxySettings.DIRECT,
        of(
            Map.of(
                "ProxyEnable",
                new Registry.Value.Numeric(0),
                "ProxyServer",
                new Registry.Value.Text("proxy.example.com:8080"),
                "ProxyOverride",
                new Registry.Value.Text("<local>"))));
  }

  @Test
  void aKeyWithoutAnyOfTheValuesSaysNothing() {
    assertEquals(
        Optional.empty(),
        WinInetSettings.of(
            new Registry.Key(true, Map.of("User Agent", new Registry.Value.Text("x"))), false));
  }

  private static ProxySettings of(Map<String, Registry.Value> values) {
    return WinInetSettings.of(new Registry.Key(true, values), false)
        .flatMap(Fact::asOptional)
        .orElseThrow();
  }

  @Test
  void randomTextNeverThrowsAndNeverGivesAPortOutOfRange() {
    long seed = 9090;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String alphabet = "ab1:;=@[]/. %\0\u00ff\n09";
    int found = 0;
    for (int round = 0; round < 100_000; round++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "https=" : "");
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Optional<ProxySettings.HostPort> proxy =
          WinInetSettings.https(text.toString()).asOptional().flatMap(server -> server);
      found +=
          proxy.filter(server -> server.port() >= 1 && server.port() <= 65_535).isPresent() ? 1 : 0;
      assertEquals(proxy.isPresent(), proxy.filter(server -> server.port() > 0).isPresent());
    }
    assertFalse(found < 1000, "only " + found + " servers");
  }

  @Test
  void aMegabyteOfTextIsHandledInBoundedTime() {
    assertEquals(
        Reason.ERROR, unread(WinInetSettings.https("https=" + ":".repeat(1 << 20))).reason());
    WinInetSettings.https("//".repeat(1 << 19));
    WinInetSettings.https("a;".repeat(1 << 19));
  }
}
