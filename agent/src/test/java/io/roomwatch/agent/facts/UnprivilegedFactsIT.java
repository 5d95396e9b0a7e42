package io.roomwatch.agent.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.observation.Reason;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import oshi.SystemInfo;
import oshi.spi.SystemInfoProvider;

/** The agent's facts as a user without any right sees them: a real child process of nobody. */
final class UnprivilegedFactsIT {

  private static final String NOBODY = "65534";

  @TempDir private Path folder;

  /** Classes where nobody may read them: a home directory is closed to others. */
  private String classPath() throws IOException, ClassNotFoundException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> parts = new ArrayList<>();
    List<Class<?>> needed =
        List.of(
            MachineFacts.class,
            UnprivilegedReport.class,
            Reason.class,
            SystemInfo.class,
            SystemInfoProvider.class,
            ObjectMapper.class,
            JsonFactory.class,
            // Jackson needs its annotations; nothing here names them.
            Class.forName("com.fasterxml.jackson.annotation.JsonInclude"),
            LoggerFactory.class);
    for (Class<?> type : needed) {
      Path from = ClassPath.of(type);
      Path to = folder.resolve(parts.size() + "-" + from.getFileName());
      copy(from, to);
      parts.add(to.toString());
    }
    return String.join(File.pathSeparator, parts);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Path made = Files.createDirectories(to.resolve(from.relativize(dir).toString()));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path made =
                Files.copy(
                    file, from.equals(file) ? to : to.resolve(from.relativize(file).toString()));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void whatIsForRootIsNamedPermissionAndNeverEmpty() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv (util-linux) is needed.");
    assumeTrue("root".equals(System.getProperty("user.name")), "Only root can become nobody.");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/nft")), "nft is needed to be refused its rules.");
    Path secret = Files.writeString(folder.resolve("secret"), "x");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    try (ServerSocket ours = new ServerSocket(0, 1, Fixture.ip("127.0.0.1"))) {
      List<String> lines = report(ours.getLocalPort(), secret);
      lines.forEach(System.out::println);
      assertEquals(5, lines.size(), lines.toString());
      assertTrue(lines.get(0).contains("reason=PERMISSION"), lines.get(0));
      assertTrue(lines.get(0).contains("CAP_NET_ADMIN"), lines.get(0));
      assertTrue(lines.get(1).contains("state=LISTEN"), lines.get(1));
      assertTrue(lines.get(1).contains("pid=OptionalLong.empty"), lines.get(1));
      assertTrue(lines.get(2).startsWith("routes Known"), lines.get(2));
      assertTrue(lines.get(3).contains("reason=PERMISSION"), lines.get(3));
      assertTrue(lines.get(4).contains("path=Optional.empty"), lines.get(4));
      assertTrue(lines.get(4).contains("user=Optional[root]"), lines.get(4));
    }
  }

  private List<String> report(int port, Path secret) throws Exception {
    List<String> command =
        List.of(
            "/usr/bin/setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-cp",
            classPath(),
            UnprivilegedReport.class.getName(),
            Integer.toString(port),
            secret.toString());
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return out.lines().toList();
  }
}
