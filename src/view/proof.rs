//! The sum of a finding: in a few lines beside the list, or term by term on the unfolded card.

use rust_decimal::Decimal;

use super::pen::Pen;
use super::say::{self, Length};
use crate::app::{Borders, Review};
use crate::config::Words;
use crate::config::words::Value;
use crate::model::{Proof, Relation, Sign, Term, TermSource};
use crate::text::{self, Align};

/// The sum in lines of at most `columns`: the left side, then how the right side differs.
pub(super) fn compact(proof: &Proof, review: &Review, pen: &Pen, columns: usize) -> Vec<String> {
    let words = pen.words;
    let names = names(proof, review, words, Length::Short);
    let (left, right) = names.terms.split_at(proof.left.len());
    let mut first = side(&proof.left, left);
    if first.len() > 1 {
        first.push(format!("= {}", plain(sum(&proof.left))));
    }
    let mut second = vec![relation(proof, pen.borders).to_owned()];
    second.extend(side(&proof.right, right));
    if second.len() > 2 {
        second.push(format!("= {}", plain(sum(&proof.right))));
    }
    second.push(format!("  {} {}", words.say("difference-of"), say::signed(proof.delta)));
    if !names.shared.is_empty() {
        first.insert(0, format!("{}:", names.shared));
    }
    let whole: Vec<String> = first.iter().chain(&second).cloned().collect();
    let whole = flow(&whole, columns);
    if whole.len() == 1 {
        return whole;
    }
    flow(&first, columns).into_iter().chain(flow(&second, columns)).collect()
}

/// A line of the unfolded card.
pub(super) struct CardLine {
    pub(super) text: String,
    /// The term that stands on it, counted from the left side's first; none on sums.
    pub(super) term: Option<usize>,
}

/// The sum term by term: label and figure on each line, the figures under one another, a mark before the selected term;
/// and what all terms share.
pub(super) fn card(proof: &Proof, review: &Review, pen: &Pen, columns: usize) -> (String, Vec<CardLine>) {
    let numbers =
        proof.terms().map(|term| plain(term.value)).chain([plain(sum(&proof.left)), say::signed(proof.delta)]);
    let figures = numbers.map(|number| text::width(&number)).max().unwrap_or(1) + 1;
    let names = names(proof, review, pen.words, Length::Full);
    let label = names.terms.iter().map(|name| text::width(name)).max().unwrap_or(0).max(12);
    let label = label.min(columns.saturating_sub(figures + 6));
    let line = |term: Option<usize>, sign: &str, name: &str, figure: &str| {
        let (sign, name) = (text::pad(sign, 2, Align::Right), text::pad(name, label, Align::Left));
        let mark = if term == Some(review.term) { ">" } else { " " };
        CardLine { text: format!("{mark}{sign}  {name} {}", text::pad(figure, figures, Align::Right)), term }
    };
    let mut lines = Vec::new();
    let mut number = 0..;
    let (left, right) = names.terms.split_at(proof.left.len());
    for (terms, names, opening) in [(&proof.left, left, ""), (&proof.right, right, relation(proof, pen.borders))] {
        for (index, (term, name)) in terms.iter().zip(names).enumerate() {
            let sign = match (term.sign, index) {
                (Sign::Minus, _) => "-",
                (Sign::Plus, 0) => opening,
                (Sign::Plus, _) => "+",
            };
            lines.push(line(number.next(), sign, name, &plain(term.value)));
        }
        if terms.len() > 1 {
            lines.push(line(None, "=", &pen.words.say("sum"), &plain(sum(terms))));
        }
    }
    lines.push(line(None, "", &pen.words.say("difference-of"), &say::signed(proof.delta)));
    (names.shared, lines)
}

