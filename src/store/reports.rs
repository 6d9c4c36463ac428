//! Files coming in: versions of a submission, their original bytes and their readings.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params, params};

use super::{Arrival, Held, NewReading, ReturnedContent, SentBack, StoreError};
use crate::model::{Answered, Counts, Phrase, ReadingId, ReportId};

/// What a report is called when it is not there.
pub(super) fn unknown_report(report: ReportId) -> StoreError {
    StoreError::Refused(Phrase::new(
        format!("存储中没有编号为 {} 的报告", report.0),
        format!("there is no report {} in the store", report.0),
    ))
}

/// Between a content and the number of the time that it came, from the second on: a content that was sent back and comes
/// again is a version of its own.
const AGAIN: char = '#';

/// The content of a report, without the time that it came.
pub(super) fn content(hash: &str) -> &str {
    hash.split(AGAIN).next().unwrap_or(hash)
}

/// Every report with a content, by `hash`: the next sign behind `#` ends the range.
const OF_CONTENT: &str =
    "reports.hash >= ?1 AND reports.hash < ?1 || '$' AND (reports.hash = ?1 OR reports.hash GLOB ?1 || '#*')";

pub(super) fn find(connection: &Connection, hash: &str, path: Option<&str>) -> Result<Option<ReportId>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT reports.id FROM reports LEFT JOIN paths ON paths.report = reports.id AND paths.path = ?2
         WHERE {OF_CONTENT}
         ORDER BY paths.path IS NULL, reports.id DESC LIMIT 1"
    ))?;
    Ok(statement.query_row(params![hash, path], |row| row.get(0)).optional()?.map(ReportId))
}

pub(super) fn returned_content(connection: &Connection, hash: &str) -> Result<Option<ReturnedContent>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT decisions.at
         FROM reports
         JOIN decisions ON decisions.id = (SELECT max(id) FROM decisions WHERE report = reports.id)
         WHERE reports.id = (SELECT max(id) FROM reports WHERE {OF_CONTENT})
           AND reports.submission IS NOT NULL AND decisions.verdict = 'rejected'"
    ))?;
    let Some(at) = statement.query_row([hash], |row| row.get(0)).optional()? else { return Ok(None) };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT DISTINCT paths.path FROM reports JOIN paths ON paths.report = reports.id WHERE {OF_CONTENT}"
    ))?;
    let paths = statement.query_map([hash], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(Some(ReturnedContent { at, paths }))
}

pub(super) fn original(connection: &Connection, report: ReportId) -> Result<Vec<u8>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT bytes FROM originals WHERE report = ?1")?;
    statement.query_row([report.0], |row| row.get(0)).optional()?.ok_or_else(|| unknown_report(report))
}

