//! `gouji check`: the same reading and the same rules as the desk, over many files at once, for scripts and spreadsheets.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde_json::Value;

use super::{Common, Exit, archive, configuration, knowledge, plain, unused_line};
use crate::archive::{Archive, Found, files_below, read_file};
use crate::document::Refusal;
use crate::examine::{Examined, Knowledge, examine};
use crate::export::{csv, json};
use crate::inbox;
use crate::model::{Lang, Phrase, Severity};

/// Files that are read before any of them is printed: enough for all cores, few enough to see progress.
const BATCH: usize = 256;

/// What `gouji check` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// 文件或文件夹 / Files and folders
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// 往年报告文件夹，可多次给出 / A folder with reports of earlier years; may be given several times
    #[arg(long, value_name = "DIR")]
    last_year: Vec<PathBuf>,
    /// 输出格式 / Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// 并行数，默认全部核心 / How many files at once; all cores by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 供人阅读 / For people
    Text,
    /// 一个数组 / One array
    Json,
    /// 每行一个对象 / One object a line
    Ndjson,
    /// 每行一个问题 / One finding a line
    Csv,
}

/// One file, as far as it went.
struct Checked {
    file: String,
    /// BLAKE3 in hex, when the bytes could be read.
    hash: Option<String>,
    outcome: Result<Box<Examined>, Refusal>,
}

/// Checks every file and prints what was found, in the order of the arguments.
pub(super) fn run(options: &Options) -> Result<Exit, Vec<String>> {
    let config = configuration(&options.common)?;
    let lang = config.settings.lang;
    let knowledge = knowledge()?;
    let jobs = usize::from(options.jobs.unwrap_or(0));
    let workers = rayon::ThreadPoolBuilder::new().num_threads(jobs).build().map_err(|error| vec![error.to_string()])?;
    let (archive, unused) = workers.install(|| archive(&options.last_year, &config, &knowledge))?;
    for unused in &unused {
        // A closed standard error must not stop the check.
        let _ = writeln!(io::stderr(), "gouji: {}", unused_line(&unused.path, unused.why.text(lang)));
    }
    let files: Vec<Found> = options.paths.iter().flat_map(|path| files(path)).collect();
    let mut printer = Printer { out: BufWriter::new(io::stdout().lock()), format: options.format, lang, printed: 0 };
    let mut exit = Exit::Clean;
    match print_all(&files, &mut printer, &mut exit, |batch| {
        workers.install(|| batch.par_iter().map(|file| check(file, &knowledge, &archive)).collect())
    }) {
        // The reader has seen enough, as `head` does.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(vec![error.to_string()]),
        Ok(()) | Err(_) => Ok(exit),
    }
}

fn print_all(
    files: &[Found],
    printer: &mut Printer<impl Write>,
    exit: &mut Exit,
    check: impl Fn(&[Found]) -> Vec<Checked>,
) -> io::Result<()> {
    printer.begin()?;
    for batch in files.chunks(BATCH) {
        for checked in check(batch) {
            *exit = (*exit).max(checked.exit());
            printer.print(&checked)?;
        }
    }
    printer.end()
}

/// A file as it is named; the files of a folder by name.
fn files(path: &Path) -> Vec<Found> {
    if path.is_dir() { files_below(path) } else { vec![Ok(path.to_owned())] }
}

fn check(file: &Found, knowledge: &Knowledge, archive: &Archive) -> Checked {
    let (path, bytes) = match file {
        Ok(path) => (path, read_file(path, knowledge.limits.bytes).map_err(|error| unreadable(&error))),
        Err((path, error)) => (path, Err(unreadable(error))),
    };
    let hash = bytes.as_ref().ok().map(|bytes| blake3::hash(bytes).to_hex().to_string());
    let outcome = bytes.and_then(|bytes| {
        let find_past = |agency_key: &str, year| archive.find(agency_key, year).cloned();
        let examined = catch_unwind(AssertUnwindSafe(|| examine(&bytes, knowledge, find_past)));
        let message = || Phrase::new("读取时程序出错", "the program failed while reading it");
        examined.unwrap_or_else(|_| Err(Refusal { code: "panic", message: message() })).map(Box::new)
    });
    Checked { file: path.to_string_lossy().into_owned(), hash, outcome }
}

fn unreadable(error: &io::Error) -> Refusal {
    let code = match error.kind() {
        ErrorKind::NotFound => "not-found",
        ErrorKind::PermissionDenied => "no-permission",
        ErrorKind::FileTooLarge => "too-large",
        ErrorKind::InvalidInput => "no-file",
        _ => "input-output",
    };
    let message = match error.kind() {
        ErrorKind::InvalidInput => Phrase::new("不是普通文件", "it is no regular file"),
        _ => inbox::phrase(error),
    };
    Refusal { code, message }
}

impl Checked {
    fn exit(&self) -> Exit {
        match &self.outcome {
            Err(_) => Exit::Unreadable,
            Ok(examined) if examined.checks.findings.iter().any(|found| found.severity == Severity::Error) => {
                Exit::Findings
            }
            Ok(_) => Exit::Clean,
        }
    }

    fn json(&self, lang: Lang) -> Value {
        match &self.outcome {
            Ok(examined) => json::report(&self.file, self.hash.as_deref().unwrap_or_default(), examined, lang),
            Err(refusal) => json::error(&self.file, self.hash.as_deref(), refusal.code, refusal.message.text(lang)),
        }
    }

    fn text(&self, lang: Lang) -> String {
        match &self.outcome {
            Ok(examined) => plain::report(&self.file, examined, lang),
            Err(refusal) => plain::error(&self.file, refusal, lang),
        }
    }

    fn csv(&self, lang: Lang) -> String {
        match &self.outcome {
            Ok(examined) => csv::findings(&self.file, examined, lang),
            Err(refusal) => csv::error(&self.file, refusal.code, refusal.message.text(lang)),
        }
    }
}

/// Standard output in one of the formats.
struct Printer<W: Write> {
    out: W,
    format: Format,
    lang: Lang,
    /// Files so far.
    printed: usize,
}

impl<W: Write> Printer<W> {
    fn begin(&mut self) -> io::Result<()> {
        match self.format {
            Format::Text | Format::Ndjson => Ok(()),
            Format::Json => write!(self.out, "["),
            Format::Csv => write!(self.out, "{}{}", csv::BYTE_ORDER_MARK, csv::head()),
        }
    }

    fn print(&mut self, checked: &Checked) -> io::Result<()> {
        let is_first = self.printed == 0;
        self.printed += 1;
        match self.format {
            Format::Text if is_first => write!(self.out, "{}", checked.text(self.lang)),
            Format::Text => write!(self.out, "\n{}", checked.text(self.lang)),
            Format::Json if is_first => write!(self.out, "\n{}", checked.json(self.lang)),
            Format::Json => write!(self.out, ",\n{}", checked.json(self.lang)),
            Format::Ndjson => writeln!(self.out, "{}", checked.json(self.lang)),
            Format::Csv => write!(self.out, "{}", checked.csv(self.lang)),
        }
    }

    fn end(&mut self) -> io::Result<()> {
        if self.format == Format::Json {
            writeln!(self.out, "\n]")?;
        }
        self.out.flush()
    }
}
