-- What a reviewer says of one finding. The evidence stands beside it, for the finding may be gone in a later reading.
CREATE TABLE judgements (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  report        INTEGER NOT NULL REFERENCES reports (id),
  reading       INTEGER NOT NULL REFERENCES readings (id),
  rule          TEXT    NOT NULL,
  rule_version  INTEGER NOT NULL,
  fingerprint   TEXT    NOT NULL,
  cells         TEXT    NOT NULL,
  span_start    INTEGER,
  span_end      INTEGER,
  message_zh    TEXT    NOT NULL,
  message_en    TEXT    NOT NULL,
  kind          TEXT    NOT NULL CHECK (kind IN ('waived', 'marked', 'unmarked', 'withdrawn')),
  reason        TEXT    NOT NULL,
  reviewer_uid  INTEGER NOT NULL,
  reviewer_name TEXT    NOT NULL,
  at            INTEGER NOT NULL,
  CHECK (kind <> 'waived' OR trim(reason) <> '')
) STRICT;

CREATE INDEX judgements_of_report ON judgements (report);

CREATE TRIGGER revision_judgement AFTER INSERT ON judgements BEGIN UPDATE revision SET number = number + 1; END;

CREATE TRIGGER judgements_stay BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements are never changed'); END;
CREATE TRIGGER judgements_kept BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements are never removed'); END;
CREATE TRIGGER judgements_once BEFORE INSERT ON judgements
  WHEN EXISTS (SELECT 1 FROM judgements WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'judgements are never replaced'); END;

-- The fingerprints that a rejection sends back, as a JSON array; empty where nothing was recorded.
ALTER TABLE decisions ADD COLUMN returned TEXT NOT NULL DEFAULT '';

-- The reading of each report that was made last. Rules that are taken back give a reading that is known already, so the
-- largest number is not always the last.
CREATE TABLE newest (
  report  INTEGER PRIMARY KEY REFERENCES reports (id),
  reading INTEGER NOT NULL REFERENCES readings (id)
) STRICT;

INSERT INTO newest SELECT report, max(id) FROM readings GROUP BY report;

CREATE TRIGGER revision_newest AFTER UPDATE ON newest BEGIN UPDATE revision SET number = number + 1; END;
