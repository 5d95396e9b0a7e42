package io.roomwatch.agent.store;

import io.roomwatch.agent.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/**
 * The versions of our tables: resources of this package, each leading from the version before it to
 * its own. The file keeps its version in {@code user_version} and says that it is ours in {@code
 * application_id}. A command of a new version may lead a file on while the daemon of the version
 * before still runs: a script adds, and takes away only what that daemon does not use.
 */
record Schema(List<String> scripts) {

  /** A version that is released never changes: what comes after it is a script of its own. */
  static final Schema OURS = new Schema(List.of("schema-1.sql"));

  /** "Room". */
  private static final int APPLICATION = 0x526f6f6d;

  Schema {
    scripts = List.copyOf(scripts);
  }

  int newest() {
    return scripts.size();
  }

  /**
   * The version of a file; 0 when it is empty.
   *
   * @throws StoreException it is not ours, or newer than we are
   */
  int versionOf(Connection connection, Path file) throws SQLException, StoreException {
    int application = (int) Sqlite.number(connection, "PRAGMA application_id");
    int version = (int) Sqlite.number(connection, "PRAGMA user_version");
    boolean empty =
        application == 0
            && version == 0
            && Sqlite.number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    if (application != APPLICATION && !empty) {
      throw new StoreException(
          Kind.MISPLACED, file + " is the database of another program; it is left alone", null);
    }
    if (version > newest()) {
      throw new StoreException(
          Kind.NEWER,
          "%s was written by a newer Roomwatch (its tables have version %d, this program knows %d). Use the newer program; nothing has been changed"
              .formatted(file, version, newest()),
          null);
    }
    return version;
  }

  /** Leads the file to the newest version, one transaction a version. */
  void migrate(Connection connection, Path file, Sqlite.Patience patience)
      throws SQLException, StoreException {
    boolean done = false;
    while (!done) {
      patience.with(() -> Sqlite.run(connection, "BEGIN IMMEDIATE"));
      try {
        // Another process may have done it by now.
        int version = versionOf(connection, file);
        done = version == newest();
        if (!done) {
          Sqlite.run(connection, text(scripts.get(version)));
          Sqlite.run(connection, "PRAGMA application_id = " + APPLICATION);
          Sqlite.run(connection, "PRAGMA user_version = " + (version + 1));
        }
        Sqlite.run(connection, "COMMIT");
      } catch (SQLException | StoreException | RuntimeException e) {
        Sqlite.rollBack(connection);
        throw e;
      }
    }
  }

  private static String text(String script) {
    try (InputStream in =
        Objects.requireNonNull(Schema.class.getResourceAsStream(script), script)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the program's own file " + script + " cannot be read", e);
    }
  }
}
