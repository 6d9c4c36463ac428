//! Whether the items of a section are numbered in one way and in order (STR-11).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::headings::title_of;
use super::inspection::{Inspection, Values};
use super::prose::Passage;
use crate::model::{Outcome, Phrase, Reason};
use crate::parse::labels::numbered;

/// 一是, after a stop: 之一是 is no numeral.
static INLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:^|[。；：，:;,！？”）（])(?P<mark>[一二三四五六七八九十]{1,3}是)").expect("a valid pattern")
});

/// A paragraph that opens a list of its own: a line without a stop, or an announcement.
const LONGEST_HEADING: usize = 20;
const ANNOUNCEMENTS: [&str; 6] = ["以下", "如下", "下一步", "主要表现", "主要存在", "几个方面"];

/// How an item is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 一、
    Numeral,
    /// （一）
    Bracketed,
    /// 1.
    Figure,
    /// （1）
    BracketedFigure,
    /// 一是
    Spoken,
}

struct Mark {
    style: Style,
    number: u32,
    range: Range<usize>,
}

/// One outcome for each section that has a list.
pub(super) fn check(inspection: &Inspection) -> Vec<Outcome> {
    let prose = inspection.prose.get();
    let mut outcomes = Vec::new();
    for section in &inspection.case.form.sections {
        let mut list = List { open: Vec::new() };
        let mut faults = Vec::new();
        let mut any = false;
        for passage in prose.section(section.number) {
            let marks = marks(passage);
            if announces(passage, &marks) {
                list.open.clear();
            }
            for mark in marks {
                any = true;
                let before = list.open.last().map(|(_, _, text)| text.clone());
                if list.add(&mark, &passage.text) {
                    continue;
                }
                let values = Values::default()
                    .phrase("section", title_of(section))
                    .text("first", before.unwrap_or_default())
                    .text("second", &passage.text[mark.range.clone()]);
                faults.extend(passage.span(mark.range).map(|span| inspection.fail(&values, &[], Some(span), None)));
            }
        }
        match (faults.is_empty(), any) {
            (false, _) => outcomes.append(&mut faults),
            (true, true) => outcomes.push(Outcome::Pass),
            (true, false) => {}
        }
    }
    if outcomes.is_empty() {
        let message = Phrase::new("正文没有编号的条目。", "The prose has no numbered items.");
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    }
    outcomes
}

/// The lists that are open, the outermost first: style, last number, and how it was printed.
struct List {
    open: Vec<(Style, u32, String)>,
}

impl List {
    /// Goes on to a mark; whether it follows from what was before.
    fn add(&mut self, mark: &Mark, text: &str) -> bool {
        let printed = text[mark.range.clone()].to_owned();
        if let Some(level) = self.open.iter().position(|(style, _, _)| *style == mark.style) {
            self.open.truncate(level + 1);
            let follows = self.open.last().is_some_and(|(_, last, _)| mark.number == last + 1);
            // 一是 begins anew in every paragraph.
            let anew = mark.number == 1 && mark.style == Style::Spoken;
            self.open[level] = (mark.style, mark.number, printed);
            return follows || anew;
        }
        // 一是 and then 2.: the second item of one list in the style of another. A list that merely begins later has lost
        // its automatic numbers, which is no fault of the writer.
        let mixed = mark.style != Style::Spoken
            && self.open.last().is_some_and(|(style, last, _)| *style == Style::Spoken && mark.number == last + 1)
            && mark.number > 1;
        if mixed {
            self.open.pop();
        }
        self.open.push((mark.style, mark.number, printed));
        !mixed
    }
}

fn announces(passage: &Passage, marks: &[Mark]) -> bool {
    let unnumbered = marks.first().is_none_or(|mark| mark.range.start > 0);
    let short = passage.text.char_indices().nth(LONGEST_HEADING).is_none() && !passage.text.ends_with('。');
    unnumbered
        && (short || passage.text.ends_with('：') || ANNOUNCEMENTS.iter().any(|word| passage.text.contains(word)))
}

fn marks(passage: &Passage) -> Vec<Mark> {
    let mut marks: Vec<Mark> = opening(&passage.text).into_iter().collect();
    for found in INLINE.captures_iter(&passage.text).filter_map(|found| found.name("mark")) {
        let number = numbered(found.as_str()).number;
        marks.extend(number.map(|number| Mark { style: Style::Spoken, number, range: found.range() }));
    }
    marks
}

/// The numeral at the beginning of a paragraph.
fn opening(text: &str) -> Option<Mark> {
    let bracket = text.strip_prefix(['（', '(']);
    let inside = bracket.unwrap_or(text);
    let number = numbered(inside).number?;
    let digits = inside.find(|c: char| !(c.is_ascii_digit() || "一二三四五六七八九十".contains(c)))?;
    let rest = &inside[digits..];
    let stop = rest.chars().next()?;
    let behind = rest[stop.len_utf8()..].chars().next();
    let figure = inside.starts_with(|c: char| c.is_ascii_digit());
    let style = match (bracket.is_some(), figure, stop) {
        (true, true, '）' | ')') => Style::BracketedFigure,
        (true, false, '）' | ')') => Style::Bracketed,
        (false, true, '.' | '．' | '、') if behind.is_some_and(|c| !c.is_ascii_digit()) => Style::Figure,
        (false, false, '、') => Style::Numeral,
        _ => return None,
    };
    let end = text.len() - rest.len() + stop.len_utf8();
    Some(Mark { style, number, range: 0..end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follows(marks: &[&str]) -> Vec<bool> {
        let mut list = List { open: Vec::new() };
        marks
            .iter()
            .map(|text| {
                let spoken = text.strip_suffix('是').map(|_| Mark {
                    style: Style::Spoken,
                    number: numbered(text).number.unwrap(),
                    range: 0..text.len(),
                });
                let mark = spoken.or_else(|| opening(&format!("{text}加强"))).unwrap();
                list.add(&mark, text)
            })
            .collect()
    }

    #[test]
    fn lists_go_on_and_nest_and_do_not_jump() {
        assert_eq!(follows(&["（一）", "一是", "二是", "（二）", "一是", "1.", "2."]), [true; 7]);
        assert_eq!(follows(&["一是", "二是", "一是", "二是"]), [true; 4]);
        assert_eq!(follows(&["（四）", "一是", "2.", "3."]), [true, true, false, true]);
        assert_eq!(follows(&["（一）", "（二）", "（一）", "（二）"]), [true, true, false, true]);
        assert_eq!(follows(&["1.", "3."]), [true, false]);
        assert_eq!(follows(&["2.", "3."]), [true, true]);
        assert!(opening("2021年，").is_none() && opening("1.5万").is_none() && opening("一年来").is_none());
    }
}
