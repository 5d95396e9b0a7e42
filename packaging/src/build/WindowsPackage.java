import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
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

  /** 2026-11-20, as everything else in the packages. */
  private static final FileTime TIME = FileTime.from(Instant.parse("2026-11-20T00:00:00Z"));

  /** What only some JVMs know, and the others refuse to start with. */
  private static final List<String> LINUX_ONLY =
      List.of(
          "-XX:TrimNativeHeapInterval",
          "-XX:ArchiveRelocationMode",
          "-XX:-AOT",
          "-XX:+UnlockDiagnostic");

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
    zip(path("target").resolve("roomwatch-" + given.getProperty("version") + "-windows-x64.zip"));
    if (!has("wixl") || !has("msibuild")) {
      System.out.println("No MSI: wixl (Debian: wixl) and msibuild (msitools) are missing.");
      return;
    }
    new WindowsInstaller(home, path("target"))
        .make(path("sources").resolve("roomwatch.wxs"), given.getProperty("version"));
    dos(path("sources").resolve("install.cmd"), path("target").resolve("install.cmd"));
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

  /** Relative to it. */
  static List<Path> files(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(Files::isRegularFile).map(home::relativize).sorted().toList();
    }
  }

  private void zip(Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Path file : files(home)) {
        ZipEntry entry = new ZipEntry("roomwatch/" + file);
        entry.setLastModifiedTime(TIME);
        zip.putNextEntry(entry);
        Files.copy(home.resolve(file), zip);
        zip.closeEntry();
      }
    }
  }
}
