package io.roomwatch.agent.image;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.evidence.Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The support bundle of the shipped image, with a daemon and without one. */
class EvidenceIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** What a command printed, and its exit code. */
  private record Ended(int code, String said) {}

  private Ended run(List<String> before, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add(Daemon.image().resolve("bin/roomwatch").toAbsolutePath().toString());
    command.add("evidence");
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  private Path config() throws IOException {
    Files.writeString(folder.resolve("hook.url"), "https://hook.example/in/planted-in-a-file\n");
    return Files.writeString(
        folder.resolve("room.yaml"),
        Daemon.quiet("Boardroom 4.12")
            + "alerts: {sinks: [{name: hook, type: webhook, url_file: hook.url}]}\n");
  }

  private static Bundle opened(Path file) throws IOException {
    Bundle bundle = Bundle.of(file);
    assertEquals(11, bundle.names().size());
    bundle.parts().forEach((name, text) -> assertFalse(text.contains("planted-in-a-file"), name));
    return bundle;
  }

  @Test
  void besideADaemonAndAfterItTheBundleIsWhole() throws Exception {
    Path state = folder.resolve("state");
    String[] where = {"--config.file", config().toString(), "--storage.path", state.toString()};
    try (Daemon daemon = new Daemon(where)) {
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> !daemon.get("/api/v1/status").body().contains("\"at\" : null"));
      Ended ended = run(List.of(), with(where, "-o", "beside.zip", "--code", "2002"));
      assertEquals(new Ended(0, ended.said()), ended);
      assertTrue(ended.said().startsWith("beside.zip: written, "), ended.said());
      Bundle bundle = opened(folder.resolve("beside.zip"));
      assertEquals(
          "by the daemon at " + daemon.url(),
          bundle.json("manifest.json").path("status_from").asText());
      JsonNode status = bundle.json("status.json");
      JsonNode own = JSON.readTree(daemon.get("/api/v1/status").body());
      assertEquals(own.at("/agent/started"), status.at("/agent/started"));
      assertEquals(own.path("checks").size(), status.path("checks").size());
      assertTrue(bundle.text("phases.json").contains("\"connect\""), bundle.text("phases.json"));
      assertTrue(bundle.text("journal.json").contains("Roomwatch 0."), bundle.text("journal.json"));
      assertTrue(bundle.text("changes.json").contains("started"), bundle.text("changes.json"));
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(folder.resolve("beside.zip"))));
    }
    Ended ended = run(List.of(), where);
    assertEquals(0, ended.code(), ended.said());
    String name = ended.said().substring(0, ended.said().indexOf(": written"));
    assertTrue(
        name.matches("roomwatch-evidence-boardroom-4-12-\\d{8}T\\d{6}Z\\.zip"), ended.said());
    Bundle bundle = opened(folder.resolve(name));
    assertTrue(
        bundle
            .json("manifest.json")
            .path("status_from")
            .asText()
            .startsWith("by one look of this command's own"),
        bundle.text("manifest.json"));
    assertTrue(bundle.text("phases.json").contains("\"connect\""), bundle.text("phases.json"));
    assertTrue(bundle.text("journal.json").contains("Roomwatch 0."), bundle.text("journal.json"));
    assertTrue(bundle.text("versions.json").contains("OpenJDK"), bundle.text("versions.json"));
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void whatItMayNotReadIsUnknownForThatReason() throws Exception {
    skipUnlessRoot("giving up root's capabilities needs root");
    Ended ended =
        run(
            List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"),
            "--config.file",
            config().toString(),
            "--storage.path",
            folder.resolve("none").toString(),
            "-o",
            "poor.zip");
    assertEquals(0, ended.code(), ended.said());
    Bundle bundle = opened(folder.resolve("poor.zip"));
    JsonNode firewall = bundle.json("facts.json").path("firewall");
    assertEquals("permission", firewall.path("reason").asText(), bundle.text("facts.json"));
    assertTrue(
        bundle.text("summary.html").contains("<td>firewall</td><td>permission. "),
        "the page says so, too");
  }

  @Test
  void onAFullDiskThereIsNoHalfBundle() throws Exception {
    skipUnlessRoot("mounting a disk of a few bytes needs root");
    Path small = Files.createDirectory(folder.resolve("small"));
    Ended ended =
        run(
            List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "mount -t tmpfs -o size=8k tmpfs \"$0\"; \"$@\"; echo \"$?\"; ls -A \"$0\"",
                small.toString()),
            "--config.file",
            config().toString(),
            "--storage.path",
            folder.resolve("none").toString(),
            "-o",
            small.resolve("full.zip").toString());
    assertEquals(
        small.resolve("full.zip") + ": cannot be written: No space left on device\n69\n",
        ended.said());
  }

  private static void skipUnlessRoot(String why) {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root) {
      System.out.println("skipped: " + why);
    }
    assumeTrue(root, why);
  }
}
