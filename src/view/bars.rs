//! The line above: which report this is and how it stands. The line below: the answer to the last key, or the keys.

use ratatui::layout::Rect;

use super::pen::{Pen, Run};
use super::{returned, say};
use crate::app::{Message, Shown, State, Status, again};
use crate::config::words::Value;
use crate::config::{Action, Keymap, Mode, Role};
use crate::diff::Resubmission;
use crate::model::{Counts, Entry, JudgementKind, Verdict};
use crate::recheck::Tally;
use crate::text;

/// What the name of a reviewer takes at most.
pub(super) const REVIEWER: usize = 8;
/// The words of the counts, and the short ones for narrow screens.
const COUNTS: [&str; 5] = ["severity-error", "severity-warning", "severity-info", "undecided", "passed"];
const SHORT_COUNTS: [&str; 5] = ["head-error", "head-warning", "head-info", "undecided", "passed"];

/// Draws the status line of the review screen.
pub(super) fn report(pen: &mut Pen, state: &State, area: Rect) {
    let Some(entry) = state.shown_entry() else { return };
    let listed = state.listed();
    let at = listed.iter().position(|other| other.report == entry.report).map_or(0, |at| at + 1);
    let name = name(pen, entry);
    let columns = |runs: &[Run]| runs.iter().map(|run| text::width(&run.text)).sum::<usize>();
    let answered = state.review().and_then(|review| review.opened.examined.resubmission.as_ref());
    let right_with = |words: &[&'static str], answered: Option<&Resubmission>| {
        let mut right = vec![pen.run(format!("{at}/{}  ", listed.len()), Role::Faint)];
        right.extend(standing(pen, state, entry));
        right.push(pen.run("  ", Role::Plain));
        if let Some(answered) = answered {
            right.push(pen.run(format!("{}  ", returned::summary(pen, answered.answered())), Role::Title));
        }
        if entry.refusal.is_none() {
            right.extend(counts(pen, entry.counts, words));
        }
        right.push(pen.run(" ", Role::Plain));
        right
    };
    // The counts give up their long words before the name is cut, then how many have passed, then what was answered.
    let fits = |right: &Vec<Run>| columns(right) + text::width(&name) + 2 <= usize::from(area.width);
    let choices = [(&COUNTS[..], answered), (&SHORT_COUNTS[..], answered), (&SHORT_COUNTS[..4], answered)];
    let choices = choices.into_iter().take(if answered.is_some() { 3 } else { 2 });
    let right = choices.map(|(words, answered)| right_with(words, answered)).find(fits);
    let right = right.unwrap_or_else(|| right_with(&SHORT_COUNTS, None));
    let taken = columns(&right);
    let room = area.width.saturating_sub(u16::try_from(taken).unwrap_or(u16::MAX));
    let left = [pen.run(format!(" {name}"), Role::Title)];
    pen.line(Rect { width: room.saturating_sub(1), ..area }, 0, &left);
    pen.right(area, 0, &right);
}

/// The body, the year and the version; the file where it names no body.
fn name(pen: &Pen, entry: &Entry) -> String {
    let Some(agency) = &entry.agency else { return entry.path.clone() };
    let year = entry.year.map_or_else(String::new, |year| format!(" {year}"));
    let version = pen.words.say_with("version", &[("version", Value::Number(entry.version as usize))]);
    format!("{agency}{year} {version}")
}

/// The status in a word, with the name of who decided.
pub(super) fn standing(pen: &Pen, state: &State, entry: &Entry) -> Vec<Run> {
    let status = state.status(entry);
    let role = match status {
        Status::Open => Role::Title,
        Status::Saving => Role::Warning,
        Status::Approved => Role::Passed,
        Status::Rejected | Status::Unreadable => Role::Error,
        Status::Superseded => Role::Faint,
    };
    let mut runs = vec![pen.run(pen.words.say(status.word()), role)];
    if let (Some(decision), Status::Approved | Status::Rejected) = (&entry.decision, status) {
        runs.push(pen.run(format!(" {}", text::cut(&decision.reviewer.name, REVIEWER)), Role::Plain));
        if entry.changed_since {
            runs.push(pen.run(format!(" {}", pen.words.say("changed-since")), Role::Warning));
        }
    }
    runs
}

