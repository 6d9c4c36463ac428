//! The terminal: entered, drawn on in whole frames, and always given back.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::panic;
use std::sync::Once;
use std::thread;

use anyhow::Context;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::style::ResetColor;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute, queue};
use ratatui::layout::Size;
use ratatui::{Frame, Terminal as Screen};
use signal_hook::consts::SIGTSTP;

use super::journal::Journal;
use super::{DeskError, FALLBACK};
use crate::model::Phrase;

/// The most that is copied: many terminals drop a longer OSC 52 silently.
const COPY_LIMIT: usize = 48 * 1024;

/// The main thread's own screen. Dropping it gives the terminal back.
pub(super) struct Terminal {
    screen: Screen<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Terminal {
    /// Enters the alternate screen. Asks the terminal nothing.
    pub(super) fn enter(journal: &Journal) -> Result<Self, DeskError> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(DeskError::Refused(Phrase::new(
                "审核工作台需要在终端里运行；批量核对请用 gouji check",
                "the desk needs a terminal; for checks in batch use gouji check",
            )));
        }
        give_back_on_panic(journal.clone());
        take()?;
        Ok(Self { screen: blank_screen()? })
    }

    /// The size that the terminal says it has.
    pub(super) fn size(&self) -> Size {
        let size = self.screen.size().unwrap_or(FALLBACK);
        if size.width == 0 || size.height == 0 { FALLBACK } else { size }
    }

    /// Draws one frame inside one synchronized update, so that a slow line shows it whole. Terminals that do not know
    /// the marks ignore them.
    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> anyhow::Result<()> {
        queue!(self.screen.backend_mut(), BeginSynchronizedUpdate)?;
        self.screen.draw(draw)?;
        execute!(self.screen.backend_mut(), EndSynchronizedUpdate)?;
        Ok(())
    }

    /// Draws everything at the next frame, whatever the terminal shows. Not by ratatui's `clear`, which asks the terminal
    /// where its cursor is: the answer goes to the keyboard's thread, and the question fails after two seconds.
    pub(super) fn repaint(&mut self) -> anyhow::Result<()> {
        self.screen = blank_screen()?;
        queue!(self.screen.backend_mut(), ResetColor, Clear(ClearType::All))?;
        Ok(())
    }

    /// Puts a text on the reviewer's own clipboard, through whatever lies between (OSC 52).
    pub(super) fn copy(&mut self, text: &str) -> anyhow::Result<()> {
        let end = text.floor_char_boundary(COPY_LIMIT);
        execute!(self.screen.backend_mut(), CopyToClipboard::to_clipboard_from(&text[..end]))?;
        Ok(())
    }

    /// Gives the terminal back and stops the process, as Ctrl-Z does for every program. `Resumed` follows when it goes on.
    #[expect(clippy::unused_self, reason = "only the owner of the terminal may give it back")]
    pub(super) fn suspend(&mut self) -> anyhow::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(SIGTSTP).context("the program cannot be suspended")?;
        Ok(())
    }

    /// Takes the terminal again after a suspension.
    pub(super) fn resume(&mut self) -> anyhow::Result<()> {
        take()?;
        self.repaint()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn blank_screen() -> anyhow::Result<Screen<CrosstermBackend<BufWriter<Stdout>>>> {
    Screen::new(CrosstermBackend::new(BufWriter::with_capacity(64 * 1024, io::stdout())))
        .context("the terminal cannot be drawn on")
}

fn take() -> anyhow::Result<()> {
    enable_raw_mode().context("the terminal cannot be switched to single keys")?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide).context("the terminal is gone")
}

/// Errors are ignored: the terminal may be gone, and there is nothing left to tell it.
fn give_back() {
    let mut out = io::stdout();
    let _ = execute!(out, EndSynchronizedUpdate, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
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
