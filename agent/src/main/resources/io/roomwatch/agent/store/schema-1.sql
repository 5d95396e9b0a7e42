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

-- maintenance: what came of each item, when and by whom. Of an occurrence, known by item and period, the agent itself records one conclusive answer (pass, fail) and keeps the newest inconclusive one.
CREATE TABLE IF NOT EXISTS answer (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  item          TEXT NOT NULL,
  period        TEXT NOT NULL,
  due           INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  conclusive    INTEGER NOT NULL,
  at            INTEGER NOT NULL,
  author        TEXT NOT NULL,
  result        TEXT NOT NULL,
  note          TEXT NOT NULL,
  evidence      TEXT NOT NULL,
  file_name     TEXT,
  file_sha256   TEXT,
  file_bytes    INTEGER
);
CREATE UNIQUE INDEX IF NOT EXISTS answer_once ON answer (item, period, conclusive) WHERE kind = 'auto';

-- maintenance: what was measured last and what a person accepted, by name. Lines end with a line feed.
CREATE TABLE IF NOT EXISTS baseline (
  name        TEXT PRIMARY KEY NOT NULL,
  captured    TEXT,
  captured_at INTEGER,
  accepted    TEXT,
  accepted_at INTEGER,
  accepted_by TEXT
) WITHOUT ROWID;

-- maintenance: what is not to alert, and until when. No ids: everything.
CREATE TABLE IF NOT EXISTS silence (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  ids      TEXT NOT NULL,
  author   TEXT NOT NULL,
  reason   TEXT NOT NULL,
  started  INTEGER NOT NULL,
  ends     INTEGER NOT NULL,
  ended    INTEGER,
  ended_by TEXT,
  told     INTEGER NOT NULL
);

-- maintenance: what the agent last knew for a person who attests an item.
CREATE TABLE IF NOT EXISTS prefill (
  item  TEXT PRIMARY KEY NOT NULL,
  at    INTEGER NOT NULL,
  lines TEXT NOT NULL
) WITHOUT ROWID;

-- maintenance: what the status page said in each hour, at its worst.
CREATE TABLE IF NOT EXISTS service_hour (
  start INTEGER PRIMARY KEY NOT NULL,
  state TEXT NOT NULL,
  text  TEXT NOT NULL
);

-- outbox: alerts, and messages on their way to sinks. "Steady" instants are of the agent's own clock, which never goes back.
CREATE TABLE IF NOT EXISTS alert_state (
  id     INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
  steady INTEGER NOT NULL, -- when it was written
  state  TEXT NOT NULL     -- JSON
);
CREATE TABLE IF NOT EXISTS acknowledgement (
  key      TEXT PRIMARY KEY NOT NULL,
  revision INTEGER NOT NULL, -- of the alert that the person saw
  person   TEXT NOT NULL,
  at       INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS delivery (
  id           INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which a sink hears of one key
  sink         TEXT NOT NULL,
  key          TEXT NOT NULL,
  message      TEXT NOT NULL,    -- JSON
  created      INTEGER NOT NULL,
  due          INTEGER NOT NULL, -- steady
  attempts     INTEGER NOT NULL, -- counted before each is made
  errors       INTEGER NOT NULL, -- that the receiver answered about it in a row
  next_attempt INTEGER NOT NULL, -- steady; 0: at once
  status       TEXT NOT NULL,    -- pending, delivered, parked, dropped
  said         TEXT NOT NULL,    -- the receiver's last words, or why it was dropped
  ended        INTEGER,          -- steady; when it ceased to be pending
  edited       INTEGER NOT NULL DEFAULT 0 -- how often a command changed it
);
CREATE INDEX IF NOT EXISTS delivery_status ON delivery (status, sink, id);
CREATE TABLE IF NOT EXISTS outbox_edit (
  id     INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
  number INTEGER NOT NULL -- how often commands changed anything here
);
