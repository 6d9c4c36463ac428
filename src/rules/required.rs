//! Texts that must occur, in one section or anywhere.

use super::inspection::{Inspection, Values};
use super::kinds::{Pattern, Reach, Required};
use super::prose::Passage;
use crate::model::{Outcome, Phrase, Reason, Span};

/// One finding that names all that is missing.
pub(super) fn check(inspection: &Inspection, required: &Required) -> Vec<Outcome> {
    let case = inspection.case;
    let number = case.form.sections.iter().find(|section| section.id == required.section).map(|section| section.number);
    if let Some(outcomes) = not_asked(inspection, required, number) {
        return outcomes;
    }
    let prose = inspection.prose.get();
    let own: Vec<&Passage> = prose.passages.iter().filter(|passage| passage.section == number).collect();
    let when = match &required.when {
        None => None,
        Some(when) => match prose.passages.iter().find(|passage| when.is_match(&passage.text)) {
            Some(passage) => Some(passage),
            None => return vec![unsaid(inspection)],
        },
    };
    let said = |pattern: &&Pattern| match required.reach {
        Reach::Report => prose.passages.iter().any(|passage| pattern.regex.is_match(&passage.text)),
        Reach::Section => own.iter().any(|passage| pattern.regex.is_match(&passage.text)),
    };
    let missing: Vec<&Pattern> = required.patterns.iter().filter(|pattern| !said(pattern)).collect();
    if missing.is_empty() {
        return vec![Outcome::Pass];
    }
    let join = |text: fn(&Phrase) -> &str, sign: &str| {
        missing.iter().map(|pattern| text(&pattern.name)).collect::<Vec<_>>().join(sign)
    };
    let values = Values::default()
        .phrase("missing", Phrase::new(join(|name| &name.zh, "、"), join(|name| &name.en, ", ")))
        .text("count", missing.len());
    let near = || {
        let near = required.near.as_ref()?;
        prose.passages.iter().find(|passage| near.is_match(&passage.text))
    };
    let whole = |passage: &Passage| passage.span(0..passage.text.len());
    let span = when.or_else(near).and_then(whole).or_else(|| content(inspection, &own, number));
    let severity = match required.some_missing {
        Some(lighter) if missing.len() < required.patterns.len() => lighter,
        Some(_) | None => inspection.rule.severity,
    };
    vec![inspection.fail_with(&inspection.rule.message, severity, &values, &[], span, None)]
}

/// What is said without looking at the prose: nothing for a year that need not have the text, and why nothing can be
/// decided where the year or the section is not known.
fn not_asked(inspection: &Inspection, required: &Required, number: Option<u8>) -> Option<Vec<Outcome>> {
    let case = inspection.case;
    if let Some(from) = required.from_year {
        match &case.report.year {
            Some(year) if year.value < from => return Some(Vec::new()),
            None if case.form.from_year < from => {
                let message = Phrase::new(
                    "报告年度不明，无法判断是否适用。",
                    "The year is not known, so neither is whether this is asked for.",
                );
                return Some(vec![inspection.undecided(Reason::NotFound, Vec::new(), message)]);
            }
            Some(_) | None => {}
        }
    }
    let preamble = required.section == "preamble";
    if required.reach == Reach::Section
        && !preamble
        && number.is_none_or(|number| case.report.section(number).is_none())
    {
        let message = Phrase::new("没有找到该部分，未作判断。", "The section was not found; nothing was decided.");
        return Some(vec![inspection.undecided(Reason::NotFound, Vec::new(), message)]);
    }
    None
}

/// Where the text should have stood: the section's first paragraph, or its heading when nothing follows.
fn content(inspection: &Inspection, own: &[&Passage], number: Option<u8>) -> Option<Span> {
    let first = own.first().and_then(|passage| passage.span(0..passage.text.len()));
    first.or_else(|| inspection.case.report.section(number?).map(|section| section.heading))
}

fn unsaid(inspection: &Inspection) -> Outcome {
    let message =
        Phrase::new("正文中没有找到相关表述，未作判断。", "The prose does not speak of it; nothing was decided.");
    inspection.undecided(Reason::NotFound, Vec::new(), message)
}
