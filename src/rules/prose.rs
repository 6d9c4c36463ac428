//! The prose of a report: its paragraphs without the tables, joined where a page break cut them, folded for matching,
//! and still tied byte by byte to the text on the screen.

use std::cell::OnceCell;
use std::ops::Range;

use regex::Regex;

use super::{Case, claims};
use crate::document::{Block, Document};
use crate::model::{Claim, Report, Span};

/// A paragraph shorter than this (in characters) that ends without a stop is a heading rather than a cut sentence.
const SHORTEST_CUT: usize = 20;

/// No sentence of a report is longer (in characters); what is, is no sentence, and its claims are not read. Reading a
/// sentence may look at it once for each of its clauses, so a file without stops would otherwise never be done.
pub(super) const LONGEST_SENTENCE: usize = 2000;

/// The prose of a case and where its lines begin, made when the first rule asks for them.
pub(super) struct Lazy<'a> {
    case: &'a Case<'a>,
    prose: OnceCell<Prose>,
    claims: OnceCell<Vec<Claim>>,
    line_ends: OnceCell<Vec<usize>>,
}

impl<'a> Lazy<'a> {
    /// Nothing is read yet.
    pub(super) fn new(case: &'a Case<'a>) -> Self {
        Self { case, prose: OnceCell::new(), claims: OnceCell::new(), line_ends: OnceCell::new() }
    }

    /// The prose.
    pub(super) fn get(&self) -> &Prose {
        self.prose.get_or_init(|| Prose::of(self.case.document, self.case.report))
    }

    /// What the prose states.
    pub(super) fn claims(&self) -> &[Claim] {
        self.claims.get_or_init(|| claims::extract(self.case, self.get()))
    }

    /// What the prose states, for whoever asks after the rules.
    pub(super) fn into_claims(self) -> Vec<Claim> {
        self.claims();
        self.claims.into_inner().unwrap_or_default()
    }

    /// The line of a place in the document, counted from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        let text = &self.case.document.text;
        let ends = self.line_ends.get_or_init(|| text.match_indices('\n').map(|(at, _)| at).collect());
        1 + ends.partition_point(|end| *end < offset)
    }
}

/// All that is written outside the tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Prose {
    /// Every paragraph of the document outside the tables, as printed.
    pub(super) paragraphs: Vec<Span>,
    /// The preamble and the content of the sections, without headings, title and covering letter.
    pub(super) passages: Vec<Passage>,
    /// The paragraphs of the sections, as printed.
    pub(super) body: Vec<Span>,
    /// Paragraphs that a page break cut: the first part of each.
    pub(super) cuts: Vec<Span>,
    /// The text of all passages, a line each: what does not occur here occurs in none.
    pub(super) whole: String,
    /// Where each passage begins in `whole`.
    starts: Vec<usize>,
}

/// One or more paragraphs that are one piece of text.
#[derive(Debug, Clone, Default)]
pub(super) struct Passage {
    /// The number of its section; `None` for the preamble.
    pub(super) section: Option<u8>,
    /// Without white space and `**`, digits and Latin letters half width.
    pub(super) text: String,
    /// For each byte of `text`, the place in the document of the character that it belongs to.
    places: Vec<Span>,
}

impl Passage {
    /// The place in the document of a range of `text`.
    pub(super) fn span(&self, range: Range<usize>) -> Option<Span> {
        let first = self.places.get(range.start)?;
        let last = self.places.get(range.end.checked_sub(1)?)?;
        Some(Span::new(first.start, last.end))
    }

    fn push(&mut self, document: &str, paragraph: Span) {
        let printed = document.get(paragraph.range()).unwrap_or("");
        for (at, c) in printed.char_indices().filter(|(_, c)| !c.is_whitespace() && *c != '*') {
            let start = paragraph.start + at;
            let folded = fold(c);
            self.text.push(folded);
            self.places.extend(std::iter::repeat_n(Span::new(start, start + c.len_utf8()), folded.len_utf8()));
        }
    }
}

