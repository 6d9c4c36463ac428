//! Labels that are printed otherwise than the form prints them, and labels with figures that the form does not have.
//! Aligning has already forgiven the former; rules may still want to speak of them.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::form::TableForm;
use crate::model::{Located, Span, Wording};
use crate::parse::labels::{Label, numbered};
use crate::parse::stream::{Place, Token};
use crate::parse::value::is_value_like;

use super::rows::{Found, Labels};

/// The labels of rows and of their groups that differ from the form's. White space and the
/// kind of quotation mark do not count, for exporters change them; brackets and numerals do.
pub(super) fn wordings(
    tokens: &[Token],
    table: &TableForm,
    regions: &[Range<usize>],
    found: &[Option<Found>],
) -> Vec<Wording> {
    let mut wordings = Vec::new();
    for (row, found) in found.iter().enumerate() {
        // The head of a record table is not a label of one row.
        let Some(found) = found.as_ref().filter(|found| found.expected == table.row_columns(&table.rows[row]).len())
        else {
            continue;
        };
        wordings.extend(wording(&tokens[found.label.clone()], &table.rows[row].label));
    }
    let groups: Vec<Label> = table.groups.iter().map(|group| Label::new(&group.label, &[])).collect();
    let mut told = vec![false; groups.len()];
    for token in regions.iter().flat_map(|region| &tokens[region.clone()]).filter(|token| !token.key.is_empty()) {
        let stem = numbered(&token.key).stem;
        let named = groups.iter().position(|group| group.number().is_some() && group.stem() == stem);
        if let Some(group) = named.filter(|group| !std::mem::replace(&mut told[*group], true)) {
            wordings.extend(wording(std::slice::from_ref(token), &table.groups[group].label));
        }
    }
    wordings
}

/// A label where it differs from the form's.
pub(super) fn wording(tokens: &[Token], canonical: &str) -> Option<Wording> {
    let span = tokens.iter().map(|token| token.span).reduce(Span::cover)?;
    let printed: String = tokens.iter().map(|token| token.raw).collect();
    (plain(&printed) != plain(canonical))
        .then(|| Wording { printed: Located { value: printed, span }, canonical: canonical.to_owned() })
}

/// Without white space, with one kind of quotation mark, in the form's full-width brackets only where they are printed.
fn plain(label: &str) -> String {
    let quotes =
        |c: char| if matches!(c, '“' | '”' | '"' | '＂' | '「' | '」' | '‘' | '’' | '\'') { '"' } else { c };
    // A full-width digit is a misprint nobody sees; brackets and commas keep their width.
    let fold = |c: char| if c.is_alphanumeric() { c.nfkc().next().unwrap_or(c) } else { quotes(c) };
    label.chars().filter(|c| !c.is_whitespace()).map(fold).collect()
}

/// Labels of rows that the form does not have: a cell of words, not known by any name, with figures behind it and
/// nothing else in its row.
pub(super) fn strays(
    tokens: &[Token],
    labels: &Labels,
    regions: &[Range<usize>],
    found: &[Option<Found>],
) -> Vec<Located<String>> {
    let Some(first) = found.iter().flatten().map(|row| row.label.start).min() else { return Vec::new() };
    let last = found.iter().flatten().filter_map(|row| row.slots.last().copied()).max().unwrap_or(first);
    let of_row =
        |place: usize| found.iter().flatten().any(|row| row.label.contains(&place) || row.slots.contains(&place));
    let mut strays = Vec::new();
    for place in regions.iter().cloned().flatten().filter(|place| (first..=last).contains(place)) {
        let token = &tokens[place];
        let figures = tokens[place + 1..].iter().take(2).filter(|next| !next.is_empty() && is_value_like(next.raw));
        let is_label = token.place != Place::Loose && (2..=20).contains(&token.key.chars().count());
        if is_label && figures.count() == 2 && !of_row(place) && !is_value_like(token.raw) && !labels.knows(&token.key)
        {
            strays.push(Located { value: token.raw.to_owned(), span: token.span });
        }
    }
    strays
}
