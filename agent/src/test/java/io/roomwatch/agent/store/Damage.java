package io.roomwatch.agent.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Ways in which a database file comes to harm. */
enum Damage {
  GARBAGE_HEADER {
    @Override
    void to(Path database) throws IOException {
      overwrite(database, 0, random(100));
    }
  },
  ZEROED_PAGE_IN_THE_MIDDLE {
    @Override
    void to(Path database) throws IOException {
      overwrite(database, Files.size(database) / 2 / 4096 * 4096, new byte[4096]);
    }
  },
  GARBAGE_IN_ALL_PAGES_BUT_THE_FIRST {
    @Override
    void to(Path database) throws IOException {
      overwrite(database, 4096, random((int) Files.size(database) - 4096));
    }
  },
  CUT_IN_HALF {
    @Override
    void to(Path database) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
        file.setLength(file.length() / 2 / 4096 * 4096);
      }
    }
  },
  CUT_WITHIN_A_PAGE {
    @Override
    void to(Path database) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
        file.setLength(5000);
      }
    }
  },
  TEXT {
    @Override
    void to(Path database) throws IOException {
      Files.writeString(database, "this is not a database, it only has its name".repeat(50));
    }
  },
  DIRECTORY_IN_ITS_PLACE {
    @Override
    void to(Path database) throws IOException {
      Files.delete(database);
      Files.createDirectory(database);
    }
  },
  EMPTY_WITH_A_LOG {
    @Override
    void to(Path database) throws IOException {
      Files.write(database, new byte[0]);
      Files.write(database.resolveSibling("roomwatch.db-wal"), random(5000));
    }
  };

  abstract void to(Path database) throws IOException;

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(4).nextBytes(bytes);
    return bytes;
  }

  static void overwrite(Path database, long at, byte[] bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
      file.seek(at);
      file.write(bytes);
    }
  }
}
