//! Decisions: what may be decided, what must be asked first, and what the store's answer means.

use super::dialog::{Asked, Dialog, Field, Wanted};
use super::message::Message;
use super::queue::put;
use super::{Effect, Screen, State, judge};
use crate::model::{DecisionId, Entry, NewDecision, Phrase, ReadingId, Recorded, ReportId, Verdict};

/// A report that the reviewer has not been shown cannot be judged or decided, however fast the keys came.
pub(super) fn on_screen(state: &State) -> Result<(&Entry, ReadingId), Message> {
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

/// What is decided rests on what was judged: all of that must be in the store.
fn decidable(state: &State) -> Result<(&Entry, ReadingId), Message> {
    let (entry, reading) = on_screen(state)?;
    if state.judging.iter().any(|judgement| judgement.report == entry.report) {
        return Err(Message::StillSaving);
    }
    Ok((entry, reading))
}

/// Whether a decision may be written without a reason: nothing open is passed over, or the letter itself says why.
fn speaks_for_itself(state: &State, verdict: Verdict) -> bool {
    let Some(review) = state.review() else { return false };
    let findings = &review.opened.examined.checks.findings;
    match verdict {
        Verdict::Approved => review.judgements().open_errors(findings).next().is_none(),
        Verdict::Rejected => review.judgements().returned(findings).next().is_some(),
        Verdict::Withdrawn => true,
    }
}

/// The fingerprints of the findings that a decision sends back, each once.
fn returned(state: &State, verdict: Verdict) -> Vec<String> {
    let Some(review) = state.review().filter(|_| verdict == Verdict::Rejected) else { return Vec::new() };
    let mut returned: Vec<String> = Vec::new();
    for finding in review.judgements().returned(&review.opened.examined.checks.findings) {
        if !returned.contains(&finding.fingerprint) {
            returned.push(finding.fingerprint.clone());
        }
    }
    returned
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
    let written = state.unsaved.iter().find(|lost| lost.report == entry.report && lost.verdict == verdict);
    if verdict == Verdict::Rejected || !speaks_for_itself(state, verdict) || written.is_some() {
        let field = written.map_or_else(Field::default, |lost| Field::new(&lost.reason));
        let wanted = Wanted::Decision { verdict, previous: entry.last_decision };
        state.dialog = Some(Dialog::Reason { wanted, field, asked: Asked::Once });
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

/// Sends what a reason has been written for.
pub(super) fn submit_reason(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Reason { wanted, field, .. }) = &state.dialog else { return Vec::new() };
    let reason = field.text().trim().to_owned();
    match wanted {
        Wanted::Decision { verdict, previous } => submit_decision(state, *verdict, *previous, reason),
        Wanted::Waiver { .. } => judge::submit(state, reason),
    }
}

/// Sends the decision whose reason has been written; where one is needed, an empty one is asked for again.
fn submit_decision(state: &mut State, verdict: Verdict, previous: Option<DecisionId>, reason: String) -> Vec<Effect> {
    if reason.is_empty() && !speaks_for_itself(state, verdict) {
        if let Some(Dialog::Reason { asked, .. }) = state.dialog.as_mut() {
            *asked = Asked::Again;
        }
        return Vec::new();
    }
    // The report may have changed while the reason was written: then the reviewer looks again, and the reason stays.
    match decidable(state) {
        Ok((entry, _)) if entry.last_decision != previous => ask_again(state, verdict, reason),
        Ok(_) => {
            state.dialog = None;
            send(state, verdict, reason)
        }
        Err(message) => refuse(state, message),
    }
}

/// Another desk decided while the reason was written: the reason is kept, and only who has read that overturns it.
fn ask_again(state: &mut State, verdict: Verdict, reason: String) -> Vec<Effect> {
    let decision = match new_decision(state, verdict, reason) {
        Ok(decision) => decision,
        Err(message) => return refuse(state, message),
    };
    let stands = state.entry(decision.report).and_then(|entry| entry.decision.as_ref());
    let told = stands.map(|stands| (stands.reviewer.name.clone(), stands.verdict));
    if let Some(Dialog::Reason { wanted, asked, .. }) = state.dialog.as_mut() {
        *wanted = Wanted::Decision { verdict, previous: decision.previous };
        *asked = Asked::Decided(told);
    }
    if !decision.reason.is_empty() {
        state.unsaved.retain(|other| other.report != decision.report);
        state.unsaved.push(decision);
    }
    // The line has to be on the screen before the next key counts.
    state.drawn = None;
    Vec::new()
}

/// Says why a key did nothing.
pub(super) fn refuse(state: &mut State, message: Message) -> Vec<Effect> {
    state.message = Some(message);
    Vec::new()
}

fn send(state: &mut State, verdict: Verdict, reason: String) -> Vec<Effect> {
    let decision = match new_decision(state, verdict, reason) {
        Ok(decision) => decision,
        Err(message) => return refuse(state, message),
    };
    state.saving.push(decision.clone());
    vec![Effect::Decide(decision)]
}

/// A decision on the report as it is on the screen.
fn new_decision(state: &State, verdict: Verdict, reason: String) -> Result<NewDecision, Message> {
    let (entry, reading) = decidable(state)?;
    let (report, previous) = (entry.report, entry.last_decision);
    Ok(NewDecision { report, reading, verdict, reason, returned: returned(state, verdict), previous })
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
        let wanted = Wanted::Decision { verdict: lost.verdict, previous: lost.previous };
        state.dialog = Some(Dialog::Reason { wanted, field, asked: Asked::Once });
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

/// The answer must be on the screen before the next decision.
pub(super) fn answered(state: &mut State, report: ReportId) -> Vec<Effect> {
    state.saving.retain(|other| other.report != report);
    if state.shown.as_ref().is_some_and(|shown| shown.report() == report) {
        state.drawn = None;
    }
    leave_if_asked(state)
}

/// A wish to leave that had to wait is granted when all is in the store; not when something was not taken.
pub(super) fn leave_if_asked(state: &mut State) -> Vec<Effect> {
    let is_lost =
        matches!(state.message, Some(Message::NotRecorded(_) | Message::LostRace { .. } | Message::LostJudgement(_)));
    if state.dialog == Some(Dialog::ConfirmQuit) && !state.is_busy() {
        state.dialog = None;
        if !is_lost {
            return vec![Effect::Quit];
        }
    }
    Vec::new()
}