/// What the two sides are to each other, which is not what the rule wants.
const fn relation(proof: &Proof, borders: Borders) -> &'static str {
    match proof.relation {
        Relation::Equal if proof.delta.is_zero() => "=",
        Relation::Equal => match borders {
            Borders::Lines => "≠",
            // The sign is two columns wide where lines are.
            Borders::Ascii => "<>",
        },
        Relation::AtLeast if proof.delta.is_sign_negative() => "<",
        Relation::AtMost if !proof.delta.is_sign_negative() && !proof.delta.is_zero() => ">",
        Relation::AtLeast => ">=",
        Relation::AtMost => "<=",
    }
}

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

fn sum(terms: &[Term]) -> Decimal {
    terms.iter().fold(Decimal::ZERO, |sum, term| {
        let next = match term.sign {
            Sign::Plus => sum.checked_add(term.value),
            Sign::Minus => sum.checked_sub(term.value),
        };
        next.unwrap_or(sum)
    })
}

/// The terms of one side with their signs, without zeros: the card has them all.
fn side(terms: &[Term], names: &[String]) -> Vec<String> {
    let mut pieces = Vec::new();
    let stated = terms.iter().zip(names).filter(|(term, _)| terms.len() == 1 || !term.value.is_zero());
    for (term, name) in stated {
        let sign = match (term.sign, pieces.is_empty()) {
            (Sign::Minus, _) => "- ",
            (Sign::Plus, true) => "",
            (Sign::Plus, false) => "+ ",
        };
        let blank = if name.is_empty() { "" } else { " " };
        pieces.push(format!("{sign}{name}{blank}{}", plain(term.value)));
    }
    if pieces.is_empty() {
        pieces.push("0".to_owned());
    }
    pieces
}

/// Pieces one after another, never broken inside one; later lines are indented.
fn flow(pieces: &[String], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if text::width(line) + 1 + text::width(piece) <= columns => {
                line.push(' ');
                line.push_str(piece);
            }
            Some(_) => lines.push(format!("  {}", piece.trim_start())),
            None => lines.push(piece.clone()),
        }
    }
    lines
}

/// Short names for the terms: what all cells have in common, their row or their column, is said once.
struct Names {
    shared: String,
    terms: Vec<String>,
}

fn names(proof: &Proof, review: &Review, words: &Words, length: Length) -> Names {
    let form = &review.opened.form;
    let terms: Vec<&Term> = proof.left.iter().chain(&proof.right).collect();
    let cells: Vec<(&str, &str)> = terms
        .iter()
        .filter_map(|term| match &term.source {
            TermSource::Cell(id) | TermSource::LastYear(id) => Some(say::cell(form, id, words, length)),
            TermSource::Prose(_) | TermSource::Constant => None,
        })
        .collect();
    let same_row = cells.len() > 1 && cells.iter().all(|cell| cell.0 == cells[0].0);
    let same_column = cells.len() > 1 && cells.iter().all(|cell| cell.1 == cells[0].1);
    let shared = match (same_row, same_column) {
        (true, true) => format!("{} {}", cells[0].0, cells[0].1),
        (true, false) => cells[0].0.to_owned(),
        (false, true) => cells[0].1.to_owned(),
        (false, false) => String::new(),
    };
    let name = |id| {
        let (row, column) = say::cell(form, id, words, length);
        match (same_row, same_column) {
            (true, true) => words.say("this-year"),
            (true, false) => column.to_owned(),
            (false, true) => row.to_owned(),
            (false, false) => say::whole_cell(form, id, words, length),
        }
    };
    let terms = terms
        .iter()
        .map(|term| match &term.source {
            TermSource::Cell(id) => name(id),
            TermSource::LastYear(_) if same_row && same_column => words.say("last-year"),
            TermSource::LastYear(id) => format!("{} {}", words.say("last-year"), name(id)),
            TermSource::Prose(span) if length == Length::Full => {
                let quote = review.opened.examined.document.text.get(span.range()).unwrap_or_default();
                words.say_with("prose-quoted", &[("quote", Value::Text(&text::safe(quote)))])
            }
            TermSource::Prose(_) => words.say("prose"),
            TermSource::Constant if length == Length::Full => words.say("constant"),
            TermSource::Constant => String::new(),
        })
        .collect();
    Names { shared, terms }
}
