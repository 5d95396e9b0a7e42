package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySettings.HostPort;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProxyTextTest {

  @ParameterizedTest
  @CsvSource({
    "http://wpad/wpad.dat, http://wpad/wpad.dat",
    "https://user:hunter2@pac.example:8443/s3cret/proxy.pac?token=hunter2#x,"
        + " https://pac.example:8443/…/proxy.pac",
    "https://pac.example/hunter2, https://pac.example/…",
    "https://pac.example/hunter2/, https://pac.example/…",
    "https://pac.example, https://pac.example",
    "https://pac.example/, https://pac.example",
    "file://hunter2 with blanks, (address not understood)",
    "file:///C:/hunter2.pac, (address not understood)",
    "hunter2, (address not understood)"
  })
  void ofAPacAddressOnlyHostAndFileAreTold(String url, String told) {
    assertEquals(
        List.of("PAC script " + told),
        ProxyText.words(new ProxySettings(Optional.empty(), List.of(), Optional.of(url), false)));
  }

  @Test
  void aLoginInAProxyIsNotTold() {
    assertEquals(
        List.of("proxy.example:3128", "not for *.b and a"),
        ProxyText.words(
            new ProxySettings(
                Optional.of(new HostPort("http://user:hunter2@proxy.example", 3128)),
                List.of("a", "*.b"),
                Optional.empty(),
                false)));
  }

  @Test
  void noProxyIsNoWords() {
    assertEquals(List.of(), ProxyText.words(ProxySettings.DIRECT));
  }
}
