package io.roomwatch.agent.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PacAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://wpad.corp/wpad.dat, http://wpad.corp/wpad.dat",
    "HTTP://wpad.corp:8080/p.pac, http://wpad.corp:8080/p.pac",
    "http://joe:pw@pac.corp/p.pac?token=abc#x, http://pac.corp/p.pac",
    "http://user:p/ss@host/x.pac#tok, http://host/x.pac",
    "http://[fd77::1]/p.pac, http://[fd77::1]/p.pac",
    "file:///etc/proxy.pac, file:///etc/proxy.pac",
  })
  void whatIsNoSecretIsShown(String written, String shown) {
    assertEquals(shown, PacAddress.shown(written));
    assertEquals(shown, PacAddress.shown(shown), "shown twice it is the same");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wpad.dat",
        "://secret",
        "http:///secret",
        "http://user:p?s3cret@host/",
        "http://u:12#s3cret@h/x.pac",
        "http://host/p.pac?token=s3@cret",
        "http://a b/s3cret",
        "http://ho_st:s3cret/x",
        "/http://s3cret/x",
      })
  void whatCannotBeTakenApartIsNotShownAtAll(String written) {
    assertEquals("(address not understood)", PacAddress.shown(written));
  }

  @Test
  void settingsNeverHoldMore() {
    ProxySettings settings =
        new ProxySettings(
            Optional.empty(), List.of(), Optional.of("http://u:s3cret@h/x.pac?t=s3cret"), false);
    assertFalse(settings.toString().contains("s3cret"), settings.toString());
  }
}
