package io.roomwatch.agent.facts.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySettings.HostPort;
import io.roomwatch.agent.observation.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentProxiesTest {

  @Test
  void httpsProxyWinsOverHttpProxyAndLowerOverUpperCase() {
    ProxySettings settings =
        EnvironmentProxies.of(
                Map.of(
                    "http_proxy", "http://a:1",
                    "HTTPS_PROXY", "http://b:2",
                    "https_proxy", "http://c:3",
                    "NO_PROXY", "localhost, 10.0.0.0/8 ,"))
            .asOptional()
            .orElseThrow();
    assertEquals(Optional.of(new HostPort("c", 3)), settings.proxy());
    assertEquals(List.of("localhost", "10.0.0.0/8"), settings.bypass());
  }

  @Test
  void emptyVariableIsNoProxy() {
    assertEquals(
        Fact.known(ProxySettings.DIRECT),
        EnvironmentProxies.of(Map.of("https_proxy", "", "no_proxy", "localhost")));
    assertEquals(
        Fact.known(Optional.of(new HostPort("up", 8080))),
        EnvironmentProxies.of(Map.of("https_proxy", " ", "HTTPS_PROXY", "up:8080"))
            .map(ProxySettings::proxy));
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128, proxy.example, 3128",
    "http://proxy.example:3128/, proxy.example, 3128",
    "proxy.example:3128, proxy.example, 3128",
    "proxy.example, proxy.example, 80",
    "https://proxy.example, proxy.example, 443",
    "http://[fd77::1]:8080/, fd77::1, 8080",
    "http://[fd77::1], fd77::1, 80",
    "fd77::1, fd77::1, 80",
    "http://user:pass@proxy.example:3128, proxy.example, 3128",
    "http://user:p/a?s#s@proxy.example:3128, proxy.example, 3128",
    "127.0.0.1:8888, 127.0.0.1, 8888",
  })
  void hostAndPortAreFoundInEveryForm(String written, String host, int port) {
    assertEquals(Fact.known(new HostPort(host, port)), EnvironmentProxies.hostPort(written, "it"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://",
        "http://:80",
        "a:0",
        "a:65536",
        "a:-1",
        "a:x",
        "a b:80",
        "::::",
        "]:80[",
        "http://proxy:port",
        "proxy.corp:3128:joe:secret",
        "[proxy:secret]:80"
      })
  void whatIsNoProxyIsAnErrorThatDoesNotRepeatIt(String written) {
    Fact.Unread<?> unread =
        assertInstanceOf(Fact.Unread.class, EnvironmentProxies.hostPort(written, "https_proxy"));
    assertEquals(Reason.ERROR, unread.reason());
    assertEquals("A proxy is set here, but not as host:port; correct https_proxy.", unread.why());
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5h://proxy.example", "SOCKS://a:1080", "socks4a://u:p@a:1"})
  void aSocksProxyIsNoHttpProxy(String written) {
    Fact.Unread<?> unread =
        assertInstanceOf(Fact.Unread.class, EnvironmentProxies.of(Map.of("https_proxy", written)));
    assertEquals(Reason.UNSUPPORTED, unread.reason());
  }

  @Test
  void aBrokenProxyIsNotPassedOverForTheNext() {
    Fact.Unread<?> unread =
        assertInstanceOf(
            Fact.Unread.class,
            EnvironmentProxies.of(
                Map.of("https_proxy", "http://proxy:port", "all_proxy", "http://other:1")));
    assertEquals(Reason.ERROR, unread.reason());
  }

  @Test
  void theProxyOfPlainHttpIsNotThatOfHttps() {
    assertEquals(
        Fact.known(ProxySettings.DIRECT),
        EnvironmentProxies.of(Map.of("http_proxy", "http://plain:1")));
  }

  @Test
  void credentialsNeverComeOut() {
    String written = "http://room:s3cret@proxy.example:3128";
    Fact<ProxySettings> settings = EnvironmentProxies.of(Map.of("https_proxy", written));
    assertFalse(settings.toString().contains("s3cret"), settings.toString());
  }

  @Test
  void etcEnvironmentTakesQuotesExportsAndComments() {
    Map<String, String> variables =
        EnvironmentProxies.file(
            """
            # http_proxy=http://no:1
            PATH="/usr/bin"
            export https_proxy="http://room:pw@proxy.example:3128/"
            no_proxy='localhost,.example'
            broken
            =x
            """);
    assertEquals(
        Map.of(
            "PATH", "/usr/bin",
            "https_proxy", "http://room:pw@proxy.example:3128/",
            "no_proxy", "localhost,.example"),
        variables);
  }
}
