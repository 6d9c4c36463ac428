//! Rule files to `Rules`: a later file is laid over the earlier ones, and every mistake is told with its file and line.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::dictionary;
use super::kinds::Check;
use super::nearest::{Kind, unknown};
use super::thresholds::Threshold;
use super::{Amended, Amendment, Rule, Rules, syntax};
use crate::form::Form;
use crate::model::Phrase;
use toml::de::DeTable;

mod change;
mod checks;
mod demand;
mod placeholders;
mod schema;
mod shape;

use checks::Compiler;
use placeholders::Shipped;
use shape::RuleText;
pub(super) use shape::sentence;

/// The files of `config/rules`, one a family.
pub(super) const STANDARD: &[(&str, &str)] = &[
    ("config/rules/families.toml", include_str!("../../config/rules/families.toml")),
    ("config/rules/ext.toml", include_str!("../../config/rules/ext.toml")),
    ("config/rules/str.toml", include_str!("../../config/rules/str.toml")),
    ("config/rules/tab.toml", include_str!("../../config/rules/tab.toml")),
    ("config/rules/ari.toml", include_str!("../../config/rules/ari.toml")),
    ("config/rules/yoy.toml", include_str!("../../config/rules/yoy.toml")),
    ("config/rules/per.toml", include_str!("../../config/rules/per.toml")),
    ("config/rules/nar.toml", include_str!("../../config/rules/nar.toml")),
    ("config/rules/fee.toml", include_str!("../../config/rules/fee.toml")),
    ("config/rules/txt.toml", include_str!("../../config/rules/txt.toml")),
    ("config/rules/idn.toml", include_str!("../../config/rules/idn.toml")),
    ("config/rules/prv.toml", include_str!("../../config/rules/prv.toml")),
    ("config/rules/agg.toml", include_str!("../../config/rules/agg.toml")),
    ("config/rules/pro.toml", include_str!("../../config/rules/pro.toml")),
];

/// One rule as it stands in a file, for messages about it.
#[derive(Clone, Copy)]
struct Source<'a> {
    file: &'a str,
    /// The line of its `[[rule]]`, counted from 1.
    line: usize,
    text: &'a str,
}

impl Source<'_> {
    /// The line where a text first stands.
    fn line_of(&self, text: &str) -> usize {
        let before = self.text.find(text).map_or("", |at| &self.text[..at]);
        self.line + before.matches('\n').count()
    }

    /// File and line of a text.
    fn place(&self, text: &str) -> String {
        format!("{}:{}", self.file, self.line_of(text))
    }

    /// A mistake, at the line where the offending text stands.
    fn mistake(&self, offending: &str, said: &Phrase) -> Phrase {
        self.at_line(self.line_of(offending), said)
    }

    fn at_line(&self, line: usize, said: &Phrase) -> Phrase {
        let Phrase { zh, en } = said;
        Phrase::new(format!("{}:{line}: {zh}", self.file), format!("{}:{line}: {en}", self.file))
    }
}

/// A rule as written, with what later files change of it.
struct Written<'a> {
    source: Source<'a>,
    author: Author,
    text: RuleText,
    /// The parameters before anything was laid over them.
    shipped: BTreeMap<String, Decimal>,
    amendments: Vec<Amendment>,
}

/// Who wrote a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Author {
    /// It was shipped with this program, and its version tells of every change.
    Ours,
    Office,
}

/// Reads rule files, ours and then an office's own; every mistake of every rule is reported, so that one round of repair is
/// enough.
pub(super) fn load(ours: &[(&str, &str)], own: &[(&str, &str)], forms: &[Form]) -> Result<Rules, Vec<Phrase>> {
    let files: Vec<(Author, &str, &str)> = ours
        .iter()
        .map(|(file, text)| (Author::Ours, *file, *text))
        .chain(own.iter().map(|(file, text)| (Author::Office, *file, *text)))
        .collect();
    let mut mistakes = Vec::new();
    let mut families = Vec::new();
    let mut written: Vec<Written> = Vec::new();
    let mut unread: Vec<&str> = Vec::new();
    let mut hasher = blake3::Hasher::new();
    hasher.update(dictionary::STANDARD.1.as_bytes());
    for &(author, file, text) in &files {
        hasher.update(text.as_bytes());
        let (_, slips) = DeTable::parse_recoverable(text);
        if !slips.is_empty() {
            let slips = syntax::slips(text, &slips).into_iter();
            mistakes.extend(slips.map(|slip| Source { file, line: 1, text }.at_line(slip.line, &slip.what)));
            unread.push(text);
            continue;
        }
        for source in pieces(file, text) {
            let Some(file) = shape::read(&source, &mut mistakes) else {
                unread.push(source.text);
                continue;
            };
            families.extend(file.family);
            let Some(rule) = file.rule.into_iter().next() else { continue };
            let id = rule.id.as_ref();
            let is_there = || written.iter().any(|known| known.text.id.as_ref() == id);
            // What changes a rule that could not be read is not said to change none.
            if rule.check.is_none() && !is_there() && unread.iter().any(|text| text.contains(id.as_str())) {
                continue;
            }
            lay(rule, source, author, &mut written, &mut mistakes);
        }
    }
    let shipped = placeholders::shipped(&written);
    let (mut rules, mut off) = (Vec::new(), Vec::new());
    for one in written {
        let is_off = one.amendments.iter().rev().find_map(|amendment| match amendment.what {
            Amended::Off => Some(true),
            Amended::On => Some(false),
            Amended::Severity(_) | Amended::Parameter(..) => None,
        });
        let Some(rule) = compile(one, forms, &shipped, &mut mistakes) else { continue };
        if is_off == Some(true) { off.push(rule) } else { rules.push(rule) }
    }
    if mistakes.is_empty() {
        // A program that did not know of these marks has left readings without them.
        for rule in &rules {
            hasher.update(rule.demand.as_bytes());
        }
        Ok(Rules { rules, off, families, hash: hasher.finalize().to_hex()[..16].to_owned() })
    } else {
        mistakes.sort_by_key(|mistake| whereabouts(mistake, &files));
        Err(mistakes)
    }
}

