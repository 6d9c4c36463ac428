//! Marks on pages (glyphs and ruling lines) to paragraphs and tables. The readers of pdf and ofd both feed it; it knows
//! neither, and nothing of colours and fonts.

use crate::model::{Notice, Phrase, Span};

use super::builder::Builder;
use super::{Columns, Limits, Refusal};

mod characters;
mod columns;
mod drawing;
mod flow;
mod groups;
mod joined;
mod lattice;
mod lines;
mod margins;
mod prose;
mod rules;
mod said;
mod sheet;
mod table;

pub(super) use characters::{is_unreadable, is_wide, legible};
pub(super) use drawing::{Drawing, Part, Shown, Sides};

/// A place or a distance on a page, in points; the second number grows downwards.
pub(super) type Point = (f64, f64);

/// One page as a reader found it.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) strokes: Vec<Stroke>,
}

/// One character as it is drawn, however it is turned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    pub(super) character: char,
    /// Where its baseline begins.
    pub(super) origin: Point,
    /// From its origin to where the next character would begin.
    pub(super) along: Point,
    /// From its baseline upwards by the height of its font.
    pub(super) up: Point,
}

/// A straight line that is drawn, or the middle of a thin filled shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    pub(super) from: Point,
    pub(super) to: Point,
}

/// Writes what stands on the pages, in reading order.
///
/// # Errors
/// When there is no text, or the document grows over a limit.
pub(super) fn lay_out(
    drawings: Vec<Drawing>,
    limits: &Limits,
    builder: &mut Builder,
    notices: &mut Vec<Notice>,
) -> Result<(), Refusal> {
    let pages = said::legible_pages(drawings, notices)?;
    let sheets: Vec<sheet::Sheet> = pages.into_iter().map(sheet::Sheet::new).collect();
    let aside = sheet::aside(&sheets);
    for piece in flow::flow(sheets, limits)? {
        match piece {
            flow::Piece::Paragraph(text) => builder.paragraph(&text)?,
            flow::Piece::Scattered(lines) => builder.scattered(lines)?,
            flow::Piece::Table(table) => {
                let start = builder.position();
                let crossed = table.crossed;
                builder.grid(table.into_rows(), Columns::Placed)?;
                if crossed > 0 {
                    notices.push(digits_cross_line(crossed, Span::new(start, builder.position())));
                }
            }
        }
    }
    for text in aside {
        builder.paragraph(&text)?;
    }
    Ok(())
}

fn digits_cross_line(places: usize, span: Span) -> Notice {
    Notice {
        code: "digits-cross-line",
        message: Phrase::new(
            format!("表格中有 {places} 处数字压在框线上，按字的中心分到两边的单元格；请对照原件核对"),
            format!("in {places} places of a table digits run over a line and were parted by it: compare the original"),
        ),
        span: Some(span),
    }
}
