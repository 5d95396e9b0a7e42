package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WinHttpProxyTest {

  private static final String CONNECTIONS =
      "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections";

  private static ProxySource source(int version, int flags, String proxy, String bypass) {
    byte[] bytes =
        ByteBuffer.allocate(20 + proxy.length() + bypass.length())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(version)
            .putInt(0)
            .putInt(flags)
            .putInt(proxy.length())
            .put(proxy.getBytes(StandardCharsets.US_ASCII))
            .putInt(bypass.length())
            .put(bypass.getBytes(StandardCharsets.US_ASCII))
            .array();
    return WinHttpProxy.source(
        new RegistryFile().put(CONNECTIONS, "WinHttpSettings", new Registry.Value.Binary(bytes)));
  }

  @Test
  void theFactorySettingIsDirect() {
    assertEquals(
        new ProxySource(ProxySource.Kind.WINHTTP, "machine", Fact.known(ProxySettings.DIRECT)),
        WinHttpProxy.source(RegistryFile.resource("windows-room.reg")));
  }

  @Test
  void aMachineWhereItWasNeverSetGoesDirect() {
    assertEquals(
        Fact.known(ProxySettings.DIRECT), WinHttpProxy.source(new RegistryFile()).settings());
  }

  /** Laid out as "netsh winhttp set proxy" does: direct and proxy flags, proxy, bypass. */
  @Test
  void aProxyWithItsBypassIsRead() {
    ProxySettings settings =
        source(0x18, 3, "http=a:1;https=proxy.example.com:8080", "<local>;*.example.com")
            .settings()
            .asOptional()
            .orElseThrow();
    assertEquals("proxy.example.com:8080", settings.proxy().orElseThrow().toString());
    assertEquals(List.of("<local>", "*.example.com"), settings.bypass());
  }

  @Test
  void theNewerVersionIsReadTheSameWay() {
    assertEquals(
        "proxy.example.com:8080",
        source(0x28, 3, "proxy.example.com:8080", "")
            .settings()
            .asOptional()
            .flatMap(ProxySettings::proxy)
            .orElseThrow()
            .toString());
  }

  @Test
  void damageAndDenialAreSaid() {
    RegistryFile damaged =
        new RegistryFile()
            .put(CONNECTIONS, "WinHttpSettings", new Registry.Value.Binary(new byte[7]));
    assertEquals(Reason.ERROR, reason(WinHttpProxy.source(damaged)));
    assertEquals(
        Reason.PERMISSION, reason(WinHttpProxy.source(new RegistryFile().deny(CONNECTIONS))));
  }

  private static Reason reason(ProxySource source) {
    return assertInstanceOf(Fact.Unread.class, source.settings()).reason();
  }
}