/// The file and the line of a mistake: they are told in the order in which they will be mended.
fn whereabouts(mistake: &Phrase, files: &[(Author, &str, &str)]) -> (usize, usize) {
    let in_file = |(place, (_, file, _)): (usize, &(Author, &str, &str))| {
        let line = mistake.en.strip_prefix(*file)?.strip_prefix(':')?.split(':').next()?;
        Some((place, line.parse().ok()?))
    };
    files.iter().enumerate().find_map(in_file).unwrap_or_default()
}

/// A rule with a check is a new one; without, it changes one that is there.
fn lay<'a>(
    rule: RuleText,
    source: Source<'a>,
    author: Author,
    written: &mut Vec<Written<'a>>,
    mistakes: &mut Vec<Phrase>,
) {
    if rule.check.is_none() {
        change::apply(&rule, &source, written, mistakes);
        return;
    }
    let id = rule.id.as_ref();
    if let Some(first) = written.iter().find(|known| known.text.id.as_ref() == id) {
        let place = first.source.place(id);
        let said = Phrase::new(
            format!("id `{id}` 已经是 {place} 那条规则的；修改它请去掉 [rule.check]，另写一条请用新的 id"),
            format!("the id `{id}` is already that of the rule at {place}"),
        );
        mistakes.push(source.mistake(id, &said));
        return;
    }
    for (name, given) in
        [("title", rule.title.is_some()), ("severity", rule.severity.is_some()), ("message", rule.message.is_some())]
    {
        if !given && !rule.is_unread(name) {
            let said = Phrase::new(format!("缺少 `{name}`"), format!("`{name}` is missing"));
            mistakes.push(source.mistake(id, &said));
        }
    }
    let amendments = match rule.off {
        Some(true) => vec![Amendment { place: source.place("off"), what: Amended::Off }],
        Some(false) | None => Vec::new(),
    };
    written.push(Written { source, author, shipped: rule.parameters.clone(), text: rule, amendments });
}

/// A file cut before each `[[rule]]`, so that a mistake in one rule does not hide those in the next.
fn pieces<'a>(file: &'a str, text: &'a str) -> Vec<Source<'a>> {
    let mut starts: Vec<usize> = text
        .match_indices("[[rule]]")
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n')
        .collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let piece = |(start, end): (usize, usize)| Source {
        file,
        line: 1 + text[..start].matches('\n').count(),
        text: &text[start..end],
    };
    starts.iter().copied().zip(ends).map(piece).collect()
}

/// The rule with its check compiled for every edition that it applies to; `None` where a mistake was noted.
fn compile(written: Written, forms: &[Form], shipped: &Shipped, mistakes: &mut Vec<Phrase>) -> Option<Rule> {
    let demand = demand::mark(&written);
    let Written { source, author, text, shipped: as_written, amendments } = written;
    let before = mistakes.len();
    judge(&source, &text, forms, mistakes);
    parameters(&source, &text, mistakes);
    let is_asked = |form: &&Form| text.editions.is_empty() || text.editions.contains(&form.edition);
    let mut applied: Vec<&Form> = forms.iter().filter(is_asked).collect();
    if applied.is_empty() {
        // None of its editions is known, which was told; its names are held against all that there are.
        applied = forms.iter().collect();
    }
    let check = Compiler {
        source: &source,
        forms: &applied,
        all: forms,
        mistakes,
        parameters: &text.parameters,
        is_partial: text.is_partial(),
    };
    let checks = text.check?;
    let name = checks.name().to_owned();
    let check = check.compile(checks)?;
    ranges(&source, &check, &as_written, &amendments, mistakes);
    placeholders::judge(&source, (text.message.as_ref(), &text.variants), (&check, &name), shipped, mistakes);
    if mistakes.len() > before {
        return None;
    }
    let decreed = amendments.iter().rev().find_map(|amendment| match amendment.what {
        Amended::Severity(severity) => Some(severity),
        Amended::Off | Amended::On | Amended::Parameter(..) => None,
    });
    Some(Rule {
        place: source.place(text.id.as_ref()),
        id: text.id.into_inner(),
        version: text.version.unwrap_or(1),
        title: text.title?,
        severity: decreed.or(text.severity)?,
        decreed,
        demand,
        is_own: author == Author::Office,
        editions: text.editions,
        source: text.source.unwrap_or_default(),
        doc: placeholders::told(text.doc.unwrap_or_default(), &text.parameters, &check),
        message: text.message?,
        variants: text.variants,
        bodies: text.bodies,
        parameters: text.parameters,
        amendments,
        weights: text.weights,
        check,
    })
}

