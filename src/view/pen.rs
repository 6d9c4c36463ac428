//! The few ways to put something on the screen. Everything printed goes through here and is made safe and cut here.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::Borders;
use crate::config::{Role, Theme, Words};
use crate::text;

/// What is needed to draw.
pub(super) struct Pen<'a> {
    pub(super) buffer: &'a mut Buffer,
    pub(super) theme: &'a Theme,
    pub(super) words: &'a Words,
    pub(super) borders: Borders,
}

/// A piece of a line in one style.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) style: Style,
}

/// The characters of a frame.
struct Lines {
    across: &'static str,
    down: &'static str,
    corners: [&'static str; 4],
}

impl Pen<'_> {
    /// How a role looks.
    pub(super) fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// A piece of a line.
    pub(super) fn run(&self, text: impl Into<String>, role: Role) -> Run {
        Run { text: text.into(), style: self.style(role) }
    }

    /// Prints pieces from the left of a row of `area`, cut with a mark where they do not fit; tells the columns used.
    pub(super) fn line(&mut self, area: Rect, row: u16, runs: &[Run]) -> u16 {
        let area = area.intersection(self.buffer.area);
        if row >= area.height {
            return 0;
        }
        let whole: usize = runs.iter().map(|run| text::width(&text::safe(&run.text))).sum();
        let fits = whole <= usize::from(area.width);
        let mut left = usize::from(area.width);
        let mut x = area.x;
        for (index, run) in runs.iter().enumerate() {
            let safe = text::safe(&run.text);
            let rest: usize = runs[index + 1..].iter().map(|run| text::width(&text::safe(&run.text))).sum();
            let is_last_that_fits = !fits && text::width(&safe) + text::CUT.len().min(rest) > left;
            let shown = if is_last_that_fits {
                let with_mark = format!("{safe}{}", " ".repeat(left + 1));
                text::cut(&with_mark, left).trim_end().to_owned()
            } else {
                safe.into_owned()
            };
            let columns = text::width(&shown);
            let (end, _) = self.buffer.set_stringn(x, area.y + row, &shown, left, run.style);
            x = end;
            left = left.saturating_sub(columns);
            if is_last_that_fits || left == 0 {
                break;
            }
        }
        x - area.x
    }

    /// Prints one text on a row of `area`.
    pub(super) fn text(&mut self, area: Rect, row: u16, text: &str, role: Role) {
        let run = self.run(text, role);
        self.line(area, row, &[run]);
    }

    /// Prints at the right end of a row.
    pub(super) fn right(&mut self, area: Rect, row: u16, runs: &[Run]) {
        let columns: usize = runs.iter().map(|run| text::width(&text::safe(&run.text))).sum();
        let columns = u16::try_from(columns).unwrap_or(u16::MAX).min(area.width);
        let area = Rect { x: area.right() - columns, width: columns, ..area };
        self.line(area, row, runs);
    }

    /// A frame with a title in its upper line.
    pub(super) fn frame(&mut self, area: Rect, title: &str, role: Role) {
        let area = area.intersection(self.buffer.area);
        if area.width < 2 || area.height < 2 {
            return;
        }
        let lines = self.lines();
        let style = self.style(role);
        let across = lines.across.repeat(usize::from(area.width) - 2);
        let [top_left, top_right, bottom_left, bottom_right] = lines.corners;
        self.buffer.set_string(area.x, area.y, format!("{top_left}{across}{top_right}"), style);
        self.buffer.set_string(area.x, area.bottom() - 1, format!("{bottom_left}{across}{bottom_right}"), style);
        for y in area.y + 1..area.bottom() - 1 {
            self.buffer.set_string(area.x, y, lines.down, style);
            self.buffer.set_string(area.right() - 1, y, lines.down, style);
        }
        self.title(Rect { x: area.x + 1, width: area.width - 2, height: 1, ..area }, title, role);
    }

    /// A line across with a title in it.
    pub(super) fn rule(&mut self, area: Rect, row: u16, title: &str) {
        if row >= area.height {
            return;
        }
        let across = self.lines().across.repeat(usize::from(area.width));
        let style = self.style(Role::Border);
        self.buffer.set_stringn(area.x, area.y + row, across, usize::from(area.width), style);
        self.title(Rect { y: area.y + row, height: 1, ..area }, title, Role::Title);
    }

    fn title(&mut self, area: Rect, title: &str, role: Role) {
        if area.width < 6 || title.is_empty() {
            return;
        }
        let style = if role == Role::Border { self.style(Role::Title) } else { self.style(role) };
        let title = text::safe(title);
        let title = format!(" {} ", text::cut(&title, usize::from(area.width) - 4));
        self.buffer.set_stringn(area.x + 1, area.y, title, usize::from(area.width) - 1, style);
    }

    /// What a line that runs down is made of.
    pub(super) const fn down(&self) -> &'static str {
        self.lines().down
    }

    /// Empties a place for something that lies over the rest. A wide character that would reach into it from the left is
    /// taken away whole: the terminal would draw it over the frame.
    pub(super) fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            if area.x > 0
                && let Some(cell) = self.buffer.cell_mut((area.x - 1, y))
                && text::width(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
            for x in area.left()..area.right() {
                self.buffer[(x, y)].reset();
            }
        }
    }

    const fn lines(&self) -> Lines {
        match self.borders {
            Borders::Lines => Lines { across: "─", down: "│", corners: ["┌", "┐", "└", "┘"] },
            Borders::Ascii => Lines { across: "-", down: "|", corners: ["+"; 4] },
        }
    }
}
