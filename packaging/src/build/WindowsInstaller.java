import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The MSI, out of the program's folder: wixl makes its files' tables, msibuild adds what wixl does
 * not know.
 */
final class WindowsInstaller {

  private static final UUID NAMESPACE = UUID.fromString("6f1e3a52-7d0b-4a53-9c27-0d4a4a2f9b10");
  private static final String UPGRADE_CODE = "2B7D3B9E-52A5-4C6B-8E0B-3D1B6C8F5A41";

  private static final String PROPERTIES =
      "ROOMNAME;SITE;DEVICE;LISTENADDRESS;OPENFIREWALL;REMOTEADDRESS;CONFIGFILE;REMOVEDATA";

  /** The program's folder at the end of the machine's search path, and taken from it again. */
  private static final String ENVIRONMENT =
      """
      Environment\tName\tValue\tComponent_\r
      s72\tl255\tL255\ts72\r
      Environment\tEnvironment\r
      Path\t=-*PATH\t[~];[INSTALLDIR]bin\tSearchPath\r
      """;

  private static final List<String> SQL =
      List.of(
          "UPDATE Property SET Value = '"
              + PROPERTIES
              + ";WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED' WHERE Property ="
              + " 'SecureCustomProperties'",
          sequence("WriteEnvironmentStrings", "", 5200),
          sequence("RemoveEnvironmentStrings", "", 3300),
          // The old version's service has ended before its files are replaced, and comes back when
          // the new one cannot be installed.
          "UPDATE InstallExecuteSequence SET Sequence = 1501 WHERE Action ="
              + " 'RemoveExistingProducts'");

  /** A program in a folder, later, as the system: msidbCustomActionType, CustomAction table. */
  private static final int PROGRAM = 34 + 1024 + 2048;

  private static final int IGNORED = 64;
  private static final int ROLLBACK = 256;

  /** What the program itself does: the service is the same as without the MSI. */
  private enum Action {
    UNDO_UNINSTALL(PROGRAM + ROLLBACK + IGNORED, 1910, "REMOVE = \"ALL\"", "install"),
    UNINSTALL(
        PROGRAM + IGNORED,
        1920,
        "REMOVE = \"ALL\" AND NOT UPGRADINGPRODUCTCODE",
        "uninstall [PURGE]"),
    UPGRADE(
        PROGRAM + IGNORED,
        1930,
        "REMOVE = \"ALL\" AND UPGRADINGPRODUCTCODE",
        "uninstall --for-upgrade"),
    UNDO_INSTALL(PROGRAM + ROLLBACK + IGNORED, 5890, "NOT REMOVE", "uninstall"),
    INSTALL(
        PROGRAM,
        5900,
        "NOT REMOVE",
        "install --room.name \"[ROOMNAME]\" --room.site \"[SITE]\" --room.device \"[DEVICE]\""
            + " --web.listen-address \"[LISTENADDRESS]\" --config.file \"[CONFIGFILE]\""
            + " --remote-address \"[REMOTEADDRESS]\" [FIREWALL]");

    private final int type;
    private final int place;
    private final String condition;
    private final String arguments;

    Action(int type, int place, String condition, String arguments) {
      this.type = type;
      this.place = place;
      this.condition = condition;
      this.arguments = arguments;
    }

    List<String> sql() {
      String name = "Service_" + name().toLowerCase(Locale.ROOT);
      String line = "\"[INSTALLDIR]runtime\\bin\\java.exe\" @lib\\main.args service " + arguments;
      return List.of(
          "INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('%s', %d, 'INSTALLDIR', '%s')"
              .formatted(name, type, line),
          sequence(name, condition, place));
    }
  }

  private static String sequence(String action, String condition, int place) {
    return "INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('%s', '%s', %d)"
        .formatted(action, condition, place);
  }

  private final Path home;
  private final Path target;

  /**
   * @param home the folder that is installed
   * @param target where the MSI goes
   */
  WindowsInstaller(Path home, Path target) {
    this.home = home;
    this.target = target;
  }

  /**
   * Makes it.
   *
   * @param template the sources, in WiX's language
   * @param version of the product; the MSI's own has its numbers only
   */
  void make(Path template, String version) throws Exception {
    Path source = target.resolve("roomwatch.wxs");
    Files.writeString(
        source,
        Files.readString(template)
            .replace("@VERSION@", version.replaceFirst("[^0-9.].*$", ""))
            .replace("@UPGRADE@", UPGRADE_CODE)
            // Another version is another product; the same version is the same one.
            .replace("@PRODUCT@", id("product " + version))
            .replace("@FILES@", tree())
            .replace("@COMPONENTS@", components()));
    Path msi = target.resolve("roomwatch-" + version + "-x64.msi");
    Files.deleteIfExists(msi);
    run(List.of("wixl", "-a", "x64", "-o", msi.toString(), source.toString()));
    // What wixl does not know.
    Path environment = Files.writeString(target.resolve("Environment.idt"), ENVIRONMENT);
    List<String> tables =
        new ArrayList<>(List.of("msibuild", msi.toString(), "-i", environment.toString(), "-q"));
    tables.addAll(SQL);
    for (Action action : Action.values()) {
      tables.addAll(action.sql());
    }
    run(tables);
    Files.delete(environment);
  }

  private void run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(target.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  private static String id(String name) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-1");
    sha.update(NAMESPACE.toString().getBytes(StandardCharsets.UTF_8));
    byte[] hash = sha.digest(name.getBytes(StandardCharsets.UTF_8));
    return UUID.nameUUIDFromBytes(hash).toString().toUpperCase(Locale.ROOT);
  }

  private static String key(Path file) throws Exception {
    return "f" + id(file.toString()).replace("-", "");
  }

  /** Folders and files as WiX nests them, one component a file. */
  private String tree() throws Exception {
    StringBuilder text = new StringBuilder();
    branch(text, Path.of(""), "        ");
    return text.toString();
  }

  private void branch(StringBuilder text, Path folder, String indent) throws Exception {
    List<Path> below;
    try (Stream<Path> entries = Files.list(home.resolve(folder))) {
      below = entries.sorted().map(home::relativize).toList();
    }
    for (Path each : below) {
      String name = each.getFileName().toString();
      if (Files.isDirectory(home.resolve(each))) {
        text.append("%s<Directory Id=\"d%s\" Name=\"%s\">%n".formatted(indent, key(each), name));
        branch(text, each, indent + "  ");
        text.append("%s</Directory>%n".formatted(indent));
      } else {
        text.append(
            "%s<Component Id=\"c%s\" Guid=\"%s\" Win64=\"yes\"><File Id=\"%s\" Name=\"%s\" Source=\"%s\" KeyPath=\"yes\"/></Component>%n"
                .formatted(
                    indent,
                    key(each),
                    id(each.toString()),
                    key(each),
                    name,
                    target.relativize(home.resolve(each))));
      }
    }
  }

  private String components() throws Exception {
    StringBuilder text = new StringBuilder();
    for (Path file : WindowsPackage.files(home)) {
      text.append("      <ComponentRef Id=\"c%s\"/>%n".formatted(key(file)));
    }
    return text.toString();
  }
}
