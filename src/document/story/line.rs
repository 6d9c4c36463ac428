//! The text of one paragraph under construction: pieces in a row, and what is to be said about them. Knows no XML.

use std::ops::Range;

/// What is worth saying about a place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Remark {
    Changed,
    Hidden,
    Embedded,
}

/// How a piece is set. A figure is set in one manner: `12` with a raised `3` is no 123.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in super::super) struct Manner {
    pub(in super::super) is_raised: bool,
    pub(in super::super) is_struck: bool,
    /// Counts the pieces of formulas, where a numerator stands above a denominator; 0 outside of them.
    pub(in super::super) formula: u32,
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in super::super) struct Line {
    pub(in super::super) text: String,
    pub(in super::super) remarks: Vec<(Remark, Range<usize>)>,
    manner: Manner,
}

impl Line {
    /// Adds a piece; figures that are set apart stay apart by a blank.
    pub(in super::super) fn push(&mut self, piece: &str, manner: Manner) {
        if manner != self.manner && ends_in_figure(&self.text) && begins_with_figure(piece) {
            self.text.push(' ');
        }
        self.manner = manner;
        self.text.push_str(piece);
    }

    /// Puts another text in front, as the number of a list.
    pub(in super::super) fn prepend(&mut self, text: &str) {
        self.text.insert_str(0, text);
        for (_, range) in &mut self.remarks {
            *range = range.start + text.len()..range.end + text.len();
        }
    }

    /// Takes the blanks at both ends away.
    pub(in super::super) fn trim(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        let lead = self.text.len() - self.text.trim_start().len();
        self.text.replace_range(..lead, "");
        let end = self.text.len();
        for (_, range) in &mut self.remarks {
            *range = range.start.saturating_sub(lead).min(end)..range.end.saturating_sub(lead).min(end);
        }
    }

    /// Joins the line that follows.
    pub(in super::super) fn join(&mut self, next: Line) {
        let length = self.text.len();
        self.text.push_str(&next.text);
        let moved = next.remarks.into_iter().map(|(remark, range)| (remark, range.start + length..range.end + length));
        self.remarks.extend(moved);
    }

    /// The number of a list in front. Print parts it by a gap, which only matters where the two could run together.
    pub(in super::super) fn number(&mut self, number: &str) {
        let is_wordy = |character: char| character.is_ascii_alphanumeric() || character.is_numeric();
        let (last, first) = (number.chars().next_back(), self.text.chars().next());
        let runs_on = match (last, first) {
            (Some(last), Some(first)) => {
                is_wordy(last) || (matches!(last, '.' | '．' | '-' | '－' | ',') && is_wordy(first))
            }
            _ => false,
        };
        if runs_on {
            self.prepend(" ");
        }
        self.prepend(number);
    }

    pub(in super::super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

fn ends_in_figure(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_numeric)
}

fn begins_with_figure(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_two_manners_stay_apart() {
        let mut line = Line::default();
        line.push("1", Manner::default());
        line.push("2", Manner::default());
        line.push("3", Manner { is_raised: true, ..Manner::default() });
        line.push("件", Manner::default());
        assert_eq!(line.text, "12 3件");
    }

    #[test]
    fn a_number_in_front_never_runs_into_a_figure() {
        let numbered = |number: &str, text: &str| {
            let mut line = Line { text: text.to_owned(), ..Line::default() };
            line.number(number);
            line.text
        };
        assert_eq!(numbered("一、", "总体情况"), "一、总体情况");
        assert_eq!(numbered("（一）", "2023年"), "（一）2023年");
        assert_eq!(numbered("1.", "规章"), "1.规章");
        assert_eq!(numbered("1.", "5件"), "1. 5件");
        assert_eq!(numbered("①", "规章"), "① 规章");
        assert_eq!(numbered("1", ""), "1");
    }
}
