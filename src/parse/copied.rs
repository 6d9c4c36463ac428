//! Mends the lines of a table that was copied out of a page: several labels on one line, and a row of which the label stands
//! above its figures, around them, or both above and before them. Only where the pieces together make a label of the form;
//! nothing here decides which figure belongs to which column.

use std::ops::Range;

use crate::form::{Form, TableForm, TableLayout};
use crate::model::Section;

use super::align::{self, Labels};
use super::labels::{Fit, key};
use super::stream::{Place, Token};
use super::value::is_value_like;

/// The most lines of a label above its figures.
const MOST_ABOVE: usize = 24;

/// The most lines of heads, and of figures, that are looked at; the form has 25 rows. Further ones are a text made to keep the reader busy.
const MOST_LINES: usize = 400;

/// The most lines of a label below its figures, where a page ended within it.
const MOST_BELOW: usize = 8;

/// A line of more words than this is no header; the longest one has 15 heads.
const MOST_WORDS: usize = 40;

/// Mends the lines of every table of the form.
#[must_use]
pub(super) fn mend<'a>(mut tokens: Vec<Token<'a>>, form: &Form, sections: &[Section]) -> Vec<Token<'a>> {
    for table in &form.tables {
        let labels = Labels::new(table);
        // From the last to the first, so that the places of those before stay what they are.
        for region in align::region(&tokens, form, table, sections).into_iter().rev() {
            let lines = parted(&tokens[region.clone()], &labels);
            let lines = match table.layout {
                TableLayout::Rows => labelled(&lines, table, &labels),
                TableLayout::Record => lines,
            };
            tokens.splice(region, lines);
        }
    }
    tokens
}

/// The tokens with the labels apart of every line that holds nothing else.
fn parted<'a>(tokens: &[Token<'a>], labels: &Labels) -> Vec<Token<'a>> {
    let mut parted = Vec::with_capacity(tokens.len());
    let mut lines = 0;
    for token in tokens {
        let words = words(token).filter(|words| token.place == Place::Loose && words.len() > 1 && lines < MOST_LINES);
        let is_begun = |words: &Vec<Range<usize>>| labels.may_begin(&key(&token.raw[words[0].clone()]));
        let parts = words.filter(is_begun).and_then(|words| {
            lines += 1;
            all_labels(token, &words, labels)
        });
        match parts {
            Some(parts) => parted.extend(parts),
            None => parted.push(token.clone()),
        }
    }
    parted
}

fn all_labels<'a>(token: &Token<'a>, words: &[Range<usize>], labels: &Labels) -> Option<Vec<Token<'a>>> {
    let mut parts = Vec::new();
    let mut rest = words;
    while let Some(first) = rest.first() {
        let mut longest = None;
        for (word, count) in rest.iter().zip(1..) {
            let part = token.part(first.start..word.end);
            // A blank may stand within a label; the longest wins.
            if !is_value_like(part.raw) && labels.names(&part.key) {
                longest = Some((part, count));
            } else if !labels.may_begin(&part.key) {
                break;
            }
        }
        let (part, count) = longest?;
        parts.push(part);
        rest = &rest[count..];
    }
    Some(parts)
}

/// Where the words of a line begin and end; nothing for a line with too many.
fn words(token: &Token) -> Option<Vec<Range<usize>>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, character) in token.raw.char_indices().filter(|(_, character)| !character.is_whitespace()) {
        let end = at + character.len_utf8();
        match words.last_mut() {
            Some(word) if word.end == at => word.end = end,
            Some(_) | None => words.push(at..end),
        }
        if words.len() > MOST_WORDS {
            return None;
        }
    }
    Some(words)
}

/// The tokens with every row of figures beside its label.
fn labelled<'a>(tokens: &[Token<'a>], table: &TableForm, labels: &Labels) -> Vec<Token<'a>> {
    let mut next_row = tokens.iter().filter_map(Token::row).max().map_or(0, |row| row + 1);
    let mut done: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    let mut lines = 0;
    while let Some(first) = rest.first() {
        let line = Line::at_start(rest, &mut next_row).filter(|_| lines < MOST_LINES);
        lines += usize::from(line.is_some());
        let around = line.as_ref().and_then(|line| line.label(&done, rest, table, labels).map(|around| (line, around)));
        if let Some((line, around)) = around {
            let above = done.len() - around.above;
            let beside = &rest[..line.own];
            let below = &rest[line.taken..line.taken + around.below];
            let label: Vec<Token> =
                done.drain(above..).chain(beside.iter().cloned()).chain(below.iter().cloned()).collect();
            done.extend(label.into_iter().map(|part| Token { place: line.place(0), ..part }));
            done.extend(
                line.figures
                    .iter()
                    .zip(1..)
                    .map(|(figure, column)| Token { place: line.place(column), ..figure.clone() }),
            );
            rest = &rest[line.taken + around.below..];
        } else {
            done.push(first.clone());
            rest = &rest[1..];
        }
    }
    done
}

