//! The command line: arguments and settings to one of the subcommands, and every end to an exit code.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use etcetera::BaseStrategy;

use crate::archive::{Archive, Shelves};
use crate::config::{Colours, Config, Mistakes, Places, knowledge_with};
use crate::examine::Knowledge;
use crate::inbox::phrase;
use crate::model::{Lang, Phrase};
use crate::rules::Round;
use crate::text::safe;
use crate::trial;

mod check;
mod demo;
mod review;
mod rules;

/// Nothing is wrong.
const CLEAN: u8 = 0;
/// A report has a finding of severity error.
const FINDINGS: u8 = 1;
/// Wrong use or configuration.
const MISUSE: u8 = 2;
/// A file could not be read at all.
const UNREADABLE: u8 = 3;

/// 勾稽：政府信息公开工作年度报告审核台 / The review desk for yearly reports on information disclosure
#[derive(Debug, Parser)]
#[command(name = "gouji", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    review: Review,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 打开审核台，收件目录里的报告随到随查 / Open the desk on a folder where reports arrive
    Review(Review),
    /// 批量核对，不进入界面 / Check files in batch
    Check(Check),
    /// 列出规则，或讲解其中一条 / List the rules, or explain one
    Rules(Rules),
    /// 用虚构的报告试用审核台 / Try the desk on made-up reports in a temporary folder
    Demo(Demo),
    /// 在受限的进程里试读标准输入 / Reads standard input under limits; started by the program itself
    #[command(name = trial::SUBCOMMAND, hide = true)]
    ReadOnTrial,
}

#[derive(Debug, Args)]
struct Review {
    /// 收件目录 / The folder where reports arrive
    inbox: Option<PathBuf>,
    /// 存放审核记录的文件 / The database of decisions
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
struct Check {
    /// 报告文件或文件夹 / Files or folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 输出格式 / What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// 同时核对的文件数，默认按处理器核数 / Files at a time; as many as there are cores by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
struct Rules {
    /// 规则编号，如 ARI-03 / The id of a rule, as ARI-03
    id: Option<String>,
    /// 算式的实例全部列出 / List every instance of an equation
    #[arg(long, requires = "id")]
    all: bool,
    /// 查找永远不会提示、互相矛盾或重复的规则 / Find rules that can never fire, contradict or repeat one another
    #[arg(long, conflicts_with = "id")]
    lint: bool,
    /// 整本规则书，Markdown 格式 / The whole rule book as Markdown
    #[arg(long, conflicts_with_all = ["id", "lint"])]
    book: bool,
    #[command(flatten)]
    basics: Basics,
}

#[derive(Debug, Args)]
struct Demo {
    /// 界面语言 / The language of the screen
    #[arg(long, value_enum)]
    lang: Option<Language>,
}

/// What every subcommand on real reports takes.
#[derive(Debug, Args)]
struct Common {
    /// 上年报告所在的文件夹，可重复 / A folder with last year's reports; may be repeated
    #[arg(long, value_name = "DIR")]
    last_year: Vec<PathBuf>,
    #[command(flatten)]
    basics: Basics,
}

/// What every subcommand that knows settings and rules takes.
#[derive(Debug, Default, Args)]
struct Basics {
    /// 本单位的规则文件，可重复 / A rule file of your own; may be repeated
    #[arg(long, value_name = "FILE")]
    rules: Vec<PathBuf>,
    /// 语言 / The language
    #[arg(long, value_enum)]
    lang: Option<Language>,
    /// 设置文件 / The settings file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    #[value(name = "zh-CN")]
    Chinese,
    #[value(name = "en")]
    English,
}

/// What `check` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// All files in one array.
    Json,
    /// One object a line.
    Ndjson,
    /// One finding a line, for spreadsheets.
    Csv,
}

/// Runs the program.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = match arguments.command {
        Some(Command::Review(review)) => review::run(review),
        Some(Command::Check(check)) => check::run(check),
        Some(Command::Rules(rules)) => rules::run(rules),
        Some(Command::Demo(demo)) => review::demo(&demo),
        Some(Command::ReadOnTrial) => {
            trial::read_on_trial();
            Ok(CLEAN)
        }
        None => review::run(arguments.review),
    };
    ExitCode::from(ended.unwrap_or_else(|Misuse { lines, lang }| {
        let mut out = io::stderr().lock();
        for line in lines {
            // Nobody is left to read it when even this fails.
            let _ = writeln!(out, "gouji: {}", safe(line.text(lang)));
        }
        MISUSE
    }))
}

/// Why nothing was started.
struct Misuse {
    /// One for each mistake.
    lines: Vec<Phrase>,
    /// The language to tell it in.
    lang: Lang,
}

