//! Keys to actions, from `config/keys.toml`. The footer, the help and the documentation are written from this.

use ratatui::crossterm::event::KeyEvent;

use super::mistake::Mistake;
use super::toml_lines::{Entry, entries};
use crate::model::Phrase;

mod action;
mod key;

pub use action::{Action, Mode};
pub use key::Key;

const DEFAULT: &str = include_str!("../../config/keys.toml");

/// Which key does what, in each mode.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    /// In the order of the file; a user's own lines at the end of each mode.
    bindings: Vec<Binding>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Binding {
    mode: Mode,
    key: Key,
    action: Action,
}

impl Keymap {
    /// The defaults, with a user's own `keys.toml` text laid over them line by line.
    ///
    /// # Errors
    /// Every mistake, each with its line: unknown mode, key or action, two actions on one key.
    pub fn load(own: Option<&str>) -> Result<Self, Vec<Mistake>> {
        let mut keymap = Self::default();
        let mut mistakes = Vec::new();
        for text in [Some(DEFAULT), own].into_iter().flatten() {
            match entries(text) {
                Ok(lines) => keymap.lay_over(&lines, &mut mistakes),
                Err(unreadable) => mistakes.extend(unreadable),
            }
        }
        if mistakes.is_empty() { Ok(keymap) } else { Err(mistakes) }
    }

    /// What a key does in a mode; the mode's own binding goes before the one that holds anywhere.
    #[must_use]
    pub fn action(&self, mode: Mode, event: KeyEvent) -> Option<Action> {
        let key = Key::pressed(event)?;
        let bound = |mode: Mode| self.bindings.iter().find(|bound| bound.mode == mode && bound.key == key);
        bound(mode).or_else(|| bound(Mode::Anywhere)).map(|bound| bound.action)
    }

    /// The keys of an action in a mode, those that hold anywhere included, in the order of the file.
    #[must_use]
    pub fn keys(&self, mode: Mode, action: Action) -> Vec<Key> {
        self.bindings
            .iter()
            .filter(|bound| bound.action == action && (bound.mode == mode || bound.mode == Mode::Anywhere))
            .map(|bound| bound.key)
            .collect()
    }

    /// The actions of a mode in the order of the file, each once, without those that hold anywhere.
    #[must_use]
    pub fn actions(&self, mode: Mode) -> Vec<Action> {
        let mut actions = Vec::new();
        for bound in self.bindings.iter().filter(|bound| bound.mode == mode) {
            if !actions.contains(&bound.action) {
                actions.push(bound.action);
            }
        }
        actions
    }

    fn lay_over(&mut self, lines: &[Entry], mistakes: &mut Vec<Mistake>) {
        let mut laid: Vec<(Binding, usize)> = Vec::new();
        for line in lines {
            match binding(line) {
                Err(what) => mistakes.push(Mistake { line: line.line, what }),
                Ok((mode, key, action)) => {
                    self.bindings.retain(|bound| bound.mode != mode || bound.key != key);
                    let Some(action) = action else { continue };
                    let bound = Binding { mode, key, action };
                    if let Some((other, at)) = laid.iter().find(|(other, _)| other.mode == mode && other.key == key) {
                        let (first, second) = (other.action.name(), action.name());
                        let what = Phrase::new(
                            format!("{key} 在第 {at} 行已设为 \"{first}\"，不能再设为 \"{second}\""),
                            format!("{key} is already \"{first}\" in line {at}, it cannot also be \"{second}\""),
                        );
                        mistakes.push(Mistake { line: line.line, what });
                    }
                    self.bindings.push(bound);
                    laid.push((bound, line.line));
                }
            }
        }
        self.report_shadows(&laid, mistakes);
    }

    /// A key that does one thing anywhere and another in one mode would surprise: both are named.
    fn report_shadows(&self, laid: &[(Binding, usize)], mistakes: &mut Vec<Mistake>) {
        for (bound, line) in laid {
            let clash = self.bindings.iter().find(|other| {
                let shadows = (other.mode == Mode::Anywhere) != (bound.mode == Mode::Anywhere);
                shadows && other.key == bound.key && other.action != bound.action
            });
            if let Some(other) = clash {
                mistakes.push(Mistake { line: *line, what: shadow(*bound, *other) });
            }
        }
    }
}

fn shadow(bound: Binding, other: Binding) -> Phrase {
    let key = bound.key;
    let (here, there) = (bound.mode.name(), other.mode.name());
    let (one, another) = (bound.action.name(), other.action.name());
    Phrase::new(
        format!("{key} 在 [{here}] 中是 \"{one}\"，在 [{there}] 中是 \"{another}\"；请用 \"none\" 取消其中一处"),
        format!("{key} is \"{one}\" in [{here}] and \"{another}\" in [{there}]; unbind one of them with \"none\""),
    )
}

/// One line understood; `None` as action unbinds.
fn binding(line: &Entry) -> Result<(Mode, Key, Option<Action>), Phrase> {
    let Some(mode) = Mode::ALL.into_iter().find(|mode| mode.name() == line.table) else {
        let names: Vec<&str> = Mode::ALL.into_iter().map(Mode::name).collect();
        return Err(Phrase::new(
            format!("没有 [{}] 这一节；可用的有 {}", line.table, names.join("、")),
            format!("there is no table [{}]; the tables are {}", line.table, names.join(", ")),
        ));
    };
    let Some(key) = Key::parse(&line.key) else {
        return Err(Phrase::new(format!("没有 {} 这个键", line.key), format!("there is no key {}", line.key)));
    };
    if line.value == "none" {
        return Ok((mode, key, None));
    }
    let Some(action) = Action::ALL.into_iter().find(|action| action.name() == line.value) else {
        return Err(no_action(&line.value));
    };
    Ok((mode, key, Some(action)))
}

fn no_action(name: &str) -> Phrase {
    let what = Phrase::new(format!("没有 \"{name}\" 这个操作"), format!("there is no action \"{name}\""));
    let Some(near) = nearest(name) else { return what };
    Phrase::new(format!("{}；是否应为 \"{near}\"？", what.zh), format!("{}; did you mean \"{near}\"?", what.en))
}

fn nearest(name: &str) -> Option<&'static str> {
    let mut close: Vec<(f32, &str)> = Action::ALL
        .into_iter()
        .map(|action| (similar::TextDiff::from_chars(name, action.name()).ratio(), action.name()))
        .filter(|(ratio, _)| *ratio >= 0.5)
        .collect();
    close.sort_by(|a, b| b.0.total_cmp(&a.0));
    close.first().map(|(_, name)| *name)
}
