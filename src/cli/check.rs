//! `gouji check`: the same reading and rules as the desk, in batch, over all cores.
#![expect(clippy::disallowed_methods, reason = "the command line is one of the modules that touch files")]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde_json::Value;

use super::{CLEAN, Check, FINDINGS, Format, Misuse, UNREADABLE, prepare, shelves};
use crate::app::Earlier;
use crate::archive::Shelves;
use crate::config::{Settings, Words};
use crate::desk::today;
use crate::document::{Refusal, is_named_as_report};
use crate::examine::{Beside, Examined, Knowledge};
use crate::export::{csv, json};
use crate::inbox::{TooLarge, is_ignored, phrase};
use crate::model::{DoubtBound, Firing, Firings, Lang, Phrase, Report, Severity};
use crate::rules;
use crate::trial;

mod filed;
mod text;

use filed::Arrivals;

/// What became of one file.
struct Checked {
    /// As the command line names it, or below a folder that it names.
    file: PathBuf,
    /// BLAKE3 of the content; `None` where not even the content could be had.
    hash: Option<blake3::Hash>,
    examined: Result<Examined, Refusal>,
}

/// Everything that the files are held against.
struct Office<'a> {
    knowledge: &'a Knowledge,
    shelves: &'a Shelves,
    /// What this run brings; `None` without a roster.
    arrivals: Option<&'a Arrivals>,
    today: Date,
}

impl Office<'_> {
    fn beside(&self, report: &Report) -> Beside {
        let Beside { years, office } = self.shelves.beside(report, self.today);
        let filed = self.arrivals.and_then(|arrivals| arrivals.beside(report));
        Beside { years, office: office.map(|office| rules::Office { filed, ..office }) }
    }
}

/// How many files each worker has in hand before what is done is printed.
const BATCH: usize = 16;

/// Checks the files and prints what was found, in the order of the arguments.
pub(super) fn run(arguments: Check) -> Result<u8, Misuse> {
    let (mut config, knowledge) = prepare(arguments.common)?;
    let lang = config.settings.lang;
    let files = files(&arguments.paths);
    if files.is_empty() {
        return Err(Misuse::one(Phrase::new("没有找到要核对的文件", "there is no file to check"), lang));
    }
    let shelves = shelves(&mut config, &knowledge)?;
    let pool = ThreadPoolBuilder::new().num_threads(arguments.jobs.map_or(0, usize::from)).build();
    let pool = pool.map_err(|error| {
        let line = Phrase::new(format!("无法开始核对：{error}"), format!("checking cannot start: {error}"));
        Misuse::one(line, lang)
    })?;
    let roster = &shelves.round.roster;
    // Who has not filed, and what the others sum up to, is known only after a look at all of them.
    let arrivals = (!roster.is_empty()).then(|| Arrivals::of(&files, &pool, &knowledge, roster));
    let office = Office { knowledge: &knowledge, shelves: &shelves, arrivals: arrivals.as_ref(), today: today() };
    let mut printer = Printer::new(arguments.format, &config.settings, files.len());
    match check_all(files, &pool, &office, &mut printer) {
        Ok(code) => Ok(code),
        // The reader of a pipe has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(CLEAN),
        Err(error) => {
            let line = Phrase::new(format!("结果无法写出：{error}"), format!("the result cannot be written: {error}"));
            Err(Misuse::one(line, lang))
        }
    }
}

/// Batch by batch, so that a large folder is printed as it goes and never held whole.
fn check_all(files: VecDeque<PathBuf>, pool: &ThreadPool, office: &Office, printer: &mut Printer) -> io::Result<u8> {
    let mut code = CLEAN;
    let batch = pool.current_num_threads() * BATCH;
    let mut files = files.into_iter().peekable();
    printer.begin()?;
    while files.peek().is_some() {
        let next: Vec<PathBuf> = files.by_ref().take(batch).collect();
        let checked: Vec<Checked> =
            pool.install(|| next.into_par_iter().map(|file| check_file(file, office)).collect());
        for one in &checked {
            code = worse(code, exit_code(one));
            printer.print(one)?;
        }
    }
    printer.end()?;
    Ok(code)
}

