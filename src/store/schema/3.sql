-- Of which rules each reading found something, so that how often a rule fires is counted without opening the findings.
CREATE TABLE fired (
  reading INTEGER NOT NULL REFERENCES readings (id),
  rule    TEXT    NOT NULL,
  PRIMARY KEY (reading, rule)
) STRICT, WITHOUT ROWID;

-- Findings that are no list of findings say nothing of any rule.
INSERT INTO fired
SELECT DISTINCT readings.id, finding.value ->> 'rule'
FROM readings,
     json_each(CASE WHEN json_valid(readings.findings) THEN readings.findings ELSE '{}' END, '$.findings') AS finding
WHERE finding.type = 'object' AND json_type(finding.value, '$.rule') = 'text';

CREATE TRIGGER readings_fired AFTER INSERT ON readings BEGIN
  INSERT INTO fired
  SELECT DISTINCT NEW.id, finding.value ->> 'rule'
  FROM json_each(CASE WHEN json_valid(NEW.findings) THEN NEW.findings ELSE '{}' END, '$.findings') AS finding
  WHERE finding.type = 'object' AND json_type(finding.value, '$.rule') = 'text';
END;
