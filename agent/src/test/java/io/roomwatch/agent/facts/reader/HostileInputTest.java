package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.HostileInput;
import io.roomwatch.agent.facts.PacAddress;
import org.junit.jupiter.api.Test;

final class HostileInputTest {

  @Test
  void garbledBytesNeverThrow() {
    HostileInput.bytes(bytes -> Edid.name(bytes, "x"));
    HostileInput.texts(
        text -> {
          EnvironmentProxies.of(EnvironmentProxies.file("https_proxy=" + text));
          PacAddress.shown(text);
          Addresses.literal(text);
        });
  }
}
