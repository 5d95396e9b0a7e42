import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the Windows packages from the Linux image and a Windows runtime: a folder, its zip, and the
 * MSI. Without a runtime, or without wixl, it says so and makes what it can. Arguments are
 * properties: {@code image= target= sources= parts= version= runtime= sha256=}.
 */
final class WindowsPackage {

  private static final UUID NAMESPACE = UUID.fromString("6f1e3a52-7d0b-4a53-9c27-0d4a4a2f9b10");
  private static final String UPGRADE_CODE = "2B7D3B9E-52A5-4C6B-8E0B-3D1B6C8F5A41";

  /** 2026-11-20, as everything else in the packages. */
  private static final FileTime TIME = FileTime.from(Instant.parse("2026-11-20T00:00:00Z"));

  /** What only some JVMs know, and the others refuse to start with. */
  private static final List<String> LINUX_ONLY =
      List.of(
          "-XX:TrimNativeHeapInterval",
          "-XX:ArchiveRelocationMode",
          "-XX:-AOT",
          "-XX:+UnlockDiagnostic");

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
      String name = "Service_" + name().toLowerCase(java.util.Locale.ROOT);
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

  private final Properties given;
  private final Path home;

  private WindowsPackage(Properties given) {
    this.given = given;
    this.home = path("target").resolve("windows-x64");
  }

