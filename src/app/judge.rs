//! Judgements: what a reviewer says of the finding under the cursor, what must be asked first, and what the store's answer
//! means.

use super::decide::{self, answered};
use super::dialog::{Asked, Dialog, Field, Wanted};
use super::message::Message;
use super::{Answer, Effect, Screen, State};
use crate::model::{
    Evidence, Finding, Judged, Judgement, JudgementKind, Judgements, NewJudgement, Phrase, ReportId, Severity,
};

/// The finding under the cursor and what stands on it, when it may be judged now.
fn judgeable(state: &State) -> Result<(&Finding, Option<&Judgement>), Message> {
    let (entry, _) = decide::on_screen(state)?;
    let Some((review, finding)) = state.review().and_then(|review| Some((review, review.finding()?))) else {
        return Err(Message::NothingToJudge);
    };
    if state.is_judging(entry.report, &finding.fingerprint) {
        return Err(Message::StillSaving);
    }
    Ok((finding, review.judgements().on(finding)))
}

/// Asks why a finding needs no correction; takes the explanation back where there is one.
pub(super) fn waive(state: &mut State) -> Vec<Effect> {
    let (finding, standing) = match judgeable(state) {
        Ok(found) => found,
        Err(message) => return decide::refuse(state, message),
    };
    if standing.is_some_and(|judgement| judgement.kind == JudgementKind::Waived) {
        return send(state, JudgementKind::Withdrawn, String::new());
    }
    let (fingerprint, previous) = (finding.fingerprint.clone(), standing.map(|judgement| judgement.id));
    let text = offered(state, &fingerprint).unwrap_or_default();
    let wanted = Wanted::Waiver { fingerprint, previous };
    state.dialog = Some(Dialog::Reason { wanted, field: Field::new(&text), asked: Asked::Once });
    Vec::new()
}

/// What the field begins with: a reason that could not be saved, or the one that was given before the finding was open
/// again.
fn offered(state: &State, fingerprint: &str) -> Option<String> {
    let lost = state.unjudged.iter().find(|lost| lost.evidence.fingerprint == fingerprint);
    if let Some(lost) = lost {
        return Some(lost.reason.clone());
    }
    let review = state.review()?;
    let reopened = review.finding_index().and_then(|index| review.recheck.of(index))?;
    (reopened.judgement.kind == JudgementKind::Waived).then(|| reopened.judgement.reason.clone())
}

/// Puts a finding into the letter or leaves it out.
pub(super) fn mark(state: &mut State) -> Vec<Effect> {
    let (finding, standing) = match judgeable(state) {
        Ok(found) => found,
        Err(message) => return decide::refuse(state, message),
    };
    let said = standing.map(|judgement| judgement.kind);
    if said == Some(JudgementKind::Waived) {
        return decide::refuse(state, Message::WaivedNotMarked);
    }
    // What goes without saying is said by taking back what was said against it.
    let kind = match finding.severity {
        Severity::Error if said == Some(JudgementKind::Unmarked) => JudgementKind::Withdrawn,
        Severity::Error => JudgementKind::Unmarked,
        Severity::Warning | Severity::Info if said == Some(JudgementKind::Marked) => JudgementKind::Withdrawn,
        Severity::Warning | Severity::Info => JudgementKind::Marked,
    };
    send(state, kind, String::new())
}

/// Sends the waiver whose reason has been written; an empty reason is asked for again.
pub(super) fn submit(state: &mut State, reason: String) -> Vec<Effect> {
    let Some(Dialog::Reason { wanted: Wanted::Waiver { fingerprint, previous }, asked, .. }) = state.dialog.as_mut()
    else {
        return Vec::new();
    };
    if reason.is_empty() {
        *asked = Asked::Again;
        return Vec::new();
    }
    let (fingerprint, previous) = (fingerprint.clone(), *previous);
    // What is under the cursor may be another finding by now: then the reviewer looks again, and the reason stays.
    match judgeable(state) {
        Ok((finding, standing)) if finding.fingerprint == fingerprint => {
            if standing.map(|judgement| judgement.id) != previous {
                return ask_again(state, reason);
            }
            state.dialog = None;
            send(state, JudgementKind::Waived, reason)
        }
        Ok(_) => decide::refuse(state, Message::NotYetShown),
        Err(message) => decide::refuse(state, message),
    }
}