fn exit_code(checked: &Checked) -> u8 {
    match &checked.examined {
        Err(_) => UNREADABLE,
        Ok(examined) if examined.checks.findings.iter().any(|finding| finding.severity == Severity::Error) => FINDINGS,
        Ok(_) => CLEAN,
    }
}

/// A file that could not be read outweighs every finding: of it nothing is known.
const fn worse(left: u8, right: u8) -> u8 {
    if left > right { left } else { right }
}

fn check_file(file: PathBuf, office: &Office) -> Checked {
    let knowledge = office.knowledge;
    let bytes = match read(&file, knowledge.limits.bytes) {
        Ok(bytes) => bytes,
        Err(error) => {
            return Checked { file, hash: None, examined: Err(refusal(&error)) };
        }
    };
    let hash = Some(blake3::hash(&bytes));
    let examined = trial::examine(&file.to_string_lossy(), &bytes, knowledge, |report| office.beside(report));
    Checked { file, hash, examined }
}

/// Why the content of a file could not be had.
fn refusal(error: &io::Error) -> Refusal {
    let why = phrase(error);
    let code = match error.kind() {
        ErrorKind::FileTooLarge => return Refusal { code: "too-large", message: why },
        ErrorKind::IsADirectory => return Refusal { code: "folder", message: why },
        ErrorKind::NotFound => "not-found",
        _ => "unreadable",
    };
    let message = Phrase::new(format!("文件无法读取：{}", why.zh), format!("the file cannot be read: {}", why.en));
    Refusal { code, message }
}

fn read(file: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(file)?;
    if metadata.is_dir() && is_named_as_file(file) {
        return Err(io::Error::from(ErrorKind::IsADirectory));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "not a regular file"));
    }
    if metadata.len() > limit as u64 {
        return Err(TooLarge { size: metadata.len(), limit: limit as u64 }.into());
    }
    fs::read(file)
}

fn is_named_as_file(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| is_named_as_report(&name.to_string_lossy()))
}

/// The files named, and those below the folders named, by name; hidden and temporary ones below a folder are left out. A
/// folder with the name of a file is listed as one, so that it is said to be none.
fn files(paths: &[PathBuf]) -> VecDeque<PathBuf> {
    let mut files = VecDeque::new();
    for path in paths {
        if path.is_dir() && !is_named_as_file(path) {
            let mut below = Vec::new();
            list(path, path, &mut below);
            below.sort();
            files.extend(below);
        } else {
            files.push_back(path.clone());
        }
    }
    files
}

/// A folder that cannot be opened is listed as a file would be, so that it is named as unreadable.
fn list(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        found.push(folder.to_owned());
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.strip_prefix(root).is_ok_and(is_ignored) {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && is_named_as_file(&path) => found.push(path),
            Ok(kind) if kind.is_dir() => list(root, &path, found),
            Ok(kind) if kind.is_file() => found.push(path),
            // Links, pipes and devices are no reports.
            Ok(_) | Err(_) => {}
        }
    }
}

/// Prints in one format to standard output.
struct Printer {
    format: Format,
    lang: Lang,
    words: Words,
    out: BufWriter<io::Stdout>,
    printed: usize,
    firings: Firings,
    doubt: DoubtBound,
    earlier: Earlier,
    /// Objects that wait for the last file, each with its rules: which rules are in doubt is known only then. `None`
    /// where there are too few files to doubt any rule, or nobody is told.
    held: Option<Vec<(String, Option<Vec<String>>)>>,
}

