package io.roomwatch.agent.image;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built image: starts without a configuration, stays small, reloads, stops, and says what is
 * wrong.
 */
class DaemonIT {

  @TempDir private Path folder;

  @Test
  void withTheDefaultChecksItSettlesWithin90Mebibytes() throws Exception {
    try (Daemon daemon =
        new Daemon("--config.file", config("quiet", Daemon.quiet("Small")).toString())) {
      for (int i = 0; i < 20; i++) {
        assertEquals(200, daemon.get("/metrics").statusCode());
      }
      // Every check has looked at least once, so every stage's classes are loaded.
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> !daemon.get("/api/v1/status").body().contains("\"at\" : null"));
      assertEquals(200, daemon.get("/-/ready").statusCode());
      // What start-up left behind is given back within the trim interval.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> residentKibibytes(daemon.pid()) <= 90 * 1024);
      System.out.println(
          "resident memory of the daemon: " + residentKibibytes(daemon.pid()) / 1024 + " MiB");
      assertEquals(0, daemon.stop(), daemon.log());
    }
  }

  @Test
  void itReloadsAtSighupAndByPostAndKeepsTheOldConfigurationWhenTheNewOneIsBad() throws Exception {
    Path file = config("room", Daemon.quiet("First"));
    try (Daemon daemon = new Daemon("--config.file", file.toString())) {
      assertTrue(daemon.get("/api/v1/status").body().contains("\"First\""));
      Files.writeString(file, Daemon.quiet("Second"));
      daemon.signal("HUP");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> daemon.get("/api/v1/status").body().contains("\"Second\""));
      Files.writeString(file, "rooom: {name: Third}\n");
      var bad = daemon.post("/-/reload");
      assertEquals(500, bad.statusCode());
      assertTrue(
          bad.body().contains("did you mean") && bad.body().contains(file + ":1:1"), bad.body());
      assertTrue(daemon.get("/api/v1/status").body().contains("\"Second\""));
      assertTrue(
          daemon.get("/metrics").body().contains("roomwatch_config_last_reload_successful 0.0\n"));
      Files.writeString(file, Daemon.quiet("Third"));
      assertEquals(200, daemon.post("/-/reload").statusCode());
      assertTrue(
          daemon.get("/metrics").body().contains("roomwatch_config_last_reload_successful 1.0\n"));
      assertTrue(daemon.get("/api/v1/status").body().contains("\"Third\""));
    }
  }

  @Test
  void itReadsAChangedFileByItselfWhenToldTo() throws Exception {
    Path file = config("room", Daemon.quiet("First") + "reload: {watch_file: true}\n");
    try (Daemon daemon = new Daemon("--config.file", file.toString())) {
      Files.writeString(file, Daemon.quiet("Second") + "reload: {watch_file: true}\n");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> daemon.get("/api/v1/status").body().contains("\"Second\""));
    }
  }

  @Test
  void aBadConfigurationIsExit78WithItsPlace() throws Exception {
    Path file = config("bad", "room:\n  name: x\n  sight: y\n");
    Process process = Daemon.start("run", "--config.file", file.toString());
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(78, process.waitFor(), said);
    assertTrue(said.contains(file + ":3:3"), said);
    assertTrue(said.contains("site"), said);
  }

  @Test
  void aPortInUseAndAPortOfZoomRoomsAreRefused() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Process process =
          Daemon.start("run", "--web.listen-address", "127.0.0.1:" + taken.getLocalPort());
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(69, process.waitFor(), said);
      assertTrue(said.contains("cannot listen on 127.0.0.1:" + taken.getLocalPort()), said);
    }
    Process process = Daemon.start("run", "--web.listen-address", "127.0.0.1:9090");
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(64, process.waitFor(), said);
    assertTrue(said.contains("port 9090 is used by the controller link of Zoom Rooms"), said);
  }

  @Test
  void aCopiedImagePrintsNothingButTheDocument() throws Exception {
    Path copy = folder.resolve("copy");
    // Without -p: with new times, as people copy.
    assertEquals(
        0,
        new ProcessBuilder("cp", "-r", Daemon.image().toString(), copy.toString())
            .inheritIO()
            .start()
            .waitFor());
    Process process =
        new ProcessBuilder(
                copy.resolve("bin/roomwatch").toString(),
                "check",
                "--config.file",
                config("quiet", Daemon.quiet("Copied")).toString(),
                "--format",
                "json")
            .redirectError(folder.resolve("stderr").toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assertTrue(code <= 3, code + said);
    assertEquals("Copied", new ObjectMapper().readTree(said).at("/room/name").asText());
    assertTrue(said.startsWith("{"), said);
    assertEquals("", Files.readString(folder.resolve("stderr")));
  }

  @Test
  void aHangUpRightAfterTheStartDoesNotEndIt() throws Exception {
    Path file = config("early", Daemon.quiet("Early"));
    try (Daemon daemon = new Daemon("--config.file", file.toString())) {
      daemon.signal("HUP");
      daemon.signal("HUP");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> daemon.log().contains("configuration reloaded"));
      assertEquals(200, daemon.get("/-/ready").statusCode());
      assertEquals(0, daemon.stop(), daemon.log());
    }
  }

  private Path config(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name + ".yaml"), text);
  }

  private static long residentKibibytes(long pid) throws Exception {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
