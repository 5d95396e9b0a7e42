-- Roomwatch's state, version 1. Instants are milliseconds since the epoch, UTC. Each table has one owner: the package that reads and writes it.

-- store: single values by name.
CREATE TABLE IF NOT EXISTS memory (
  name  TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- journal: what failed, recovered, changed.
CREATE TABLE IF NOT EXISTS event (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  subject TEXT NOT NULL,
  text    TEXT NOT NULL,
  old     TEXT,
  new     TEXT
);
CREATE INDEX IF NOT EXISTS event_at ON event (at);

-- maintenance

-- outbox
