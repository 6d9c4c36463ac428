//! What goes over the line: frames as few bytes as they can be. Our own backend, because the usual one moves the cursor
//! anew after every Chinese character and names each colour in full; on a slow line that is most of what is sent.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use crate::text;

/// Frames are collected here and sent as one write. Nothing is ever asked of the terminal.
#[derive(Debug, Default)]
pub struct Wire {
    bytes: String,
    size: Size,
    /// Where the terminal's cursor stands; `None` where that depends on the terminal.
    cursor: Option<Position>,
    look: Option<Look>,
    cursor_shown: Option<CursorShown>,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    front: Color,
    back: Color,
    modifier: Modifier,
}

const PLAIN: Look = Look { front: Color::Reset, back: Color::Reset, modifier: Modifier::empty() };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CursorShown {
    Yes,
    No,
}

impl Wire {
    /// For a screen of this size.
    #[must_use]
    pub fn new(size: Size) -> Self {
        Self { size, ..Self::default() }
    }

    /// Opens a frame: terminals that know the mark show it whole, others ignore it.
    pub fn begin(&mut self) {
        self.bytes.push_str("\x1b[?2026h");
    }

    /// Closes the frame and sends it in one write.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn send(&mut self, out: &mut impl Write) -> io::Result<()> {
        if self.look != Some(PLAIN) {
            self.bytes.push_str("\x1b[0m");
            self.look = Some(PLAIN);
        }
        self.bytes.push_str("\x1b[?2026l");
        let sent = out.write_all(self.bytes.as_bytes()).and_then(|()| out.flush());
        self.bytes.clear();
        sent
    }

    /// Adds a sequence that neither moves the cursor nor changes the look.
    pub(super) fn push(&mut self, sequence: &str) {
        self.bytes.push_str(sequence);
    }

    fn move_to(&mut self, position: Position) {
        if self.cursor == Some(position) {
            return;
        }
        let on = self.cursor.filter(|here| here.y == position.y).and_then(|here| position.x.checked_sub(here.x));
        // Writing to a string cannot fail.
        let _ = match on {
            // From a place that is known, a step to the right is half as long as the address.
            Some(1) => write!(self.bytes, "\x1b[C"),
            Some(columns) => write!(self.bytes, "\x1b[{columns}C"),
            None => write!(self.bytes, "\x1b[{};{}H", position.y + 1, position.x + 1),
        };
        self.cursor = Some(position);
    }

    fn dress(&mut self, look: Look) {
        if self.look == Some(look) {
            return;
        }
        self.bytes.push_str("\x1b[0");
        for (modifier, code) in MODIFIERS {
            if look.modifier.contains(modifier) {
                self.bytes.push_str(code);
            }
        }
        colour(&mut self.bytes, look.front, Ground::Front);
        colour(&mut self.bytes, look.back, Ground::Back);
        self.bytes.push('m');
        self.look = Some(look);
    }

    fn cursor(&mut self, shown: CursorShown) {
        if self.cursor_shown != Some(shown) {
            self.bytes.push_str(match shown {
                CursorShown::Yes => "\x1b[?25h",
                CursorShown::No => "\x1b[?25l",
            });
            self.cursor_shown = Some(shown);
        }
    }
}

/// The codes of ECMA-48.
const MODIFIERS: [(Modifier, &str); 9] = [
    (Modifier::BOLD, ";1"),
    (Modifier::DIM, ";2"),
    (Modifier::ITALIC, ";3"),
    (Modifier::UNDERLINED, ";4"),
    (Modifier::SLOW_BLINK, ";5"),
    (Modifier::RAPID_BLINK, ";6"),
    (Modifier::REVERSED, ";7"),
    (Modifier::HIDDEN, ";8"),
    (Modifier::CROSSED_OUT, ";9"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    Front,
    Back,
}

/// The sixteen names that every terminal knows have codes of two or three digits.
fn colour(bytes: &mut String, colour: Color, ground: Ground) {
    let (dark, bright, long) = match ground {
        Ground::Front => (30, 90, 38),
        Ground::Back => (40, 100, 48),
    };
    let written = match colour {
        Color::Reset => Ok(()),
        Color::Black => write!(bytes, ";{dark}"),
        Color::Red => write!(bytes, ";{}", dark + 1),
        Color::Green => write!(bytes, ";{}", dark + 2),
        Color::Yellow => write!(bytes, ";{}", dark + 3),
        Color::Blue => write!(bytes, ";{}", dark + 4),
        Color::Magenta => write!(bytes, ";{}", dark + 5),
        Color::Cyan => write!(bytes, ";{}", dark + 6),
        Color::Gray => write!(bytes, ";{}", dark + 7),
        Color::DarkGray => write!(bytes, ";{bright}"),
        Color::LightRed => write!(bytes, ";{}", bright + 1),
        Color::LightGreen => write!(bytes, ";{}", bright + 2),
        Color::LightYellow => write!(bytes, ";{}", bright + 3),
        Color::LightBlue => write!(bytes, ";{}", bright + 4),
        Color::LightMagenta => write!(bytes, ";{}", bright + 5),
        Color::LightCyan => write!(bytes, ";{}", bright + 6),
        Color::White => write!(bytes, ";{}", bright + 7),
        Color::Indexed(index) => write!(bytes, ";{long};5;{index}"),
        Color::Rgb(red, green, blue) => write!(bytes, ";{long};2;{red};{green};{blue}"),
    };
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
}

impl Backend for Wire {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.move_to(Position { x, y });
            self.dress(Look { front: cell.fg, back: cell.bg, modifier: cell.modifier });
            self.bytes.push_str(cell.symbol());
            // Behind a character that some terminals draw wide, and at the right edge, the cursor is placed anew.
            let next = text::certain_width(cell.symbol()).and_then(|width| x.checked_add(width));
            self.cursor = next.filter(|next| *next < self.size.width).map(|x| Position { x, y });
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor(CursorShown::No);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor(CursorShown::Yes);
        Ok(())
    }

    /// Where it was put last: the terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.move_to(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.dress(PLAIN);
        self.bytes.push_str("\x1b[2J");
        Ok(())
    }

    /// Our frames fill the screen; there is no part to clear.
    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    /// ratatui flushes in the middle of a frame; `send` is the end of it.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
