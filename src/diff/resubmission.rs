//! A report against the version of it that was sent back: what became of each point of the letter, and what was changed
//! that nobody asked for. Pure; the rules have been asked already.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::prose::{self, Sentence};
use super::{CellDiff, Comparison, Diff, Hunk, SectionDiff, Side, cells};
use crate::model::{Answered, CellId, CellState, Checks, Finding, Report, Span, TermSource, Undecided};

/// The version that was sent back, with the findings of its letter.
#[derive(Debug, Clone, Copy)]
pub struct SentBack<'a> {
    /// Counted from 1.
    pub version: u32,
    pub side: Side<'a>,
    pub findings: &'a [Finding],
}

/// What the present version answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resubmission {
    /// The version that was sent back.
    pub version: u32,
    /// Every finding of the letter, in its order.
    pub returned: Vec<Returned>,
    /// The changes that no finding of the letter asked for: cells and sentences, as in a comparison of years. Section 0
    /// is what stands before the first section.
    pub unasked: Diff,
}

/// A finding that was sent back and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// As it was found in the version that was sent back.
    pub finding: Finding,
    pub answer: Answer,
}

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// 已改: the rule was decided, and no longer fails there.
    Corrected,
    /// 未改: it fails on the same evidence.
    Unchanged,
    /// 改后仍不符: it fails in the same place on other evidence.
    StillWrong,
    /// 无法判断: the rule cannot be decided now.
    Unknown,
}

impl Answer {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Unchanged => "unchanged",
            Self::StillWrong => "still_wrong",
            Self::Unknown => "unknown",
        }
    }
}

impl Resubmission {
    /// How much of the letter was done, and how much was changed besides.
    #[must_use]
    pub fn answered(&self) -> Answered {
        let corrected = self.returned.iter().filter(|returned| returned.answer == Answer::Corrected).count();
        let sentences = self.unasked.sections.iter().map(|section| section.hunks.len()).sum::<usize>();
        Answered { returned: self.returned.len(), corrected, unasked: self.unasked.cells.len() + sentences }
    }
}

/// Holds the present version against the one that was sent back. Prose that takes longer than `patience` is compared more
/// coarsely.
#[must_use]
pub fn resubmission(sent: &SentBack, present: Side, checks: &Checks, patience: Duration) -> Resubmission {
    let mut sections = prose::compare(present, sent.side, patience);
    sections.insert(0, prose::compare_opening(present, sent.side, Instant::now().checked_add(patience)));
    let versions = Versions { sent, present, sections: &sections };
    let returned: Vec<Returned> = sent
        .findings
        .iter()
        .map(|finding| Returned { finding: finding.clone(), answer: versions.answer(finding, checks) })
        .collect();
    let unasked = Diff { cells: versions.unasked_cells(), sections: versions.unasked_sentences(&returned) };
    Resubmission { version: sent.version, returned, unasked }
}

/// The two versions and how their prose differs.
struct Versions<'a> {
    sent: &'a SentBack<'a>,
    present: Side<'a>,
    sections: &'a [SectionDiff],
}

/// Where a sentence of the version sent back stands now.
enum Now {
    /// The place is not in the prose of a section: a heading, a cell, the whole report.
    NotProse,
    Sentence(Span),
    Gone,
}

