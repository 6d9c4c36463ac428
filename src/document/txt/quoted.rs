//! Rows of a sheet copied into a text: cells between tab stops, in quotation marks where they hold line ends.

use crate::model::Span;

use super::{split_at, trimmed};

/// How many lines one row may take.
const MOST_LINES: usize = 40;

/// The lines, those that belong to one row as one.
pub(super) fn joined(text: &str, lines: &[Span]) -> Vec<Span> {
    let mut joined = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let count = count(text, &lines[at..]);
        joined.push(Span::new(lines[at].start, lines[at + count - 1].end));
        at += count;
    }
    joined
}

/// How many lines the row takes that begins with the first.
fn count(text: &str, lines: &[Span]) -> usize {
    let first = &text[lines[0].range()];
    if !first.contains('\t') || !first.contains('"') || closes(first) {
        return 1;
    }
    let mut count = 1;
    for line in lines.iter().take(MOST_LINES).skip(1) {
        count += 1;
        let content = &text[line.range()];
        // A blank line or prose lies in no cell of a table.
        if content.trim().is_empty() || content.contains('。') {
            return 1;
        }
        if content.contains('"') && closes(&text[lines[0].start..line.end]) {
            return count;
        }
    }
    1
}

/// Whether every cell of a row that opens with a quotation mark closes with one.
fn closes(row: &str) -> bool {
    let mut rest = row;
    loop {
        let end = match end_of_quoted(rest) {
            Some(end) => end,
            None if rest.starts_with('"') => return false,
            None => rest.find('\t').unwrap_or(rest.len()),
        };
        match rest.get(end + 1..) {
            Some(behind) => rest = behind,
            None => return true,
        }
    }
}

/// Where a quoted cell at the beginning of a text ends, its closing mark included.
fn end_of_quoted(text: &str) -> Option<usize> {
    let behind = text.strip_prefix('"')?;
    let mut characters = behind.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character != '"' {
            continue;
        }
        match characters.peek() {
            // Two marks stand for one.
            Some((_, '"')) => {
                characters.next();
            }
            Some((_, '\t' | '\r')) | None => return Some(at + 2),
            Some(_) => return None,
        }
    }
    None
}

/// The cells of a row between tab stops.
pub(super) fn fields(text: &str, row: Span) -> Vec<Span> {
    let content = &text[row.range()];
    if !content.contains('\n') {
        return split_at(text, row, |character| character == '\t');
    }
    let mut fields = Vec::new();
    let mut start = row.start;
    loop {
        let rest = &text[start..row.end];
        let quoted = end_of_quoted(rest);
        let end = start + quoted.unwrap_or_else(|| rest.find('\t').unwrap_or(rest.len()));
        let inner = if quoted.is_some() { Span::new(start + 1, end - 1) } else { Span::new(start, end) };
        fields.push(trimmed(text, inner));
        if end >= row.end {
            return fields;
        }
        start = end + 1;
    }
}