/// What can be said of a rule without its check.
fn judge(source: &Source, text: &RuleText, forms: &[Form], mistakes: &mut Vec<Phrase>) {
    let id = text.id.as_ref();
    let well_formed = id.len() == 6
        && id.is_ascii()
        && id[..3].bytes().all(|b| b.is_ascii_uppercase())
        && &id[3..4] == "-"
        && id[4..].bytes().all(|b| b.is_ascii_digit());
    if !well_formed {
        let said = Phrase::new(
            format!("id `{id}` 应为三个大写字母、一横、两位数字，如 `ABC-01`"),
            format!("the id `{id}` is not of the shape `ABC-01`"),
        );
        mistakes.push(source.mistake(id, &said));
    }
    for edition in text.editions.iter().chain(text.weights.iter().flat_map(|weight| &weight.editions)) {
        if !forms.iter().any(|form| form.edition == *edition) {
            mistakes.push(
                source.mistake(edition, &unknown(EDITION, edition, forms.iter().map(|form| form.edition.as_str()))),
            );
        }
    }
    for pattern in text.weights.iter().flat_map(|weight| &weight.cells) {
        let (row, column) = pattern.split_once('@').unwrap_or((pattern, "*"));
        let rows = forms.iter().flat_map(|form| &form.tables).flat_map(|table| &table.rows).map(|row| row.id.as_str());
        let columns = forms
            .iter()
            .flat_map(|form| &form.tables)
            .flat_map(|table| &table.columns)
            .map(|column| column.id.as_str());
        if row != "*" && !rows.clone().any(|id| id == row) {
            mistakes.push(source.mistake(pattern, &unknown(("行", "row"), row, rows)));
        }
        if column != "*" && !columns.clone().any(|id| id == column) {
            mistakes.push(source.mistake(pattern, &unknown(("列", "column"), column, columns)));
        }
    }
}

const EDITION: Kind = ("表式年版", "edition");

/// The numbers that a check takes: all that it asks for and no other.
fn parameters(source: &Source, text: &RuleText, mistakes: &mut Vec<Phrase>) {
    let asked = text.check.as_ref().map_or_else(Vec::new, checks::CheckText::parameters);
    for name in text.parameters.keys().filter(|name| !asked.contains(&name.as_str())) {
        let said = match &asked[..] {
            [] => Phrase::new(
                format!("这种核对没有参数，却写了 `{name}`"),
                format!("this check takes no parameter, but `{name}` is given"),
            ),
            asked => unknown(("参数", "parameter"), name, asked.iter().copied()),
        };
        mistakes.push(source.mistake(name, &said));
    }
    for name in asked.iter().filter(|name| !text.is_partial() && !text.parameters.contains_key(**name)) {
        let said = Phrase::new(format!("缺少参数 `{name}`"), format!("the parameter `{name}` is lacking"));
        mistakes.push(source.mistake("[rule.check]", &said));
    }
}

/// Numbers that make no sense, wherever they were set: such a rule would never find anything, or always.
fn ranges(
    source: &Source,
    check: &Check,
    as_written: &BTreeMap<String, Decimal>,
    amendments: &[Amendment],
    mistakes: &mut Vec<Phrase>,
) {
    let of_amendment = |amendment: &Amendment| match &amendment.what {
        Amended::Parameter(name, value) => Some((amendment.place.clone(), name.clone(), *value)),
        Amended::Off | Amended::On | Amended::Severity(_) => None,
    };
    let written = as_written.iter().map(|(name, value)| (source.place(name), name.clone(), *value));
    for (place, name, value) in written.chain(amendments.iter().filter_map(of_amendment)) {
        let Some(threshold) = Threshold::of(check, &name).filter(|known| !known.range.holds(value)) else { continue };
        let (value, Phrase { zh, en }) = (value.normalize(), threshold.range.said());
        mistakes.push(Phrase::new(
            format!("{place}: {name} 写的是 {value}，应为{zh}"),
            format!("{place}: {name} is {value}, expected {en}"),
        ));
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::rules) fn forms() -> Vec<Form> {
        [include_str!("../../config/forms/2019.toml"), include_str!("../../config/forms/2021.toml")]
            .map(|text| Form::from_toml(text).unwrap())
            .into()
    }

    #[test]
    fn the_standard_rules_load() {
        let rules = Rules::standard(&forms()).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
        assert!(rules.rules.len() >= 27);
    }
}
