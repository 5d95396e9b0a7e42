package io.roomwatch.agent.facts.reader;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.observation.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads files below a root folder, bounded in size, and says why when it cannot. Names are absolute
 * as on the machine: {@code /proc/net/route}. Bytes that are not UTF-8 become U+FFFD.
 */
public final class MachineFiles {

  /** Longest file read as one text. A ruleset or table beyond this is not a room's. */
  static final int TEXT_LIMIT = 2 << 20;

  /** Most bytes of a file that is read line by line. */
  static final long LINES_LIMIT = 32L << 20;

  /** Longest line handed on; the rest of it is dropped. */
  static final int LINE_LIMIT = 64 << 10;

  /** Most names taken from one folder. */
  static final int ENTRIES_LIMIT = 100_000;

  private final Path root;

  public MachineFiles(Path root) {
    this.root = root;
  }

  /**
   * Where a file is.
   *
   * @throws InvalidPathException when the name cannot be spelled in this process's locale
   */
  public Path path(String name) {
    return root.resolve(name.substring(1));
  }

  public boolean exists(String name) {
    try {
      return Files.exists(spelled(name));
    } catch (IOException noSuchName) {
      return false;
    }
  }

  /** A name that this process cannot spell, as one with an umlaut in the locale C, is no file. */
  private Path spelled(String name) throws IOException {
    try {
      return path(name);
    } catch (InvalidPathException e) {
      throw new IOException("its name cannot be written in this process's locale", e);
    }
  }

  /**
   * The whole text; {@code NOT_FOUND}, {@code PERMISSION} or {@code ERROR} when it cannot be had.
   */
  public Fact<String> text(String name) {
    try (InputStream in = Files.newInputStream(spelled(name))) {
      byte[] bytes = in.readNBytes(TEXT_LIMIT + 1);
      if (bytes.length > TEXT_LIMIT) {
        return Fact.unread(Reason.ERROR, name + " is larger than " + (TEXT_LIMIT >> 20) + " MiB.");
      }
      return Fact.known(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return why(name, e);
    }
  }

  /**
   * The trimmed text of a small file such as those of {@code /sys}; empty when it cannot be had.
   */
  public Optional<String> word(String name) {
    return text(name).asOptional().map(String::strip).filter(text -> !text.isEmpty());
  }

  /** The bytes of a small file; none when it cannot be had. */
  public byte[] bytes(String name) {
    try (InputStream in = Files.newInputStream(spelled(name))) {
      return in.readNBytes(LINE_LIMIT);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** Feeds each line to {@code line}; the fact only says whether the whole file was read. */
  public Fact<Boolean> eachLine(String name, Consumer<String> line) {
    try (InputStream in = new Bounded(Files.newInputStream(spelled(name)));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      StringBuilder text = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c == '\n') {
          line.accept(text.toString());
          text.setLength(0);
        } else if (text.length() < LINE_LIMIT) {
          text.append((char) c);
        }
      }
      if (!text.isEmpty()) {
        line.accept(text.toString());
      }
      return Fact.known(true);
    } catch (IOException e) {
      return why(name, e);
    }
  }

  /**
   * The names in a folder, sorted; {@code NOT_FOUND} when there is no such folder, {@code ERROR}
   * also when it holds more than {@value #ENTRIES_LIMIT}.
   */
  public Fact<List<String>> list(String name) {
    List<String> names = new ArrayList<>();
    Fact<Boolean> whole =
        eachName(
            name,
            entry -> {
              names.add(entry);
              return names.size() <= ENTRIES_LIMIT;
            });
    if (whole instanceof Fact.Unread<Boolean> unread) {
      return Fact.unread(unread.reason(), unread.why());
    }
    if (names.size() > ENTRIES_LIMIT) {
      return Fact.unread(Reason.ERROR, name + " holds more than " + ENTRIES_LIMIT + " files.");
    }
    names.sort(null);
    return Fact.known(List.copyOf(names));
  }

  /**
   * Feeds the names in a folder, in no order, until one is answered with false; for folders of
   * which not all names are wanted. The fact only says whether the folder could be read.
   */
  public Fact<Boolean> eachName(String name, Predicate<String> more) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(spelled(name))) {
      for (Path entry : entries) {
        if (!more.test(String.valueOf(entry.getFileName()))) {
          break;
        }
      }
      return Fact.known(true);
    } catch (NotDirectoryException e) {
      return Fact.unread(Reason.NOT_FOUND, name + " is not a folder.");
    } catch (IOException | DirectoryIteratorException e) {
      return why(name, e instanceof IOException io ? io : new IOException(e));
    }
  }

  /** Where a symbolic link points, as written there; empty when this user may not see it. */
  public Optional<String> link(String name) {
    try {
      return Optional.of(Files.readSymbolicLink(spelled(name)).toString());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static <T> Fact<T> why(String name, IOException e) {
    if (e instanceof NoSuchFileException) {
      return Fact.unread(Reason.NOT_FOUND, name + " does not exist here.");
    }
    if (e instanceof AccessDeniedException) {
      return Fact.unread(
          Reason.PERMISSION,
          name + " may not be read by this user; run the agent as root or relax its service unit.");
    }
    return Fact.unread(Reason.ERROR, name + " cannot be read: " + e.getMessage());
  }

  /** Ends in an error past the limit: a table cut off in the middle must not look complete. */
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left = LINES_LIMIT;

    Bounded(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = in.read(buffer, offset, length);
      count(Math.max(0, got));
      return got;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }

    private void count(int got) throws IOException {
      left -= got;
      if (left < 0) {
        throw new IOException("larger than " + (LINES_LIMIT >> 20) + " MiB");
      }
    }
  }
}
