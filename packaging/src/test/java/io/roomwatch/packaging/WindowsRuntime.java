package io.roomwatch.packaging;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A real Windows JVM for the tests, never shipped: the Temurin JRE 21 that lies, not compressed, in
 * a zip of the repository that the build gets its libraries from. Only that part is read, 47 MiB.
 */
final class WindowsRuntime {

  static final String SHA256 = "be26677aaa20b39a62edcaab4c8857a8b76673b0f45abc0b6143b142b62717e4";

  private static final String ZIP =
      "org/sonarsource/sonarqube/sonar-application/26.9.0.129388/sonar-application-26.9.0.129388.zip";
  private static final long FIRST = 154_391_218;
  private static final long LENGTH = 49_005_708;

  private WindowsRuntime() {}

  /** The zip; skips the test where it cannot be had. */
  static Path fetched() throws IOException, InterruptedException {
    Path file = Path.of(System.getProperty("roomwatch.target"), "windows-jre-21.zip");
    if (!Files.exists(file)) {
      byte[] content = read();
      assumeTrue(hash(content).equals(SHA256), "The Windows JVM for the test is not what it was.");
      Files.write(file, content);
    }
    return file;
  }

  /** Unpacks a zip; one folder around everything is left out. */
  static Path unpacked(Path archive, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
        Path file = folder.resolve(entry.getName().substring(entry.getName().indexOf('/') + 1));
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
    return folder;
  }

  private static byte[] read() throws InterruptedException {
    String repository = System.getProperty("roomwatch.repository", "");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(repository + "/" + ZIP))
              .header("Range", "bytes=" + FIRST + "-" + (FIRST + LENGTH - 1))
              .build();
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      assumeTrue(
          response.statusCode() == 206,
          "The Windows JVM for the test cannot be fetched: status " + response.statusCode() + ".");
      return response.body();
    } catch (IOException | IllegalArgumentException e) {
      assumeTrue(false, "The Windows JVM for the test cannot be fetched: " + e + ".");
      throw new IllegalStateException(e);
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
