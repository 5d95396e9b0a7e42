package io.roomwatch.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Damaged databases moved aside: {@code roomwatch.db.corrupt-20261120T100000Z} with its {@code
 * -wal} and {@code -shm}. The newest three are kept, for whoever wants to know or to rescue.
 */
record Wreckage(StateDirectory place) {

  private static final int KEPT = 3;
  private static final String MARK = StateDirectory.FILE + ".corrupt-";
  private static final Pattern NAME = Pattern.compile(Pattern.quote(MARK) + "\\d{8}T\\d{6}Z");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * Moves the database aside; nobody in this process may have it open. The database goes first:
   * were we killed in between, a log without its database is seen to be damage, where a database
   * without its log could pass for a whole one.
   *
   * @return where it is now
   */
  Path moveAside(Instant now) throws StoreException {
    Path aside = free(now);
    try {
      Files.move(place.database(), aside);
      moveIfThere(place.wal(), beside(aside, "-wal"));
      moveIfThere(place.shm(), beside(aside, "-shm"));
    } catch (IOException e) {
      throw Faults.of(e, place.database(), "damaged, and cannot be moved aside");
    }
    forgetOldest(aside);
    return aside;
  }

  /** The newest of those that are there. */
  Optional<Path> newest() {
    return all().stream().reduce((older, newer) -> newer);
  }

  private List<Path> all() {
    try (Stream<Path> files = Files.list(place.path())) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path free(Instant now) {
    Instant time = now.truncatedTo(ChronoUnit.SECONDS);
    Path aside = place.path().resolve(MARK + TIME.format(time));
    while (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
      time = time.plusSeconds(1);
      aside = place.path().resolve(MARK + TIME.format(time));
    }
    return aside;
  }

  /** Never the one just made, whatever the clock was at the others. */
  private void forgetOldest(Path made) {
    List<Path> others = all().stream().filter(file -> !file.equals(made)).toList();
    for (Path old : others.subList(0, Math.max(0, others.size() - KEPT + 1))) {
      for (Path file : List.of(old, beside(old, "-wal"), beside(old, "-shm"))) {
        try {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          // A folder with somebody's files in it, or held open: then there is one more of them.
        }
      }
    }
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(from, to);
    }
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
