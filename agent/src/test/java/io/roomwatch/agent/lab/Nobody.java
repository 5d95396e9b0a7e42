package io.roomwatch.agent.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A real child process of nobody: what root cannot be refused, it is. */
public final class Nobody {

  private static final String ID = "65534";
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  private final Path folder;

  /**
   * @param folder of this test; opened to all users, and gets copies of the classes, since those
   *     may lie where nobody may not look
   */
  public Nobody(Path folder) throws IOException {
    this.folder = folder;
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Only root can become another user, with setpriv of util-linux. */
  public static boolean canBe() {
    return "root".equals(System.getProperty("user.name")) && Files.isExecutable(SETPRIV);
  }

  /**
   * The lines that a program prints.
   *
   * @param program has a main method
   * @param needed one class of each folder or jar that it uses beside its own
   */
  public List<String> lines(Class<?> program, List<Class<?>> needed, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                SETPRIV.toString(),
                "--reuid=" + ID,
                "--regid=" + ID,
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(program, needed),
                program.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), out);
    return out.lines().toList();
  }

  private String classPath(Class<?> program, List<Class<?>> needed) throws IOException {
    Set<Path> sources = new LinkedHashSet<>();
    sources.add(ClassPath.of(program));
    needed.forEach(type -> sources.add(ClassPath.of(type)));
    List<String> parts = new ArrayList<>();
    for (Path from : sources) {
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
}
