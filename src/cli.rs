//! The command line: words to settings, to a subcommand, to an exit code. Only here is anything printed.
#![expect(clippy::print_stderr, reason = "messages before and without the screen go to standard error")]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use etcetera::BaseStrategy;

use crate::archive::{Archive, Unused};
use crate::config::{self, Colours, Config, Places};
use crate::desk::Refused;
use crate::examine::Knowledge;
use crate::model::Lang;

mod check;
mod demo;
mod plain;
mod review;

/// What a run comes to, the lighter first; programs rely on the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    Clean = 0,
    /// Findings of severity error.
    Findings = 1,
    /// Wrong use or a wrong setting.
    Misuse = 2,
    /// A file could not be read at all.
    Unreadable = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// 勾稽：政府信息公开工作年度报告复核工作台 / Reviews the yearly reports on government information disclosure
#[derive(Debug, Parser)]
#[command(name = "gouji", version, args_conflicts_with_subcommands = true)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    review: review::Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 打开复核工作台（默认）/ Opens the review desk (the same as no subcommand)
    Review(review::Options),
    /// 批量检查文件或文件夹 / Checks files and folders
    Check(check::Options),
    /// 用虚构的报告试用 / Opens the desk on made-up reports
    Demo(demo::Options),
}

/// What every subcommand takes.
#[derive(Debug, Args)]
struct Common {
    /// 设置文件 / Settings file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// 语言 / Language
    #[arg(long, value_enum)]
    lang: Option<LangName>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LangName {
    #[value(name = "zh-CN")]
    Chinese,
    #[value(name = "en")]
    English,
}

impl From<LangName> for Lang {
    fn from(name: LangName) -> Self {
        match name {
            LangName::Chinese => Self::Chinese,
            LangName::English => Self::English,
        }
    }
}

/// Runs the program on its arguments, the program's own name included.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let line = match Line::try_parse_from(arguments) {
        Ok(line) => line,
        Err(error) => {
            // Help and version are no errors; clap knows where each is printed. A closed pipe needs no word.
            let _ = error.print();
            return if error.use_stderr() { Exit::Misuse.into() } else { Exit::Clean.into() };
        }
    };
    let ran = match line.command {
        None => review::run(&line.review),
        Some(Command::Review(options)) => review::run(&options),
        Some(Command::Check(options)) => check::run(&options),
        Some(Command::Demo(options)) => demo::run(&options),
    };
    match ran {
        Ok(exit) => exit.into(),
        Err(mistakes) => {
            for mistake in mistakes {
                eprintln!("gouji: {mistake}");
            }
            Exit::Misuse.into()
        }
    }
}

/// The user's folders.
fn places() -> Result<Places, Vec<String>> {
    let strategy = etcetera::choose_base_strategy().map_err(|error| vec![error.to_string()])?;
    Ok(Places {
        home: strategy.home_dir().to_owned(),
        config: strategy.config_dir().join("gouji"),
        data: strategy.data_dir().join("gouji"),
    })
}

/// The settings with what the command line says laid over them.
fn configuration(common: &Common) -> Result<Config, Vec<String>> {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colours = if no_color { Colours::None } else { Colours::Sixteen };
    let mut config = Config::load(common.config.as_deref(), &places()?, colours)?;
    if let Some(lang) = common.lang {
        config.settings.lang = lang.into();
    }
    Ok(config)
}

/// The reports of earlier years, from the command line and from the settings.
fn archive(named: &[PathBuf], config: &Config, knowledge: &Knowledge) -> Result<(Archive, Vec<Unused>), Vec<String>> {
    let folders: Vec<PathBuf> = config.settings.last_year.iter().chain(named).cloned().collect();
    let lang = config.settings.lang;
    Archive::open(&folders, knowledge)
        .map_err(|closed| closed.iter().map(|unused| unused_line(&unused.path, unused.why.text(lang))).collect())
}

fn unused_line(path: &Path, why: &str) -> String {
    crate::text::safe(&format!("{}: {why}", path.display())).into_owned()
}

/// Why the desk did not open, in one line.
fn refused(refused: &Refused, lang: Lang) -> Vec<String> {
    vec![crate::text::safe(refused.0.text(lang)).into_owned()]
}

fn knowledge() -> Result<Knowledge, Vec<String>> {
    config::knowledge()
}
