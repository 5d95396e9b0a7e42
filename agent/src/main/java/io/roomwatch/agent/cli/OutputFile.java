package io.roomwatch.agent.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** A file that a command writes for people. One that exists is overwritten only when forced. */
public final class OutputFile {

  private OutputFile() {}

  /**
   * Writes the file; asks for the text only when it may.
   *
   * @param unwritable the exit code when it cannot be written
   * @throws Refusal nothing was written
   */
  static void write(Path target, boolean force, int unwritable, Supplier<String> text)
      throws Refusal {
    if (Files.isDirectory(target)) {
      throw new Refusal(ExitCode.USAGE, target + ": is a folder; name the file in it");
    }
    if (!force && Files.exists(target)) {
      throw exists(target);
    }
    try {
      String whole = text.get();
      if (Files.exists(target)) {
        // Through a link, which may be how this machine's files are managed.
        WholeFile.replace(target.toRealPath(), whole);
      } else {
        Files.writeString(target, whole, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      }
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

  /** Why a file cannot be written, as the end of a sentence. */
  public static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "its folder does not exist";
      case AccessDeniedException denied -> "permission denied";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
