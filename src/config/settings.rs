//! The settings, from `config/gouji.toml` and the user's own file. Reads text, not files; `config` does that.

use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::mistake::Mistake;
use crate::model::{DoubtBound, Lang, Phrase};

const LANGUAGES: [(&str, Lang); 2] = [("zh-CN", Lang::Chinese), ("en", Lang::English)];
/// Every key that a settings file may have.
const KEYS: [&str; 10] = [
    "inbox",
    "store",
    "last_year",
    "rules",
    "settle",
    "rescan",
    "lang",
    "borders",
    "doubt_rule_above",
    "doubt_rule_from",
];
const DEFAULT: &str = include_str!("../../config/gouji.toml");

/// Where things are and how long to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The folder where reports arrive.
    pub inbox: PathBuf,
    /// The database file.
    pub store: PathBuf,
    /// Folders with reports of earlier years.
    pub last_year: Vec<PathBuf>,
    /// The office's own rule files, laid over ours in this order.
    pub rules: Vec<PathBuf>,
    /// How long a file must have stood still when nobody said that it is complete.
    pub settle: Duration,
    /// How often the folder is looked through, whatever the watcher says.
    pub rescan: Duration,
    pub lang: Lang,
    /// Borders of `+ - |` for terminals that draw lines two columns wide.
    pub ascii_borders: bool,
    /// From when on a rule that fires often is in doubt.
    pub doubt: DoubtBound,
}

/// The user's folders, as the system gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// What `~` stands for.
    pub home: PathBuf,
    /// Where the user's own files are looked for: `$XDG_CONFIG_HOME/gouji`.
    pub config: PathBuf,
    /// Where the store lies unless it is told otherwise: `$XDG_DATA_HOME/gouji`.
    pub data: PathBuf,
}

impl Settings {
    /// The defaults, with a user's own file (its path and its text) laid over them.
    ///
    /// # Errors
    /// Every mistake, each as `file:line: what was found, what was expected`.
    pub fn load(own: Option<(&Path, &str)>, places: &Places) -> Result<Self, Vec<Phrase>> {
        let mut settings = Self {
            inbox: PathBuf::new(),
            store: places.data.join("gouji.db"),
            last_year: Vec::new(),
            rules: Vec::new(),
            settle: Duration::ZERO,
            rescan: Duration::ZERO,
            lang: Lang::default(),
            ascii_borders: false,
            doubt: DoubtBound { above_percent: 100, from_reports: 1 },
        };
        let mut mistakes = Vec::new();
        for (path, text) in [Some((Path::new("gouji.toml"), DEFAULT)), own].into_iter().flatten() {
            let mut file = File { path, text, home: &places.home, mistakes: &mut mistakes };
            file.lay_over(&mut settings);
        }
        if mistakes.is_empty() { Ok(settings) } else { Err(mistakes) }
    }
}

/// The language that a settings file asks for, whatever else is wrong in it: its mistakes are told in that language.
pub(super) fn language(text: &str) -> Option<Lang> {
    let (table, _) = DeTable::parse_recoverable(text);
    let named = table.get_ref().get("lang")?.get_ref().as_str()?;
    LANGUAGES.into_iter().find(|(name, _)| *name == named).map(|(_, lang)| lang)
}

