//! What lies over the screen and takes the keys: a reason, the filter, the help, the question before leaving.

use unicode_segmentation::UnicodeSegmentation;

use super::State;
use crate::config::Action;
use crate::model::{DecisionId, JudgementId, JudgementKind, Verdict};
use crate::text::is_unprintable;

/// The innermost thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dialog {
    /// A decision or a waiver that needs a reason.
    Reason {
        wanted: Wanted,
        field: Field,
        asked: Asked,
    },
    /// The filter of the queue; `before` is what it was.
    Filter {
        field: Field,
        before: String,
    },
    Help {
        top: usize,
    },
    /// A rule explained, by its id.
    Explain {
        rule: String,
        top: usize,
    },
    /// A decision or a judgement is on its way to the store.
    ConfirmQuit,
}

/// What a reason is asked for, and the newest word on it that the reviewer had seen when it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    Decision {
        verdict: Verdict,
        previous: Option<DecisionId>,
    },
    /// That the finding with this fingerprint needs no correction.
    Waiver {
        fingerprint: String,
        previous: Option<JudgementId>,
    },
}

/// What the reviewer was told when the reason was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Once,
    /// The reason must not be empty.
    Again,
    /// Another desk decided the report while the reason was written: who said what; `None` where it was taken back.
    Decided(Option<(String, Verdict)>),
    /// Another desk judged the finding while the reason was written: who said what; `None` where it was taken back.
    Judged(Option<(String, JudgementKind)>),
}

/// One line of text that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    text: String,
    /// A byte position between two characters.
    cursor: usize,
    /// How many characters were typed or pasted since the last correction that there was no room for.
    left_out: usize,
}

/// The most bytes a field takes: a paste of a whole file is a mistake.
pub const LONGEST: usize = 4000;

impl Field {
    /// A field with a text, the cursor behind it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len(), left_out: 0 }
    }

    /// What was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was written before and behind the cursor.
    #[must_use]
    pub fn halves(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// How many characters did not fit, for the screen to say.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// Puts a text in at the cursor, as much of it as there is room for: line ends and tabs become blanks, other controls
    /// are left out.
    pub fn insert(&mut self, text: &str) {
        let line: String = text
            .chars()
            .map(|character| if matches!(character, '\n' | '\r' | '\t') { ' ' } else { character })
            .filter(|character| !is_unprintable(*character))
            .collect();
        let room = LONGEST.saturating_sub(self.text.len());
        let ends = line.grapheme_indices(true).map(|(start, grapheme)| start + grapheme.len());
        let (fits, rest) = line.split_at(ends.take_while(|end| *end <= room).last().unwrap_or(0));
        self.text.insert_str(self.cursor, fits);
        self.cursor += fits.len();
        self.left_out += rest.graphemes(true).count();
        self.settle();
    }

    /// Does what an action does in a text.
    pub fn edit(&mut self, action: Action) {
        self.left_out = 0;
        let (before, behind) = self.halves();
        let back = before.graphemes(true).next_back().map_or(0, str::len);
        let ahead = behind.graphemes(true).next().map_or(0, str::len);
        match action {
            Action::Left => self.cursor -= back,
            Action::Right => self.cursor += ahead,
            Action::First => self.cursor = 0,
            Action::Last => self.cursor = self.text.len(),
            Action::DeleteBack => {
                self.text.replace_range(self.cursor - back..self.cursor, "");
                self.cursor -= back;
            }
            Action::Delete => self.text.replace_range(self.cursor..self.cursor + ahead, ""),
            Action::Clear => *self = Self::default(),
            _ => {}
        }
        self.settle();
    }

    /// A character may join the one before it; the cursor never stands inside.
    fn settle(&mut self) {
        let at = self.cursor;
        let is_between = |at: usize| self.text.grapheme_indices(true).any(|(start, _)| start == at);
        if at < self.text.len() && !is_between(at) {
            self.cursor = self
                .text
                .grapheme_indices(true)
                .map(|(start, _)| start)
                .find(|start| *start > at)
                .unwrap_or(self.text.len());
        }
    }
}

/// A paste goes into a text field; anywhere else it is ignored, for its letters would be taken for keys.
pub(super) fn paste(state: &mut State, text: &str) {
    match state.dialog.as_mut() {
        Some(Dialog::Reason { field, .. }) => field.insert(text),
        Some(Dialog::Filter { field, .. }) => {
            field.insert(text);
            super::queue::filter_by_field(state);
        }
        Some(Dialog::Help { .. } | Dialog::Explain { .. } | Dialog::ConfirmQuit) | None => {}
    }
}
