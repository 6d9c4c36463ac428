//! A TOML file of names and words as a list of its lines, each with its number, so that a mistake can be pointed at.

use toml::de::{DeTable, DeValue};

use super::mistake::{Mistake, line_of};
use crate::model::Phrase;

/// One `key = "value"` of a TOML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The table that it stands in; empty at the top.
    pub(super) table: String,
    pub(super) key: String,
    pub(super) value: String,
    /// Counted from 1.
    pub(super) line: usize,
}

/// All entries, in the order of the file.
///
/// # Errors
/// Every mistake of syntax, and every value that is no text.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Vec<Mistake>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let slips = Mistake::of_syntax(text, &errors);
    let (mut found, mut mistakes) = (Vec::new(), Vec::new());
    collect(text, "", root.get_ref(), &mut found, &mut mistakes);
    mistakes.retain(|mistake| mistake.is_apart_from(&slips));
    mistakes.extend(slips);
    found.sort_by_key(|entry| entry.line);
    if mistakes.is_empty() { Ok(found) } else { Err(mistakes) }
}

fn collect(text: &str, table: &str, content: &DeTable, found: &mut Vec<Entry>, mistakes: &mut Vec<Mistake>) {
    for (key, value) in content {
        let line = line_of(text, key.span().start);
        let name = key.get_ref().to_string();
        match value.get_ref() {
            DeValue::String(value) => {
                found.push(Entry { table: table.to_owned(), key: name, value: value.to_string(), line });
            }
            DeValue::Table(inner) if table.is_empty() => collect(text, &name, inner, found, mistakes),
            DeValue::Table(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_) => {
                let what =
                    Phrase::new(format!("{name} 应为用引号括起的文字"), format!("{name} must be a text in quotes"));
                mistakes.push(Mistake { line, what });
            }
        }
    }
}