  public static void main(String[] args) throws Exception {
    Properties given = new Properties();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      given.setProperty(arg.substring(0, equals), arg.substring(equals + 1));
    }
    new WindowsPackage(given).make();
  }

  private Path path(String key) {
    return Path.of(given.getProperty(key)).toAbsolutePath().normalize();
  }

  private void make() throws Exception {
    if (given.getProperty("runtime", "").isBlank()) {
      System.out.println(
          "No Windows package: -Dwindows.runtime.zip names no Java 25 runtime for Windows x64 (and"
              + " -Dwindows.runtime.sha256 what it must be).");
      return;
    }
    checkRuntime();
    assemble();
    String version = given.getProperty("version").replaceFirst("[^0-9.].*$", "");
    zip(path("target").resolve("roomwatch-" + given.getProperty("version") + "-windows-x64.zip"));
    if (!has("wixl") || !has("msibuild")) {
      System.out.println("No MSI: wixl (Debian: wixl) and msibuild (msitools) are missing.");
      return;
    }
    msi(version);
    Files.copy(
        path("sources").resolve("install.cmd"),
        path("target").resolve("install.cmd"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private void checkRuntime() throws Exception {
    String wanted = given.getProperty("sha256", "");
    byte[] content = Files.readAllBytes(path("runtime"));
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    if (!hash.equals(wanted)) {
      throw new IOException(
          path("runtime")
              + " has SHA-256 "
              + hash
              + ", and -Dwindows.runtime.sha256 says '"
              + wanted
              + "'");
    }
  }

  private void assemble() throws Exception {
    delete(home);
    for (String folder : List.of("bin", "lib", "native")) {
      Files.createDirectories(home.resolve(folder));
    }
    unpackRuntime();
    List<Path> jars = list(path("image").resolve("lib"), ".jar");
    for (Path jar : jars) {
      // Whole, where the Linux image has but its own part.
      Path whole = path("parts").resolve(jar.getFileName());
      Files.copy(Files.exists(whole) ? whole : jar, home.resolve("lib").resolve(jar.getFileName()));
    }
    entry(one(path("parts"), "jna-jpms-"), "com/sun/jna/win32-x86-64/jnidispatch.dll", "native");
    entry(
        one(path("parts"), "sqlite-jdbc-"),
        "org/sqlite/native/Windows/x86_64/sqlitejdbc.dll",
        "native");
    entry(path("parts").resolve("commons-daemon-bin-windows.zip"), "amd64/prunsrv.exe", "bin");
    Files.move(home.resolve("bin/prunsrv.exe"), home.resolve("bin/roomwatch-service.exe"));
    entry(path("parts").resolve("commons-daemon-bin-windows.zip"), "LICENSE.txt", ".");
    entry(path("parts").resolve("commons-daemon-bin-windows.zip"), "NOTICE.txt", ".");
    Files.move(home.resolve("LICENSE.txt"), home.resolve("procrun-LICENSE.txt"));
    Files.move(home.resolve("NOTICE.txt"), home.resolve("procrun-NOTICE.txt"));
    dos(path("sources").resolve("roomwatch.cmd"), home.resolve("bin/roomwatch.cmd"));
    List<String> options = options();
    Files.write(home.resolve("lib/java.options"), options);
    // For the installer, whose working folder is the program's: a command line that is short.
    List<String> main = new ArrayList<>(options);
    main.addAll(
        List.of(
            "-Droomwatch.home=.",
            "-Djna.boot.library.path=native",
            "-Djava.library.path=native",
            "-cp",
            "lib/*",
            "io.roomwatch.agent.Main"));
    Files.write(home.resolve("lib/main.args"), main);
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, TIME);
      }
    }
  }

  private List<String> options() throws IOException {
    int feature = feature();
    return Files.readAllLines(path("image").resolve("lib/java.options")).stream()
        .filter(line -> LINUX_ONLY.stream().noneMatch(line::startsWith))
        // Java 24 and later: JEP 498.
        .filter(line -> feature >= 24 || !line.startsWith("--sun-misc-unsafe-memory-access"))
        .toList();
  }

  private int feature() throws IOException {
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(home.resolve("runtime/release"))) {
      release.load(in);
    }
    return Integer.parseInt(
        release.getProperty("JAVA_VERSION").replace("\"", "").replaceFirst("\\..*", ""));
  }

  /** The zip has one folder around everything. */
  private void unpackRuntime() throws IOException {
    try (ZipFile zip = new ZipFile(path("runtime").toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
        String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
        Path target = home.resolve("runtime").resolve(name).normalize();
        if (!target.startsWith(home.resolve("runtime"))) {
          throw new IOException("a bad name in the runtime's zip: " + entry.getName());
        }
        if (name.startsWith("include/") || name.startsWith("man/") || name.startsWith("jmods/")) {
          continue;
        }
        Files.createDirectories(target.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, target);
        }
      }
    }
  }

  private void entry(Path archive, String name, String folder) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name))) {
      Files.copy(in, home.resolve(folder).resolve(name.substring(name.lastIndexOf('/') + 1)));
    }
  }

  private static void dos(Path from, Path to) throws IOException {
    Files.writeString(to, Files.readString(from).replace("\r", "").replace("\n", "\r\n"));
  }

  private static List<Path> list(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static Path one(Path folder, String beginning) throws IOException {
    return list(folder, ".jar").stream()
        .filter(file -> file.getFileName().toString().startsWith(beginning))
        .findFirst()
        .orElseThrow(() -> new IOException("no " + beginning + "*.jar in " + folder));
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(Files::isRegularFile).map(home::relativize).sorted().toList();
    }
  }

  private void zip(Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Path file : files()) {
        ZipEntry entry = new ZipEntry("roomwatch/" + file);
        entry.setLastModifiedTime(TIME);
        zip.putNextEntry(entry);
        Files.copy(home.resolve(file), zip);
        zip.closeEntry();
      }
    }
  }

  private void msi(String version) throws Exception {
    Path target = path("target");
    Path source = target.resolve("roomwatch.wxs");
    Files.writeString(
        source,
        Files.readString(path("sources").resolve("roomwatch.wxs"))
            .replace("@VERSION@", version)
            .replace("@UPGRADE@", UPGRADE_CODE)
            // Another version is another product; the same version is the same one.
            .replace("@PRODUCT@", id("product " + given.getProperty("version")))
            .replace("@FILES@", tree())
            .replace("@COMPONENTS@", components()));
    Path msi = target.resolve("roomwatch-" + given.getProperty("version") + "-x64.msi");
    Files.deleteIfExists(msi);
    run(List.of("wixl", "-a", "x64", "-o", msi.toString(), source.toString()));
    // What wixl does not know.
    Path environment = target.resolve("Environment.idt");
    Files.writeString(environment, ENVIRONMENT);
    run(List.of("msibuild", msi.toString(), "-i", environment.toString()));
    Files.delete(environment);
    List<String> all = new ArrayList<>(SQL);
    for (Action action : Action.values()) {
      all.addAll(action.sql());
    }
    for (String sql : all) {
      run(List.of("msibuild", msi.toString(), "-q", sql));
    }
  }

  private void run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(path("target").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  private static String id(String name) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-1");
    sha.update(NAMESPACE.toString().getBytes(StandardCharsets.UTF_8));
    byte[] hash = sha.digest(name.getBytes(StandardCharsets.UTF_8));
    return UUID.nameUUIDFromBytes(hash).toString().toUpperCase(java.util.Locale.ROOT);
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
                    path("target").relativize(home.resolve(each))));
      }
    }
  }

  private String components() throws Exception {
    StringBuilder text = new StringBuilder();
    for (Path file : files()) {
      text.append("      <ComponentRef Id=\"c%s\"/>%n".formatted(key(file)));
    }
    return text.toString();
  }
}