impl Prose {
    /// Reads the prose of a report.
    pub(super) fn of(document: &Document, report: &Report) -> Self {
        let paragraphs = outside_tables(document, report);
        let mut prose = Self { paragraphs, ..Self::default() };
        prose.read(document, report);
        prose.passages.retain(|passage| !passage.text.is_empty());
        for passage in &prose.passages {
            prose.starts.push(prose.whole.len());
            prose.whole.push_str(&passage.text);
            prose.whole.push('\n');
        }
        prose
    }

    /// Paragraphs to passages: those below the title, joined where a page cut them.
    fn read(&mut self, document: &Document, report: &Report) {
        let after_title = report.title.as_ref().map_or(0, |title| title.span.end);
        let heads = |span: Span| {
            report.sections.iter().any(|section| section.heading.contains(span) || span.contains(section.heading))
        };
        let mut open: Option<Span> = None;
        for paragraph in self.paragraphs.iter().copied().filter(|span| span.start >= after_title) {
            if heads(paragraph) {
                open = None;
                continue;
            }
            let section =
                report.sections.iter().rfind(|section| section.span.contains(paragraph)).map(|section| section.number);
            let printed = document.text.get(paragraph.range()).unwrap_or("");
            if section.is_some() {
                self.body.push(paragraph);
            }
            match (self.passages.last_mut(), open) {
                (Some(passage), Some(cut)) if passage.section == section && continues(printed) => {
                    self.cuts.push(cut);
                    passage.push(&document.text, paragraph);
                }
                _ => {
                    let mut passage = Passage { section, ..Passage::default() };
                    passage.push(&document.text, paragraph);
                    self.passages.push(passage);
                }
            }
            open = is_cut(printed).then_some(paragraph);
        }
    }

    /// Whether a pattern may occur: one look at the whole, for nearly every pattern does not. A match may run over the end
    /// of a passage, so a yes must be made sure of passage by passage.
    pub(super) fn says(&self, pattern: &Regex) -> bool {
        pattern.is_match(&self.whole)
    }

    /// The passage that a range of `whole` lies in, and the range in its text; `None` where it lies in two.
    pub(super) fn locate(&self, range: Range<usize>) -> Option<(&Passage, Range<usize>)> {
        let index = self.starts.partition_point(|start| *start <= range.start).checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let passage = self.passages.get(index)?;
        (range.end <= start + passage.text.len()).then(|| (passage, range.start - start..range.end - start))
    }

    /// The place in the document of a range of `whole`.
    pub(super) fn place(&self, range: Range<usize>) -> Option<Span> {
        let (passage, range) = self.locate(range)?;
        passage.span(range)
    }

    /// The passages of one section.
    pub(super) fn section(&self, number: u8) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(move |passage| passage.section == Some(number))
    }
}

/// The paragraphs that no table holds.
fn outside_tables(document: &Document, report: &Report) -> Vec<Span> {
    let in_table = |span: Span| report.tables.iter().filter_map(|table| table.span).any(|table| table.contains(span));
    let paragraph = |block: &Block| match block {
        Block::Paragraph(span) => Some(*span),
        Block::Grid(_) | Block::Cells(_) | Block::Scattered(_) => None,
    };
    document.blocks.iter().filter_map(paragraph).filter(|span| !in_table(*span)).collect()
}

/// Whether a paragraph breaks off in the middle of a sentence.
fn is_cut(printed: &str) -> bool {
    let text = printed.trim().trim_end_matches('*');
    let stops = ['。', '：', '；', '！', '？', '”', '）', '》', '.', ':', ';', '!', '?', ')'];
    text.chars().count() >= SHORTEST_CUT && !text.ends_with(stops) && !is_heading(text)
}

/// （二）收到和处理政府信息公开申请情况: a numbered line without any comma, however long.
fn is_heading(text: &str) -> bool {
    let numbered = text.starts_with(['（', '(']) || text.chars().take(3).any(|c| matches!(c, '、' | '.' | '．'));
    let starts = text.trim_start_matches(['（', '(']);
    let number = starts.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    numbered && number && !text.contains(['，', ',', '。', '；', ';', '：', ':'])
}

