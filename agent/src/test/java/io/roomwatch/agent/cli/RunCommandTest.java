package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.web.ListenAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunCommandTest {

  private final FakeProgram program = new FakeProgram();

  private static ListenAddress at(String host, int port) {
    return new ListenAddress(new InetSocketAddress(host, port));
  }

  @Test
  void withoutOptionsItServesLoopbackAndLogsToTheConsole() {
    assertEquals(0, program.run("run"));
    assertEquals(
        List.of(
            "LOGFMT info",
            new Program.RunOptions(
                Optional.empty(),
                Program.Web.plain(List.of(at("127.0.0.1", 10909))),
                Optional.empty())),
        program.asked);
  }

  @Test
  void everyOptionArrives() {
    assertEquals(
        0,
        program.run(
            "run",
            "--config.file=room.yaml",
            "--web.listen-address=127.0.0.1:1",
            "--web.listen-address=[::1]:2",
            "--web.config.file=web.yaml",
            "--web.external-url=https://boardroom.example:10909/",
            "--storage.path=state",
            "--log.format=json",
            "--log.level=debug"));
    assertEquals(
        List.of(
            "JSON debug",
            new Program.RunOptions(
                Optional.of(Path.of("room.yaml")),
                new Program.Web(
                    List.of(at("127.0.0.1", 1), at("::1", 2)),
                    Optional.of(Path.of("web.yaml")),
                    Optional.of(URI.create("https://boardroom.example:10909/"))),
                Optional.of(Path.of("state")))),
        program.asked);
  }

  @Test
  void anExternalUrlIsOneOfAPage() {
    for (String bad : List.of("ftp://x", "boardroom", "http:///x", "https://u:p@x/")) {
      assertEquals(64, program.run("run", "--web.external-url", bad), bad);
    }
    assertEquals(List.of(), program.asked);
  }

  @Test
  void aPortOfZoomRoomsIsWrongUseAndNothingIsStarted() {
    assertEquals(64, program.run("run", "--web.listen-address", "127.0.0.1:9090"));
    assertTrue(
        program.err.toString().contains("port 9090 is used by the controller link of Zoom Rooms"),
        program.err.toString());
    assertEquals(64, program.run("run", "--web.listen-address", "nonsense"));
    assertEquals(64, program.run("run", "extra"));
    assertEquals(List.of(), program.asked);
  }
}
