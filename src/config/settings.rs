//! The settings, from `config/gouji.toml` and the user's own file.

use std::path::PathBuf;
use std::time::Duration;

use crate::model::Lang;

/// Where things are and how long to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The folder where reports arrive.
    pub inbox: PathBuf,
    /// The database file.
    pub store: PathBuf,
    /// Folders with reports of earlier years.
    pub last_year: Vec<PathBuf>,
    /// How long a file must have stood still when nobody said that it is complete.
    pub settle: Duration,
    /// How often the folder is looked through, whatever the watcher says.
    pub rescan: Duration,
    pub lang: Lang,
    /// Borders of `+ - |` for terminals that draw lines two columns wide.
    pub ascii_borders: bool,
}
