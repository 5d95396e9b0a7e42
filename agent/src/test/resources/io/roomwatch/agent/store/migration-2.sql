CREATE TABLE room_2 (id INTEGER PRIMARY KEY, site TEXT NOT NULL CHECK (site != ''), name TEXT NOT NULL);
INSERT INTO room_2 SELECT id, substr(name, 1, instr(name, '/') - 1), substr(name, instr(name, '/') + 1) FROM room;
DROP TABLE room;
ALTER TABLE room_2 RENAME TO room;
