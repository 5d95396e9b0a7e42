package io.roomwatch.agent.facts.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostsFileTest {

  @TempDir Path root;

  @Test
  void hostsFileOfAnotherNameOrAddressIsNoHint() {
    assertEquals(Optional.empty(), HostsFile.loopbackOf("room-pc", "# 127.0.0.1 room-pc\n"));
    assertEquals(Optional.empty(), HostsFile.loopbackOf("room-pc", "10.4.12.20 room-pc\n"));
    assertEquals(Optional.empty(), HostsFile.loopbackOf("room-pc", "127.0.0.1 room-pc2\n\n"));
    assertEquals(
        Optional.of(Fixture.ip("::1")),
        HostsFile.loopbackOf("room-pc.corp", "::1 localhost Room-PC\r\n"));
  }

  @Test
  void windowsKeepsItWhereWindowsIs() {
    Map<String, String> environment = Map.of("SystemRoot", "D:\\WINNT");
    assertTrue(
        HostsFile.of(Platform.WINDOWS, root, environment).toString().startsWith("D:\\WINNT"));
    assertEquals(root.resolve("etc/hosts"), HostsFile.of(Platform.LINUX, root, environment));
  }

  @Test
  void aFileWithoutEndIsNotReadToItsEnd() {
    Fact.Unread<?> unread =
        assertInstanceOf(Fact.Unread.class, HostsFile.read(Path.of("/dev/zero")));
    assertEquals(Reason.ERROR, unread.reason());
  }

  @Test
  void commentsInAnyCharsetAreRead() throws IOException {
    Path file = root.resolve("hosts");
    Files.write(file, "127.0.0.1 b\u00fcro\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(Fact.known("127.0.0.1 b\u00fcro\n"), HostsFile.read(file));
    assertEquals(
        Reason.NOT_FOUND,
        assertInstanceOf(Fact.Unread.class, HostsFile.read(root.resolve("none"))).reason());
  }
}
