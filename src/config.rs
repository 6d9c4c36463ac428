//! TOML to settings, forms, rules, keys, theme and words; a user's own file is laid over the defaults.
//! Reports every mistake at once, each with its file and line.
#![expect(clippy::disallowed_methods, reason = "config is one of the modules that touch files")]

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::document::Limits;
use crate::examine::Knowledge;
use crate::form::Form;
use crate::model::{Lang, Phrase};
use crate::rules::{Roster, Rules};

mod dates;
pub mod keymap;
mod mistake;
mod roster;
pub mod settings;
pub mod theme;
mod toml_lines;
pub mod words;

pub use keymap::{Action, Key, Keymap, Mode};
pub use mistake::Mistake;
pub use roster::read as roster;
pub use settings::{OfficeSettings, Places, Settings};
pub use theme::{Colours, Role, Theme};
pub use words::Words;

/// Everything that a user can set.
#[derive(Debug, Clone)]
pub struct Config {
    pub settings: Settings,
    pub keymap: Keymap,
    pub theme: Theme,
    /// Who must report; empty where the settings name no roster.
    pub roster: Roster,
}

/// Why the settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes {
    /// Every mistake in every file, each with file and line.
    pub found: Vec<Phrase>,
    /// The language that the settings ask for, as far as they can be read.
    pub lang: Lang,
    /// The office's own rule files, as far as the settings could be read: what is wrong in them is told as well.
    pub rules: Vec<PathBuf>,
}

impl Config {
    /// The defaults, with the user's `gouji.toml`, and `keys.toml` and `theme.toml` beside it, laid over them. Without
    /// `file` the user's folder is looked in, where each of the three may be absent.
    ///
    /// # Errors
    /// Every mistake in every file, each with file and line; or that `file` cannot be read.
    pub fn load(file: Option<&Path>, places: &Places, colours: Colours) -> Result<Self, Mistakes> {
        let own = file.map_or_else(|| places.config.join("gouji.toml"), Path::to_owned);
        let mut mistakes = Vec::new();
        let text = read(&own, &mut mistakes);
        if file.is_some() && text.is_none() && mistakes.is_empty() {
            mistakes.push(unread(&own, &nothing_there()));
        }
        let (settings, wrong) = Settings::read(text.as_deref().map(|text| (own.as_path(), text)), places);
        mistakes.extend(wrong);
        let keys = own.with_file_name("keys.toml");
        let keymap = Keymap::load(read(&keys, &mut mistakes).as_deref());
        let colouring = own.with_file_name("theme.toml");
        let theme = Theme::load(read(&colouring, &mut mistakes).as_deref(), colours);
        let roster = settings.office.roster.as_deref().map(|path| roster_of(path, &mut mistakes)).unwrap_or_default();
        match (keymap, theme) {
            (Ok(keymap), Ok(theme)) if mistakes.is_empty() => Ok(Self { settings, keymap, theme, roster }),
            (keymap, theme) => {
                mistakes.extend(keymap.err().unwrap_or_default().iter().map(|mistake| mistake.placed(&keys)));
                mistakes.extend(theme.err().unwrap_or_default().iter().map(|mistake| mistake.placed(&colouring)));
                let lang = text.as_deref().and_then(settings::language).unwrap_or_default();
                Err(Mistakes { found: mistakes, lang, rules: settings.rules })
            }
        }
    }
}

/// The editions of the form and the rules that are compiled in.
///
/// # Errors
/// What is wrong with which file: then this program was built wrong.
pub fn knowledge() -> Result<Knowledge, Vec<Phrase>> {
    knowledge_with(&[])
}

/// The editions of the form, and the rules that are compiled in with an office's own files laid over them.
///
/// # Errors
/// Every mistake in every file, each with file and line; or that a file cannot be read.
pub fn knowledge_with(own: &[PathBuf]) -> Result<Knowledge, Vec<Phrase>> {
    let forms = Form::editions().map_err(|mistake| {
        vec![Phrase::new(format!("内置的表样有误：{mistake}"), format!("the forms compiled in: {mistake}"))]
    })?;
    let mut mistakes = Vec::new();
    let mut files = Vec::new();
    for path in own {
        let noted = mistakes.len();
        match read(path, &mut mistakes) {
            Some(text) => files.push((path.display().to_string(), text)),
            None if mistakes.len() == noted => mistakes.push(unread(path, &nothing_there())),
            None => {}
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let rules = Rules::with_own(&files, &forms).map_err(|found| [mistakes.clone(), found].concat())?;
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Ok(Knowledge { forms, rules, limits: Limits::default(), program: None })
}

/// The roster of a file; an empty one where there are mistakes.
fn roster_of(path: &Path, mistakes: &mut Vec<Phrase>) -> Roster {
    let noted = mistakes.len();
    match read(path, mistakes).map(|text| roster::read(&text)) {
        Some(Ok(roster)) => return roster,
        Some(Err(found)) => mistakes.extend(found.iter().map(|mistake| mistake.placed(path))),
        None if mistakes.len() == noted => mistakes.push(unread(path, &nothing_there())),
        None => {}
    }
    Roster::default()
}

fn nothing_there() -> Phrase {
    Phrase::new("没有这个文件", "there is no such file")
}

/// A file's text; `None` where there is no file.
fn read(path: &Path, mistakes: &mut Vec<Phrase>) -> Option<String> {
    match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => {
            let why = match error.kind() {
                ErrorKind::PermissionDenied => Phrase::new("没有读权限", "no permission to read it"),
                ErrorKind::IsADirectory => Phrase::new("是文件夹，不是文件", "it is a folder, not a file"),
                ErrorKind::InvalidData => Phrase::new("不是 UTF-8 编码的文本", "it is no text in UTF-8"),
                _ => Phrase::new(format!("读取出错：{error}"), format!("cannot be read: {error}")),
            };
            mistakes.push(unread(path, &why));
            None
        }
    }
}

fn unread(path: &Path, why: &Phrase) -> Phrase {
    let place = path.display();
    Phrase::new(format!("{place}: {}", why.zh), format!("{place}: {}", why.en))
}
