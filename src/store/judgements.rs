//! Judgements: what stands on the findings of a submission is the last that was said of each. Nothing here changes or
//! removes one.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params, params};

use super::{StoreError, reports};
use crate::model::{
    CellId, Evidence, Judged, Judgement, JudgementId, JudgementKind, Judgements, NewJudgement, Phrase, ReadingId,
    ReportId, Reviewer, Span,
};

pub(super) fn judge(
    transaction: &Transaction,
    new: &NewJudgement,
    reviewer: &Reviewer,
    at: i64,
) -> Result<Judged, StoreError> {
    permit(transaction, new)?;
    let standing = standing(transaction, new.report)?.0;
    let before = standing.into_iter().find(|other| other.evidence.fingerprint == new.evidence.fingerprint);
    if before.as_ref().map(|judgement| judgement.id) != new.previous {
        return Ok(Judged::LostRace(before));
    }
    if before.is_none() && new.kind == JudgementKind::Withdrawn {
        return Err(refused("没有可以收回的判断", "there is no judgement to take back"));
    }
    let Evidence { rule, version, fingerprint, cells, span, message } = &new.evidence;
    transaction
        .prepare_cached(
            "INSERT INTO judgements
               (report, reading, rule, rule_version, fingerprint, cells, span_start, span_end, message_zh, message_en,
                kind, reason, reviewer_uid, reviewer_name, at)
             VALUES (:report, :reading, :rule, :rule_version, :fingerprint, :cells, :span_start, :span_end, :message_zh,
                     :message_en, :kind, :reason, :uid, :name, :at)",
        )?
        .execute(named_params! {
            ":report": new.report.0,
            ":reading": new.reading.0,
            ":rule": rule,
            ":rule_version": version,
            ":fingerprint": fingerprint,
            ":cells": serde_json::to_string(cells).map_err(anyhow::Error::new)?,
            ":span_start": span.map(|span| stored(span.start)),
            ":span_end": span.map(|span| stored(span.end)),
            ":message_zh": message.zh,
            ":message_en": message.en,
            ":kind": new.kind.name(),
            ":reason": new.reason,
            ":uid": reviewer.uid,
            ":name": reviewer.name,
            ":at": at,
        })?;
    Ok(Judged::Done(Judgement {
        id: JudgementId(transaction.last_insert_rowid()),
        report: new.report,
        reading: new.reading,
        evidence: new.evidence.clone(),
        kind: new.kind,
        reason: new.reason.clone(),
        reviewer: reviewer.clone(),
        at,
    }))
}

/// Only what was found in that reading of that report can be judged, and nothing is waived without a reason.
fn permit(transaction: &Transaction, new: &NewJudgement) -> Result<(), StoreError> {
    let (report, findings): (i64, String) = transaction
        .prepare_cached("SELECT report, findings FROM readings WHERE id = ?1")?
        .query_row([new.reading.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or_else(|| reports::unknown_reading(new.reading))?;
    if report != new.report.0 {
        return Err(refused(
            "这次解读属于另一份报告，没有写入",
            "the reading is of another report; nothing was written",
        ));
    }
    if !holds(&findings, &new.evidence.fingerprint) {
        return Err(refused(
            "这次解读里没有这个问题，没有写入",
            "the reading has no such finding; nothing was written",
        ));
    }
    if new.kind == JudgementKind::Waived && new.reason.trim().is_empty() {
        return Err(refused("说明不能为空", "a waiver needs a reason"));
    }
    Ok(())
}

/// Whether the findings of a reading have one with this fingerprint.
fn holds(findings: &str, fingerprint: &str) -> bool {
    let evidence: serde_json::Value = serde_json::from_str(findings).unwrap_or_default();
    let mut found = evidence["findings"].as_array().into_iter().flatten();
    found.any(|finding| finding["fingerprint"] == fingerprint)
}

fn refused(zh: &str, en: &str) -> StoreError {
    StoreError::Refused(Phrase::new(zh, en))
}

/// A place as the store holds it.
fn stored(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

pub(super) fn standing(connection: &Connection, report: ReportId) -> Result<Judgements, StoreError> {
    let mut statement = connection.prepare_cached(
        "-- Beside max() SQLite gives the other columns of the row that has it.
         SELECT judgements.*, max(judgements.id) AS last
         FROM judgements JOIN reports ON reports.id = judgements.report
         WHERE judgements.report = ?1 OR reports.submission = (SELECT submission FROM reports WHERE id = ?1)
         GROUP BY fingerprint
         HAVING judgements.kind <> 'withdrawn'
         ORDER BY last",
    )?;
    let standing = statement.query_map(params![report.0], judgement)?.collect::<Result<_, _>>()?;
    Ok(Judgements(standing))
}

fn judgement(row: &Row) -> rusqlite::Result<Judgement> {
    let place = |column: &str| -> rusqlite::Result<Option<usize>> {
        Ok(row.get::<_, Option<i64>>(column)?.and_then(|place| usize::try_from(place).ok()))
    };
    let span = place("span_start")?.zip(place("span_end")?).map(|(start, end)| Span::new(start, end));
    let cells: Vec<CellId> = serde_json::from_str(&row.get::<_, String>("cells")?)
        .map_err(|_| rusqlite::Error::InvalidColumnName("cells".to_owned()))?;
    Ok(Judgement {
        id: JudgementId(row.get("id")?),
        report: ReportId(row.get("report")?),
        reading: ReadingId(row.get("reading")?),
        evidence: Evidence {
            rule: row.get("rule")?,
            version: row.get("rule_version")?,
            fingerprint: row.get("fingerprint")?,
            cells,
            span,
            message: Phrase::new(row.get::<_, String>("message_zh")?, row.get::<_, String>("message_en")?),
        },
        kind: row.get::<_, StoredKind>("kind")?.0,
        reason: row.get("reason")?,
        reviewer: Reviewer { uid: row.get("reviewer_uid")?, name: row.get("reviewer_name")? },
        at: row.get("at")?,
    })
}

/// A kind as the store holds it: by name.
struct StoredKind(JudgementKind);

impl FromSql for StoredKind {
    fn column_result(value: ValueRef) -> FromSqlResult<Self> {
        let name = value.as_str()?;
        JudgementKind::ALL.into_iter().find(|kind| kind.name() == name).map(Self).ok_or(FromSqlError::InvalidType)
    }
}