impl Versions<'_> {
    fn answer(&self, returned: &Finding, checks: &Checks) -> Answer {
        if checks.findings.iter().any(|found| found.fingerprint == returned.fingerprint) {
            return Answer::Unchanged;
        }
        // What another point of the letter is about is not this point.
        let is_returned =
            |found: &Finding| self.sent.findings.iter().any(|other| other.fingerprint == found.fingerprint);
        let mut others = checks.findings.iter().filter(|found| found.rule == returned.rule && !is_returned(found));
        if others.any(|found| self.is_same_place(returned, found)) {
            return Answer::StillWrong;
        }
        let has_passed = checks.passed.iter().any(|(rule, _)| *rule == returned.rule);
        let in_the_way = |undecided: &Undecided| {
            undecided.rule == returned.rule
                && (shares(&undecided.cells, &returned.cells) || (undecided.cells.is_empty() && !has_passed))
        };
        if checks.undecided.iter().any(in_the_way) {
            return Answer::Unknown;
        }
        // A rule that said nothing at all was not asked.
        let is_decided = has_passed || checks.findings.iter().any(|found| found.rule == returned.rule);
        if is_decided { Answer::Corrected } else { Answer::Unknown }
    }

    /// Whether two findings of one rule are about the same thing: the same sentence, or a cell in common.
    fn is_same_place(&self, returned: &Finding, found: &Finding) -> bool {
        let now = returned.span.map_or(Now::NotProse, |span| self.now(span));
        let found_in = found.span.and_then(|span| sentence_at(self.present, span));
        match (now, found_in) {
            (Now::Sentence(span), Some(sentence)) => span == sentence.span,
            // The sentence was written anew beyond recognition, and the figure is still not that of the cell.
            (Now::Gone, Some(sentence)) => {
                let is_new = |hunk: &Hunk| hunk.old.is_none() && hunk.new == Some(sentence.span);
                let is_new = self.sections.iter().flat_map(|section| &section.hunks).any(is_new);
                is_new && shares(&returned.cells, &found.cells)
            }
            (Now::Sentence(_) | Now::Gone, None) => false,
            (Now::NotProse, _) if !returned.cells.is_empty() => shares(&returned.cells, &found.cells),
            (Now::NotProse, _) => {
                found.cells.is_empty()
                    && section_of(self.sent.side.report, returned.span) == section_of(self.present.report, found.span)
            }
        }
    }

    fn now(&self, span: Span) -> Now {
        let Some(sentence) = sentence_at(self.sent.side, span) else { return Now::NotProse };
        let hunks = || self.sections.iter().flat_map(|section| &section.hunks);
        if let Some(hunk) = hunks().find(|hunk| hunk.old == Some(sentence.span)) {
            return hunk.new.map_or(Now::Gone, Now::Sentence);
        }
        let same = prose::all_sentences(self.present).into_iter().find(|other| other.key == sentence.key);
        same.map_or(Now::Gone, |same| Now::Sentence(same.span))
    }

    /// The cells that hold something else now and that no finding of the letter speaks of.
    fn unasked_cells(&self) -> Vec<CellDiff> {
        let asked: Vec<&CellId> = self.sent.findings.iter().flat_map(spanned).collect();
        let mut cells = cells::compare(self.present, self.sent.side);
        cells.retain(|cell| {
            let own = || std::iter::once(&cell.cell).chain(&cell.also).chain(&cell.old_cells);
            !cell.old_cells.is_empty()
                && cell.comparison != Comparison::None
                && self.differs(cell)
                && !own().any(|id| asked.contains(&id))
        });
        cells
    }

    /// Whether something else stands there. A figure that one file gives with certainty and the other without is the same.
    fn differs(&self, cell: &CellDiff) -> bool {
        if let (Some(old), Some(new)) = (cell.old.shown(), cell.new.shown()) {
            return old != new;
        }
        let raw = |report: &Report, id: &CellId| report.cell(id).map(|cell| cell.raw.trim().to_owned());
        match (cell.old, cell.new) {
            (CellState::Text, CellState::Text) => {
                let old = cell.old_cells.first().and_then(|id| raw(self.sent.side.report, id));
                old != raw(self.present.report, &cell.cell)
            }
            (old, new) => old.name() != new.name(),
        }
    }

    /// The sentences that came, went or changed and that no finding of the letter points at.
    fn unasked_sentences(&self, returned: &[Returned]) -> Vec<SectionDiff> {
        let sections = self.sections.iter().map(|section| {
            let corrections = self.corrections(section, returned);
            let is_asked = |hunk: &Hunk| {
                let corrects = hunk.old.is_none() && hunk.new.is_some_and(|new| corrections.contains(&new.start));
                corrects || self.is_asked(section.number, hunk)
            };
            SectionDiff {
                hunks: section.hunks.iter().filter(|hunk| !is_asked(hunk)).cloned().collect(),
                ..section.clone()
            }
        });
        sections.filter(|section| !section.hunks.is_empty()).collect()
    }

    /// Where the new sentences of a section begin that corrected a finding: those in the place of a sentence that was
    /// found fault with and is gone, or all of them where the section lacked something and has it now.
    fn corrections(&self, section: &SectionDiff, returned: &[Returned]) -> BTreeSet<usize> {
        let Some(known) = self.sent.side.report.section(section.number) else { return BTreeSet::new() };
        let corrected = returned.iter().filter(|returned| returned.answer == Answer::Corrected);
        let corrected: Vec<&Finding> = corrected.map(|returned| &returned.finding).collect();
        let came = section.hunks.iter().filter(|hunk| hunk.old.is_none()).filter_map(|hunk| hunk.new);
        let came: BTreeSet<usize> = came.map(|span| span.start).collect();
        let first = prose::first_paragraph(self.sent.side, known);
        if corrected.iter().any(|finding| is_of_what_lacks(finding, &first)) {
            return came;
        }
        let went = section.hunks.iter().filter(|hunk| hunk.new.is_none()).filter_map(|hunk| hunk.old);
        let went: BTreeSet<usize> = went.map(|span| span.start).collect();
        let is_corrected = |span: Span| {
            went.contains(&span.start)
                && corrected.iter().any(|finding| finding.span.is_some_and(|place| overlaps(place, span)))
        };
        let old = prose::sentences(self.sent.side, Some(known));
        let old = gaps(&old, &went);
        let open: BTreeSet<usize> = old.filter(|(_, span)| is_corrected(*span)).map(|(gap, _)| gap).collect();
        let present = prose::sentences(self.present, self.present.report.section(section.number));
        let new = gaps(&present, &came);
        new.filter(|(gap, span)| came.contains(&span.start) && open.contains(gap)).map(|(_, span)| span.start).collect()
    }

    fn is_asked(&self, section: u8, hunk: &Hunk) -> bool {
        let findings = self.sent.findings;
        let places = || findings.iter().filter_map(|finding| finding.span);
        match hunk.old {
            Some(old) if places().any(|place| overlaps(place, old)) => return true,
            Some(_) | None => {}
        }
        match self.sent.side.report.section(section) {
            // A finding that stands on the heading asks for another content.
            Some(known) => places().any(|place| overlaps(place, known.heading)),
            // What was not there at all has no place to point at.
            None => section > 0 && findings.iter().any(|finding| finding.span.is_none()),
        }
    }
}

