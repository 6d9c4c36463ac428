//! The lines of the queue, put together from reports, their newest reading and their newest decision.

use rusqlite::{Connection, OptionalExtension, Row};

use super::decisions::StoredVerdict;
use super::{StoreError, reports};
use crate::model::{Answered, Counts, Decision, DecisionId, Entry, Phrase, ReadingId, ReportId, Reviewer, Verdict};

/// Every line, or the line of one report with a condition and an order at the end.
const LINES: &str = "
    SELECT reports.id AS report, reports.path, reports.agency, reports.year, reports.version, reports.received,
           reports.refusal_zh, reports.refusal_en,
           EXISTS (SELECT 1 FROM reports AS later
                   WHERE later.submission = reports.submission AND later.version > reports.version) AS superseded,
           coalesce(newest.errors, 0) AS errors, coalesce(newest.warnings, 0) AS warnings,
           coalesce(newest.infos, 0) AS infos, coalesce(newest.undecided, 0) AS undecided,
           coalesce(newest.passed, 0) AS passed,
           CASE WHEN EXISTS (SELECT 1 FROM judgements WHERE report = reports.id)
                  OR reports.submission IN (SELECT submission FROM reports JOIN judgements ON report = reports.id)
             THEN (SELECT count(*) FROM json_each(nullif(newest.findings, ''), '$.findings') AS found
                   WHERE found.value ->> 'severity' = 'error'
                     AND 'waived' IS NOT
                       (SELECT judgements.kind FROM judgements JOIN reports AS version ON version.id = judgements.report
                        WHERE fingerprint = found.value ->> 'fingerprint'
                          AND (version.id = reports.id OR version.submission = reports.submission)
                        ORDER BY judgements.id DESC LIMIT 1))
             ELSE coalesce(newest.errors, 0) END AS open_errors,
           decisions.id AS decision, decisions.reading, decisions.verdict, decisions.reason,
           decisions.reviewer_uid, decisions.reviewer_name, decisions.at,
           coalesce(newest.digest <> decided.digest, FALSE) AS changed_since,
           answers.returned, answers.corrected, answers.unasked
    FROM reports
    LEFT JOIN newest AS last ON last.report = reports.id
    LEFT JOIN readings AS newest ON newest.id = last.reading
    LEFT JOIN answers ON answers.reading = last.reading
    LEFT JOIN decisions ON decisions.id = (SELECT max(id) FROM decisions WHERE report = reports.id)
    LEFT JOIN readings AS decided ON decided.id = decisions.reading";

pub(super) fn all(connection: &Connection) -> Result<Vec<Entry>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{LINES} ORDER BY reports.id DESC"))?;
    let entries = statement.query_map([], entry)?.collect::<Result<_, _>>()?;
    Ok(entries)
}

pub(super) fn one(connection: &Connection, report: ReportId) -> Result<Entry, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{LINES} WHERE reports.id = ?1"))?;
    statement.query_row([report.0], entry).optional()?.ok_or_else(|| reports::unknown_report(report))
}

fn entry(row: &Row) -> rusqlite::Result<Entry> {
    let newest = newest_decision(row)?;
    let last_decision = newest.as_ref().map(|decision| decision.id);
    let decision = newest.filter(|decision| decision.verdict != Verdict::Withdrawn);
    let changed_since = decision.is_some() && row.get("changed_since")?;
    Ok(Entry {
        report: ReportId(row.get("report")?),
        path: row.get("path")?,
        agency: row.get("agency")?,
        year: row.get("year")?,
        version: row.get("version")?,
        superseded: row.get("superseded")?,
        received: row.get("received")?,
        counts: Counts {
            error: count(row, "errors")?,
            warning: count(row, "warnings")?,
            info: count(row, "infos")?,
            undecided: count(row, "undecided")?,
            passed: count(row, "passed")?,
        },
        open_errors: count(row, "open_errors")?,
        answered: answered(row)?,
        refusal: refusal(row)?,
        decision,
        last_decision,
        changed_since,
    })
}

fn answered(row: &Row) -> rusqlite::Result<Option<Answered>> {
    if row.get::<_, Option<u32>>("returned")?.is_none() {
        return Ok(None);
    }
    Ok(Some(Answered {
        returned: count(row, "returned")?,
        corrected: count(row, "corrected")?,
        unasked: count(row, "unasked")?,
    }))
}

fn newest_decision(row: &Row) -> rusqlite::Result<Option<Decision>> {
    let Some(id) = row.get("decision")? else { return Ok(None) };
    Ok(Some(Decision {
        id: DecisionId(id),
        report: ReportId(row.get("report")?),
        reading: ReadingId(row.get("reading")?),
        verdict: row.get::<_, StoredVerdict>("verdict")?.0,
        reason: row.get("reason")?,
        reviewer: Reviewer { uid: row.get("reviewer_uid")?, name: row.get("reviewer_name")? },
        at: row.get("at")?,
    }))
}

fn refusal(row: &Row) -> rusqlite::Result<Option<Phrase>> {
    let Some(zh) = row.get::<_, Option<String>>("refusal_zh")? else { return Ok(None) };
    Ok(Some(Phrase::new(zh, row.get::<_, String>("refusal_en")?)))
}

fn count(row: &Row, column: &str) -> rusqlite::Result<usize> {
    Ok(usize::try_from(row.get::<_, u32>(column)?).unwrap_or(usize::MAX))
}
