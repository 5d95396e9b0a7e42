package io.roomwatch.agent.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortalPageTest {

  @ParameterizedTest
  @CsvSource({
    "zoom.us, zoom.us, true",
    "zoom.us, www.zoom.us, true",
    "www.zoom.us, zoom.us, true",
    "us02web.zoom.us, explore.zoom.us, true",
    "zoom.us, www.zoom.com, true",
    "shop.example.co.uk, www.example.co.uk, true",
    "a.co.uk, b.co.uk, false",
    "zoom.us, zoom.us.evil.example, false",
    "zoom.us, notzoom.us, false",
    "zoom.us, us, false",
    "zoom.us, 10.0.0.1, false",
    "10.0.0.1, 10.0.0.2, false",
  })
  void hostsOfOnePartyAreKnown(String host, String other, boolean same) {
    assertEquals(same, PortalPage.isSameParty(host, other));
  }
}
