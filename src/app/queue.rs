//! The queue: its order, which lines the filter lists, which one is next.

use ratatui::layout::{Constraint, Layout, Rect, Size};

use super::dialog::Dialog;
use super::layout::{inner, scrolled};
use super::message::Message;
use super::review::show;
use super::{Effect, Shown, State};
use crate::config::Words;
use crate::model::{Entry, Lang, ReportId, Verdict};
use crate::parse::agency_key;

/// How a line of the queue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Open,
    Saving,
    Approved,
    Rejected,
    /// A later version of the same submission has arrived.
    Superseded,
    /// The file could not be read.
    Unreadable,
}

impl Status {
    const ALL: [Self; 6] =
        [Self::Open, Self::Saving, Self::Approved, Self::Rejected, Self::Superseded, Self::Unreadable];

    /// The key of its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "status-open",
            Self::Saving => "status-saving",
            Self::Approved => "status-approved",
            Self::Rejected => "status-rejected",
            Self::Superseded => "status-superseded",
            Self::Unreadable => "status-unreadable",
        }
    }
}

/// The words of each status and severity, to filter by.
#[derive(Debug)]
pub(super) struct StatusWords {
    words: [(Status, String); 6],
    counts: [String; 4],
}

impl StatusWords {
    pub(super) fn load(lang: Lang) -> Self {
        let words = Words::load(lang);
        Self {
            words: Status::ALL.map(|status| (status, words.say(status.word()))),
            counts: ["severity-error", "severity-warning", "severity-info", "undecided"].map(|key| words.say(key)),
        }
    }
}

/// Where the parts of the queue screen stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueLayout {
    pub status: Rect,
    /// The frame around the next three.
    pub frame: Rect,
    pub heads: Rect,
    pub lines: Rect,
    /// A rule, then where the selected file lay and what was said of it.
    pub detail: Rect,
    pub footer: Rect,
}

/// The parts of the queue screen.
#[must_use]
pub fn queue_layout(size: Size) -> QueueLayout {
    let whole = Rect::new(0, 0, size.width, size.height);
    let [status, frame, footer] =
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)]).areas(whole);
    let inside = inner(frame);
    let detail = if inside.height >= 8 { 3 } else { 0 };
    let [heads, lines, detail] =
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(detail)]).areas(inside);
    QueueLayout { status, frame, heads, lines, detail, footer }
}

impl State {
    /// How a line stands.
    #[must_use]
    pub fn status(&self, entry: &Entry) -> Status {
        if self.is_saving(entry.report) {
            return Status::Saving;
        }
        match entry.decision.as_ref().map(|decision| decision.verdict) {
            Some(Verdict::Approved) => Status::Approved,
            Some(Verdict::Rejected) => Status::Rejected,
            Some(Verdict::Withdrawn) | None if entry.refusal.is_some() => Status::Unreadable,
            Some(Verdict::Withdrawn) | None if entry.superseded => Status::Superseded,
            Some(Verdict::Withdrawn) | None => Status::Open,
        }
    }

    /// The lines that are listed, in order: all that match the filter; without a filter, only the newest versions.
    #[must_use]
    pub fn listed(&self) -> Vec<&Entry> {
        let wanted = self.filter.to_lowercase();
        let wanted: Vec<&str> = wanted.split_whitespace().collect();
        let is_listed = |entry: &&Entry| {
            if wanted.is_empty() {
                return !entry.superseded || self.shown.as_ref().is_some_and(|shown| shown.report() == entry.report);
            }
            let text = self.searched(entry);
            wanted.iter().all(|word| text.contains(word))
        };
        self.entries.iter().filter(is_listed).collect()
    }

    /// The text of a line that the filter looks through.
    fn searched(&self, entry: &Entry) -> String {
        let status = self.status(entry);
        let mut words = vec![entry.path.clone()];
        words.extend(entry.agency.clone());
        words.extend(entry.year.map(|year| year.to_string()));
        words.extend(self.status_words.words.iter().filter(|(of, _)| *of == status).map(|(_, word)| word.clone()));
        let counts = [entry.counts.error, entry.counts.warning, entry.counts.info, entry.counts.undecided];
        words.extend(self.status_words.counts.iter().zip(counts).map(|(word, count)| format!("{word}{count}")));
        words.extend(entry.decision.as_ref().map(|decision| decision.reviewer.name.clone()));
        words.join(" ").to_lowercase()
    }

    /// Whether a report waits for a decision.
    fn is_open(&self, entry: &Entry) -> bool {
        self.status(entry) == Status::Open
    }
}

/// Takes a line in, or in place of what it said before, and says so when it is the report on the screen.
pub(super) fn listed(state: &mut State, entry: Entry) {
    if state.shown.as_ref().is_some_and(|shown| shown.report() == entry.report) {
        announce(state, &entry);
    }
    put(state, entry);
}

