//! The state of the desk and the only function that changes it. No input, no output, no clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Size;

use crate::config::{Keymap, Mode};
use crate::examine::{Examined, Knowledge};
use crate::form::Form;
use crate::model::{
    Entry, Firing, Judged, Judgements, Lang, NewDecision, NewJudgement, Phrase, ReadingId, Recorded, ReportId,
    RuleMarks,
};
use crate::recheck::Tally;

mod actions;
pub mod again;
mod chain;
mod compare;
mod decide;
mod dialog;
mod doubt;
pub mod explain;
mod findings;
mod judge;
mod layout;
mod message;
mod queue;
mod returned;
mod review;
mod source;
mod tables;
pub mod undecided;

pub use chain::{
    ChainColumn, ChainGrid, ChainSplit, cell_sign, chain_column_label, chain_figure, chain_grid, chain_label,
    chain_row_label, link_to, split_chain,
};
pub use compare::CompareRow;
pub use dialog::{Asked, Dialog, Field, LONGEST, Wanted};
pub use findings::{FindingRow, Item, Mark};
pub use layout::{Arrangement, FindingsSplit, Pane, Panes, inner, page, panes, split_findings};
pub use message::Message;
pub use queue::{QueueLayout, Status, queue_layout};
pub use returned::{RETURNED_HEAD, ReturnedRow};
pub use review::{Card, Extent, FindingsView, Review};
pub use source::{Piece, SourceRow};
pub use tables::{TableRow, has_common_head};
pub use undecided::Earlier;

/// Everything that can happen to the desk.
#[derive(Debug)]
pub enum Msg {
    Key(KeyEvent),
    /// A bracketed paste.
    Paste(String),
    Resize(Size),
    /// A report was listed for the first time, or its line has changed (new reading, new decision, superseded).
    Checked(Box<Entry>),
    /// The report that was asked for is ready to be shown.
    Opened(Box<Opened>),
    /// The report that was asked for cannot be shown.
    NotOpened(ReportId, Phrase),
    /// The store has answered a decision; the line is as it stands now.
    Recorded(Recorded, Box<Entry>),
    /// The store could not take a decision on this report: nothing was written.
    NotRecorded(ReportId, Phrase),
    /// The rules that fire so often that they are in doubt, by id: all of them.
    Doubted(BTreeMap<String, Firing>),
    /// The store has answered a judgement: what stands on the report now, and its line.
    Judged(Box<Answer>),
    /// The store could not take a judgement: nothing was written.
    NotJudged(Box<NewJudgement>, Phrase),
    /// What stands on the report on the screen now that another desk has judged it.
    Judgements(ReportId, Judgements),
    /// What was in the store has been checked anew, and what became of the judgements on all of it.
    Rechecked(Tally),
    /// Something in the surroundings went wrong (folder gone, disk full): shown in one line and kept for the help screen.
    Failed(Phrase),
    /// What `Failed` said before is over.
    Mended,
    /// The current state has been drawn.
    Drawn,
    /// The terminal is ours again after a suspension; everything must be drawn anew.
    Resumed,
    /// The connection or the terminal is gone, or the system asks us to stop.
    Hangup,
}

/// How the store has answered a judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub asked: NewJudgement,
    pub judged: Judged,
    /// What stands on the report now.
    pub standing: Judgements,
    pub entry: Entry,
}

/// What the desk must do in the outside world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Open(ReportId),
    Decide(NewDecision),
    Judge(NewJudgement),
    /// Copy to the reviewer's own clipboard (OSC 52).
    Copy(String),
    Suspend,
    /// Forget what the terminal shows and draw all of it.
    Repaint,
    Quit,
}

/// A report on its way to the screen.
#[derive(Debug, Clone)]
pub struct Opened {
    pub entry: Entry,
    pub reading: ReadingId,
    pub examined: Examined,
    /// What stands on its findings.
    pub judgements: Judgements,
    /// The edition that it was read by.
    pub form: Arc<Form>,
    /// The rules that it was read by.
    pub rules: Arc<RuleMarks>,
}

