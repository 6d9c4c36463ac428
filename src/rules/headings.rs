//! The headings of the sections, and whether a section says anything at all.

use super::inspection::{Inspection, Values, or_pass};
use crate::document::Block;
use crate::form::SectionForm;
use crate::model::{Outcome, Phrase, Reason, Section, Span};
use crate::parse::labels::{Fit, Label, key, numbered};

/// The longest heading, in bytes; a longer paragraph is prose.
const LONGEST: usize = 160;

/// The section's name in both languages.
pub(super) fn title_of(section: &SectionForm) -> Phrase {
    Phrase::new(section.title.as_str(), section.en.as_str())
}

fn named(inspection: &Inspection, section: &Section) -> Phrase {
    inspection.case.form.section(section.number).map_or_else(Phrase::default, title_of)
}

/// Headings in another wording than the form's (STR-03).
pub(super) fn wording(inspection: &Inspection) -> Vec<Outcome> {
    let outcome = |section: &Section| {
        if section.canonical {
            return Outcome::Pass;
        }
        let values =
            Values::default().text("found", section.title.trim()).text("canonical", named(inspection, section).zh);
        inspection.fail(&values, &[], Some(section.heading), None)
    };
    let outcomes: Vec<Outcome> = inspection.case.report.sections.iter().map(outcome).collect();
    if outcomes.is_empty() { vec![none_found(inspection)] } else { outcomes }
}

/// Headings that come twice, and two that bear the same numeral (STR-04).
pub(super) fn once(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let sections = &case.report.sections;
    let Some(first) = sections.first() else { return vec![none_found(inspection)] };
    let mut outcomes = Vec::new();
    let keys: Vec<(String, Span)> = short_paragraphs(inspection, first.heading.start);
    for section in &case.form.sections {
        let label = Label::new(&section.title, &[]);
        let again: Vec<Span> =
            keys.iter().filter(|(key, _)| label.fit(key) == Some(Fit::Exact)).map(|(_, span)| *span).collect();
        if let [_, second, ..] = again[..] {
            let values = Values::default().phrase("section", title_of(section)).text("count", again.len());
            outcomes.push(inspection.fail(&values, &[], Some(second), None));
        }
    }
    let numeral = |section: &Section| numbered(&key(&section.title)).number;
    for (place, section) in sections.iter().enumerate() {
        let same =
            sections[..place].iter().find(|other| numeral(section).is_some() && numeral(other) == numeral(section));
        if let Some(other) = same {
            let values = Values::default().text("first", other.title.trim()).text("second", section.title.trim());
            outcomes.push(inspection.fail_as("numeral", inspection.rule.severity, &values, Some(section.heading)));
        }
    }
    or_pass(outcomes)
}

/// The keys of the paragraphs that may be headings; those before the first section are a table of contents.
fn short_paragraphs(inspection: &Inspection, from: usize) -> Vec<(String, Span)> {
    let document = inspection.case.document;
    let may_be = |span: &Span| span.start >= from && span.end - span.start <= LONGEST;
    let text = |span: Span| document.text.get(span.range()).unwrap_or("").trim();
    let own = |span: &Span| text(*span).starts_with(|c: char| "一二三四五六第".contains(c));
    let paragraphs = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(span) => Some(*span),
        Block::Grid(_) | Block::Cells(_) | Block::Scattered(_) => None,
    });
    paragraphs.filter(may_be).filter(own).map(|span| (key(text(span)), span)).collect()
}

fn none_found(inspection: &Inspection) -> Outcome {
    let message = Phrase::new("没有找到任何部分的标题。", "No heading of a section was found.");
    inspection.undecided(Reason::NotFound, Vec::new(), message)
}

/// Sections one and five with next to nothing in them (STR-07).
pub(super) fn perfunctory(inspection: &Inspection) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (id, parameter) in [("overview", "overview"), ("problems", "problems")] {
        let Some(section) = inspection.case.report.sections.iter().find(|section| section.id == id) else { continue };
        let text: String =
            inspection.prose.get().section(section.number).map(|passage| passage.text.as_str()).collect();
        let length = text.chars().filter(|c| !c.is_ascii() && c.is_alphanumeric()).count();
        if rust_decimal::Decimal::from(length) >= inspection.parameter(parameter) {
            outcomes.push(Outcome::Pass);
            continue;
        }
        let values = Values::default().phrase("section", named(inspection, section)).text("text", &text);
        let first = inspection.prose.get().section(section.number).next();
        let span = first.and_then(|passage| passage.span(0..passage.text.len()));
        let template = if text.is_empty() { inspection.variant("empty") } else { &inspection.rule.message };
        let span = span.unwrap_or(section.heading);
        outcomes.push(inspection.fail_with(template, inspection.rule.severity, &values, &[], Some(span), None));
    }
    if outcomes.is_empty() {
        let message = Phrase::new(
            "第一、第五部分都没有找到，未作判断。",
            "Neither section one nor section five was found; nothing was decided.",
        );
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    }
    outcomes
}
