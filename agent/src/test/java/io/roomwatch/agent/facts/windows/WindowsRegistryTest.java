package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class WindowsRegistryTest {

  private static <T> Reason reason(Fact<T> fact) {
    return assertInstanceOf(Fact.Unread.class, fact).reason();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void elsewhereThanOnWindowsEveryReadIsUnsupportedAndNothingThrows() {
    Registry registry = new WindowsRegistry();
    for (int again = 0; again < 2; again++) {
      assertEquals(Reason.UNSUPPORTED, reason(registry.key("HKLM\\SOFTWARE")));
      assertEquals(Reason.UNSUPPORTED, reason(registry.subkeys("HKU\\")));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void elsewhereThanOnWindowsEveryFactIsUnsupportedOrNotFound() {
    WindowsFacts facts = WindowsFacts.ofThisMachine(Optional::empty);
    assertEquals(Reason.UNSUPPORTED, reason(facts.firewall(9090)));
    assertEquals(Reason.UNSUPPORTED, reason(facts.resolvers()));
    assertEquals(Reason.UNSUPPORTED, reason(facts.pendingReboot()));
    assertEquals(Reason.NOT_FOUND, reason(facts.wifi()));
    List<ProxySource> proxies = facts.proxies();
    proxies.forEach(source -> assertEquals(Reason.UNSUPPORTED, reason(source.settings())));
    assertEquals(2, proxies.size());
  }

  @Test
  void theKeyWithThePasswordIsRefused() {
    Registry registry = new WindowsRegistry();
    String path = "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\WinLogon";
    assertThrows(IllegalArgumentException.class, () -> registry.key(path));
    assertThrows(IllegalArgumentException.class, () -> registry.subkeys(path + "\\x"));
  }
}
