//! The threads that only listen: to the keyboard and to the system.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use ratatui::crossterm::event::{self, Event, KeyEventKind};
use ratatui::layout::Size;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::app::Msg;

/// Keys, pastes and new sizes become messages; the end of input is the end of the desk.
pub(super) fn keyboard(send: Sender<Msg>) -> anyhow::Result<()> {
    let listen = move || {
        loop {
            let msg = match event::read() {
                Ok(Event::Key(key)) if key.kind != KeyEventKind::Release => Msg::Key(key),
                Ok(Event::Paste(text)) => Msg::Paste(text),
                Ok(Event::Resize(width, height)) => Msg::Resize(Size::new(width, height)),
                Ok(Event::Key(_) | Event::FocusGained | Event::FocusLost | Event::Mouse(_)) => continue,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => Msg::Hangup,
            };
            let is_over = matches!(msg, Msg::Hangup);
            if send.send(msg).is_err() || is_over {
                return;
            }
        }
    };
    thread::Builder::new().name("keyboard".to_owned()).spawn(listen)?;
    Ok(())
}

/// A hang-up is the normal end of an SSH session; after a suspension the screen is ours again.
pub(super) fn signals(send: Sender<Msg>) -> anyhow::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGCONT])?;
    let listen = move || {
        for signal in signals.forever() {
            let msg = if signal == SIGCONT { Msg::Resumed } else { Msg::Hangup };
            if send.send(msg).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(listen)?;
    Ok(())
}