impl Misuse {
    fn one(line: Phrase, lang: Lang) -> Self {
        Self { lines: vec![line], lang }
    }
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Chinese => Self::Chinese,
            Language::English => Self::English,
        }
    }
}

/// Settings, with what the command line says laid over them, and the rules in force.
fn prepare(common: Common) -> Result<(Config, Knowledge), Misuse> {
    let (mut config, knowledge) = ground(common.basics)?;
    config.settings.last_year.extend(common.last_year);
    Ok((config, knowledge))
}

/// Settings and rules, whatever they will be used for.
fn ground(basics: Basics) -> Result<(Config, Knowledge), Misuse> {
    let colours = if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        Colours::None
    } else {
        Colours::Sixteen
    };
    let asked = basics.lang.map(Lang::from);
    let places = places(asked.unwrap_or_default())?;
    let config = Config::load(basics.config.as_deref(), &places, colours);
    let mut config = config.map_err(|Mistakes { found, lang, mut rules }| {
        rules.extend(basics.rules.iter().cloned());
        let of_rules = knowledge_with(&rules).err().unwrap_or_default();
        Misuse { lines: [found, of_rules].concat(), lang: asked.unwrap_or(lang) }
    })?;
    let settings = &mut config.settings;
    settings.rules.extend(basics.rules);
    settings.lang = asked.unwrap_or(settings.lang);
    let lang = settings.lang;
    let knowledge = knowledge_with(&settings.rules).map_err(|lines| Misuse { lines, lang })?;
    Ok((config, Knowledge { program: trial::this_program(), ..knowledge }))
}

/// The user's folders by the XDG rules.
fn places(lang: Lang) -> Result<Places, Misuse> {
    let base = etcetera::choose_base_strategy().map_err(|error| {
        let line = Phrase::new(format!("找不到用户的主目录：{error}"), format!("there is no home folder: {error}"));
        Misuse::one(line, lang)
    })?;
    Ok(Places {
        home: base.home_dir().to_owned(),
        config: base.config_dir().join("gouji"),
        data: base.data_dir().join("gouji"),
    })
}

/// What the settings and the command line name beside the reports: earlier years, published versions, the round.
fn shelves(config: &mut Config, knowledge: &Knowledge) -> Result<Shelves, Misuse> {
    let lang = config.settings.lang;
    let earlier = archive(&config.settings.last_year, &Phrase::new("上年", "last year's"), knowledge, lang)?;
    let office = &config.settings.office;
    let published = archive(&office.published, &Phrase::new("已公布", "published"), knowledge, lang)?;
    let round = Round {
        deadline: office.deadline,
        publication_deadline: office.publication_deadline,
        roster: std::mem::take(&mut config.roster),
    };
    Ok(Shelves { earlier, published, round: round.into() })
}

/// The reports in folders of one kind. What is no report is named on standard error.
fn archive(folders: &[PathBuf], kind: &Phrase, knowledge: &Knowledge, lang: Lang) -> Result<Archive, Misuse> {
    let archive = Archive::open(folders, knowledge).map_err(|lost| {
        let lines = lost.iter().map(|(folder, error)| no_folder(folder, kind, error)).collect();
        Misuse { lines, lang }
    })?;
    let mut out = io::stderr().lock();
    if !folders.is_empty() && (archive.is_empty() || !archive.skipped.is_empty()) {
        let _ = writeln!(out, "gouji: {}", safe(summary(&archive, folders, kind).text(lang)));
    }
    for (path, why) in &archive.skipped {
        let line = match lang {
            Lang::Chinese => format!("{}文件《{}》没有采用：{}", kind.zh, path.display(), why.zh),
            Lang::English => format!("{} file {} was not used: {}", kind.en, path.display(), why.en),
        };
        let _ = writeln!(out, "gouji: {}", safe(&line));
    }
    Ok(archive)
}

/// What became of the folders as a whole: a file that was renamed, moved away or damaged shows in the numbers.
fn summary(archive: &Archive, folders: &[PathBuf], kind: &Phrase) -> Phrase {
    let named: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    let (files, used, skipped) = (archive.files, archive.len(), archive.skipped.len());
    Phrase::new(
        format!(
            "{}报告的文件夹 {} 有 {files} 个文件，采用 {used} 份报告，{skipped} 处没有采用",
            kind.zh,
            named.join("、")
        ),
        format!(
            "the folders of {} reports ({}) hold {files} files: {used} reports are used, {skipped} places are not",
            kind.en,
            named.join(", ")
        ),
    )
}

fn no_folder(folder: &Path, kind: &Phrase, error: &io::Error) -> Phrase {
    let (why, folder) = (phrase(error), folder.display());
    Phrase::new(
        format!("{}报告的文件夹 {folder} 无法读取：{}", kind.zh, why.zh),
        format!("the folder of {} reports {folder} cannot be read: {}", kind.en, why.en),
    )
}
