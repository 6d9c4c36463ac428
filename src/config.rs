//! TOML to settings, forms, rules, keys, theme and words; a user's own file is laid over the defaults.
//! Reports every mistake at once, each with its file and line.

pub mod keymap;
pub mod settings;
pub mod theme;
pub mod words;

pub use keymap::Keymap;
pub use settings::Settings;
pub use theme::Theme;
pub use words::Words;