fn sentence_at(side: Side, span: Span) -> Option<Sentence> {
    prose::all_sentences(side).into_iter().find(|sentence| overlaps(sentence.span, span))
}

/// Each sentence with the number of sentences before it that are in both versions.
fn gaps(sentences: &[Sentence], only_here: &BTreeSet<usize>) -> impl Iterator<Item = (usize, Span)> {
    sentences.iter().scan(0, |common, sentence| {
        let before = *common;
        *common += usize::from(!only_here.contains(&sentence.span.start));
        Some((before, sentence.span))
    })
}

/// Whether a finding is about something that is not in the section: it has no cell, and stands on the whole of the first
/// paragraph because it must stand somewhere.
fn is_of_what_lacks(finding: &Finding, first: &[Sentence]) -> bool {
    let covers = |place: Span| !first.is_empty() && first.iter().all(|sentence| place.contains(sentence.span));
    finding.cells.is_empty() && finding.proof.is_none() && finding.span.is_some_and(covers)
}

fn overlaps(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

fn shares(some: &[CellId], others: &[CellId]) -> bool {
    some.iter().any(|cell| others.contains(cell))
}

fn section_of(report: &Report, span: Option<Span>) -> Option<u8> {
    let span = span?;
    report.sections.iter().find(|section| section.span.contains(span)).map(|section| section.number)
}

/// The cells that a finding speaks of, those of its sum included.
fn spanned(finding: &Finding) -> impl Iterator<Item = &CellId> {
    let terms = finding.proof.iter().flat_map(|proof| proof.left.iter().chain(&proof.right));
    let of_sum = terms.filter_map(|term| match &term.source {
        TermSource::Cell(id) => Some(id),
        TermSource::LastYear(_) | TermSource::Prose(_) | TermSource::Constant => None,
    });
    finding.cells.iter().chain(of_sum)
}