pub(super) fn approved(connection: &Connection, agency_key: &str) -> Result<Vec<(i32, Vec<u8>)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "-- Beside max() SQLite gives the other columns of the row that has it.
         SELECT submissions.year, originals.bytes, max(reports.version)
         FROM submissions
         JOIN reports ON reports.submission = submissions.id
         JOIN decisions ON decisions.id = (SELECT max(id) FROM decisions WHERE report = reports.id)
         JOIN originals ON originals.report = reports.id
         WHERE submissions.agency_key = ?1 AND decisions.verdict = 'approved'
         GROUP BY submissions.year
         ORDER BY submissions.year",
    )?;
    let approved = statement.query_map([agency_key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(approved.collect::<Result<_, _>>()?)
}

/// Every version of a submission, with a condition and an order at the end.
const VERSIONS: &str = "
    SELECT reports.id, reports.agency, reports.hash,
           EXISTS (SELECT 1 FROM reports AS later
                   WHERE later.submission = reports.submission AND later.version > reports.version),
           coalesce(decisions.verdict = 'rejected', FALSE)
    FROM submissions
    JOIN reports ON reports.submission = submissions.id
    LEFT JOIN decisions ON decisions.id = (SELECT max(id) FROM decisions WHERE report = reports.id)";

fn version(row: &Row) -> rusqlite::Result<Held> {
    Ok(Held {
        report: ReportId(row.get(0)?),
        agency: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        hash: content(&row.get::<_, String>(2)?).to_owned(),
        superseded: row.get(3)?,
        sent_back: row.get(4)?,
    })
}

pub(super) fn versions(connection: &Connection, agency_key: &str, year: i32) -> Result<Vec<Held>, StoreError> {
    let of_one = "WHERE submissions.agency_key = ?1 AND submissions.year = ?2 ORDER BY reports.id";
    let mut statement = connection.prepare_cached(&format!("{VERSIONS} {of_one}"))?;
    Ok(statement.query_map(params![agency_key, year], version)?.collect::<Result<_, _>>()?)
}

pub(super) fn held(connection: &Connection, year: i32) -> Result<Vec<Held>, StoreError> {
    let of_all = "WHERE submissions.year = ?1 ORDER BY reports.id";
    let mut statement = connection.prepare_cached(&format!("{VERSIONS} {of_all}"))?;
    Ok(statement.query_map([year], version)?.collect::<Result<_, _>>()?)
}

pub(super) fn sent_back(
    connection: &Connection,
    agency_key: &str,
    year: i32,
    before: Option<ReportId>,
) -> Result<Option<SentBack>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT reports.version, originals.bytes, readings.findings, decisions.returned
         FROM submissions
         JOIN reports ON reports.submission = submissions.id
         JOIN decisions ON decisions.id = (SELECT max(id) FROM decisions WHERE report = reports.id)
         JOIN readings ON readings.id = decisions.reading
         JOIN originals ON originals.report = reports.id
         WHERE submissions.agency_key = ?1 AND submissions.year = ?2 AND decisions.verdict = 'rejected'
           -- A report that has not come in yet, or has no place yet, will be the newest.
           AND reports.version < coalesce(
             (SELECT own.version FROM reports AS own WHERE own.id = ?3 AND own.submission = submissions.id),
             reports.version + 1)
         ORDER BY reports.version DESC LIMIT 1",
    )?;
    let found = statement
        .query_row(params![agency_key, year, before.map(|report| report.0)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?))
        })
        .optional()?;
    let Some((version, bytes, findings, returned)) = found else { return Ok(None) };
    let returned =
        if returned.is_empty() { None } else { serde_json::from_str(&returned).map_err(anyhow::Error::new)? };
    Ok(Some(SentBack { version, bytes, findings, returned }))
}

pub(super) fn stale(connection: &Connection, program: &str, rules: &str) -> Result<Vec<ReportId>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT reports.id
         FROM reports
         JOIN newest ON newest.report = reports.id
         JOIN readings ON readings.id = newest.reading
         WHERE reports.refusal_zh IS NULL AND (readings.program <> ?1 OR readings.rules <> ?2)
         ORDER BY reports.id DESC",
    )?;
    let stale = statement.query_map(params![program, rules], |row| row.get(0).map(ReportId))?;
    Ok(stale.collect::<Result<_, _>>()?)
}

pub(super) fn is_stale(
    connection: &Connection,
    report: ReportId,
    program: &str,
    rules: &str,
) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT 1 FROM newest JOIN readings ON readings.id = newest.reading
         WHERE newest.report = ?1 AND (readings.program <> ?2 OR readings.rules <> ?3)",
    )?;
    Ok(statement.exists(params![report.0, program, rules])?)
}

pub(super) fn add(transaction: &Transaction, arrival: Arrival) -> Result<ReportId, StoreError> {
    let report = match find(transaction, arrival.hash, Some(arrival.path))? {
        Some(report) => {
            learn(transaction, report, arrival)?;
            report
        }
        None => insert(transaction, arrival, arrival.hash)?,
    };
    note_path(transaction, report, arrival)?;
    Ok(report)
}

