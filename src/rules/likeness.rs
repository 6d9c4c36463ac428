//! How alike two texts are, fast enough for whole reports: pairs of neighbouring characters, counted (Dice's coefficient).

use rust_decimal::Decimal;

use super::headings::title_of;
use super::inspection::{Inspection, Values, or_pass};
use super::prose::{Passage, Prose};
use crate::model::{Outcome, Phrase, Reason, Severity};

/// The pairs of neighbouring characters of a text, sorted.
struct Pairs(Vec<u64>);

impl Pairs {
    fn of(characters: impl Iterator<Item = char>) -> Self {
        let characters: Vec<u64> = characters.map(|c| u64::from(u32::from(c))).collect();
        let mut pairs: Vec<u64> = characters.windows(2).map(|pair| (pair[0] << 32) | pair[1]).collect();
        pairs.sort_unstable();
        Self(pairs)
    }

    /// From 0 for nothing in common to 1 for the same pairs, in whole thousandths rounded down.
    fn likeness(&self, other: &Self) -> Decimal {
        let (mut i, mut j, mut common) = (0, 0, 0_usize);
        while let (Some(left), Some(right)) = (self.0.get(i), other.0.get(j)) {
            i += usize::from(left <= right);
            j += usize::from(right <= left);
            common += usize::from(left == right);
        }
        let total = self.0.len() + other.0.len();
        Decimal::new(i64::try_from((2000 * common).checked_div(total).unwrap_or(0)).unwrap_or(0), 3)
    }
}

/// A text with each figure as one sign, so that 收到5件 and 收到12件 say the same.
fn masked(passages: &[&Passage]) -> Vec<char> {
    let mut characters = Vec::new();
    for c in passages.iter().flat_map(|passage| passage.text.chars()) {
        match c {
            '0'..='9' if characters.last() == Some(&'#') => {}
            '0'..='9' => characters.push('#'),
            c => characters.push(c),
        }
    }
    characters
}

/// The prose of each section against last year's (YOY-07).
pub(super) fn with_last_year(inspection: &Inspection) -> Vec<Outcome> {
    let case = inspection.case;
    let Some(past) = case.last_year else {
        let message = Phrase::new("没有上年报告，未核对。", "No report of last year at hand; not checked.");
        return vec![inspection.undecided(Reason::NoLastYear, Vec::new(), message)];
    };
    let (new, old) = (inspection.prose.get(), Prose::of(&past.document, &past.report));
    let shortest = usize::try_from(inspection.parameter("shortest")).unwrap_or(usize::MAX);
    let mut outcomes = Vec::new();
    for section in &case.form.sections {
        let ours: Vec<&Passage> = new.section(section.number).collect();
        let (text, last) = (masked(&ours), masked(&old.section(section.number).collect::<Vec<_>>()));
        // A set phrase, as that no fee was collected, is the same every year and no copy.
        if text.len() < shortest || last.len() < shortest {
            continue;
        }
        let likeness = Pairs::of(text.into_iter()).likeness(&Pairs::of(last.into_iter()));
        let late = matches!(section.id.as_str(), "problems" | "other");
        let threshold = inspection.parameter(if late { "late_sections" } else { "warning" });
        if likeness < threshold {
            outcomes.push(Outcome::Pass);
            continue;
        }
        let severity =
            if likeness >= inspection.parameter("error") { Severity::Error } else { inspection.rule.severity };
        let values = Values::default()
            .phrase("section", title_of(section))
            .text("year", past.report.year.as_ref().map_or_else(|| "上".to_owned(), |year| year.value.to_string()))
            .text("percent", format!("{}%", (likeness * Decimal::ONE_HUNDRED).round().normalize()));
        let span = ours.first().and_then(|passage| passage.span(0..passage.text.len()));
        outcomes.push(inspection.fail_with(&inspection.rule.message, severity, &values, &[], span, None));
    }
    if outcomes.is_empty() {
        let message = Phrase::new(
            "两年没有都写了正文的部分，未核对。",
            "No section has prose of some length in both years; not checked.",
        );
        return vec![inspection.undecided(Reason::NotFound, Vec::new(), message)];
    }
    outcomes
}

/// Two paragraphs of one report that say the same (TXT-10).
pub(super) fn within(inspection: &Inspection) -> Vec<Outcome> {
    let shortest = usize::try_from(inspection.parameter("shortest")).unwrap_or(usize::MAX);
    let threshold = inspection.parameter("likeness");
    let passages: Vec<(&Passage, Sketch)> = inspection
        .prose
        .get()
        .passages
        .iter()
        .filter_map(|passage| Some((passage, Sketch::of(&passage.text).filter(|sketch| sketch.length >= shortest)?)))
        .collect();
    let mut outcomes = Vec::new();
    for (place, (passage, sketch)) in passages.iter().enumerate() {
        let first = passages[..place].iter().find(|(other, known)| {
            sketch.may_equal(known)
                && (passage.text == other.text
                    || Pairs::of(passage.text.chars()).likeness(&Pairs::of(other.text.chars())) >= threshold)
        });
        let Some((other, _)) = first else { continue };
        let (Some(again), Some(before)) = (passage.span(0..passage.text.len()), other.span(0..other.text.len())) else {
            continue;
        };
        let values = Values::default().text("first", inspection.line(before.start));
        outcomes.push(inspection.fail(&values, &[], Some(again), None));
    }
    or_pass(outcomes)
}

/// How many there are of each character, roughly: enough to see that two texts cannot be alike.
struct Sketch {
    length: usize,
    counts: [u16; 64],
}

impl Sketch {
    fn of(text: &str) -> Option<Self> {
        let mut sketch = Self { length: 0, counts: [0; 64] };
        for c in text.chars() {
            sketch.length += 1;
            let count = sketch.counts.get_mut(u32::from(c) as usize % 64)?;
            *count = count.saturating_add(1);
        }
        Some(sketch)
    }

    /// Texts of which a tenth differs are no copies of one another.
    fn may_equal(&self, other: &Self) -> bool {
        let longer = self.length.max(other.length);
        if self.length.abs_diff(other.length) * 10 > longer {
            return false;
        }
        let apart: usize = self.counts.iter().zip(&other.counts).map(|(a, b)| usize::from(a.abs_diff(*b))).sum();
        apart * 5 <= longer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_runs_from_nothing_to_the_same() {
        let likeness = |a: &str, b: &str| Pairs::of(a.chars()).likeness(&Pairs::of(b.chars()));
        assert_eq!(likeness("公开为常态", "公开为常态"), Decimal::ONE);
        assert_eq!(likeness("公开为常态", "不同的文字"), Decimal::ZERO);
        assert_eq!(likeness("", ""), Decimal::ZERO);
        assert_eq!(likeness("甲乙丙", "甲乙丁"), Decimal::new(5, 1));
    }
}