/// A line of figures.
struct Line<'a> {
    grid: usize,
    row: usize,
    /// How many tokens it takes.
    taken: usize,
    /// How many of them stand before the figures: the last part of a label, or nothing.
    own: usize,
    figures: Vec<Token<'a>>,
}

/// How many lines above and below the figures belong to their label.
struct Around {
    above: usize,
    below: usize,
}

impl<'a> Line<'a> {
    /// The line that the tokens begin with, if it holds figures and before them at most one text.
    fn at_start(tokens: &[Token<'a>], next_row: &mut usize) -> Option<Self> {
        let first = tokens.first()?;
        let is_figure = |token: &Token| !token.is_empty() && is_value_like(token.raw);
        match first.place {
            Place::Loose => {
                let words = words(first).filter(|words| words.len() > 1)?;
                let figures: Vec<Token> = words.into_iter().map(|word| first.part(word)).collect();
                let row = *next_row;
                *next_row += 1;
                figures.iter().all(is_figure).then_some(Self { grid: usize::MAX, row, taken: 1, own: 0, figures })
            }
            Place::Row { grid, row, column: 0 } => {
                let taken = tokens.iter().take_while(|token| token.row() == Some(row)).count();
                let own = usize::from(!is_figure(first));
                let figures = tokens[own..taken].to_vec();
                let is_line = !figures.is_empty() && !first.is_empty() && figures.iter().all(is_figure);
                is_line.then_some(Self { grid, row, taken, own, figures })
            }
            Place::Row { .. } | Place::Cell | Place::Placed { .. } | Place::Page(_) => None,
        }
    }

    const fn place(&self, column: u16) -> Place {
        Place::Row { grid: self.grid, row: self.row, column }
    }

    /// The lines around it that together with its own text make a label of the form; nothing where its own text is one.
    fn label(&self, above: &[Token], tokens: &[Token], table: &TableForm, labels: &Labels) -> Option<Around> {
        let is_part = |token: &&Token| token.place == Place::Loose && !is_value_like(token.raw);
        let above: Vec<&Token> = above.iter().rev().take(MOST_ABOVE).take_while(is_part).collect();
        let below: Vec<&Token> = tokens[self.taken..].iter().take(MOST_BELOW).take_while(is_part).collect();
        let own: String = tokens[..self.own].iter().map(|token| token.key.as_str()).collect();
        if labels.row(&own).is_some() {
            return None;
        }
        for count_below in 0..=below.len() {
            let end: String = below[..count_below].iter().map(|token| token.key.as_str()).collect();
            let mut whole = format!("{own}{end}");
            let mut best: Option<(Fit, Around)> = None;
            for count_above in 0..=above.len() {
                if let Some(token) = count_above.checked_sub(1).and_then(|place| above.get(place)) {
                    whole.insert_str(0, &token.key);
                }
                // What stands below the figures alone is the label of the next row.
                if count_above + self.own == 0 {
                    continue;
                }
                let Some((row, fit)) = certain_row(&whole, labels) else { continue };
                // Figures that are no row of their own in the document are one only if they are as many as the row has.
                let is_counted =
                    self.grid != usize::MAX || self.figures.len() == table.row_columns(&table.rows[row]).len();
                if is_counted && best.as_ref().is_none_or(|(best, _)| *best < fit) {
                    best = Some((fit, Around { above: count_above, below: count_below }));
                }
            }
            if let Some((_, around)) = best {
                // Two labels above one another and then the figures: whose they are, nobody knows.
                return (!ends_with_label(&above[around.above..], labels)).then_some(around);
            }
        }
        None
    }
}

/// The row that a label names beyond doubt. A bare 其他 or 总计 above figures is the last head of the columns.
fn certain_row(label: &str, labels: &Labels) -> Option<(usize, Fit)> {
    labels
        .row(label)
        .filter(|(row, fit)| *fit == Fit::Exact || (*fit == Fit::Alias && !labels.is_short_column_name(*row)))
}

/// Whether the lines above, the nearest first, end with the whole label of a row.
fn ends_with_label(above: &[&Token], labels: &Labels) -> bool {
    let mut whole = String::new();
    above.iter().any(|token| {
        whole.insert_str(0, &token.key);
        certain_row(&whole, labels).is_some()
    })
}