/// Whether a paragraph may be the rest of a cut one, rather than a new item of a list.
fn continues(printed: &str) -> bool {
    let text = printed.trim();
    let mut chars = text.chars();
    match chars.next() {
        None | Some('（' | '(' | '*' | '#') => false,
        Some(c) if c.is_ascii_digit() => !matches!(chars.next(), Some('.' | '、' | '．')),
        Some(c) if "一二三四五六七八九十".contains(c) => !matches!(chars.next(), Some('、' | '.' | '是')),
        Some(_) => true,
    }
}

/// Full-width digits, letters and `％` as half-width ones; punctuation is left, for it separates clauses.
fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The sentences of a folded text, each without its stop; not those that are too long to be one.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut ranges = split(text, |c, _, _| "。！？；;!?".contains(c));
    ranges.retain(|range| text[range.clone()].chars().nth(LONGEST_SENTENCE).is_none());
    ranges
}

/// The clauses of a sentence. A list comma ends a clause only after a figure: 公民、法人和其他组织 stays whole.
pub(super) fn clauses(text: &str) -> Vec<Range<usize>> {
    let mut after_figure = false;
    split(text, |c, before, after| {
        let ends = match c {
            '，' | '：' | ':' | '（' | '）' | '(' | ')' => true,
            // （均已办结）、行政诉讼0件: what follows a bracket begins anew.
            '、' => after_figure || before.is_empty(),
            // 1,234 is one figure.
            ',' => !(before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit())),
            _ => false,
        };
        after_figure = !ends && (after_figure || c.is_ascii_digit());
        ends
    })
}

/// Cuts a text wherever `ends` says so of a character, what stands before it since the last cut, and what follows.
fn split(text: &str, mut ends: impl FnMut(char, &str, &str) -> bool) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        if ends(c, &text[start..at], &text[next..]) {
            ranges.push(start..at);
            start = next;
        }
    }
    ranges.push(start..text.len());
    ranges.retain(|range| !range.is_empty());
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_range_points_at_the_printed_text() {
        let document = "一、总体\n２０２１ 年，**收到** 5 件";
        let mut passage = Passage::default();
        passage.push(document, Span::new(document.find('２').unwrap(), document.len()));
        assert_eq!(passage.text, "2021年，收到5件");
        let at = passage.text.find("收到5").unwrap();
        let span = passage.span(at..at + "收到5".len()).unwrap();
        assert_eq!(&document[span.range()], "收到** 5");
    }

    #[test]
    fn clauses_keep_lists_of_people_and_split_lists_of_figures() {
        let bracket = "复议1件（撤回）、诉讼0件";
        let found: Vec<&str> = clauses(bracket).into_iter().map(|range| &bracket[range]).collect();
        assert_eq!(found, ["复议1件", "撤回", "诉讼0件"]);
        let list = "收到公民、法人申请5件、答复4件";
        let found: Vec<&str> = clauses(list).into_iter().map(|range| &list[range]).collect();
        assert_eq!(found, ["收到公民、法人申请5件", "答复4件"]);
        assert_eq!(clauses("共1,234件,其中").len(), 2);
    }

    #[test]
    fn a_text_without_stops_is_no_sentence() {
        let longest = "五".repeat(LONGEST_SENTENCE);
        assert_eq!(sentences(&format!("{longest}。五{longest}。收到申请5件。")).len(), 2);
        assert!(sentences(&"一、".repeat(200_000)).is_empty());
        assert_eq!(clauses(&"1、".repeat(200_000)).len(), 200_000);
    }

    #[test]
    fn a_sentence_cut_by_a_page_goes_on_and_a_heading_does_not() {
        assert!(is_cut("全县政务新媒体发布各类政府信息 1 万余条，解读各类文件"));
        assert!(!is_cut("（一）主动公开情况"));
        assert!(!is_cut("（二）行政机关收到和处理政府信息公开申请情况总述"));
        assert!(is_cut("（二）全年收到政府信息公开申请5件，办结5件，均按期答复，没有"));
        assert!(continues("开工作要点》，统筹指导"));
        assert!(!continues("（二）改进措施") && !continues("二是加强") && !continues("2.在网站"));
    }
}
