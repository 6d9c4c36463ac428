//! A key as it is written in `keys.toml` and as it arrives from the terminal.

use std::fmt;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::text::fold;

/// One key, with Ctrl or without. Shift is part of the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    ctrl: Ctrl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Ctrl {
    Held,
    Free,
}

const NAMED: [(&str, KeyCode); 15] = [
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("BackTab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
];

impl Key {
    /// A key by its name in `keys.toml`, in any case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (ctrl, name) = match name.get(..5) {
            Some(prefix) if prefix.eq_ignore_ascii_case("ctrl-") => (Ctrl::Held, &name[5..]),
            Some(_) | None => (Ctrl::Free, name),
        };
        let mut characters = name.chars();
        if let (Some(only), None) = (characters.next(), characters.next()) {
            let only = match ctrl {
                Ctrl::Held => only.to_ascii_lowercase(),
                Ctrl::Free => only,
            };
            return (!only.is_control()).then_some(Self { code: KeyCode::Char(only), ctrl });
        }
        if name.eq_ignore_ascii_case("space") {
            return Some(Self { code: KeyCode::Char(' '), ctrl });
        }
        if let Some((_, code)) = NAMED.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            return Some(Self { code, ctrl });
        }
        let number: u8 = name.strip_prefix(['F', 'f'])?.parse().ok()?;
        (1..=12).contains(&number).then_some(Self { code: KeyCode::F(number), ctrl })
    }

    /// The key that was pressed, full-width letters of an input method folded; `None` for a release.
    #[must_use]
    pub fn pressed(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let ctrl = if event.modifiers.contains(KeyModifiers::CONTROL) { Ctrl::Held } else { Ctrl::Free };
        let code = match event.code {
            KeyCode::Char(character) if ctrl == Ctrl::Held => KeyCode::Char(character.to_ascii_lowercase()),
            KeyCode::Char(character) => KeyCode::Char(fold(character)),
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            other => other,
        };
        Some(Self { code, ctrl })
    }

    /// The event that this key sends.
    #[must_use]
    pub const fn event(self) -> KeyEvent {
        let modifiers = match self.ctrl {
            Ctrl::Held => KeyModifiers::CONTROL,
            Ctrl::Free => KeyModifiers::NONE,
        };
        KeyEvent::new(self.code, modifiers)
    }

    /// Whether it can be pressed while an input method swallows letters.
    #[must_use]
    pub const fn needs_no_letter(self) -> bool {
        matches!(self.ctrl, Ctrl::Held) || !matches!(self.code, KeyCode::Char(character) if character != ' ')
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl == Ctrl::Held {
            f.write_str("Ctrl-")?;
        }
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(character) => write!(f, "{character}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            _ => f.write_str("?"),
        }
    }
}
