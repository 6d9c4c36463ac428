//! TOML to settings, forms, rules, keys, theme and words; a user's own file is laid over the defaults.
//! Reports every mistake at once, each with its file and line.

pub mod keymap;
pub mod settings;
pub mod theme;
mod toml_lines;
pub mod words;

pub use keymap::{Action, Key, Keymap, Mode};
pub use settings::Settings;
pub use theme::{Colours, Role, Theme};
pub use words::Words;
