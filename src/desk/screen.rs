//! The terminal: entering, drawing, leaving. Writes each frame in one piece and asks the terminal nothing.
#![expect(clippy::print_stderr, reason = "a panic is printed once the terminal is the shell's again")]

use std::cell::RefCell;
use std::io::{self, Write};
use std::panic;
use std::rc::Rc;
use std::thread;

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::style::ResetColor;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};
use ratatui::layout::{Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::log::Log;
use crate::app::State;
use crate::config::{Theme, Words};
use crate::view;

/// Terminals drop longer clipboard texts, some of them silently.
const COPY_AT_MOST: usize = 70_000;

/// The terminal while it is ours.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<Frame>>,
    frame: Frame,
    size: Size,
    /// Whether the terminal may show something other than what was drawn last.
    is_forgotten: bool,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn enter(size: Size) -> io::Result<Self> {
        let frame = Frame::default();
        let terminal = fresh(&frame, size)?;
        take_over()?;
        Ok(Self { terminal, frame, size, is_forgotten: true })
    }

    /// Draws the state and sends what has changed as one synchronized update.
    pub(super) fn draw(&mut self, state: &State, theme: &Theme, words: &Words) -> io::Result<()> {
        queue!(self.frame, BeginSynchronizedUpdate)?;
        if self.is_forgotten || self.size != state.setup.size {
            self.size = state.setup.size;
            // Not `Terminal::clear`: it asks the terminal where its cursor is.
            self.terminal = fresh(&self.frame, self.size)?;
            queue!(self.frame, ResetColor, Clear(ClearType::All))?;
            self.is_forgotten = false;
        }
        self.terminal.draw(|frame| view::draw(state, theme, words, frame))?;
        queue!(self.frame, EndSynchronizedUpdate)?;
        self.frame.send()
    }

    /// Draws everything anew next time.
    pub(super) fn forget(&mut self) {
        self.is_forgotten = true;
    }

    /// Puts a text on the clipboard of the reviewer's own machine (OSC 52), sent with the next frame.
    pub(super) fn copy(&mut self, text: &str) {
        let mut end = text.len().min(COPY_AT_MOST / 4 * 3);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let sequence = format!("\x1b]52;c;{}\x07", base64(&text.as_bytes()[..end]));
        self.frame.bytes.borrow_mut().extend_from_slice(sequence.as_bytes());
    }

    /// Gives the terminal back, stops this process until it is continued, and takes the terminal over again.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        take_over()?;
        self.forget();
        Ok(())
    }

    /// Gives the terminal back.
    pub(super) fn leave(self) {
        drop(self);
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// A panic of the main thread gives the terminal back before it is printed; one of any other thread is only logged,
/// for it may be caught and the screen is still in use. (ratatui's own hook restores the terminal for every thread.)
pub(super) fn guard_against_panics(log: Log) {
    let main = thread::current().id();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let thread = thread::current();
        let name = thread.name().unwrap_or("unnamed").to_owned();
        log.note(&format!("panic in {name}: {info}"));
        if thread.id() == main {
            give_back();
            before(info);
            eprintln!("gouji: decisions that were shown as saved are saved");
        }
    }));
}

fn take_over() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

/// A terminal that is gone cannot be restored, and need not be.
fn give_back() {
    let _ =
        execute!(io::stdout(), EndSynchronizedUpdate, DisableBracketedPaste, ResetColor, LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

fn fresh(frame: &Frame, size: Size) -> io::Result<Terminal<CrosstermBackend<Frame>>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, size.width, size.height));
    Terminal::with_options(CrosstermBackend::new(frame.clone()), TerminalOptions { viewport })
}

/// The bytes of one frame until they are sent.
#[derive(Clone, Default)]
struct Frame {
    bytes: Rc<RefCell<Vec<u8>>>,
}

impl Frame {
    fn send(&self) -> io::Result<()> {
        let bytes = self.bytes.take();
        let mut stdout = io::stdout().lock();
        stdout.write_all(&bytes)?;
        stdout.flush()
    }
}

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// ratatui flushes in the middle of a frame; `send` is the end of it.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_usize, |group, byte| group << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = char::from(LETTERS[group >> (18 - 6 * place) & 63]);
            text.push(if place <= chunk.len() { letter } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_as_in_rfc_4648() {
        let pairs = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in pairs {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
