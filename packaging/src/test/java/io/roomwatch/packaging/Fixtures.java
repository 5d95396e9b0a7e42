package io.roomwatch.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Runtimes that stand for real ones of other systems: what the recipe looks at is real. */
final class Fixtures {

  /** {@code EM_AARCH64} of the ELF header's e_machine. */
  static final int AARCH64 = 183;

  private static final int E_MACHINE = 18;

  private Fixtures() {}

  /** A folder as jlink leaves it on arm64; its programs are real code of such a machine, JNA's. */
  static Path arm64Runtime(Path folder, Path parts) throws IOException {
    byte[] code;
    try (Stream<Path> files = Files.list(parts);
        ZipFile jar =
            new ZipFile(
                files
                    .filter(file -> file.getFileName().toString().startsWith("jna-jpms-"))
                    .findFirst()
                    .orElseThrow()
                    .toFile());
        InputStream in =
            jar.getInputStream(jar.getEntry("com/sun/jna/linux-aarch64/libjnidispatch.so"))) {
      code = in.readAllBytes();
    }
    for (String name : List.of("bin/java", "lib/jspawnhelper", "lib/server/libjvm.so")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.write(folder.resolve(name), code);
    }
    Files.writeString(
        folder.resolve("release"),
        """
        JAVA_VERSION="25.0.3"
        OS_ARCH="aarch64"
        OS_NAME="Linux"
        """);
    return folder;
  }

  /** A zip as runtimes for Windows come in; nothing of it can be run. */
  static Path windowsRuntime(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("jdk-25-jre/release"));
      zip.write("JAVA_VERSION=\"25.0.3\"\n".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("jdk-25-jre/bin/java.exe"));
      zip.write("MZ".getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  static String sha256(Path file) throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }

  /** Everything in this folder that is machine code, whatever its name, as sorted paths in it. */
  static List<String> natives(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> machine(file) != 0)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** Of an ELF file, its e_machine; 0: it is none. */
  static int machine(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(E_MACHINE + 2);
      boolean elf =
          head.length > E_MACHINE && HexFormat.of().formatHex(head).startsWith("7f454c46");
      return elf ? head[E_MACHINE] & 0xff : 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
