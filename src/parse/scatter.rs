//! Gives pieces of which only the place on a page is known the rows and columns of a table: rows by the form's labels,
//! however many lines a label takes, columns by the places of the figures and of the column heads. What finds no place
//! stays as it is. Nothing here decides what a cell says; that is `align`'s, as for every other table.

use std::collections::HashSet;
use std::ops::Range;

use crate::document::Measure;
use crate::form::{Form, TableLayout};
use crate::model::{Section, Span};

use super::align::{self, Labels};
use super::stream::{Place, Token};
use super::value::is_value_like;
use woven::Woven;

mod chains;
mod columns;
mod record;
mod rows;
mod woven;

/// Arranges the pieces of every table of the form.
#[must_use]
pub(super) fn arrange<'a>(mut tokens: Vec<Token<'a>>, form: &Form, sections: &[Section]) -> Vec<Token<'a>> {
    if !tokens.iter().any(|token| matches!(token.place, Place::Page(_))) {
        return tokens;
    }
    let mut next_row = tokens.iter().filter_map(Token::row).max().map_or(0, |row| row + 1);
    for table in &form.tables {
        let labels = Labels::new(table);
        // From the last to the first, so that the places of those before stay what they are.
        for region in align::region(&tokens, form, table, sections).into_iter().rev() {
            let pieces = pieces(&tokens, region, sections);
            let mut arranged = Arranged { tokens: Vec::new(), used: HashSet::new(), next_row };
            match table.layout {
                TableLayout::Rows => rows::arrange(&pieces, table, &labels, &mut arranged),
                TableLayout::Record => record::arrange(&pieces, table, &labels, &mut arranged),
            }
            next_row = arranged.next_row;
            tokens = arranged.put_into(tokens);
        }
    }
    tokens
}

/// One piece that may be part of a table; places as in `Scrap`.
#[derive(Debug, Clone)]
struct Piece<'a> {
    token: Token<'a>,
    /// Its place among the tokens of the document.
    index: usize,
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
    is_value: bool,
    measure: Measure,
}

impl Piece<'_> {
    const fn middle(&self) -> i32 {
        i32::midpoint(self.top, self.bottom)
    }

    const fn center(&self) -> i32 {
        i32::midpoint(self.left, self.right)
    }
}

fn pieces<'a>(tokens: &[Token<'a>], region: Range<usize>, sections: &[Section]) -> Vec<Piece<'a>> {
    let is_heading = |span: Span| sections.iter().any(|section| section.heading.contains(span));
    let piece = |index: usize| {
        let token = &tokens[index];
        let Place::Page(scrap) = token.place else { return None };
        let is_value = is_value_like(token.raw) || is_broken_figure(token.raw);
        let (left, right, top, bottom) = (scrap.left, scrap.right, scrap.top, scrap.bottom);
        (!token.is_empty() && !is_heading(token.span)).then(|| Piece {
            token: token.clone(),
            index,
            left,
            right,
            top,
            bottom,
            is_value,
            measure: scrap.measure,
        })
    };
    region.filter_map(piece).collect()
}

/// How far below the first line of a figure its second may stand, in thousandths of a character.
const BROKEN: i32 = 2_000;

/// The beginning of a figure that was broken over lines: `7,84`.
fn is_broken_figure(raw: &str) -> bool {
    raw.starts_with(|first: char| first.is_ascii_digit())
        && raw.chars().all(|character| character.is_ascii_digit() || matches!(character, ',' | '.' | ' '))
}

/// The table so far, as tokens with rows.
struct Arranged<'a> {
    tokens: Vec<Token<'a>>,
    /// The tokens of the document that have found their place.
    used: HashSet<usize>,
    next_row: usize,
}

impl<'a> Arranged<'a> {
    fn open_row(&mut self) -> usize {
        self.next_row += 1;
        self.next_row - 1
    }

    /// Pieces that belong to the table and say nothing that was not said.
    fn pass_over<'p>(&mut self, pieces: impl IntoIterator<Item = &'p Piece<'a>>)
    where
        'a: 'p,
    {
        self.used.extend(pieces.into_iter().map(|piece| piece.index));
    }

    /// A cell of one or more pieces.
    fn cell<'p>(&mut self, row: usize, column: u16, pieces: impl IntoIterator<Item = &'p Piece<'a>>)
    where
        'a: 'p,
    {
        for piece in pieces {
            if self.used.insert(piece.index) {
                self.tokens.push(Token { place: Place::Row { grid: usize::MAX, row, column }, ..piece.token.clone() });
            }
        }
    }

    /// A row of heads side by side from `first` on.
    fn header(&mut self, pieces: &[Piece<'a>], woven: Woven<'a>, first: u16) {
        let row = self.open_row();
        self.pass_over(woven.pieces.iter().map(|piece| &pieces[*piece]));
        for (head, column) in woven.heads.into_iter().zip(first..) {
            let place = Place::Row { grid: usize::MAX, row, column };
            self.tokens.extend(head.into_iter().map(|part| Token { place, ..part }));
        }
    }

    /// Cells side by side from `first` on; one without a piece is blank.
    fn cells(&mut self, row: usize, first: u16, cells: Vec<Option<&Piece<'a>>>) {
        for (cell, column) in cells.into_iter().zip(first..) {
            match cell {
                Some(piece) => self.cell(row, column, [piece]),
                None => self.blank(row, column),
            }
        }
    }

    /// A cell with all pieces that stand in it.
    fn full_cell<'p>(&mut self, row: usize, column: u16, pieces: Vec<&'p Piece<'a>>)
    where
        'a: 'p,
    {
        if pieces.is_empty() {
            self.blank(row, column);
        } else {
            self.cell(row, column, pieces);
        }
    }

    /// A cell in which nothing stands; its place is behind what was put last.
    fn blank(&mut self, row: usize, column: u16) {
        let at = self.tokens.last().map_or(0, |token| token.span.end);
        self.tokens.push(Token {
            raw: "",
            key: String::new(),
            span: Span::new(at, at),
            place: Place::Row { grid: usize::MAX, row, column },
        });
    }

    /// The document's tokens with the table in the place of its first piece.
    fn put_into(self, tokens: Vec<Token<'a>>) -> Vec<Token<'a>> {
        let Some(first) = self.used.iter().min().copied() else {
            return tokens;
        };
        let mut all = Vec::with_capacity(tokens.len() + self.tokens.len());
        let mut table = Some(self.tokens);
        for (index, token) in tokens.into_iter().enumerate() {
            if index == first {
                all.extend(table.take().into_iter().flatten());
            }
            if !self.used.contains(&index) {
                all.push(token);
            }
        }
        all
    }
}
