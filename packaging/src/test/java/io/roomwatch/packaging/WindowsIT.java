package io.roomwatch.packaging;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The life of the MSI on Wine with a real Windows JVM, in order. */
@Tag("package")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WindowsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PORT = 10_919;
  private static final Path REGISTRY =
      Path.of("../agent/src/test/resources/io/roomwatch/agent/facts/windows/windows-room.reg");

  @TempDir private static Path folder;

  private Wine wine;

  @BeforeAll
  void make() throws Exception {
    Command.needed("wixl", "wixl");
    Command.needed("msibuild", "msitools");
    Path runtime = WindowsRuntime.fetched();
    wine = new Wine(folder);
    for (String version : new String[] {"0.0.8", "0.0.9"}) {
      Command.run(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "src/build/WindowsPackage.java",
              "image=" + System.getProperty("roomwatch.image"),
              "target=" + folder,
              "sources=windows",
              "parts=" + System.getProperty("roomwatch.parts"),
              "version=" + version,
              "runtime=" + runtime,
              "sha256=" + WindowsRuntime.SHA256)
          .ok();
    }
  }

  @AfterAll
  void end() throws Exception {
    if (wine != null) {
      wine.close();
    }
  }

  private Command msiexec(String what, String version, String... properties) throws Exception {
    String[] command = new String[4 + properties.length];
    command[0] = "msiexec";
    command[1] = what;
    command[2] = Wine.windows(folder.resolve("roomwatch-" + version + "-x64.msi"));
    command[3] = "/qn";
    System.arraycopy(properties, 0, command, 4, properties.length);
    return wine.run(command);
  }

  private Path data(String name) {
    return wine.drive().resolve("ProgramData/Roomwatch").resolve(name);
  }

  private Path program(String name) {
    return wine.drive().resolve("Program Files/Roomwatch").resolve(name);
  }

  private Command roomwatch(String... arguments) throws Exception {
    String[] command = new String[3 + arguments.length];
    command[0] = "cmd";
    command[1] = "/c";
    command[2] = "C:\\Program Files\\Roomwatch\\bin\\roomwatch.cmd";
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    return wine.run(command);
  }

  private static String get(String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + PORT + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void served() {
    await().atMost(PATIENCE).until(() -> get("/metrics").contains("roomwatch_build_info{"));
  }

  @Test
  @Order(1)
  void theMsiInstallsAServiceThatServesWithThePropertiesItWasGiven() throws Exception {
    msiexec(
            "/i",
            "0.0.8",
            "ROOMNAME=Boardroom 4.12",
            "SITE=berlin",
            "LISTENADDRESS=127.0.0.1:" + PORT)
        .ok();
    served();
    assertTrue(get("/metrics").contains("room=\"Boardroom 4.12\""));
    assertEquals(
        "# Roomwatch configuration; all settings: roomwatch config schema\n"
            + "room:\n  name: 'Boardroom 4.12'\n  site: 'berlin'\n",
        Files.readString(data("roomwatch.yaml")));
    assertTrue(Files.exists(data("roomwatch.db")));
    assertTrue(Files.readString(data("logs/roomwatch.log")).contains("served at"));
    assertTrue(wine.run("sc", "query", "Roomwatch").ok().contains("RUNNING"));
    assertTrue(roomwatch("service", "status").ok().contains("The service runs."));
  }

  @Test
  @Order(2)
  void aCheckReadsTheRegistryOfARoom() throws Exception {
    wine.run("reg", "import", Wine.windows(REGISTRY.toRealPath())).ok();
    Command check = roomwatch("check");
    assertTrue(check.code() >= 0 && check.code() <= 3, check.said());
    assertTrue(check.said().contains("127.0.0.1:80"), "the proxy that only the room's user has");
    assertTrue(check.said().contains("link.firewall"), check.said());
    assertTrue(check.said().contains("Zoom Rooms"), "the rule of the firewall");
    assertTrue(roomwatch("attest", "annual.licensing", "--by", "Ann").ok().contains("Ann"));
  }

  @Test
  @Order(3)
  void theServiceStopsWithinSecondsAndSurvivesAReboot() throws Exception {
    long before = System.nanoTime();
    roomwatch("service", "stop").ok();
    System.out.println(
        "stopped within " + Duration.ofNanos(System.nanoTime() - before).toMillis() + " ms");
    assertTrue(get("/metrics").isEmpty());
    assertEquals(3, roomwatch("service", "status").code());
    // Wine waits two minutes for what starts delayed; Windows does, too.
    wine.run(
            "reg",
            "add",
            "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Roomwatch",
            "/v",
            "DelayedAutostart",
            "/t",
            "REG_DWORD",
            "/d",
            "0",
            "/f")
        .ok();
    wine.reboot();
    served();
    assertTrue(roomwatch("schedule", "--format", "json").ok().contains("Ann"));
  }

  @Test
  @Order(4)
  void anUpgradeKeepsConfigurationStateAndAddress() throws Exception {
    Files.writeString(data("roomwatch.yaml"), "# mine\nroom: {name: Attic}\n");
    msiexec("/i", "0.0.9").ok();
    served();
    assertTrue(get("/metrics").contains("room=\"Attic\""));
    assertTrue(Files.readString(data("roomwatch.yaml")).startsWith("# mine\n"));
    assertTrue(roomwatch("schedule", "--format", "json").ok().contains("Ann"));
    assertTrue(msiexec("/i", "0.0.8").code() != 0, "an older one is refused");
    served();
  }

  @Test
  @Order(5)
  void removalLeavesConfigurationUnlessAsked() throws Exception {
    msiexec("/x", "0.0.9").ok();
    assertFalse(Files.exists(program("runtime")));
    assertFalse(Files.exists(program("lib")));
    assertTrue(Files.exists(data("roomwatch.yaml")));
    assertTrue(Files.exists(data("roomwatch.db")));
    assertTrue(get("/metrics").isEmpty());
    msiexec("/i", "0.0.9").ok();
    served();
    msiexec("/x", "0.0.9", "REMOVEDATA=1").ok();
    assertFalse(Files.exists(data("roomwatch.yaml")));
    try (Stream<Path> left = Files.list(wine.drive().resolve("ProgramData"))) {
      assertEquals(0, left.filter(each -> each.endsWith("Roomwatch")).count());
    }
  }
}
