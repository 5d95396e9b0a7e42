package io.roomwatch.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.roomwatch.agent.facts.ProxySource.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProxyBypassTest {

  @ParameterizedTest
  @CsvSource({
    "WININET, zoom.us, zoom.us, true",
    "WININET, zoom.us, ZOOM.US, true",
    "WININET, us04web.zoom.us, zoom.us, false",
    "WININET, us04web.zoom.us, *.zoom.us, true",
    "WININET, zoom.us, *.zoom.us, false",
    "WININET, zoom.us, *zoom.us, true",
    "WININET, zoom.us, *, true",
    "WININET, zoom.us, zo*.*s, true",
    "WININET, zoom.us, zo*x, false",
    "WININET, zoom.us, <local>, false",
    "WININET, intranet, <local>, true",
    "WININET, zoom.us, https://zoom.us, true",
    "WININET, zoom.us, zoom.us:443, true",
    "SCUTIL, 169.254.1.2, 169.254.*, true",
    "WINHTTP, zoom.us, '', false",
    "ENVIRONMENT, zoom.us, zoom.us, true",
    "ENVIRONMENT, us04web.zoom.us, zoom.us, true",
    "ENVIRONMENT, us04web.zoom.us, .zoom.us, true",
    "ENVIRONMENT, zoom.us, .zoom.us, true",
    "ENVIRONMENT, notzoom.us, zoom.us, false",
    "ENVIRONMENT, zoom.us, *, true",
    "ETC_ENVIRONMENT, zoom.us, *.zoom.us, true",
    "ETC_ENVIRONMENT, zoom.us, ' zoom.us:443 ', true"
  })
  void eachSystemHasItsOwnRules(Kind kind, String host, String entry, boolean direct) {
    assertEquals(direct, ProxyBypass.naming(host, kind, List.of("other", entry)).isPresent());
  }

  @Test
  void saysWhichEntryItWas() {
    assertEquals(
        Optional.of("*.us"),
        ProxyBypass.naming("zoom.us", Kind.WININET, List.of("corp", "*.us", "zoom.us")));
  }

  @Test
  void noPatternIsSlow() {
    String stars = "*a".repeat(2_000) + "b";
    String host = "a".repeat(5_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () ->
            assertEquals(Optional.empty(), ProxyBypass.naming(host, Kind.WININET, List.of(stars))));
  }
}
