//! Signals, on a thread of their own: what the system asks of us, as messages.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::{Event, say};
use crate::app::Msg;

/// Listens from now on. The end of an SSH session is a SIGHUP: an ordinary end.
pub(super) fn listen(events: Sender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM, SIGTSTP])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            if signal == SIGTSTP {
                // When the main thread has left, there is nothing to suspend.
                let _ = events.send(Event::Suspend);
            } else {
                say(&events, Msg::Hangup);
            }
        }
    })?;
    Ok(())
}
