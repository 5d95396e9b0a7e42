import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lists what is handed out, with its size, and writes SHA256SUMS as sha256sum(1) reads it. Fails
 * when a package for Linux is too large. Arguments: FOLDER LIMIT, in MiB.
 */
final class Checksums {

  private static final Pattern HANDED_OUT =
      Pattern.compile("roomwatch.*\\.(deb|rpm|msi|zip|json|txt)");
  private static final double MIB = 1 << 20;

  private Checksums() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    double limit = Double.parseDouble(args[1]);
    StringBuilder sums = new StringBuilder();
    for (Path file : handedOut(folder)) {
      byte[] content = Files.readAllBytes(file);
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      sums.append(hash).append("  ").append(file.getFileName()).append('\n');
      System.out.printf("%s %.1f MiB%n", file.getFileName(), content.length / MIB);
      boolean ofLinux = file.toString().matches(".*\\.(deb|rpm)");
      if (ofLinux && content.length > limit * MIB) {
        throw new IOException(file + " is larger than " + limit + " MiB");
      }
    }
    Files.writeString(folder.resolve("SHA256SUMS"), sums);
  }

  private static List<Path> handedOut(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> HANDED_OUT.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }
}
