package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.HostileInput;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class HostileInputTest {

  @Test
  void garbledBytesNeverThrow() {
    HostileInput.bytes(
        bytes -> {
          IpHelper.neighbours(ByteBuffer.wrap(bytes));
          IpHelper.metrics(ByteBuffer.wrap(bytes));
        });
  }
}
