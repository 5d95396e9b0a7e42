package io.roomwatch.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Windows of Wine's, in a folder of the test's, without a display, and in a network of its own
 * that has nothing but loopback.
 */
final class Wine implements AutoCloseable {

  private static final Path BUILTIN =
      Path.of("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/iphlpapi.dll");

  /** Wine 8 lacks one function that the JVM needs: it has no anycast addresses. */
  private static final String MISSING =
      """
      #include <windows.h>
      DWORD WINAPI GetAnycastIpAddressTable(USHORT family, void **table) {
        ULONG *none = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 64);
        if (!none) return ERROR_NOT_ENOUGH_MEMORY;
        *table = none;
        return NO_ERROR;
      }
      """;

  /** Instead of two programs that do nothing on Wine: writes down how it was called. */
  private static final String RECORDER =
      """
      #include <windows.h>
      int main(void) {
        HANDLE log = CreateFileA("C:\\\\asked.log", FILE_APPEND_DATA,
            FILE_SHARE_READ | FILE_SHARE_WRITE, 0, OPEN_ALWAYS, 0, 0);
        const char *line = GetCommandLineA();
        DWORD done;
        WriteFile(log, line, lstrlenA(line), &done, 0);
        WriteFile(log, "\\r\\n", 2, &done, 0);
        return 0;
      }
      """;

  private final Path folder;
  private final Process network;

  Wine(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Command.onlyRoot("give Wine a network of its own");
    Command.needed("wine", "wine");
    Command.needed("wineserver", "wine");
    Command.needed("curl", "curl");
    Command.needed("x86_64-w64-mingw32-gcc", "gcc-mingw-w64-x86-64");
    network =
        new ProcessBuilder(
                "unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec sleep 1d")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals("up", network.inputReader().readLine(), "a network of its own");
    run("wineboot", "-i").ok();
    server("-p");
    addMissing();
    record();
  }

  Path drive() {
    return folder.resolve("prefix/drive_c");
  }

  /** The folder as Windows names it. */
  static String windows(Path path) {
    return "Z:" + path.toAbsolutePath().toString().replace('/', '\\');
  }

  Command run(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(environment());
    all.add("wine");
    all.addAll(List.of(command));
    return Command.run(all, "wine " + String.join(" ", command));
  }

  /** What is served at this address of this Windows, with its status; empty: nothing. */
  String get(String url) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(inside());
    command.addAll(List.of("curl", "-sS", "-i", "-m", "20", url));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? said : "";
  }

  /** As Windows exports it: read as another encoding, Wine cuts its binary texts. */
  void importRegistry(Path export) throws IOException, InterruptedException {
    Path wide = folder.resolve("import.reg");
    String text = Files.readString(export).replace("\n", "\r\n");
    Files.write(wide, ('\ufeff' + text).getBytes(StandardCharsets.UTF_16LE));
    run("reg", "import", windows(wide)).ok();
  }

  /** How the firewall and rights of folders were to be set. */
  List<String> asked() throws IOException {
    Path log = drive().resolve("asked.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private List<String> inside() {
    return List.of("nsenter", "-t", Long.toString(network.pid()), "-n");
  }

  private List<String> environment() {
    List<String> all = new ArrayList<>(inside());
    all.addAll(variables());
    return all;
  }

  private List<String> variables() {
    return List.of(
        "env",
        "-u",
        "DISPLAY",
        "HOME=" + folder,
        "WINEPREFIX=" + folder.resolve("prefix"),
        "WINEARCH=win64",
        "WINEDEBUG=-all",
        "WINEDLLOVERRIDES=mscoree=d;mshtml=d;iphlpapi,iphlporg=n,b;netsh.exe,icacls.exe=n,b");
  }

  private void server(String what) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(environment());
    all.addAll(List.of("wineserver", what));
    Command.run(all, "wineserver " + what);
  }

  /** Everything of this Windows ends, and begins again with its next program. */
  void reboot() throws IOException, InterruptedException {
    server("-k");
    server("-w");
    run("wineboot", "-r").ok();
  }

  /** A library of the same name in front of Wine's, which hands on all that Wine has. */
  private void addMissing() throws IOException, InterruptedException {
    String listed = Command.run("x86_64-w64-mingw32-objdump", "-p", BUILTIN.toString()).ok();
    StringBuilder exports = new StringBuilder("LIBRARY iphlpapi.dll\nEXPORTS\n");
    Matcher name =
        Pattern.compile("(?m)^\\t\\[ *\\d+\\] (\\w+)$")
            .matcher(listed.substring(listed.indexOf("[Ordinal/Name Pointer]")));
    while (name.find()) {
      exports.append("  %1$s = iphlporg.%1$s%n".formatted(name.group(1)));
    }
    exports.append("  GetAnycastIpAddressTable\n");
    Path source = Files.writeString(folder.resolve("missing.c"), MISSING);
    Path definition = Files.writeString(folder.resolve("iphlpapi.def"), exports);
    Path system = drive().resolve("windows/system32");
    Files.deleteIfExists(system.resolve("iphlpapi.dll"));
    Command.run(
            "x86_64-w64-mingw32-gcc",
            "-shared",
            "-nostartfiles",
            "-Wl,-e,0",
            "-o",
            system.resolve("iphlpapi.dll").toString(),
            source.toString(),
            definition.toString(),
            "-lkernel32")
        .ok();
    // Without the mark by which Wine would look for it among its own.
    byte[] own = Files.readAllBytes(BUILTIN);
    byte[] mark = "Wine builtin DLL".getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at < 512; at++) {
      if (Arrays.equals(own, at, at + mark.length, mark, 0, mark.length)) {
        own[at] = 'M';
      }
    }
    Files.write(system.resolve("iphlporg.dll"), own);
  }

  private void record() throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve("recorder.c"), RECORDER);
    for (String program : List.of("netsh.exe", "icacls.exe")) {
      Path place = drive().resolve("windows/system32").resolve(program);
      Files.deleteIfExists(place);
      Command.run("x86_64-w64-mingw32-gcc", "-o", place.toString(), source.toString()).ok();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      server("-k");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      network.destroy();
    }
  }
}