impl Opened {
    /// Whether a judgement was made on another reading than this one, so that it had to be held against it.
    #[must_use]
    pub fn was_rechecked(&self) -> bool {
        self.judgements.0.iter().any(|judgement| judgement.reading != self.reading)
    }
}

/// What the desk starts with.
#[derive(Debug, Clone)]
pub struct Setup {
    pub lang: Lang,
    pub keymap: Keymap,
    pub size: Size,
    /// The folder that is watched, as the reviewer wrote it.
    pub inbox: String,
    /// Seconds between local time and UTC, to print times with.
    pub utc_offset: i32,
    pub borders: Borders,
    /// The rules in force, to explain them.
    pub knowledge: Arc<Knowledge>,
    pub earlier: Earlier,
}

/// What frames are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Borders {
    #[default]
    Lines,
    /// `+ - |`, for terminals that draw lines two columns wide.
    Ascii,
}

/// All that the screen shows.
#[derive(Debug)]
pub struct State {
    pub setup: Setup,
    pub screen: Screen,
    /// Every line of the queue: open ones first, then by time of arrival.
    pub entries: Vec<Entry>,
    /// The line that the cursor is on.
    pub selected: Option<ReportId>,
    /// Words that a line must contain to be listed.
    pub filter: String,
    /// The first line of the queue that is in sight.
    pub queue_top: usize,
    /// What the review screen shows.
    pub shown: Option<Shown>,
    /// The report that was asked for and has not come yet.
    pub opening: Option<ReportId>,
    /// Decisions on their way to the store.
    pub saving: Vec<NewDecision>,
    /// Decisions that were not recorded: their reasons are offered when the same is decided again.
    unsaved: Vec<NewDecision>,
    /// Judgements on their way to the store.
    pub judging: Vec<NewJudgement>,
    /// Waivers that were not recorded: their reasons are offered when the same finding is waived again.
    unjudged: Vec<NewJudgement>,
    /// What became of the judgements when everything was checked anew; shown once below the queue.
    pub rechecked: Option<Tally>,
    /// Whether that has been on the screen.
    rechecked_was: Seen,
    pub dialog: Option<Dialog>,
    /// The answer to the last key, until the next one.
    pub message: Option<Message>,
    /// The rules in doubt, each with the words that say so.
    doubted: Arc<BTreeMap<String, String>>,
    /// What is wrong in the surroundings now.
    pub trouble: Option<Phrase>,
    /// What went wrong so far, the newest last; shown in the help.
    pub failures: Vec<Phrase>,
    /// The reading that was last drawn: the only one that can be decided.
    drawn: Option<ReadingId>,
    /// The words of each status, to filter by.
    status_words: queue::StatusWords,
}

/// Whether something has been on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Shown,
    NotYet,
}

/// The two screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Queue,
    Review,
}

/// What the review screen shows.
#[derive(Debug)]
pub enum Shown {
    /// A file that could not be read: its line says why.
    Refused(ReportId),
    Report(Box<Review>),
}

impl Shown {
    /// The report that is shown.
    #[must_use]
    pub fn report(&self) -> ReportId {
        match self {
            Self::Refused(report) => *report,
            Self::Report(review) => review.opened.entry.report,
        }
    }
}

/// Failures that the help screen keeps.
const FAILURES_KEPT: usize = 50;

