package io.roomwatch.packaging;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
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
  private String installation = "C:\\Program Files\\Roomwatch";

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

  private boolean wasAsked(String part) throws IOException {
    return wine.asked().stream().anyMatch(line -> line.contains(part));
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
    command[2] = installation + "\\bin\\roomwatch.cmd";
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    return wine.run(command);
  }

  private String get(String path) throws Exception {
    return wine.get("http://127.0.0.1:" + PORT + path);
  }

  private void served() {
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
            "DEVICE=self",
            "LISTENADDRESS=127.0.0.1:" + PORT)
        .ok();
    served();
    assertTrue(get("/metrics").contains("room=\"Boardroom 4.12\""));
    assertEquals(
        "# Roomwatch configuration; all settings: roomwatch config schema\n"
            + "room:\n  name: 'Boardroom 4.12'\n  site: 'berlin'\n  device: 'self'\n",
        Files.readString(data("roomwatch.yaml")));
    assertTrue(Files.exists(data("roomwatch.db")));
    assertTrue(Files.readString(data("logs/roomwatch.log")).contains("served at"));
    assertTrue(wine.run("sc", "query", "Roomwatch").ok().contains("RUNNING"));
    assertTrue(
        wine.run("reg", "query", "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Roomwatch")
            .ok()
            .contains("NT AUTHORITY\\LocalService"));
    assertTrue(roomwatch("service", "status").ok().contains("The service runs."));
    assertTrue(wasAsked("icacls.exe C:\\ProgramData\\Roomwatch /inheritance:r /grant:r"));
    assertFalse(wasAsked("netsh.exe"), "nobody asked for the firewall");
  }

  @Test
  @Order(2)
  void aCheckReadsTheRegistryOfARoom() throws Exception {
    wine.importRegistry(REGISTRY);
    Command check = roomwatch("check");
    assertTrue(check.code() >= 0 && check.code() <= 3, check.said());
    assertTrue(line(check, "local.proxy").contains("127.0.0.1:80"), "only the room's user has it");
    assertTrue(line(check, "link.firewall").contains("Zoom Rooms"), "the rule of the firewall");
    assertTrue(line(check, "link.listener").contains("not-listening"), "sockets were read");
    assertTrue(line(check, "room.app").startsWith("FAILED"), "processes were read");
    assertTrue(line(check, "room.version").contains("6.3.5"), "applications were read");
    assertTrue(line(check, "local.host").startsWith("OK"), "load and disks were read");
    assertTrue(roomwatch("attest", "annual.licensing", "--by", "Ann").ok().contains("Ann"));
  }

  private static String line(Command check, String id) {
    return check
        .said()
        .lines()
        .filter(line -> List.of(line.split(" +", 3)).contains(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " is not in " + check.said()));
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
    // A file as large as this is set aside by the next line.
    Files.writeString(
        data("logs/roomwatch.log"), "old\n".repeat(1_100_000), StandardOpenOption.APPEND);
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
    await().atMost(PATIENCE).until(() -> Files.exists(data("logs/roomwatch.log.1")));
    assertTrue(Files.size(data("logs/roomwatch.log")) < 1_000_000);
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
    assertTrue(wine.run("sc", "query", "Roomwatch").code() != 0, "the service is gone");
    assertTrue(Files.readString(data("roomwatch.yaml")).startsWith("# mine\n"));
    assertTrue(Files.exists(data("roomwatch.db")));
    assertTrue(get("/metrics").isEmpty());
  }

  @Test
  @Order(6)
  void installCmdHandsOnItsPropertiesAndRemovalOfEverythingLeavesNothing() throws Exception {
    Files.delete(data("roomwatch.yaml"));
    Path share = Files.createDirectories(wine.drive().resolve("share"));
    Files.copy(folder.resolve("install.cmd"), share.resolve("install.cmd"));
    Files.move(folder.resolve("roomwatch-0.0.9-x64.msi"), share.resolve("roomwatch-0.0.9-x64.msi"));
    Files.writeString(share.resolve("given.yaml"), "# given\nroom: {name: Cellar}\n");
    wine.run(
            "cmd",
            "/c",
            "C:\\share\\install.cmd",
            "CONFIGFILE=C:\\share\\given.yaml",
            "LISTENADDRESS=0.0.0.0:" + PORT,
            "OPENFIREWALL=1",
            "REMOTEADDRESS=10.4.0.0/16")
        .ok();
    served();
    assertTrue(get("/metrics").contains("room=\"Cellar\""));
    assertTrue(Files.readString(data("roomwatch.yaml")).startsWith("# given\n"));
    assertTrue(
        wasAsked(
            "netsh.exe advfirewall firewall add rule \"name=Roomwatch status and metrics\" dir=in"
                + " action=allow protocol=TCP localport="
                + PORT
                + " \"program=C:\\Program Files\\Roomwatch\\bin\\roomwatch-service.exe\""
                + " remoteip=10.4.0.0/16"));
    wine.run("msiexec", "/x", "C:\\share\\roomwatch-0.0.9-x64.msi", "/qn", "REMOVEDATA=1").ok();
    assertFalse(Files.exists(data("")), "configuration, state and logs are gone");
    assertTrue(wine.asked().getLast().contains("delete rule"), "and so is the firewall's rule");
  }

  @Test
  @Order(7)
  void theServiceIsMadeWithoutTheMsi() throws Exception {
    WindowsRuntime.unpacked(
        folder.resolve("roomwatch-0.0.9-windows-x64.zip"), wine.drive().resolve("unpacked"));
    installation = "C:\\unpacked";
    assertEquals(4, roomwatch("service", "status").code(), "there is none");
    roomwatch(
            "service",
            "install",
            "--room.name",
            "Loft east",
            "--web.listen-address",
            "127.0.0.1:" + PORT)
        .ok();
    served();
    assertTrue(get("/metrics").contains("room=\"Loft east\""));
    roomwatch("service", "stop").ok();
    assertTrue(get("/metrics").isEmpty());
    roomwatch("service", "start").ok();
    served();
    roomwatch("service", "uninstall", "--purge").ok();
    assertEquals(4, roomwatch("service", "status").code(), "it is gone");
    assertFalse(Files.exists(data("")));
  }
}
