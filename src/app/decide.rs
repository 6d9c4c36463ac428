//! Decisions: what may be decided, what must be asked first, and what the store's answer means.

use super::dialog::{Asked, Dialog, Field};
use super::message::Message;
use super::queue::put;
use super::{Effect, Screen, State};
use crate::model::{Entry, NewDecision, Phrase, ReadingId, Recorded, ReportId, Verdict};

/// A report that the reviewer has not been shown cannot be decided, however fast the keys came.
fn decidable(state: &State) -> Result<(&Entry, ReadingId), Message> {
    let Some(entry) = state.shown_entry() else { return Err(Message::NotYetShown) };
    if entry.refusal.is_some() {
        return Err(Message::CannotDecideUnreadable);
    }
    let Some(review) = state.review() else { return Err(Message::NotYetShown) };
    let reading = review.opened.reading;
    if state.screen != Screen::Review || state.opening.is_some() || state.drawn != Some(reading) {
        return Err(Message::NotYetShown);
    }
    if state.is_saving(entry.report) {
        return Err(Message::StillSaving);
    }
    if entry.superseded {
        return Err(Message::CannotDecideSuperseded);
    }
    Ok((entry, reading))
}

/// Approves or rejects the report on the screen, or asks for the reason first.
pub(super) fn decide(state: &mut State, verdict: Verdict) -> Vec<Effect> {
    let entry = match decidable(state) {
        Ok((entry, _)) => entry,
        Err(message) => return refuse(state, message),
    };
    if entry.decision.as_ref().is_some_and(|decision| decision.verdict == verdict) {
        return refuse(state, Message::AlreadyDecided(verdict));
    }
    let has_errors = state.review().is_some_and(|review| {
        review.opened.examined.checks.findings.iter().any(|finding| finding.severity == crate::model::Severity::Error)
    });
    let written = state.unsaved.iter().find(|lost| lost.report == entry.report && lost.verdict == verdict);
    if verdict == Verdict::Rejected || has_errors || written.is_some() {
        let field = written.map_or_else(Field::default, |lost| Field::new(&lost.reason));
        state.dialog = Some(Dialog::Reason { verdict, field, asked: Asked::Once });
        return Vec::new();
    }
    send(state, verdict, String::new())
}

/// Takes the standing decision back.
pub(super) fn undo(state: &mut State) -> Vec<Effect> {
    match decidable(state) {
        Ok((entry, _)) if entry.decision.is_none() => refuse(state, Message::NothingToUndo),
        Ok(_) => send(state, Verdict::Withdrawn, String::new()),
        Err(message) => refuse(state, message),
    }
}

/// Sends the decision whose reason has been written; an empty reason is asked for again.
pub(super) fn submit_reason(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Reason { verdict, field, asked }) = state.dialog.as_mut() else { return Vec::new() };
    let reason = field.text().trim().to_owned();
    if reason.is_empty() {
        *asked = Asked::Again;
        return Vec::new();
    }
    let verdict = *verdict;
    // The report may have changed while the reason was written: then the reviewer looks again, and the reason stays.
    match decidable(state) {
        Ok(_) => {
            state.dialog = None;
            send(state, verdict, reason)
        }
        Err(message) => refuse(state, message),
    }
}

fn refuse(state: &mut State, message: Message) -> Vec<Effect> {
    state.message = Some(message);
    Vec::new()
}

fn send(state: &mut State, verdict: Verdict, reason: String) -> Vec<Effect> {
    let (entry, reading) = match decidable(state) {
        Ok(found) => found,
        Err(message) => return refuse(state, message),
    };
    let report = entry.report;
    let decision =
        NewDecision { report, reading, verdict, reason, returned: Vec::new(), previous: entry.last_decision };
    state.saving.push(decision.clone());
    vec![Effect::Decide(decision)]
}

/// The store has answered: only now the screen shows the verdict. A reason that came too late is kept.
pub(super) fn recorded(state: &mut State, recorded: Recorded, entry: Entry) -> Vec<Effect> {
    let report = entry.report;
    state.message = Some(match recorded {
        Recorded::Done(decision) => {
            state.unsaved.retain(|lost| lost.report != report);
            Message::Recorded(decision.verdict)
        }
        Recorded::LostRace(decision) => {
            keep_reason(state, report);
            Message::LostRace { reviewer: decision.reviewer.name, verdict: decision.verdict, reason: decision.reason }
        }
    });
    put(state, entry);
    answered(state, report)
}

/// Nothing was written; the report stays open, and the reason that was written is offered again.
pub(super) fn not_recorded(state: &mut State, report: ReportId, why: Phrase) -> Vec<Effect> {
    let lost = keep_reason(state, report);
    state.message = Some(Message::NotRecorded(why));
    let effects = answered(state, report);
    let is_shown = state.screen == Screen::Review && state.shown_entry().is_some_and(|entry| entry.report == report);
    if let Some(lost) = lost
        && is_shown
        && state.dialog.is_none()
    {
        let field = Field::new(&lost.reason);
        state.dialog = Some(Dialog::Reason { verdict: lost.verdict, field, asked: Asked::Once });
    }
    effects
}

/// Keeps the decision that the store did not take, if a reason was written for it.
fn keep_reason(state: &mut State, report: ReportId) -> Option<NewDecision> {
    let lost = state.saving.iter().find(|decision| decision.report == report && !decision.reason.is_empty())?.clone();
    state.unsaved.retain(|other| other.report != report);
    state.unsaved.push(lost.clone());
    Some(lost)
}

/// The answer must be on the screen before the next decision; a wish to leave that had to wait is granted.
fn answered(state: &mut State, report: ReportId) -> Vec<Effect> {
    state.saving.retain(|other| other.report != report);
    if state.shown.as_ref().is_some_and(|shown| shown.report() == report) {
        state.drawn = None;
    }
    let is_lost = matches!(state.message, Some(Message::NotRecorded(_) | Message::LostRace { .. }));
    if state.dialog == Some(Dialog::ConfirmQuit) && state.saving.is_empty() {
        state.dialog = None;
        if !is_lost {
            return vec![Effect::Quit];
        }
    }
    Vec::new()
}
