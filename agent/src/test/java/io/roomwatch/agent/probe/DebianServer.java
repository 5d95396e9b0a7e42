package io.roomwatch.agent.probe;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A server of Debian's, run as it is installed, on loopback, with its files in a folder of its own.
 */
public final class DebianServer implements AutoCloseable {
  private static final List<String> FOLDERS =
      List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin");

  private final Path folder;
  private final List<String> command = new ArrayList<>();
  private Optional<Process> process = Optional.empty();

  /** Skips the test when the program is not there. */
  public DebianServer(String program, String debianPackage) {
    Optional<Path> found =
        FOLDERS.stream().map(f -> Path.of(f, program)).filter(Files::isExecutable).findFirst();
    assumeTrue(
        found.isPresent(),
        () -> "Skipped: " + program + " is not installed (Debian package " + debianPackage + ").");
    command.add(found.orElseThrow().toString());
    try {
      folder = Files.createTempDirectory("roomwatch-" + program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  public DebianServer file(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public DebianServer start(String... arguments) {
    command.addAll(List.of(arguments));
    try {
      process =
          Optional.of(
              new ProcessBuilder(command)
                  .directory(folder.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(folder.resolve("log").toFile())
                  .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public DebianServer awaitUntil(BooleanSupplier ready) {
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> process.orElseThrow().isAlive() && ready.getAsBoolean());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(command + " does not serve:\n" + log(), e);
    }
    return this;
  }

  public String log() {
    try {
      return Files.readString(folder.resolve("log"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.ifPresent(
        running -> {
          running.destroy();
          try {
            if (!running.waitFor(5, TimeUnit.SECONDS)) {
              running.destroyForcibly();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
