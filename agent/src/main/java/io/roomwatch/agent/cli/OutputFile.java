package io.roomwatch.agent.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** A file that a command writes for people. One that exists is overwritten only when forced. */
final class OutputFile {

  private OutputFile() {}

  /**
   * Writes the file; asks for the text only when it may.
   *
   * @param unwritable the exit code when it cannot be written
   * @throws Refusal nothing was written
   */
  static void write(Path target, boolean force, int unwritable, Supplier<String> text)
      throws Refusal {
    if (!force && Files.exists(target)) {
      throw exists(target);
    }
    OpenOption[] options = {
      StandardOpenOption.WRITE,
      force ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
      StandardOpenOption.TRUNCATE_EXISTING
    };
    try {
      Files.writeString(target, text.get(), StandardCharsets.UTF_8, options);
    } catch (FileAlreadyExistsException e) {
      throw exists(target);
    } catch (IOException e) {
      throw new Refusal(unwritable, target + ": cannot be written: " + why(e));
    }
  }

  private static Refusal exists(Path target) {
    return new Refusal(
        ExitCode.USAGE, target + ": exists; --force overwrites it, -o - prints instead");
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "its folder does not exist";
      case AccessDeniedException denied -> "permission denied";
      default -> e.getClass().getSimpleName();
    };
  }
}
