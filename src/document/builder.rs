//! Puts the text of a document together and gives every paragraph and cell its span. Every reader but that of plain text
//! writes through it, so that what a reader shows is laid out and bounded in one place.

use crate::model::Span;

use super::{Block, Columns, Document, Grid, GridCell, Limits, Measure, Refusal, Scrap};

/// A document under construction. A paragraph is a line; a row of a grid is a line with a tab between its cells.
pub(super) struct Builder<'a> {
    limits: &'a Limits,
    text: String,
    blocks: Vec<Block>,
    pieces: usize,
}

/// One cell as a reader found it. Line breaks in its text become single blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellText {
    pub(super) text: String,
    /// Counted from 0, after merged cells to the left.
    pub(super) column: u16,
    pub(super) columns: u16,
    pub(super) rows: u16,
}

/// A piece of a line with its box; see `Scrap`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ScrapText {
    pub(super) text: String,
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) top: i32,
    pub(super) bottom: i32,
}

impl<'a> Builder<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, text: String::new(), blocks: Vec::new(), pieces: 0 }
    }

    /// A paragraph; each of its lines becomes one of its own. A paragraph without text is an empty line.
    pub(super) fn paragraph(&mut self, text: &str) -> Result<(), Refusal> {
        for line in text.split('\n') {
            let start = self.text.len();
            push_line(&mut self.text, line.trim_end());
            let lead = line.len() - line.trim_start().len();
            let end = self.text.len();
            self.text.push('\n');
            let span = Span::new((start + lead).min(end), end);
            if span.start < span.end {
                self.count(1)?;
                self.blocks.push(Block::Paragraph(span));
            }
        }
        self.bound()
    }

    /// A table. Rows without cells are kept, as places that merged cells reach over.
    pub(super) fn grid(&mut self, rows: Vec<Vec<CellText>>, columns: Columns) -> Result<(), Refusal> {
        let mut grid = Grid { columns, rows: Vec::with_capacity(rows.len()) };
        for row in rows {
            self.count(row.len().max(1))?;
            let mut cells = Vec::with_capacity(row.len());
            for (place, cell) in row.into_iter().enumerate() {
                if place > 0 {
                    self.text.push('\t');
                }
                let start = self.text.len();
                push_cell(&mut self.text, &cell.text);
                let span = Span::new(start, self.text.len());
                cells.push(GridCell {
                    span,
                    column: cell.column,
                    columns: cell.columns.max(1),
                    rows: cell.rows.max(1),
                });
            }
            self.text.push('\n');
            grid.rows.push(cells);
            self.bound()?;
        }
        self.blocks.push(Block::Grid(grid));
        Ok(())
    }

    /// Lines of pieces that stand on a page; each line from left to right, pieces parted by blanks in proportion.
    pub(super) fn scattered(&mut self, lines: Vec<Vec<ScrapText>>) -> Result<(), Refusal> {
        let mut scraps = Vec::new();
        for line in lines {
            self.count(line.len())?;
            let alone = line.len() == 1;
            let mut reached = None;
            for piece in line {
                // Half of a character's height is a column on the screen; far pieces keep some of their distance.
                let blanks = reached.map_or(0, |right: i32| ((piece.left - right) / 500).clamp(2, 40));
                self.text.extend(std::iter::repeat_n(' ', usize::try_from(blanks).unwrap_or(0)));
                let start = self.text.len();
                push_cell(&mut self.text, &piece.text);
                let span = Span::new(start, self.text.len());
                reached = Some(piece.right);
                let ScrapText { left, right, top, bottom, .. } = piece;
                scraps.push(Scrap { span, left, right, top, bottom, alone, measure: Measure::Drawn });
            }
            self.text.push('\n');
            self.bound()?;
        }
        if !scraps.is_empty() {
            self.blocks.push(Block::Scattered(scraps));
        }
        Ok(())
    }

    pub(super) fn finish(self, kind: &str, encoding: &str) -> Document {
        Document { kind: kind.to_owned(), encoding: encoding.to_owned(), text: self.text, blocks: self.blocks }
    }

    /// The byte at which the next piece will begin, for the place of a notice.
    pub(super) fn position(&self) -> usize {
        self.text.len()
    }

    fn count(&mut self, pieces: usize) -> Result<(), Refusal> {
        self.pieces += pieces;
        if self.pieces > self.limits.pieces {
            return Err(Refusal::over_limit(("段落和单元格", "paragraphs and cells"), self.limits.pieces));
        }
        Ok(())
    }

    fn bound(&self) -> Result<(), Refusal> {
        if self.text.len() > self.limits.text {
            return Err(Refusal::over_limit(("文字的字节数", "bytes of text"), self.limits.text));
        }
        Ok(())
    }
}

/// A line: tabs and other breaks of a paragraph are blanks, for in the text a tab parts cells.
fn push_line(text: &mut String, line: &str) {
    text.extend(line.chars().map(|character| if is_break(character) { ' ' } else { character }));
}

/// A cell: one blank for each run of breaks and blanks beside them.
fn push_cell(text: &mut String, cell: &str) {
    let mut pieces = cell.split(is_break).map(str::trim).filter(|piece| !piece.is_empty());
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        text.push(' ');
        text.push_str(piece);
    }
}

fn is_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\t' | '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}')
}