/// Another desk judged the finding while the reason was written: the reason is kept, and only who has read that overturns
/// it.
fn ask_again(state: &mut State, reason: String) -> Vec<Effect> {
    let (judgement, told) = match (new_judgement(state, JudgementKind::Waived, reason), judgeable(state)) {
        (Ok(judgement), Ok((_, standing))) => {
            (judgement, standing.map(|stands| (stands.reviewer.name.clone(), stands.kind)))
        }
        (Err(message), _) | (_, Err(message)) => return decide::refuse(state, message),
    };
    if let Some(Dialog::Reason { wanted, asked, .. }) = state.dialog.as_mut() {
        let fingerprint = judgement.evidence.fingerprint.clone();
        *wanted = Wanted::Waiver { fingerprint, previous: judgement.previous };
        *asked = Asked::Judged(told);
    }
    keep_reason(state, &judgement);
    // The line has to be on the screen before the next key counts.
    state.drawn = None;
    Vec::new()
}

/// A judgement on the finding under the cursor.
fn new_judgement(state: &State, kind: JudgementKind, reason: String) -> Result<NewJudgement, Message> {
    let (entry, reading) = decide::on_screen(state)?;
    let (finding, standing) = judgeable(state)?;
    let (evidence, previous) = (Evidence::of(finding), standing.map(|judgement| judgement.id));
    Ok(NewJudgement { report: entry.report, reading, evidence, kind, reason, previous })
}

fn send(state: &mut State, kind: JudgementKind, reason: String) -> Vec<Effect> {
    let judgement = match new_judgement(state, kind, reason) {
        Ok(judgement) => judgement,
        Err(message) => return decide::refuse(state, message),
    };
    state.judging.push(judgement.clone());
    vec![Effect::Judge(judgement)]
}

/// The store has answered: only now the screen shows the judgement. A reason that came too late is kept.
pub(super) fn judged(state: &mut State, answer: Answer) -> Vec<Effect> {
    let Answer { asked, judged, standing, entry } = answer;
    let report = asked.report;
    let is_lost = matches!(judged, Judged::LostRace(_));
    state.message = Some(match judged {
        Judged::Done(judgement) => {
            state.unjudged.retain(|lost| lost.evidence.fingerprint != judgement.evidence.fingerprint);
            Message::Judged(judgement.kind)
        }
        Judged::LostRace(standing) => {
            keep_reason(state, &asked);
            Message::LostJudgement(standing.map(|judgement| (judgement.reviewer.name, judgement.kind)))
        }
    });
    state.judging.retain(|other| *other != asked);
    super::queue::put(state, entry);
    stand(state, report, standing);
    if is_lost {
        return answered(state, report);
    }
    decide::leave_if_asked(state)
}

/// Nothing was written; the reason that was written is offered again.
pub(super) fn not_judged(state: &mut State, asked: &NewJudgement, why: Phrase) -> Vec<Effect> {
    state.judging.retain(|other| other != asked);
    state.message = Some(Message::NotRecorded(why));
    keep_reason(state, asked);
    let effects = answered(state, asked.report);
    let is_here = state.screen == Screen::Review
        && state
            .review()
            .and_then(|review| review.finding())
            .is_some_and(|finding| finding.fingerprint == asked.evidence.fingerprint);
    if is_here && state.dialog.is_none() && !asked.reason.is_empty() {
        let wanted = Wanted::Waiver { fingerprint: asked.evidence.fingerprint.clone(), previous: asked.previous };
        state.dialog = Some(Dialog::Reason { wanted, field: Field::new(&asked.reason), asked: Asked::Once });
    }
    effects
}

fn keep_reason(state: &mut State, asked: &NewJudgement) {
    if asked.reason.is_empty() {
        return;
    }
    state.unjudged.retain(|other| other.evidence.fingerprint != asked.evidence.fingerprint);
    state.unjudged.push(asked.clone());
}

/// Another desk has judged the report on the screen: the reviewer must see it before anything is decided.
pub(super) fn judged_elsewhere(state: &mut State, report: ReportId, standing: Judgements) {
    let Some(review) = state.review().filter(|review| review.opened.entry.report == report) else { return };
    if *review.judgements() == standing {
        return;
    }
    let newest = standing.0.iter().max_by_key(|judgement| judgement.id);
    let is_new = |judgement: &&Judgement| !review.judgements().0.contains(judgement);
    let said = newest.filter(is_new).map(|judgement| (judgement.reviewer.name.clone(), judgement.kind));
    state.message = Some(Message::JudgedElsewhere(said));
    stand(state, report, standing);
    state.drawn = None;
}

fn stand(state: &mut State, report: ReportId, standing: Judgements) {
    if let Some(review) = state.review_mut().filter(|review| review.opened.entry.report == report) {
        review.stand(standing);
    }
}
