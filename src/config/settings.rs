//! The settings, from `config/gouji.toml` and the user's own file. Reads text, not files; `config` does that.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::dates;
use super::mistake::Mistake;
use crate::model::{DoubtBound, Lang, Phrase};
use crate::rules::nearest::unknown;

const LANGUAGES: [(&str, Lang); 2] = [("zh-CN", Lang::Chinese), ("en", Lang::English)];
const KEYS: [&str; 11] = [
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
    "office",
];
const OFFICE_KEYS: [&str; 4] = ["deadline", "publication_deadline", "roster", "published"];
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
    pub office: OfficeSettings,
}

/// What an office says of the round; rules that need what is not given are undecided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfficeSettings {
    /// The last day to file.
    pub deadline: Option<Date>,
    /// The last day to publish, where it is not that of the regulation.
    pub publication_deadline: Option<Date>,
    /// The file that lists who must report.
    pub roster: Option<PathBuf>,
    /// Folders with the versions that were published.
    pub published: Vec<PathBuf>,
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
        let (settings, mistakes) = Self::read(own, places);
        if mistakes.is_empty() { Ok(settings) } else { Err(mistakes) }
    }

    /// As [`Settings::load`], with the settings as far as they could be read: the files that they name have their own
    /// mistakes, and all are told together.
    pub(super) fn read(own: Option<(&Path, &str)>, places: &Places) -> (Self, Vec<Phrase>) {
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
            office: OfficeSettings::default(),
        };
        let mut mistakes = Vec::new();
        for (path, text) in [Some((Path::new("gouji.toml"), DEFAULT)), own].into_iter().flatten() {
            let mut file = File { path, text, home: &places.home, slips: Vec::new(), mistakes: &mut mistakes };
            file.lay_over(&mut settings);
        }
        (settings, mistakes)
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
    /// What is no TOML.
    slips: Vec<Mistake>,
    mistakes: &'a mut Vec<Phrase>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl File<'_> {
    fn lay_over(&mut self, settings: &mut Settings) {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        self.slips = Mistake::of_syntax(self.text, &errors);
        self.mistakes.extend(self.slips.iter().map(|slip| slip.placed(self.path)));
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
            "office" => match value.get_ref().as_table() {
                Some(table) => self.office(&mut settings.office, table),
                None => self.expected("office", value, &Phrase::new(" [office] 一节", "a section [office]")),
            },
            other => self.mistake(key.span().start, unknown(("设置", "setting"), other, KEYS)),
        }
    }

    fn office(&mut self, office: &mut OfficeSettings, table: &DeTable) {
        let mut entries: Vec<(&Spanned<DeString>, &Value)> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            match key.get_ref().as_ref() {
                "deadline" => office.deadline = self.date("deadline", value),
                "publication_deadline" => office.publication_deadline = self.date("publication_deadline", value),
                "roster" => office.roster = self.folder("roster", value),
                "published" => set(&mut office.published, self.folders("published", value)),
                other => self.mistake(key.span().start, unknown(("设置", "setting"), other, OFFICE_KEYS)),
            }
        }
    }

    fn date(&mut self, key: &str, value: &Value) -> Option<Date> {
        let date = dates::date(value.get_ref());
        if date.is_none() {
            self.expected(key, value, &dates::expected());
        }
        date
    }

    fn mistake(&mut self, at: usize, what: Phrase) {
        self.note(&Mistake::at(self.text, at, what));
    }

    fn note(&mut self, mistake: &Mistake) {
        if mistake.is_apart_from(&self.slips) {
            self.mistakes.push(mistake.placed(self.path));
        }
    }

    fn expected(&mut self, key: &str, value: &Value, expected: &Phrase) {
        self.note(&Mistake::of_value(self.text, key, value.span(), expected));
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
            let example = match key {
                "rules" => "rules.toml",
                "published" => "../published",
                _ => "../2022",
            };
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
