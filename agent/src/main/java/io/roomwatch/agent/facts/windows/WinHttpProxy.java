package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxyOwner;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Reason;

/**
 * The machine-wide proxy of WinHTTP, which services use: {@code netsh winhttp show proxy}. A
 * machine where it was never set goes direct.
 */
final class WinHttpProxy {

  private static final String CONNECTIONS =
      "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections";

  private WinHttpProxy() {}

  /** The one place where it stands. */
  static ProxySource source(Registry registry) {
    Fact<ProxySettings> settings =
        switch (registry.key(CONNECTIONS)) {
          case Fact.Unread<Registry.Key> unread -> Fact.unread(unread.reason(), unread.why());
          case Fact.Known<Registry.Key> known ->
              known
                  .value()
                  .bytes("WinHttpSettings")
                  .map(WinHttpProxy::decode)
                  .orElseGet(() -> Fact.known(ProxySettings.DIRECT));
        };
    return new ProxySource(ProxySource.Kind.WINHTTP, ProxyOwner.MACHINE, settings);
  }

  private static Fact<ProxySettings> decode(byte[] bytes) {
    return WinInetBlob.parse(bytes)
        .map(WinInetSettings::of)
        .orElseGet(
            () ->
                Fact.unread(
                    Reason.ERROR,
                    "The value WinHttpSettings is damaged; \"netsh winhttp reset proxy\" writes it"
                        + " anew."));
  }
}
