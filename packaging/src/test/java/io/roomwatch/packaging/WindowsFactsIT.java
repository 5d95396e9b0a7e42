package io.roomwatch.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the agent reads of a Windows: a real registry and real system libraries, Wine's, read by a
 * real Windows JVM. The agent's tests have the program that prints it.
 */
@Tag("package")
class WindowsFactsIT {

  private static final Path AGENT = Path.of("../agent");
  private static final Path REGISTRY =
      AGENT.resolve("src/test/resources/io/roomwatch/agent/facts/windows/windows-room.reg");

  @TempDir private static Path folder;

  @Test
  void theFactsOfAnImportedRegistryAreRead() throws Exception {
    Path runtime = WindowsRuntime.unpacked(WindowsRuntime.fetched(), folder.resolve("runtime"));
    try (Wine wine = new Wine(folder)) {
      wine.importRegistry(REGISTRY);
      String classpath =
          String.join(
              ";",
              // Whole jars before those that have Linux' part only.
              Wine.windows(Path.of(System.getProperty("roomwatch.parts"))) + "\\*",
              Wine.windows(Path.of(System.getProperty("roomwatch.image"), "lib")) + "\\*",
              Wine.windows(AGENT.resolve("target/test-classes")));
      List<String> lines =
          wine.run(
                  runtime.resolve("bin/java.exe").toString(),
                  "-cp",
                  classpath,
                  "io.roomwatch.agent.facts.windows.WindowsFactsDump",
                  "10.4.12.20")
              .ok()
              .lines()
              .toList();

      has(lines, "proxy ", "kind=WININET, owner=room", "127.0.0.1:80");
      has(lines, "proxy ", "owner=it.admin", "http://proxy.example.com/proxy.pac");
      has(lines, "proxy ", "kind=WINHTTP, owner=machine");
      has(lines, "firewall Known", "action=ALLOW", "Zoom Rooms");
      has(lines, "resolvers Known", "172.20.2.10", "172.20.2.39");
      has(lines, "reboot Known");
      has(lines, "wifi Unread", "NOT_FOUND");
      has(lines, "missing Known", "exists=false");
      has(lines, "applications Known", "name=Zoom Rooms", "6.3.5 (21321)");
      has(lines, "processes Known", "name=java", "runtime\\bin\\java.exe", "name=services");
      has(lines, "load Known", "Disk[mount=C:\\");
      connections(lines);
    }
  }

  /** A listener and one end of its connection have its port; Wine does not know whose they are. */
  private static void connections(List<String> lines) {
    String[] ports = one(lines, "ports ").split(" ", 2);
    String sockets = one(lines, "sockets ");
    String local = "local=/127.0.0.1:" + ports[0] + ", remote=Optional";
    for (String socket :
        List.of(
            "state=LISTEN, " + local + ".empty",
            "state=ESTABLISHED, " + local + "[/127.0.0.1:" + ports[1] + "]")) {
      assertTrue(sockets.contains(socket), socket + " is not in " + sockets);
    }
    assertEquals(2, sockets.split("TcpSocket\\[", -1).length - 1, sockets);
  }

  private static String one(List<String> lines, String beginning) {
    return lines.stream()
        .filter(line -> line.startsWith(beginning))
        .findFirst()
        .orElseThrow()
        .substring(beginning.length());
  }

  private static void has(List<String> lines, String... parts) {
    assertTrue(
        lines.stream().anyMatch(line -> Arrays.stream(parts).allMatch(line::contains)),
        () -> "no line with " + List.of(parts) + " in\n" + String.join("\n", lines));
  }
}
