-- In which readings each rule was decided, so that how often it fires is a share of those alone: a rule that had nothing to
-- go by, or was not asked, says nothing of itself.
CREATE TABLE decided (
  reading INTEGER NOT NULL REFERENCES readings (id),
  rule    TEXT    NOT NULL,
  PRIMARY KEY (reading, rule)
) STRICT, WITHOUT ROWID;

-- Older readings do not say which rules passed: each that has ever found something did, unless it was undecided.
INSERT INTO decided
SELECT readings.id, known.rule FROM readings, (SELECT DISTINCT rule FROM fired) AS known
WHERE json_valid(readings.findings)
EXCEPT
SELECT readings.id, undecided.value ->> 'rule'
FROM readings,
     json_each(CASE WHEN json_valid(readings.findings) THEN readings.findings ELSE '{}' END, '$.undecided') AS undecided
WHERE undecided.type = 'object' AND json_type(undecided.value, '$.rule') = 'text';
INSERT OR IGNORE INTO decided SELECT reading, rule FROM fired;

CREATE TRIGGER readings_decided AFTER INSERT ON readings BEGIN
  INSERT OR IGNORE INTO decided
  SELECT NEW.id, finding.value ->> 'rule'
  FROM json_each(CASE WHEN json_valid(NEW.findings) THEN NEW.findings ELSE '{}' END, '$.findings') AS finding
  WHERE finding.type = 'object' AND json_type(finding.value, '$.rule') = 'text'
  UNION
  SELECT NEW.id, passed.value
  FROM json_each(CASE WHEN json_valid(NEW.findings) THEN NEW.findings ELSE '{}' END, '$.passed') AS passed
  WHERE passed.type = 'text';
END;