/// Tells the reviewer what has changed about the report before him.
fn announce(state: &mut State, now: &Entry) {
    let Some(before) = state.entry(now.report) else { return };
    if before == now {
        return;
    }
    if before.last_decision != now.last_decision {
        if let Some(decision) = &now.decision {
            let (reviewer, verdict) = (decision.reviewer.name.clone(), decision.verdict);
            state.message = Some(Message::DecidedElsewhere { reviewer, verdict });
        }
    } else if !before.superseded && now.superseded {
        state.message = Some(Message::NewVersion);
    } else if before.counts != now.counts {
        state.message = Some(Message::CheckedAnew);
    }
    state.drawn = None;
}

/// Puts a line in its place.
pub(super) fn put(state: &mut State, entry: Entry) {
    state.entries.retain(|other| other.report != entry.report);
    state.entries.push(entry);
    state.entries.sort_by_key(|entry| (entry.decision.is_some(), entry.received, entry.report));
    if state.selected.is_none() {
        state.selected = state.listed().first().map(|entry| entry.report);
    }
    keep_in_sight(state);
}

/// The newest version of a submission of which `old` is an earlier one; `None` until it has arrived here too.
fn newest_version<'a>(state: &'a State, old: &Entry) -> Option<&'a Entry> {
    let key = agency_key(old.agency.as_deref()?);
    let is_of_body = |entry: &Entry| entry.agency.as_deref().is_some_and(|agency| agency_key(agency) == key);
    let versions = state.entries.iter().filter(|entry| entry.year == old.year && entry.version > old.version);
    versions.filter(|entry| is_of_body(entry)).max_by_key(|entry| entry.version)
}

/// Scrolls the list to the selected line and selects a line that is listed: where the selected one has given way to a
/// newer version, that version.
pub(super) fn keep_in_sight(state: &mut State) {
    let listed = state.listed();
    let total = listed.len();
    let place = |report: ReportId| listed.iter().position(|entry| entry.report == report);
    let mut at = state.selected.and_then(place);
    if at.is_none()
        && let Some(old) = state.selected.and_then(|report| state.entry(report)).filter(|entry| entry.superseded)
    {
        // The old version's line often changes a moment before the new one's comes.
        let Some(newest) = newest_version(state, old) else { return };
        at = place(newest.report);
    }
    let at = at.unwrap_or(0);
    let selected = listed.get(at).map(|entry| entry.report);
    let height = usize::from(queue_layout(state.setup.size).lines.height);
    state.queue_top = scrolled(state.queue_top, at, at + 1, height, total);
    if selected.is_some() {
        state.selected = selected;
    }
}

/// Moves the cursor by a number of lines.
pub(super) fn step(state: &mut State, lines: isize) {
    let listed = state.listed();
    let at = listed.iter().position(|entry| Some(entry.report) == state.selected).unwrap_or(0);
    let to = at.saturating_add_signed(lines).min(listed.len().saturating_sub(1));
    let selected = listed.get(to).map(|entry| entry.report);
    state.selected = selected;
    keep_in_sight(state);
}

/// The rows that a page key moves by.
pub(super) fn page(state: &State) -> isize {
    isize::try_from(queue_layout(state.setup.size).lines.height / 2).unwrap_or(1).max(1)
}

/// Lists what the field of the filter says.
pub(super) fn filter_by_field(state: &mut State) {
    if let Some(Dialog::Filter { field, .. }) = &state.dialog {
        state.filter = field.text().to_owned();
        keep_in_sight(state);
    }
}

/// Asks for the selected report; a file that could not be read is shown at once.
pub(super) fn open_selected(state: &mut State) -> Vec<Effect> {
    let Some(entry) = state.selected.and_then(|report| state.entry(report)) else { return Vec::new() };
    let report = entry.report;
    if entry.refusal.is_some() {
        state.opening = None;
        show(state, Shown::Refused(report));
        return Vec::new();
    }
    let name = entry.agency.clone().unwrap_or_else(|| entry.path.clone());
    state.opening = Some(report);
    state.message = Some(Message::Opening(name));
    vec![Effect::Open(report)]
}

/// Which way to look for the next open report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Onward,
    Back,
}

/// The next report that waits for a decision, from the selected one on and around the end.
pub(super) fn next_open(state: &State, direction: Direction) -> Option<ReportId> {
    let listed = state.listed();
    let count = listed.len();
    let at = listed.iter().position(|entry| Some(entry.report) == state.selected).unwrap_or(0);
    (1..count)
        .map(|steps| match direction {
            Direction::Onward => (at + steps) % count,
            Direction::Back => (at + count - steps) % count,
        })
        .map(|index| listed[index])
        .find(|entry| state.is_open(entry))
        .map(|entry| entry.report)
}
