//! How often each rule fires in the reports that are current.

use rusqlite::Connection;

use super::StoreError;
use crate::model::Firings;

/// So many of the newest current reports are counted: enough to judge a rule by, however many the store holds.
const MOST_REPORTS: u32 = 1000;

/// The newest reading of each report counts, but not where a newer version has come, nor where nothing could be read.
const COUNT: &str = "
    WITH current AS MATERIALIZED (
      SELECT (SELECT max(id) FROM readings WHERE report = reports.id) AS reading
      FROM reports
      WHERE refusal_zh IS NULL
        AND NOT EXISTS (SELECT 1 FROM reports AS later
                        WHERE later.submission = reports.submission AND later.version > reports.version)
        AND EXISTS (SELECT 1 FROM readings WHERE report = reports.id)
      ORDER BY reports.id DESC
      LIMIT ?1)
    SELECT NULL, 0, count(*) FROM current
    UNION ALL
    SELECT decided.rule, count(fired.rule), count(*)
    FROM current
    JOIN decided ON decided.reading = current.reading
    LEFT JOIN fired ON fired.reading = decided.reading AND fired.rule = decided.rule
    GROUP BY decided.rule
    HAVING count(fired.rule) > 0";

pub(super) fn count(connection: &Connection) -> Result<Firings, StoreError> {
    let mut firings = Firings::default();
    let mut statement = connection.prepare_cached(COUNT)?;
    let mut rows = statement.query([MOST_REPORTS])?;
    while let Some(row) = rows.next()? {
        let count = |column| Ok::<_, StoreError>(usize::try_from(row.get::<_, u32>(column)?).unwrap_or(usize::MAX));
        match row.get::<_, Option<String>>(0)? {
            Some(rule) => {
                firings.fired.insert(rule.clone(), count(1)?);
                firings.decided.insert(rule, count(2)?);
            }
            None => firings.reports = count(2)?,
        }
    }
    Ok(firings)
}
