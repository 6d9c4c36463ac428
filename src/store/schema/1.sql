-- What one agency owes for one year; its reports are the versions.
CREATE TABLE submissions (
  id         INTEGER PRIMARY KEY,
  agency_key TEXT    NOT NULL,
  year       INTEGER NOT NULL,
  UNIQUE (agency_key, year)
) STRICT;

-- One row for each content that ever arrived. `submission` is empty while agency or year is unknown.
CREATE TABLE reports (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  submission INTEGER REFERENCES submissions (id),
  version    INTEGER NOT NULL,
  path       TEXT    NOT NULL,
  hash       TEXT    NOT NULL UNIQUE,
  kind       TEXT    NOT NULL,
  agency     TEXT,
  year       INTEGER,
  received   INTEGER NOT NULL,
  refusal_zh TEXT,
  refusal_en TEXT,
  UNIQUE (submission, version)
) STRICT;

-- The bytes as they came, apart from `reports` so that the queue is listed without stepping over them.
CREATE TABLE originals (
  report INTEGER PRIMARY KEY REFERENCES reports (id),
  bytes  BLOB NOT NULL
) STRICT;

-- Every place where the same content was seen.
CREATE TABLE paths (
  report INTEGER NOT NULL REFERENCES reports (id),
  path   TEXT    NOT NULL,
  seen   INTEGER NOT NULL,
  PRIMARY KEY (report, path)
) STRICT, WITHOUT ROWID;

-- One parse and check of one report under one set of rules. `digest` is the BLAKE3 of `findings`.
CREATE TABLE readings (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  report    INTEGER NOT NULL REFERENCES reports (id),
  program   TEXT    NOT NULL,
  rules     TEXT    NOT NULL,
  digest    TEXT    NOT NULL,
  findings  TEXT    NOT NULL,
  errors    INTEGER NOT NULL,
  warnings  INTEGER NOT NULL,
  infos     INTEGER NOT NULL,
  undecided INTEGER NOT NULL,
  passed    INTEGER NOT NULL,
  read_at   INTEGER NOT NULL DEFAULT (unixepoch()),
  UNIQUE (report, program, rules, digest)
) STRICT;

-- Who said what, when, why, on which content and reading. `previous` makes a chain for each report.
CREATE TABLE decisions (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  report        INTEGER NOT NULL REFERENCES reports (id),
  reading       INTEGER NOT NULL REFERENCES readings (id),
  content_hash  TEXT    NOT NULL,
  verdict       TEXT    NOT NULL CHECK (verdict IN ('approved', 'rejected', 'withdrawn')),
  reason        TEXT    NOT NULL,
  reviewer_uid  INTEGER NOT NULL,
  reviewer_name TEXT    NOT NULL,
  at            INTEGER NOT NULL,
  previous      INTEGER REFERENCES decisions (id)
) STRICT;

-- Two desks cannot follow the same decision, whatever program they run.
CREATE UNIQUE INDEX decisions_chain ON decisions (report, coalesce(previous, 0));
CREATE INDEX readings_of_report ON readings (report);
CREATE INDEX decisions_of_report ON decisions (report);

-- Grows with every change by any desk.
CREATE TABLE revision (number INTEGER NOT NULL) STRICT;
INSERT INTO revision VALUES (0);

CREATE TRIGGER revision_report   AFTER INSERT ON reports   BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER revision_learned  AFTER UPDATE ON reports   BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER revision_reading  AFTER INSERT ON readings  BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER revision_decision AFTER INSERT ON decisions BEGIN UPDATE revision SET number = number + 1; END;

-- Nothing that a decision rests on is changed or removed. INSERT OR REPLACE removes rows without asking the delete
-- triggers, so it is refused at the insert.
CREATE TRIGGER decisions_stay  BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decisions_kept  BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;
CREATE TRIGGER decisions_once  BEFORE INSERT ON decisions
  WHEN EXISTS (SELECT 1 FROM decisions
               WHERE id = NEW.id OR (report = NEW.report AND previous IS NEW.previous))
  BEGIN SELECT RAISE(ABORT, 'decisions are never replaced'); END;

CREATE TRIGGER readings_stay   BEFORE UPDATE ON readings  BEGIN SELECT RAISE(ABORT, 'readings are never changed'); END;
CREATE TRIGGER readings_kept   BEFORE DELETE ON readings  BEGIN SELECT RAISE(ABORT, 'readings are never removed'); END;
CREATE TRIGGER readings_once   BEFORE INSERT ON readings
  WHEN EXISTS (SELECT 1 FROM readings
               WHERE id = NEW.id OR (report = NEW.report AND program = NEW.program AND rules = NEW.rules AND digest = NEW.digest))
  BEGIN SELECT RAISE(ABORT, 'readings are never replaced'); END;

CREATE TRIGGER originals_stay  BEFORE UPDATE ON originals BEGIN SELECT RAISE(ABORT, 'originals are never changed'); END;
CREATE TRIGGER originals_kept  BEFORE DELETE ON originals BEGIN SELECT RAISE(ABORT, 'originals are never removed'); END;
CREATE TRIGGER originals_once  BEFORE INSERT ON originals
  WHEN EXISTS (SELECT 1 FROM originals WHERE report = NEW.report)
  BEGIN SELECT RAISE(ABORT, 'originals are never replaced'); END;

-- A report's submission, agency, year and kind may be learned later by a better reader; what arrived stays.
CREATE TRIGGER reports_stay    BEFORE UPDATE OF id, hash, path, received ON reports
  BEGIN SELECT RAISE(ABORT, 'what arrived is never changed'); END;
CREATE TRIGGER reports_kept    BEFORE DELETE ON reports
  BEGIN SELECT RAISE(ABORT, 'reports are never removed'); END;
CREATE TRIGGER reports_once    BEFORE INSERT ON reports
  WHEN EXISTS (SELECT 1 FROM reports
               WHERE id = NEW.id OR hash = NEW.hash OR (submission = NEW.submission AND version = NEW.version))
  BEGIN SELECT RAISE(ABORT, 'reports are never replaced'); END;