impl State {
    /// An empty desk.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        Self {
            status_words: queue::StatusWords::load(setup.lang),
            setup,
            screen: Screen::Queue,
            entries: Vec::new(),
            selected: None,
            filter: String::new(),
            queue_top: 0,
            shown: None,
            opening: None,
            saving: Vec::new(),
            unsaved: Vec::new(),
            judging: Vec::new(),
            unjudged: Vec::new(),
            rechecked: None,
            rechecked_was: Seen::NotYet,
            dialog: None,
            message: None,
            doubted: Arc::default(),
            trouble: None,
            failures: Vec::new(),
            drawn: None,
        }
    }

    /// Whether a decision on a report is on its way to the store.
    #[must_use]
    pub fn is_saving(&self, report: ReportId) -> bool {
        self.saving.iter().any(|decision| decision.report == report)
    }

    /// Whether a judgement on this evidence is on its way to the store.
    #[must_use]
    pub fn is_judging(&self, report: ReportId, fingerprint: &str) -> bool {
        let is_it =
            |judgement: &NewJudgement| judgement.report == report && judgement.evidence.fingerprint == fingerprint;
        self.judging.iter().any(is_it)
    }

    /// Whether anything is on its way to the store.
    fn is_busy(&self) -> bool {
        !self.saving.is_empty() || !self.judging.is_empty()
    }

    /// The line of a report.
    #[must_use]
    pub fn entry(&self, report: ReportId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.report == report)
    }

    /// The line of the report on the review screen.
    #[must_use]
    pub fn shown_entry(&self) -> Option<&Entry> {
        self.entry(self.shown.as_ref()?.report())
    }

    /// The report on the review screen, unless it is a file that could not be read.
    #[must_use]
    pub fn review(&self) -> Option<&Review> {
        match self.shown.as_ref()? {
            Shown::Refused(_) => None,
            Shown::Report(review) => Some(review),
        }
    }

    fn review_mut(&mut self) -> Option<&mut Review> {
        match self.shown.as_mut()? {
            Shown::Refused(_) => None,
            Shown::Report(review) => Some(review),
        }
    }

    /// Where the next key will be looked up.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match (&self.dialog, self.screen) {
            (Some(Dialog::Help { .. } | Dialog::Explain { .. }), _) => Mode::Help,
            (Some(Dialog::Reason { .. } | Dialog::Filter { .. } | Dialog::ConfirmQuit), _) => Mode::TextField,
            (None, Screen::Queue) => Mode::Queue,
            (None, Screen::Review) => Mode::Review,
        }
    }
}

/// The only function that changes `State`.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(event) => return actions::press(state, event),
        Msg::Paste(text) => dialog::paste(state, &text),
        Msg::Resize(size) => resize(state, size),
        Msg::Checked(entry) => queue::listed(state, *entry),
        Msg::Opened(opened) => review::opened(state, *opened),
        Msg::NotOpened(report, why) => review::not_opened(state, report, why),
        Msg::Recorded(recorded, entry) => return decide::recorded(state, recorded, *entry),
        Msg::NotRecorded(report, why) => return decide::not_recorded(state, report, why),
        Msg::Doubted(rules) => doubt::doubted(state, &rules),
        Msg::Judged(answer) => return judge::judged(state, *answer),
        Msg::NotJudged(asked, why) => return judge::not_judged(state, &asked, why),
        Msg::Judgements(report, standing) => judge::judged_elsewhere(state, report, standing),
        Msg::Rechecked(tally) => (state.rechecked, state.rechecked_was) = (Some(tally), Seen::NotYet),
        Msg::Failed(why) => failed(state, why),
        Msg::Mended => state.trouble = None,
        Msg::Drawn => drawn(state),
        Msg::Resumed => {
            state.drawn = None;
            return vec![Effect::Repaint];
        }
        Msg::Hangup => return vec![Effect::Quit],
    }
    Vec::new()
}

/// Only what is on the screen counts as seen: not a report behind the queue, behind the help or behind a rule.
fn drawn(state: &mut State) {
    let is_covered =
        state.screen == Screen::Queue || matches!(state.dialog, Some(Dialog::Help { .. } | Dialog::Explain { .. }));
    if state.screen == Screen::Queue && state.message.is_none() && state.dialog.is_none() {
        state.rechecked_was = Seen::Shown;
    }
    state.drawn = state.review().filter(|_| !is_covered).map(|review| review.opened.reading);
}

fn resize(state: &mut State, size: Size) {
    state.setup.size = size;
    queue::keep_in_sight(state);
    if let Some(review) = state.review_mut() {
        review.rearrange(size);
    }
}

fn failed(state: &mut State, why: Phrase) {
    if state.failures.last() != Some(&why) {
        state.failures.push(why.clone());
    }
    let over = state.failures.len().saturating_sub(FAILURES_KEPT);
    state.failures.drain(..over);
    state.trouble = Some(why);
}