pub(super) fn add_again(transaction: &Transaction, arrival: Arrival) -> Result<ReportId, StoreError> {
    // Another desk may have been faster.
    let is_returned = returned_content(transaction, arrival.hash)?.is_some();
    if !is_returned || arrival.refusal.is_some() || arrival.agency.is_none() || arrival.year.is_none() {
        return add(transaction, arrival);
    }
    let times: u32 = transaction
        .prepare_cached(&format!("SELECT count(*) FROM reports WHERE {OF_CONTENT}"))?
        .query_row([arrival.hash], |row| row.get(0))?;
    let report = insert(transaction, arrival, &format!("{}{AGAIN}{}", arrival.hash, times + 1))?;
    note_path(transaction, report, arrival)?;
    Ok(report)
}

fn note_path(transaction: &Transaction, report: ReportId, arrival: Arrival) -> Result<(), StoreError> {
    transaction
        .prepare_cached("INSERT INTO paths (report, path, seen) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
        .execute(params![report.0, arrival.path, arrival.received])?;
    Ok(())
}

/// A content that was never seen before, or one that comes again.
fn insert(transaction: &Transaction, arrival: Arrival, hash: &str) -> Result<ReportId, StoreError> {
    let (submission, version) = place(transaction, arrival)?;
    transaction
        .prepare_cached(
            "INSERT INTO reports (submission, version, path, hash, kind, agency, year, received, refusal_zh, refusal_en)
             VALUES (:submission, :version, :path, :hash, :kind, :agency, :year, :received, :refusal_zh, :refusal_en)",
        )?
        .execute(named_params! {
            ":submission": submission,
            ":version": version,
            ":path": arrival.path,
            ":hash": hash,
            ":kind": arrival.kind,
            ":agency": arrival.agency.map(|(name, _)| name),
            ":year": arrival.year,
            ":received": arrival.received,
            ":refusal_zh": arrival.refusal.map(|refusal| &refusal.zh),
            ":refusal_en": arrival.refusal.map(|refusal| &refusal.en),
        })?;
    let report = ReportId(transaction.last_insert_rowid());
    transaction
        .prepare_cached("INSERT INTO originals (report, bytes) VALUES (?1, ?2)")?
        .execute(params![report.0, arrival.bytes])?;
    if arrival.refusal.is_some() {
        let counts = Counts::default();
        add_reading(transaction, NewReading { report, program: "", rules: "", findings: "", counts, answered: None })?;
    }
    Ok(report)
}

/// A content that is known, but of which agency, year or text was not: an earlier program could not read it.
fn learn(transaction: &Transaction, report: ReportId, arrival: Arrival) -> Result<(), StoreError> {
    let (refused, placed): (bool, bool) = transaction
        .prepare_cached("SELECT refusal_zh IS NOT NULL, submission IS NOT NULL FROM reports WHERE id = ?1")?
        .query_row([report.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let knows_place = arrival.agency.is_some() && arrival.year.is_some();
    if arrival.refusal.is_some() || placed || !(refused || knows_place) {
        return Ok(());
    }
    let (submission, version) = place(transaction, arrival)?;
    transaction
        .prepare_cached(
            "UPDATE reports
             SET submission = :submission, version = :version, kind = :kind, agency = :agency, year = :year,
                 refusal_zh = NULL, refusal_en = NULL
             WHERE id = :report",
        )?
        .execute(named_params! {
            ":submission": submission,
            ":version": version,
            ":kind": arrival.kind,
            ":agency": arrival.agency.map(|(name, _)| name),
            ":year": arrival.year,
            ":report": report.0,
        })?;
    Ok(())
}

/// The submission an arrival belongs to and the version it is there; a file that does not say both agency and year is
/// alone and its own first version.
fn place(transaction: &Transaction, arrival: Arrival) -> Result<(Option<i64>, u32), StoreError> {
    let (None, Some((_, key)), Some(year)) = (arrival.refusal, arrival.agency, arrival.year) else {
        return Ok((None, 1));
    };
    transaction
        .prepare_cached("INSERT INTO submissions (agency_key, year) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![key, year])?;
    let placed = transaction
        .prepare_cached(
            "SELECT submissions.id, coalesce(max(reports.version), 0) + 1
             FROM submissions LEFT JOIN reports ON reports.submission = submissions.id
             WHERE agency_key = ?1 AND submissions.year = ?2
             GROUP BY submissions.id",
        )?
        .query_row(params![key, year], |row| Ok((Some(row.get(0)?), row.get(1)?)))?;
    Ok(placed)
}

pub(super) fn newest_reading(connection: &Connection, report: ReportId) -> Result<Option<ReadingId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT reading FROM newest WHERE report = ?1")?;
    Ok(statement.query_row([report.0], |row| row.get(0)).optional()?.map(ReadingId))
}

pub(super) fn findings(connection: &Connection, reading: ReadingId) -> Result<String, StoreError> {
    let mut statement = connection.prepare_cached("SELECT findings FROM readings WHERE id = ?1")?;
    let found = statement.query_row([reading.0], |row| row.get(0)).optional()?;
    found.ok_or_else(|| unknown_reading(reading))
}

/// What a reading is called when it is not there.
pub(super) fn unknown_reading(reading: ReadingId) -> StoreError {
    StoreError::Refused(Phrase::new(
        format!("存储中没有编号为 {} 的解读记录", reading.0),
        format!("there is no reading {} in the store", reading.0),
    ))
}

pub(super) fn add_reading(transaction: &Transaction, reading: NewReading) -> Result<ReadingId, StoreError> {
    let NewReading { report, program, rules, findings, counts, answered } = reading;
    let digest = blake3::hash(findings.as_bytes()).to_hex();
    let same = transaction
        .prepare_cached("SELECT id FROM readings WHERE report = ?1 AND program = ?2 AND rules = ?3 AND digest = ?4")?
        .query_row(params![report.0, program, rules, digest.as_str()], |row| row.get(0))
        .optional()?;
    if let Some(id) = same {
        return make_newest(transaction, report, ReadingId(id), answered);
    }
    let known = transaction.prepare_cached("SELECT 1 FROM reports WHERE id = ?1")?.exists([report.0])?;
    if !known {
        return Err(unknown_report(report));
    }
    transaction
        .prepare_cached(
            "INSERT INTO readings (report, program, rules, digest, findings, errors, warnings, infos, undecided, passed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            report.0,
            program,
            rules,
            digest.as_str(),
            findings,
            stored(counts.error),
            stored(counts.warning),
            stored(counts.info),
            stored(counts.undecided),
            stored(counts.passed),
        ])?;
    let id = ReadingId(transaction.last_insert_rowid());
    make_newest(transaction, report, id, answered)
}

/// What a version answers is no evidence of its own: the same reading may come to answer another letter.
fn make_newest(
    transaction: &Transaction,
    report: ReportId,
    reading: ReadingId,
    answered: Option<Answered>,
) -> Result<ReadingId, StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO newest (report, reading) VALUES (?1, ?2)
             ON CONFLICT (report) DO UPDATE SET reading = excluded.reading WHERE reading <> excluded.reading",
        )?
        .execute(params![report.0, reading.0])?;
    match answered {
        Some(Answered { returned, corrected, unasked }) => transaction
            .prepare_cached(
                "INSERT INTO answers (reading, returned, corrected, unasked) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (reading) DO UPDATE
                 SET returned = excluded.returned, corrected = excluded.corrected, unasked = excluded.unasked
                 WHERE (returned, corrected, unasked) <> (excluded.returned, excluded.corrected, excluded.unasked)",
            )?
            .execute(params![reading.0, stored(returned), stored(corrected), stored(unasked)])?,
        None => transaction.prepare_cached("DELETE FROM answers WHERE reading = ?1")?.execute([reading.0])?,
    };
    Ok(reading)
}

/// A count as the store holds it.
fn stored(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
