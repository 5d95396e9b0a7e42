package io.roomwatch.agent.facts.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySettings.HostPort;
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
                "NO_PROXY", "localhost, 10.0.0.0/8 ,"));
    assertEquals(Optional.of(new HostPort("c", 3)), settings.proxy());
    assertEquals(List.of("localhost", "10.0.0.0/8"), settings.bypass());
  }

  @Test
  void emptyVariableIsNoProxy() {
    assertEquals(
        ProxySettings.DIRECT,
        EnvironmentProxies.of(Map.of("https_proxy", "", "no_proxy", "localhost")));
    assertEquals(
        Optional.of(new HostPort("up", 8080)),
        EnvironmentProxies.of(Map.of("https_proxy", " ", "HTTPS_PROXY", "up:8080")).proxy());
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128, proxy.example, 3128",
    "http://proxy.example:3128/, proxy.example, 3128",
    "proxy.example:3128, proxy.example, 3128",
    "proxy.example, proxy.example, 80",
    "https://proxy.example, proxy.example, 443",
    "socks5h://proxy.example, proxy.example, 1080",
    "http://[fd77::1]:8080/, fd77::1, 8080",
    "http://[fd77::1], fd77::1, 80",
    "fd77::1, fd77::1, 80",
    "http://user:pass@proxy.example:3128, proxy.example, 3128",
    "http://user:p/a?s#s@proxy.example:3128, proxy.example, 3128",
    "127.0.0.1:8888, 127.0.0.1, 8888",
  })
  void hostAndPortAreFoundInEveryForm(String written, String host, int port) {
    assertEquals(Optional.of(new HostPort(host, port)), EnvironmentProxies.hostPort(written));
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
        "]:80["
      })
  void nonsenseIsNoProxyAndNoError(String written) {
    EnvironmentProxies.hostPort(written)
        .ifPresent(proxy -> assertFalse(proxy.host().isBlank() || proxy.port() < 1, written));
    if (!written.startsWith(":") && !written.startsWith("]")) {
      assertEquals(Optional.empty(), EnvironmentProxies.hostPort(written));
    }
  }

  @Test
  void credentialsNeverComeOut() {
    String written = "http://room:s3cret@proxy.example:3128";
    ProxySettings settings = EnvironmentProxies.of(Map.of("https_proxy", written));
    assertFalse(settings.toString().contains("s3cret"), settings.toString());
    assertEquals(
        "http://wpad/proxy.pac",
        EnvironmentProxies.withoutSecrets("http://room:s3/cret@wpad/proxy.pac?token=s3cret#x"));
    assertEquals(
        "file:///etc/proxy.pac", EnvironmentProxies.withoutSecrets("file:///etc/proxy.pac"));
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
