//! What is said of an office file: changes that nobody accepted, text that is not shown, files within the file.

use crate::model::{Notice, Phrase, Span};

use super::line::{Line, Remark};

/// What the reader wants to say in the end.
#[derive(Debug, Default)]
pub(in super::super) struct Notes {
    pub(in super::super) insertions: usize,
    pub(in super::super) deletions: usize,
    pub(in super::super) hidden: usize,
    /// What the first hidden place says.
    pub(in super::super) hidden_text: String,
    pub(in super::super) embedded: usize,
    /// The remarks whose first place is known.
    pub(in super::super) remarked: Vec<Remark>,
}

impl Notes {
    /// Keeps the place of the first remark of its kind.
    pub(in super::super) fn remark(&mut self, line: &mut Line, remark: Remark, range: std::ops::Range<usize>) {
        if !self.remarked.contains(&remark) {
            self.remarked.push(remark);
            line.remarks.push((remark, range));
        }
    }
}

/// How much of a hidden text is quoted.
const QUOTED: usize = 20;

/// The notices, each with its first place where it is known.
pub(in super::super) fn notices(notes: Notes, covered: &[String], places: &[(Remark, Span)]) -> Vec<Notice> {
    let span = |remark: Remark| places.iter().find(|(own, _)| *own == remark).map(|(_, span)| *span);
    let mut notices = Vec::new();
    let Notes { insertions, deletions, hidden, hidden_text, embedded, remarked: _ } = notes;
    if insertions + deletions > 0 {
        notices.push(tracked_changes(insertions, deletions, span(Remark::Changed)));
    }
    if hidden + covered.len() > 0 {
        let first = if hidden > 0 { &hidden_text } else { covered.first().unwrap_or(&hidden_text) };
        notices.push(hidden_text_notice(hidden + covered.len(), first, span(Remark::Hidden)));
    }
    if embedded > 0 {
        notices.push(Notice {
            code: "embedded-part",
            message: Phrase::new(
                format!("文件中嵌入了 {embedded} 个其他文件（如电子表格），其中内容未读取，请对照原件"),
                format!("{embedded} other files, as spreadsheets, stand within the file and were not read: compare the original"),
            ),
            span: span(Remark::Embedded),
        });
    }
    notices
}

/// The notice of a document whose tracked changes are still in it.
fn tracked_changes(insertions: usize, deletions: usize, span: Option<Span>) -> Notice {
    Notice {
        code: "tracked-changes",
        message: Phrase::new(
            format!(
                "文件带有未接受的修订：插入 {insertions} 处，删除 {deletions} 处；按接受全部修订后的文字读取，请核对是否定稿"
            ),
            format!(
                "the file holds tracked changes, {insertions} insertions and {deletions} deletions; it was read as if \
                 all were accepted: is it final?"
            ),
        ),
        span,
    }
}

/// The notice of text that is there and not shown; `first` is what the first such place says.
fn hidden_text_notice(places: usize, first: &str, span: Option<Span>) -> Notice {
    let words: Vec<&str> = first.split_whitespace().collect();
    let words = words.join(" ");
    let mut quote: String = words.chars().take(QUOTED).collect();
    if quote.len() < words.len() {
        quote.push('…');
    }
    Notice {
        code: "hidden-text",
        message: Phrase::new(
            format!("文件有 {places} 处不显示的文字，未读取，第一处为“{quote}”"),
            format!("{places} places of text that is not shown were not read; the first says “{quote}”"),
        ),
        span,
    }
}
