package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Programs of this machine, looked for in fixed folders only: never along the {@code PATH} of the
 * environment, never through a shell. Each runs with an empty environment but for a plain locale,
 * so that what it prints can be parsed, and is killed with its children when its time is over.
 */
public final class InstalledPrograms implements Programs {

  /** Where Unix systems keep the programs that are asked here. */
  public static final List<Path> UNIX_FOLDERS =
      List.of(
          Path.of("/usr/sbin"),
          Path.of("/sbin"),
          Path.of("/usr/bin"),
          Path.of("/bin"),
          Path.of("/usr/libexec/ApplicationFirewall"));

  /** Most bytes taken from a program; one that prints more is killed. */
  static final int OUTPUT_LIMIT = 2 << 20;

  private static final int ERROR_LIMIT = 64 << 10;

  private final List<Path> folders;
  private final Executor executor;

  /**
   * @param folders where programs are looked for, in this order
   * @param executor reads what they print; needs two free threads for each program under way
   */
  public InstalledPrograms(List<Path> folders, Executor executor) {
    this.folders = List.copyOf(folders);
    this.executor = executor;
  }

  @Override
  public boolean has(String program) {
    return find(program).isPresent();
  }

  @Override
  public Fact<String> output(Duration patience, String program, List<String> arguments) {
    Optional<Path> file = find(program);
    if (file.isEmpty()) {
      return Fact.unread(Reason.NOT_FOUND, "The program " + program + " is not installed.");
    }
    List<String> command = new ArrayList<>();
    command.add(file.get().toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    String shown = program + (arguments.isEmpty() ? "" : " " + String.join(" ", arguments));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Fact.unread(Reason.ERROR, shown + " cannot be started: " + e.getMessage());
    }
    try {
      return listen(process, patience, shown);
    } finally {
      end(process);
    }
  }

  private Fact<String> listen(Process process, Duration patience, String shown) {
    CompletableFuture<byte[]> out =
        CompletableFuture.supplyAsync(
            () -> read(process, process.getInputStream(), OUTPUT_LIMIT), executor);
    CompletableFuture<byte[]> err =
        CompletableFuture.supplyAsync(
            () -> read(process, process.getErrorStream(), ERROR_LIMIT), executor);
    try {
      process.getOutputStream().close();
      CompletableFuture.allOf(out, err, process.onExit())
          .get(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (out.join().length > OUTPUT_LIMIT || err.join().length > ERROR_LIMIT) {
        return Fact.unread(Reason.ERROR, shown + " printed far more than a room's machine would.");
      }
      return ended(
          shown,
          process.exitValue(),
          new String(out.join(), StandardCharsets.UTF_8),
          new String(err.join(), StandardCharsets.UTF_8));
    } catch (TimeoutException late) {
      return Fact.unread(
          Reason.TIMEOUT, shown + " did not end within " + patience.toSeconds() + " s.");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Fact.unread(Reason.ERROR, "Waiting for " + shown + " was interrupted.");
    } catch (IOException | ExecutionException | CompletionException e) {
      return Fact.unread(Reason.ERROR, shown + " failed: " + e.getMessage());
    }
  }

  /** What a program's end means. Pure. */
  static Fact<String> ended(String shown, int status, String out, String err) {
    if (status == 0) {
      return Fact.known(out);
    }
    String said = (err.isBlank() ? out : err).strip();
    String line = said.lines().findFirst().orElse("no message");
    String lower = said.toLowerCase(Locale.ROOT);
    boolean needsRoot =
        lower.contains("permission denied")
            || lower.contains("operation not permitted")
            || lower.contains("you must be root")
            || lower.contains("need to be root")
            || lower.contains("not authorized");
    return Fact.unread(
        needsRoot ? Reason.PERMISSION : Reason.ERROR,
        shown + " ended with status " + status + ": " + line);
  }

  private Optional<Path> find(String program) {
    return folders.stream()
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Reads to the end, or one byte past the limit and kills the program. */
  private static byte[] read(Process process, InputStream in, int limit) {
    try (in) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        end(process);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Process process) {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