/// Errors, warnings, infos, undecided and passed in words.
fn counts(pen: &Pen, counts: Counts, words: &[&'static str]) -> Vec<Run> {
    let of = [
        (counts.error, Role::Error),
        (counts.warning, Role::Warning),
        (counts.info, Role::Info),
        (counts.undecided, Role::Plain),
        (counts.passed, Role::Plain),
    ];
    let mut runs = Vec::new();
    for (word, (count, role)) in words.iter().zip(of) {
        let role = if count == 0 { Role::Plain } else { role };
        runs.push(pen.run(format!("{} {count}", pen.words.say(word)), role));
        runs.push(pen.run(" ", Role::Plain));
    }
    runs.pop();
    runs
}

/// Draws the last line: the answer to the last key, else what is wrong in the surroundings, else the keys.
pub(super) fn footer(pen: &mut Pen, state: &State, area: Rect, mode: Mode) {
    if let Some(message) = &state.message {
        let (text, role) = answer(pen, &state.setup.keymap, message);
        pen.text(area, 0, &format!(" {text}"), role);
    } else if let Some(trouble) = &state.trouble {
        pen.text(area, 0, &format!(" ! {}", trouble.text(pen.words.lang())), Role::Error);
    } else if let (Some(tally), Mode::Queue) = (state.rechecked, mode) {
        pen.text(area, 0, &format!(" {}", rechecked(pen, tally)), Role::Warning);
    } else {
        keys(pen, state, area, mode);
    }
}

/// The actions of the footer, the most needed first; what does not fit is left to the help.
const fn footer_actions(mode: Mode, shown: Option<&Shown>) -> &'static [Action] {
    match mode {
        Mode::Review if matches!(shown, Some(Shown::Refused(_))) => &[Action::Next, Action::Back, Action::Help],
        Mode::Queue => &[Action::Open, Action::Next, Action::Filter, Action::Help, Action::Quit, Action::Down],
        Mode::Review => &[
            Action::Approve,
            Action::Reject,
            Action::Waive,
            Action::Mark,
            Action::Next,
            Action::Undo,
            Action::Help,
            Action::Back,
            Action::Proof,
            Action::Explain,
            Action::NextPane,
            Action::Compare,
            Action::Chain,
            Action::NextTable,
            Action::Copy,
            Action::Filter,
        ],
        Mode::TextField => &[Action::Submit, Action::Back, Action::Clear],
        Mode::Help => &[Action::Back, Action::PageDown, Action::PageUp],
        Mode::Anywhere => &[],
    }
}

/// Draws as many keys as fit, each whole.
pub(super) fn keys(pen: &mut Pen, state: &State, area: Rect, mode: Mode) {
    let mut runs = Vec::new();
    let mut left = usize::from(area.width);
    for action in footer_actions(mode, state.shown.as_ref()) {
        let keys = state.setup.keymap.keys(mode, *action);
        let Some(key) = keys.first() else { continue };
        let (key, word) = (format!(" {key} "), format!("{} ", pen.words.say(action.word())));
        let columns = text::width(&key) + text::width(&word);
        if columns > left {
            break;
        }
        left -= columns;
        runs.push(pen.run(key, Role::Key));
        runs.push(pen.run(word, Role::Plain));
    }
    pen.line(area, 0, &runs);
}

/// The keys of a page of text, in the lower line of its frame.
pub(super) fn page_keys(pen: &mut Pen, state: &State, page: Rect, mode: Mode) {
    let keys =
        Rect { x: page.x + 2, y: page.bottom().saturating_sub(1), width: page.width.saturating_sub(4), height: 1 };
    let keys = keys.intersection(pen.buffer.area);
    self::keys(pen, state, keys, mode);
}

/// What became of the judgements on everything in the store.
fn rechecked(pen: &Pen, tally: Tally) -> String {
    let said = again::tally(tally, pen.words);
    pen.words.say_with("message-rechecked", &[("said", Value::Text(&said))])
}

/// The first key of an action of the review screen.
fn key_of(keymap: &Keymap, action: Action) -> String {
    keymap.keys(Mode::Review, action).first().map_or_else(String::new, ToString::to_string)
}

