//! Decisions: one chain for each report, each naming the one before it. Nothing here changes or removes one.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params, params};

use super::{StoreError, reports};
use crate::model::{Decision, DecisionId, NewDecision, Phrase, ReadingId, Recorded, ReportId, Reviewer, Verdict};

pub(super) fn decide(
    transaction: &Transaction,
    new: &NewDecision,
    reviewer: &Reviewer,
    at: i64,
) -> Result<Recorded, StoreError> {
    let ground = ground(transaction, new)?;
    let newest = newest(transaction, new.report)?;
    if newest.as_ref().map(|decision| decision.id) != new.previous {
        // `previous` names something that is no decision on this report: the desk is confused, not slow.
        let Some(newest) = newest else {
            return Err(refused("此前的决定不属于这份报告", "the earlier decision is not one on this report"));
        };
        return Ok(Recorded::LostRace(newest));
    }
    permit(new.verdict, &ground, newest.as_ref())?;
    transaction
        .prepare_cached(
            "INSERT INTO decisions
               (report, reading, content_hash, verdict, reason, reviewer_uid, reviewer_name, at, previous,
                returned)
             VALUES (:report, :reading, :content_hash, :verdict, :reason, :uid, :name, :at, :previous, :returned)",
        )?
        .execute(named_params! {
            ":report": new.report.0,
            ":reading": new.reading.0,
            ":content_hash": ground.hash,
            ":verdict": new.verdict.name(),
            ":reason": new.reason,
            ":uid": reviewer.uid,
            ":name": reviewer.name,
            ":at": at,
            ":previous": new.previous.map(|previous| previous.0),
            ":returned": serde_json::to_string(&new.returned).map_err(anyhow::Error::new)?,
        })?;
    Ok(Recorded::Done(Decision {
        id: DecisionId(transaction.last_insert_rowid()),
        report: new.report,
        reading: new.reading,
        verdict: new.verdict,
        reason: new.reason.clone(),
        reviewer: reviewer.clone(),
        at,
    }))
}

/// What a decision rests on.
struct Ground {
    hash: String,
    text: Text,
}

/// Whether the reading that was on the screen had a text.
enum Text {
    Read,
    Refused,
}

/// The report and the reading that a decision names, when they belong together.
fn ground(transaction: &Transaction, new: &NewDecision) -> Result<Ground, StoreError> {
    let hash: String = transaction
        .prepare_cached("SELECT hash FROM reports WHERE id = ?1")?
        .query_row([new.report.0], |row| row.get(0))
        .optional()?
        .ok_or_else(|| reports::unknown_report(new.report))?;
    let hash = reports::content(&hash).to_owned();
    let (report, unread): (i64, bool) = transaction
        .prepare_cached(
            "SELECT readings.report, reports.refusal_zh IS NOT NULL OR readings.findings = ''
             FROM readings JOIN reports ON reports.id = readings.report
             WHERE readings.id = ?1",
        )?
        .query_row([new.reading.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or_else(|| reports::unknown_reading(new.reading))?;
    if report != new.report.0 {
        return Err(refused(
            "这次解读属于另一份报告，没有写入",
            "the reading is of another report; nothing was written",
        ));
    }
    let text = if unread { Text::Refused } else { Text::Read };
    Ok(Ground { hash, text })
}

/// What may be said of which report.
fn permit(verdict: Verdict, ground: &Ground, newest: Option<&Decision>) -> Result<(), StoreError> {
    match verdict {
        Verdict::Approved => match ground.text {
            Text::Read => Ok(()),
            Text::Refused => Err(refused(
                "这个文件没有读出来，不能通过，只能退回",
                "this file could not be read: it cannot be approved, only rejected",
            )),
        },
        Verdict::Rejected => Ok(()),
        Verdict::Withdrawn => match newest.map(|decision| decision.verdict) {
            Some(Verdict::Approved | Verdict::Rejected) => Ok(()),
            Some(Verdict::Withdrawn) | None => Err(refused("没有可以撤销的决定", "there is no decision to take back")),
        },
    }
}

fn refused(zh: &str, en: &str) -> StoreError {
    StoreError::Refused(Phrase::new(zh, en))
}

fn newest(connection: &Connection, report: ReportId) -> Result<Option<Decision>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM decisions WHERE report = ?1 ORDER BY id DESC LIMIT 1")?;
    Ok(statement.query_row([report.0], decision).optional()?)
}

pub(super) fn all(connection: &Connection, report: ReportId) -> Result<Vec<Decision>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM decisions WHERE report = ?1 ORDER BY id")?;
    let decisions = statement.query_map(params![report.0], decision)?.collect::<Result<_, _>>()?;
    Ok(decisions)
}

fn decision(row: &Row) -> rusqlite::Result<Decision> {
    Ok(Decision {
        id: DecisionId(row.get("id")?),
        report: ReportId(row.get("report")?),
        reading: ReadingId(row.get("reading")?),
        verdict: row.get::<_, StoredVerdict>("verdict")?.0,
        reason: row.get("reason")?,
        reviewer: Reviewer { uid: row.get("reviewer_uid")?, name: row.get("reviewer_name")? },
        at: row.get("at")?,
    })
}

/// A verdict as the store holds it: by name.
pub(super) struct StoredVerdict(pub(super) Verdict);

impl FromSql for StoredVerdict {
    fn column_result(value: ValueRef) -> FromSqlResult<Self> {
        let name = value.as_str()?;
        [Verdict::Approved, Verdict::Rejected, Verdict::Withdrawn]
            .into_iter()
            .find(|verdict| verdict.name() == name)
            .map(Self)
            .ok_or(FromSqlError::InvalidType)
    }
}
