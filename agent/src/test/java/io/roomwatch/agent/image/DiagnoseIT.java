package io.roomwatch.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.probe.ClosedPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diagnose} of the image, for a room whose port is closed. Nothing leaves this machine. */
class DiagnoseIT {

  @TempDir private Path folder;

  private record Said(int code, String out, String err) {}

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(
        folder.resolve("roomwatch.yaml"),
        Daemon.quiet("Boardroom, device: 127.0.0.1")
                .replace("enabled: false}}", "enabled: false}, local.interface: {enabled: false}}")
            + "peers: [{name: boardroom-pc, address: 127.0.0.1, port: "
            + ClosedPorts.tcp()
            + "}]\n");
  }

  private Said diagnose(String... arguments) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(
                            Daemon.image().resolve("bin/roomwatch").toString(),
                            "diagnose",
                            "--config.file",
                            folder.resolve("roomwatch.yaml").toString(),
                            "--storage.path",
                            folder.resolve("state").toString()),
                        Stream.of(arguments))
                    .toList())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Said(
        process.waitFor(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void aCodeIsDecidedByWhatWasMeasured() throws Exception {
    Said said = diagnose("--code", "2002", "--screen", "controller", "--doing", "meeting");
    assertEquals(2, said.code(), said::toString);
    assertEquals("", said.err());
    List<String> lines = said.out().lines().toList();
    assertTrue(lines.contains("Verdict  link.port-closed: failed, confidence high"), said.out());
    assertTrue(
        lines.contains(
            "Answer   What was measured is consistent with 2002: The room's device answers, and its"
                + " port 9090 is closed."),
        said.out());
    int first = lines.indexOf(" 1. The room's device answers, and its port 9090 is closed.");
    assertTrue(first > 0, said.out());
    assertTrue(lines.get(first + 1).startsWith("    SUPPORTED by what was measured, confidence"));
    assertFalse(said.out().contains("this is 2002"), said.out());
    assertTrue(said.out().contains("on a machine beside the room"), said.out());
  }

  @Test
  void anUnknownCodeGetsTheWalkAsJsonToo() throws Exception {
    Said said = diagnose("--code", "2003", "--format", "json");
    assertEquals(2, said.code(), said::toString);
    JsonNode document = new ObjectMapper().readTree(said.out());
    assertTrue(document.get("code").isNull());
    assertEquals(0, document.get("hypotheses").size());
    assertEquals(8, document.get("layers").size());
    assertEquals("supported", document.at("/layers/3/standing").asText(), said.out());
    assertEquals("link.peer:boardroom-pc", document.at("/layers/3/for/0/id").asText());
    assertFalse(document.at("/agent/on_device").asBoolean());
  }

  @Test
  void aWrongValueIsRefusedAtOnce() throws Exception {
    Said said = diagnose("--shown-ip", "localhost");
    assertEquals(64, said.code());
    assertTrue(said.err().startsWith("roomwatch: --shown-ip 'localhost' is not an IP address"));
    assertEquals("", said.out());
  }
}