impl Printer {
    fn new(format: Format, settings: &Settings, files: usize) -> Self {
        let (lang, doubt) = (settings.lang, settings.doubt);
        let earlier = if settings.last_year.is_empty() { Earlier::NotGiven } else { Earlier::Given };
        let (words, out) = (Words::load(lang), BufWriter::new(io::stdout()));
        let waits = matches!(format, Format::Json | Format::Ndjson) && files >= doubt.from_reports;
        let held = waits.then(Vec::new);
        Self { format, lang, words, out, printed: 0, firings: Firings::default(), doubt, earlier, held }
    }

    fn begin(&mut self) -> io::Result<()> {
        match self.format {
            Format::Json => self.out.write_all(b"["),
            Format::Csv => write!(self.out, "{}{}", csv::BYTE_ORDER_MARK, csv::head()),
            Format::Text | Format::Ndjson => Ok(()),
        }
    }

    fn print(&mut self, checked: &Checked) -> io::Result<()> {
        match self.format {
            Format::Text => text::print(&mut self.out, checked, self.earlier, &self.words)?,
            Format::Csv => self.out.write_all(findings(checked, self.lang).as_bytes())?,
            Format::Ndjson | Format::Json => {
                let (object, rules) = (object(checked, self.lang).to_string(), rules_of(checked));
                match &mut self.held {
                    Some(held) => held.push((object, rules)),
                    None => self.object(&object, rules.as_deref(), &BTreeMap::new())?,
                }
            }
        }
        if let Ok(examined) = &checked.examined {
            self.firings.add(&examined.checks);
        }
        if !matches!(self.format, Format::Json | Format::Ndjson) {
            self.printed += 1;
        }
        self.out.flush()
    }

    /// One object; a file that could not be read has no rules.
    fn object(&mut self, object: &str, rules: Option<&[String]>, doubted: &BTreeMap<String, Firing>) -> io::Result<()> {
        let object = rules.map_or(Cow::Borrowed(object), |rules| Cow::Owned(json::with_doubt(object, rules, doubted)));
        match self.format {
            Format::Json => write!(self.out, "{}{object}", if self.printed == 0 { "\n" } else { ",\n" })?,
            Format::Ndjson | Format::Text | Format::Csv => writeln!(self.out, "{object}")?,
        }
        self.printed += 1;
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        let doubted = self.firings.doubted(self.doubt);
        for (object, rules) in self.held.take().unwrap_or_default() {
            self.object(&object, rules.as_deref(), &doubted)?;
        }
        match self.format {
            Format::Json => self.out.write_all(b"\n]\n")?,
            Format::Text => text::doubted(&mut self.out, &self.firings, self.doubt, &self.words)?,
            // Each object and each line is about one file; nothing is mixed in among them.
            Format::Ndjson | Format::Csv => {}
        }
        self.out.flush()
    }
}

/// The rules that found something in a report; `None` for a file that is none.
fn rules_of(checked: &Checked) -> Option<Vec<String>> {
    let examined = checked.examined.as_ref().ok()?;
    let rules: BTreeSet<&str> = examined.checks.findings.iter().map(|finding| finding.rule.as_str()).collect();
    Some(rules.into_iter().map(str::to_owned).collect())
}

fn object(checked: &Checked, lang: Lang) -> Value {
    let file = checked.file.to_string_lossy();
    let hash = checked.hash.map(|hash| hash.to_hex());
    let hash = hash.as_deref().unwrap_or_default();
    match &checked.examined {
        Ok(examined) => json::report(&file, hash, examined, lang),
        Err(refusal) => {
            let hash = (!hash.is_empty()).then_some(hash);
            json::error(&file, hash, refusal.code, refusal.message.text(lang))
        }
    }
}

fn findings(checked: &Checked, lang: Lang) -> String {
    let file = checked.file.to_string_lossy();
    match &checked.examined {
        Ok(examined) => csv::findings(&file, examined, lang),
        Err(refusal) => csv::error(&file, refusal.code, refusal.message.text(lang)),
    }
}
