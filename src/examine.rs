//! The stages in their order, bytes to everything known about a report: document, parse, diff with last year, check.
//! A plain function without input or output, used by the desk and by `gouji check` alike.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::diff::{Chain, Diff, Resubmission, SentBack, Side, Year, chain, diff, resubmission};
use crate::document::{self, Document, Limits, Refusal};
use crate::form::Form;
use crate::model::{Checks, Claim, Notice, Report, Suspects};
use crate::parse::parse;
use crate::rules::{self, Balance, Case, Office, Past, Rules, Sent};
use crate::suspects::suspects;

/// The editions, the rules and the limits: all that a reading depends on besides the files.
#[derive(Debug, Clone)]
pub struct Knowledge {
    pub forms: Vec<Form>,
    pub rules: Rules,
    pub limits: Limits,
    /// The program itself, to read files on trial in a process of their own; without it they are read at once.
    pub program: Option<PathBuf>,
}

impl Knowledge {
    /// The edition that a report was read by.
    #[must_use]
    pub fn form(&self, edition: &str) -> &Form {
        self.forms.iter().find(|form| form.edition == edition).unwrap_or(&self.forms[0])
    }
}

/// What is at hand beside the file itself; whatever is not known is empty.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// Reports of the same body on other years, one a year, in the order of the years.
    pub years: Vec<Arc<Past>>,
    /// What the office knows; rules that need it are undecided without.
    pub office: Option<Office>,
}

/// How long the prose of two reports may be compared before it is compared more coarsely.
const DIFF_PATIENCE: Duration = Duration::from_millis(500);

/// Everything known about one report.
#[derive(Debug, Clone)]
pub struct Examined {
    pub document: Document,
    pub report: Report,
    pub notices: Vec<Notice>,
    /// Last year's report, where one was found.
    pub last_year: Option<Arc<Past>>,
    pub diff: Option<Diff>,
    /// What ties all years at hand to one another; `None` where there is no other year.
    pub chain: Option<Chain>,
    /// What became of the version that was sent back; `None` where none was.
    pub resubmission: Option<Resubmission>,
    pub checks: Checks,
    /// What the prose states, in the order of the text.
    pub claims: Vec<Claim>,
    /// How many of the sums inside the report hold.
    pub balance: Balance,
    /// Which cells the sums that do not hold point at.
    pub suspects: Suspects,
}

/// Reads and checks one file; `name` only serves to notice an ending that claims another kind. `beside` gives what is at
/// hand beside the report that was read.
///
/// # Errors
/// A refusal when the file cannot be read at all.
pub fn examine(
    name: &str,
    bytes: &[u8],
    knowledge: &Knowledge,
    beside: impl FnOnce(&Report) -> Beside,
) -> Result<Examined, Refusal> {
    let (document, mut notices) = document::read(name, bytes, &knowledge.limits)?;
    let (report, said) = parse(&document, &knowledge.forms);
    notices.extend(said);
    let Beside { years, office } = beside(&report);
    let last_year = report.year.as_ref().and_then(|year| years.iter().find(|past| past.year() == Some(year.value - 1)));
    let form = knowledge.form(&report.form);
    let case = Case {
        document: &document,
        report: &report,
        form,
        last_year: last_year.map(Arc::as_ref),
        forms: &knowledge.forms,
        office: office.as_ref(),
    };
    let (checks, claims) = rules::check_with_claims(&case, &knowledge.rules);
    let balance = knowledge.rules.balance(&form.edition, &checks);
    let suspects = suspects(&case, &knowledge.rules);
    let diff = last_year.map(|past| {
        let old = Side { document: &past.document, report: &past.report, form: knowledge.form(&past.report.form) };
        diff(Side { document: &document, report: &report, form }, old, DIFF_PATIENCE)
    });
    let chain = chain_of(name, &report, &years, knowledge);
    let present = Side { document: &document, report: &report, form };
    let sent_back = office.as_ref().and_then(|office| office.sent_back.as_ref());
    let resubmission = sent_back.map(|sent| against(sent, present, &checks, knowledge));
    let last_year = last_year.cloned();
    Ok(Examined { document, report, notices, last_year, diff, chain, resubmission, checks, claims, balance, suspects })
}

/// This report against the version that was sent back.
fn against(sent: &Sent, present: Side, checks: &Checks, knowledge: &Knowledge) -> Resubmission {
    let Past { document, report, .. } = &*sent.past;
    let side = Side { document, report, form: knowledge.form(&report.form) };
    let sent = SentBack { version: sent.version, side, findings: &sent.findings };
    resubmission(&sent, present, checks, DIFF_PATIENCE)
}

/// This report among those on other years; it stands before another on its own year.
fn chain_of(name: &str, report: &Report, years: &[Arc<Past>], knowledge: &Knowledge) -> Option<Chain> {
    let present = Year { year: report.year.as_ref()?.value, report, source: name };
    let others =
        years.iter().filter_map(|past| Some(Year { year: past.year()?, report: &past.report, source: &past.source }));
    let all: Vec<Year> = std::iter::once(present).chain(others).collect();
    chain(&all, &knowledge.rules.ties(&knowledge.forms))
}

/// `examine`, but a reader that breaks down on a file refuses it instead of taking the program along.
///
/// # Errors
/// As `examine`, or that the reader broke down.
pub fn examine_guarded(
    name: &str,
    bytes: &[u8],
    knowledge: &Knowledge,
    beside: impl FnOnce(&Report) -> Beside,
) -> Result<Examined, Refusal> {
    catch_unwind(AssertUnwindSafe(|| examine(name, bytes, knowledge, beside)))
        .unwrap_or_else(|_| Err(Refusal::broke_down()))
}
