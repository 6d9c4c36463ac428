//! The heads of columns in a text that imitates a page, letter by letter. There lines slip sideways until letters of two
//! heads touch and those of one no longer stand below one another; what holds is the order within a line. Nothing here
//! says where a column stands, only that all are there and in the form's order.

use std::ops::Range;

use crate::document::Measure;
use crate::parse::align::Labels;
use crate::parse::labels::Label;
use crate::parse::stream::Token;

use super::Piece;

/// How many letters are tried before a header is given up; one that can be read takes a few hundred.
const MOST_STEPS: usize = 20_000;

/// The most lines of a header; one character a line takes seven for the longest head.
const MOST_LINES: usize = 24;

/// How far above a header another word would be a part of it, in thousandths of a character.
const ABOVE: i32 = 4_500;

/// A header that could be read.
pub(super) struct Woven<'a> {
    /// The parts of each head, from the first column to the last.
    pub(super) heads: Vec<Vec<Token<'a>>>,
    /// The pieces that hold them, by their places in the list of pieces.
    pub(super) pieces: Vec<usize>,
}

/// A letter of a header: in which piece it stands and where in it.
struct Letter {
    character: char,
    piece: usize,
    place: Range<usize>,
}

/// Reads the letters above `below` as the given heads: every letter must belong to one and every head must be complete,
/// and on no line may a letter stand before one of an earlier column.
pub(super) fn weave<'a>(pieces: &[Piece<'a>], labels: &Labels, heads: &[&Label], below: i32) -> Option<Woven<'a>> {
    let wanted: Vec<Vec<char>> = heads.iter().map(|head| head.stem().chars().collect()).collect();
    let lines = lines(pieces, labels, wanted.iter().map(Vec::len).sum(), below)?;
    let letters: Vec<(usize, &Letter)> =
        lines.iter().enumerate().flat_map(|(line, letters)| letters.iter().map(move |letter| (line, letter))).collect();
    let mut search = Search { wanted: &wanted, read: vec![0; wanted.len()], columns: Vec::new(), steps: 0 };
    if !search.place(&letters) {
        return None;
    }
    let mut parts: Vec<Vec<(usize, Range<usize>)>> = vec![Vec::new(); wanted.len()];
    for ((_, letter), column) in letters.iter().zip(&search.columns) {
        match parts[*column].last_mut() {
            Some((piece, part)) if *piece == letter.piece && part.end == letter.place.start => {
                part.end = letter.place.end;
            }
            _ => parts[*column].push((letter.piece, letter.place.clone())),
        }
    }
    let token = |(piece, part): (usize, Range<usize>)| pieces[piece].token.part(part);
    let heads = parts.into_iter().map(|parts| parts.into_iter().map(token).collect()).collect();
    Some(Woven { heads, pieces: letters.iter().map(|(_, letter)| letter.piece).collect() })
}

/// The lines of the header from top to bottom, each with its letters from left to right; nothing where there are not
/// exactly as many letters as the heads have.
fn lines(pieces: &[Piece], labels: &Labels, wanted: usize, below: i32) -> Option<Vec<Vec<Letter>>> {
    let is_letters = |piece: &Piece| {
        piece.measure != Measure::Drawn && piece.top < below && !piece.is_value && !labels.is_caption(&piece.token.key)
    };
    let mut order: Vec<usize> = (0..pieces.len()).filter(|place| is_letters(&pieces[*place])).collect();
    order.sort_by_key(|place| (pieces[*place].top, pieces[*place].left));
    let mut lines: Vec<Vec<Letter>> = Vec::new();
    let mut count = 0;
    for line in order.chunk_by(|one, other| pieces[*one].top == pieces[*other].top).rev() {
        let top = pieces[line[0]].top;
        if count == wanted {
            let is_near = lines.last().and_then(|line| line.first()).is_some_and(|letter| {
                let header = &pieces[letter.piece];
                header.measure == pieces[line[0]].measure && header.top - top < ABOVE
            });
            return (!is_near).then(|| lines.into_iter().rev().collect());
        }
        let letters: Vec<Letter> = line.iter().flat_map(|place| letters(&pieces[*place], *place)).collect();
        count += letters.len();
        lines.push(letters);
        if count > wanted || lines.len() > MOST_LINES {
            return None;
        }
    }
    (count == wanted).then(|| lines.into_iter().rev().collect())
}

fn letters(piece: &Piece, place: usize) -> impl Iterator<Item = Letter> {
    let letters = piece.token.raw.char_indices().filter(|(_, character)| character.is_alphanumeric());
    letters.map(move |(at, character)| Letter { character, piece: place, place: at..at + character.len_utf8() })
}

/// The search for the column of each letter.
struct Search<'w> {
    wanted: &'w [Vec<char>],
    /// How many letters of each head were found.
    read: Vec<usize>,
    /// The columns of the letters so far.
    columns: Vec<usize>,
    steps: usize,
}

impl Search<'_> {
    /// Finds a column for each of the letters that are left. As deep as there are letters, which are as many as the heads
    /// of the form have.
    fn place(&mut self, letters: &[(usize, &Letter)]) -> bool {
        let Some((line, letter)) = letters.get(self.columns.len()) else { return true };
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return false;
        }
        let before = self.columns.len().checked_sub(1).filter(|before| letters[*before].0 == *line);
        let first = before.map_or(0, |before| self.columns[before]);
        for column in first..self.wanted.len() {
            if self.wanted[column].get(self.read[column]) != Some(&letter.character) {
                continue;
            }
            self.read[column] += 1;
            self.columns.push(column);
            if self.place(letters) {
                return true;
            }
            self.columns.pop();
            self.read[column] -= 1;
        }
        false
    }
}
