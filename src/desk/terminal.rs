//! The terminal: entered, drawn on in whole frames, and always given back. Nothing is asked of it.

use std::io::{self, IsTerminal, Write};
use std::panic;
use std::sync::Once;
use std::thread;

use anyhow::Context;
use ratatui::backend::Backend;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::style::ResetColor;
use ratatui::crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};
use ratatui::crossterm::{Command, cursor, execute};
use ratatui::layout::{Position, Rect, Size};
use ratatui::{Frame, Terminal as Screen, TerminalOptions, Viewport};
use signal_hook::consts::SIGTSTP;

use super::DeskError;
use super::journal::Journal;
use super::wire::Wire;
use crate::model::Phrase;

/// The most that is copied: many terminals drop a longer OSC 52 silently.
const COPY_LIMIT: usize = 48 * 1024;

/// The size when the terminal does not say: the smallest that terminals are made for.
const FALLBACK: Size = Size::new(80, 24);

/// The main thread's own screen. Dropping it gives the terminal back.
pub(super) struct Terminal {
    screen: Screen<Wire>,
    /// Whether the terminal may show something other than the last frame.
    is_forgotten: bool,
}

impl Terminal {
    /// Enters the alternate screen.
    pub(super) fn enter(journal: &Journal) -> Result<Self, DeskError> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(DeskError::Refused(Phrase::new(
                "审核工作台需要在终端里运行；批量核对请用 gouji check",
                "the desk needs a terminal; for checks in batch use gouji check",
            )));
        }
        give_back_on_panic(journal.clone());
        let screen = fresh(size_now())?;
        take()?;
        Ok(Self { screen, is_forgotten: true })
    }

    /// Draws one frame as one synchronized update in one write, so that a slow line shows it whole. Terminals that do
    /// not know the marks ignore them.
    pub(super) fn draw(&mut self, size: Size, draw: impl FnOnce(&mut Frame)) -> anyhow::Result<()> {
        if self.is_forgotten || self.screen.size()? != size {
            self.screen = fresh(size)?;
            self.screen.backend_mut().begin();
            self.screen.backend_mut().clear()?;
            self.is_forgotten = false;
        } else {
            self.screen.backend_mut().begin();
        }
        self.screen.draw(draw)?;
        self.screen.backend_mut().send(&mut io::stdout().lock()).context("the terminal is gone")
    }

    /// Draws everything at the next frame, whatever the terminal shows.
    pub(super) fn forget(&mut self) {
        self.is_forgotten = true;
    }

    /// Puts a text on the reviewer's own clipboard, through whatever lies between (OSC 52); sent with the next frame.
    pub(super) fn copy(&mut self, text: &str) -> anyhow::Result<()> {
        let end = text.floor_char_boundary(COPY_LIMIT);
        let mut sequence = String::new();
        CopyToClipboard::to_clipboard_from(&text[..end]).write_ansi(&mut sequence)?;
        self.screen.backend_mut().push(&sequence);
        Ok(())
    }

    /// Gives the terminal back and stops the process, as Ctrl-Z does for every program. `Resumed` follows when it goes on.
    pub(super) fn suspend(&mut self) -> anyhow::Result<()> {
        give_back();
        self.forget();
        signal_hook::low_level::emulate_default_handler(SIGTSTP).context("the program cannot be suspended")?;
        Ok(())
    }

    /// Takes the terminal again after a suspension; tells its size, for the window may have changed meanwhile.
    pub(super) fn resume(&mut self) -> anyhow::Result<Size> {
        take()?;
        self.forget();
        Ok(size_now())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// The size by the system's own count; the terminal is not asked.
pub(super) fn size_now() -> Size {
    match size() {
        Ok((width @ 1.., height @ 1..)) => Size::new(width, height),
        Ok(_) | Err(_) => FALLBACK,
    }
}

fn fresh(size: Size) -> anyhow::Result<Screen<Wire>> {
    let viewport = Viewport::Fixed(Rect::from((Position::ORIGIN, size)));
    Screen::with_options(Wire::new(size), TerminalOptions { viewport }).context("the terminal cannot be drawn on")
}

fn take() -> anyhow::Result<()> {
    enable_raw_mode().context("the terminal cannot be switched to single keys")?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide).context("the terminal is gone")
}

/// Errors are ignored: the terminal may be gone, and there is nothing left to tell it.
fn give_back() {
    let mut out = io::stdout();
    let _ = execute!(out, EndSynchronizedUpdate, DisableBracketedPaste, ResetColor, LeaveAlternateScreen, cursor::Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// A panic hook runs before `catch_unwind` returns, on whatever thread panicked. A worker's panic is caught and becomes a
/// line in the log; the screen is given back only when main itself breaks down.
fn give_back_on_panic(journal: Journal) {
    static SET: Once = Once::new();
    SET.call_once(|| {
        let main = thread::current().id();
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            journal.note(&format!("panic: {info}"));
            if thread::current().id() == main {
                give_back();
                report(info);
            }
        }));
    });
}