/// The words of an answer.
fn answer(pen: &Pen, keymap: &Keymap, message: &Message) -> (String, Role) {
    let words = pen.words;
    let lang = words.lang();
    let text = Value::Text;
    let [next, undo] = [Action::Next, Action::Undo].map(|action| key_of(keymap, action));
    match message {
        Message::Opening(name) => (words.say_with("message-opening", &[("name", Value::Text(name))]), Role::Plain),
        Message::CannotOpen(why) => {
            (words.say_with("message-cannot-open", &[("why", Value::Text(why.text(lang)))]), Role::Error)
        }
        Message::Recorded(verdict) => {
            let key = match verdict {
                Verdict::Approved => "message-approved",
                Verdict::Rejected => "message-rejected",
                Verdict::Withdrawn => "message-withdrawn",
            };
            (words.say_with(key, &[("next", text(&next)), ("undo", text(&undo))]), say::verdict_role(*verdict))
        }
        Message::LostRace { reviewer, verdict, reason } => {
            let verdict = words.say(say::verdict(*verdict));
            let values = [("reviewer", text(reviewer)), ("verdict", text(&verdict)), ("reason", text(reason))];
            let key = if reason.is_empty() { "message-lost-race" } else { "message-lost-race-reason" };
            (words.say_with(key, &values), Role::Error)
        }
        Message::NotRecorded(why) => {
            (words.say_with("message-not-recorded", &[("why", Value::Text(why.text(lang)))]), Role::Error)
        }
        Message::Judged(kind) => {
            let [waive, mark] = [Action::Waive, Action::Mark].map(|action| key_of(keymap, action));
            let key = match kind {
                JudgementKind::Waived => "message-waived",
                JudgementKind::Marked => "message-marked",
                JudgementKind::Unmarked => "message-unmarked",
                JudgementKind::Withdrawn => "message-taken-back",
            };
            (words.say_with(key, &[("waive", text(&waive)), ("mark", text(&mark))]), Role::Plain)
        }
        Message::LostJudgement(said) => judged_by(pen, said.as_ref(), "message-lost-judgement", Role::Error),
        Message::JudgedElsewhere(said) => judged_by(pen, said.as_ref(), "message-judged-elsewhere", Role::Warning),
        Message::Rechecked(tally) => {
            let role = if tally.reopened() + tally.lapsed() > 0 { Role::Warning } else { Role::Plain };
            (again::tally(*tally, words), role)
        }
        Message::NothingToJudge => (words.say("message-nothing-to-judge"), Role::Plain),
        Message::WaivedNotMarked => {
            let waive = key_of(keymap, Action::Waive);
            (words.say_with("message-waived-not-marked", &[("waive", text(&waive))]), Role::Plain)
        }
        Message::DecidedElsewhere { reviewer, verdict } => {
            let verdict = words.say(say::verdict(*verdict));
            let values = [("reviewer", text(reviewer)), ("verdict", text(&verdict))];
            (words.say_with("message-decided-elsewhere", &values), Role::Warning)
        }
        Message::NewVersion => (words.say("message-new-version"), Role::Warning),
        Message::CheckedAnew => (words.say("message-checked-anew"), Role::Warning),
        Message::Copied => (words.say("message-copied"), Role::Plain),
        Message::NothingToCopy => (words.say("message-nothing-to-copy"), Role::Plain),
        Message::NoneOpen => (words.say("message-none-open"), Role::Plain),
        Message::NotYetShown => (words.say("message-not-yet-shown"), Role::Warning),
        Message::StillSaving => (words.say("message-still-saving"), Role::Warning),
        Message::CannotDecideUnreadable => (words.say("message-cannot-decide-unreadable"), Role::Warning),
        Message::CannotDecideSuperseded => (words.say("message-cannot-decide-superseded"), Role::Warning),
        Message::AlreadyDecided(verdict) => {
            let verdict = words.say(say::verdict(*verdict));
            (
                words.say_with("message-already-decided", &[("verdict", text(&verdict)), ("undo", text(&undo))]),
                Role::Plain,
            )
        }
        Message::NothingToUndo => (words.say("message-nothing-to-undo"), Role::Plain),
        Message::NothingToProve => (words.say("message-nothing-to-prove"), Role::Plain),
        Message::NothingToExplain => (words.say("message-nothing-to-explain"), Role::Plain),
    }
}

/// What a colleague said of a finding, in the sentence of this key; where it was taken back, in one of its own.
fn judged_by(pen: &Pen, said: Option<&(String, JudgementKind)>, key: &'static str, role: Role) -> (String, Role) {
    let taken_back = match key {
        "message-lost-judgement" => "message-lost-judgement-taken-back",
        _ => "message-judgement-taken-back-elsewhere",
    };
    let Some((reviewer, kind)) = said else { return (pen.words.say(taken_back), role) };
    let kind = pen.words.say(say::judgement(*kind));
    (pen.words.say_with(key, &[("reviewer", Value::Text(reviewer)), ("judgement", Value::Text(&kind))]), role)
}