/// A settings file while it is read.
struct File<'a> {
    path: &'a Path,
    text: &'a str,
    home: &'a Path,
    mistakes: &'a mut Vec<Phrase>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl File<'_> {
    fn lay_over(&mut self, settings: &mut Settings) {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            self.mistakes.push(Mistake::of_syntax(self.text, &error).placed(self.path));
        }
        let mut entries: Vec<(&Spanned<DeString>, &Value)> = table.get_ref().iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            self.set(settings, key, value);
        }
    }

    fn set(&mut self, settings: &mut Settings, key: &Spanned<DeString>, value: &Value) {
        match key.get_ref().as_ref() {
            "inbox" => set(&mut settings.inbox, self.folder("inbox", value)),
            "store" => set(&mut settings.store, self.folder("store", value)),
            "last_year" => set(&mut settings.last_year, self.folders("last_year", value)),
            "rules" => set(&mut settings.rules, self.folders("rules", value)),
            "settle" => set(&mut settings.settle, self.duration("settle", value)),
            "rescan" => set(&mut settings.rescan, self.duration("rescan", value)),
            "lang" => {
                let lang = self.choice("lang", value, &LANGUAGES);
                set(&mut settings.lang, lang);
            }
            "borders" => {
                let ascii = self.choice("borders", value, &[("lines", false), ("ascii", true)]);
                set(&mut settings.ascii_borders, ascii);
            }
            "doubt_rule_above" => set(&mut settings.doubt.above_percent, self.percent("doubt_rule_above", value)),
            "doubt_rule_from" => set(&mut settings.doubt.from_reports, self.count("doubt_rule_from", value)),
            unknown => self.mistake(key.span().start, unknown_key(unknown)),
        }
    }

    fn mistake(&mut self, at: usize, what: Phrase) {
        self.mistakes.push(Mistake::at(self.text, at, what).placed(self.path));
    }

    fn expected(&mut self, key: &str, value: &Value, expected: &Phrase) {
        let span = value.span();
        let found = self.text.get(span.clone()).unwrap_or_default().lines().next().unwrap_or_default();
        let what = Phrase::new(
            format!("{key} 为 {found}，应为{}", expected.zh),
            format!("{key} is {found}, expected {}", expected.en),
        );
        self.mistake(span.start, what);
    }

    fn folder(&mut self, key: &str, value: &Value) -> Option<PathBuf> {
        let path = value.get_ref().as_str().filter(|path| !path.is_empty());
        if path.is_none() {
            self.expected(key, value, &Phrase::new("用引号括起的路径", "a path in quotes"));
        }
        path.map(|path| self.resolve(path))
    }

    fn folders(&mut self, key: &str, value: &Value) -> Option<Vec<PathBuf>> {
        let Some(items) = value.get_ref().as_array() else {
            let example = if key == "rules" { "rules.toml" } else { "../2022" };
            let list =
                Phrase::new(format!("路径的列表，如 [\"{example}\"]"), format!("a list of paths, as [\"{example}\"]"));
            self.expected(key, value, &list);
            return None;
        };
        let found: Vec<Option<PathBuf>> = items.iter().map(|item| self.folder(key, item)).collect();
        found.into_iter().collect()
    }

    /// `~` is the home folder; a relative path starts at the file's folder.
    fn resolve(&self, path: &str) -> PathBuf {
        if path == "~" {
            return self.home.to_owned();
        }
        if let Some(inside) = path.strip_prefix("~/") {
            return self.home.join(inside);
        }
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    fn duration(&mut self, key: &str, value: &Value) -> Option<Duration> {
        let duration = value.get_ref().as_str().and_then(duration);
        if duration.is_none() {
            let length = Phrase::new(
                " \"100ms\" 到 \"24h\" 的时长，如 \"500ms\"、\"2s\"、\"5m\"",
                "a length of time from \"100ms\" to \"24h\", as \"500ms\", \"2s\" or \"5m\"",
            );
            self.expected(key, value, &length);
        }
        duration
    }

    fn percent(&mut self, key: &str, value: &Value) -> Option<usize> {
        let percent = value.get_ref().as_str().and_then(|text| text.trim().strip_suffix('%')?.parse().ok());
        let percent = percent.filter(|percent| (1..=100).contains(percent));
        if percent.is_none() {
            let share = Phrase::new(" \"1%\" 到 \"100%\" 的比例", "a share from \"1%\" to \"100%\"");
            self.expected(key, value, &share);
        }
        percent
    }

    fn count(&mut self, key: &str, value: &Value) -> Option<usize> {
        let integer = value.get_ref().as_integer();
        let count = integer.and_then(|integer| usize::from_str_radix(integer.as_str(), integer.radix()).ok());
        let count = count.filter(|count| *count > 0);
        if count.is_none() {
            let number = Phrase::new("从 1 起的整数，如 10", "a whole number from 1, as 10");
            self.expected(key, value, &number);
        }
        count
    }

    fn choice<T: Copy>(&mut self, key: &str, value: &Value, choices: &[(&str, T)]) -> Option<T> {
        let chosen = value.get_ref().as_str();
        if let Some((_, choice)) = choices.iter().find(|(name, _)| Some(*name) == chosen) {
            return Some(*choice);
        }
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let names = Phrase::new(format!(" {}", names.join(" 或 ")), names.join(" or "));
        self.expected(key, value, &names);
        None
    }
}

fn unknown_key(unknown: &str) -> Phrase {
    let [first @ .., last] = KEYS;
    Phrase::new(
        format!("没有 {unknown} 这一项，应为 {} 或 {last}", first.join("、")),
        format!("unknown key {unknown}, expected {} or {last}", first.join(", ")),
    )
}

fn set<T>(setting: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *setting = value;
    }
}

/// A whole number and its unit. Nothing shorter than a tenth of a second, which would keep the machine busy, nor longer
/// than a day, which nobody means.
fn duration(text: &str) -> Option<Duration> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let milliseconds = match unit.trim_start() {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    let duration = Duration::from_millis(number.checked_mul(milliseconds)?);
    (Duration::from_millis(100)..=Duration::from_hours(24)).contains(&duration).then_some(duration)
}
