-- How a version that comes again answers the one that was sent back, as its newest reading found it.
CREATE TABLE answers (
  reading   INTEGER PRIMARY KEY REFERENCES readings (id),
  -- Points of the letter, and how many of them have been corrected.
  returned  INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  -- Changes that nobody asked for.
  unasked   INTEGER NOT NULL
) STRICT;

CREATE TRIGGER revision_answers_added AFTER INSERT ON answers BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER revision_answers_taken_back AFTER DELETE ON answers BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER revision_answers_changed AFTER UPDATE ON answers BEGIN UPDATE revision SET number = number + 1; END;
