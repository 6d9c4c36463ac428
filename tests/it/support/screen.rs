//! A screen as text: each wide glyph once, trailing blanks trimmed; and how each cell looks, one letter for each.

use gouji::text;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// What a person reads.
pub(crate) fn glyphs(buffer: &Buffer) -> String {
    rows(buffer, |cell| cell.symbol().to_owned())
}

/// One letter for each column: `s` reversed, `e` red, `w` yellow, `i` cyan, `g` green, `u` underlined, `b` bold, `f` faint.
pub(crate) fn roles(buffer: &Buffer) -> String {
    rows(buffer, |cell| letter(cell).to_string().repeat(text::width(cell.symbol()).max(1)))
}

fn rows(buffer: &Buffer, show: impl Fn(&Cell) -> String) -> String {
    let mut shown = String::new();
    for row in buffer.content.chunks(usize::from(buffer.area.width.max(1))) {
        let mut line = String::new();
        let mut covered = 0;
        for cell in row {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            line.push_str(&show(cell));
            covered = text::width(cell.symbol()).saturating_sub(1);
        }
        shown.push_str(line.trim_end());
        shown.push('\n');
    }
    shown
}

fn letter(cell: &Cell) -> char {
    match (cell.fg, cell.modifier) {
        (_, modifier) if modifier.contains(Modifier::REVERSED) => 's',
        (Color::Red, _) => 'e',
        (Color::Yellow, _) => 'w',
        (Color::Cyan, _) => 'i',
        (Color::Green, _) => 'g',
        (_, modifier) if modifier.contains(Modifier::UNDERLINED) => 'u',
        (_, modifier) if modifier.contains(Modifier::BOLD) => 'b',
        (_, modifier) if modifier.contains(Modifier::DIM) => 'f',
        _ if cell.symbol() == " " => ' ',
        _ => '.',
    }
}
