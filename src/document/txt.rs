//! Plain text to blocks. Tables show in it as tab stops (one row a line, or one cell a line), as Markdown pipes, or as
//! a label with figures behind blanks; everything else is a paragraph. A sheet saved as text is read as a sheet.

use std::ops::Range;

use barred::{Piece, Printed};

use super::builder::Builder;
use super::decode::{Decoded, decode};
use super::sniff::{Kind, is_prose};
use super::{Block, Columns, Document, Grid, GridCell, Limits, Refusal};
use crate::model::{Notice, Phrase, Span};

mod barred;
mod quoted;
mod separated;
mod spaced;

/// How many lines with tabs on either side have a say in how a line with one tab is meant.
const NEIGHBOURS: usize = 12;

/// Reads a text file.
///
/// # Errors
/// When it holds no text, or over a limit.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Document, Vec<Notice>), Refusal> {
    let decoded = decode(bytes);
    if !is_prose(&decoded.text) {
        let is_empty = decoded.text.trim().is_empty();
        return Err(if is_empty { Refusal::without_text() } else { Refusal::of_kind(Kind::Binary) });
    }
    if decoded.text.len() > limits.text {
        return Err(Refusal::over_limit(("文字的字节数", "bytes of text"), limits.text));
    }
    let mut builder = Builder::new(limits);
    if separated::sheet(&decoded.text, &mut builder, limits)? {
        let document = builder.finish("csv", &decoded.encoding);
        let notices = lost(&decoded, &document.text).into_iter().collect();
        return Ok((document, notices));
    }
    let blocks = blocks(&decoded.text);
    if pieces(&blocks) > limits.pieces {
        return Err(Refusal::over_limit(("段落和单元格", "paragraphs and cells"), limits.pieces));
    }
    let notices = lost(&decoded, &decoded.text).into_iter().collect();
    let document = Document { kind: "txt".to_owned(), encoding: decoded.encoding, text: decoded.text, blocks };
    Ok((document, notices))
}

/// What to say of characters that could not be decoded; the first stands in `shown`.
fn lost(decoded: &Decoded, shown: &str) -> Option<Notice> {
    if decoded.lost == 0 {
        return None;
    }
    Some(Notice {
        code: "characters-lost",
        message: Phrase::new(
            format!("按 {} 解码时有 {} 处字符无法识别，请对照原件", decoded.encoding, decoded.lost),
            format!("{} characters could not be decoded as {}: compare the original", decoded.lost, decoded.encoding),
        ),
        span: shown.find('\u{FFFD}').map(|at| Span::new(at, at + '\u{FFFD}'.len_utf8())),
    })
}

fn pieces(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(_) => 1,
            Block::Cells(cells) => cells.len(),
            Block::Scattered(scraps) => scraps.len(),
            Block::Grid(grid) => grid.rows.iter().map(Vec::len).sum(),
        })
        .sum()
}

/// Cuts a text into paragraphs and tables.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let lines = quoted::joined(text, &lines(text));
    let stacked = stacked(text, &lines);
    let barred = barred::stretches(text, &lines);
    let mut stretches = spaced::stretches(text, &lines);
    stretches.retain(|stretch| barred.iter().all(|barred| !overlap(&barred.lines, stretch)));
    let mut stretches = stretches.into_iter().peekable();
    let bare = lines.iter().any(|line| is_bare(&text[line.range()]));
    let mut blocks = Blocks::default();
    for (number, (line, stacked)) in lines.iter().zip(stacked).enumerate() {
        if let Some(stretch) = stretches.next_if(|stretch| stretch.end <= number + 1) {
            blocks.finished.push(Block::Scattered(spaced::scraps(text, &lines[stretch])));
            continue;
        }
        if stretches.peek().is_some_and(|stretch| stretch.contains(&number)) {
            continue;
        }
        let content = &text[line.range()];
        let barred = barred.iter().find(|barred| barred.lines.contains(&number));
        match barred.map(|barred| (barred.printed, barred.lines.end)) {
            Some((Printed::BarBeside | Printed::BarBelow, end)) if end > number + 1 => continue,
            Some((printed @ (Printed::BarBeside | Printed::BarBelow), _)) => {
                let lines = barred.map_or(&[][..], |barred| &lines[barred.lines.clone()]);
                for piece in barred::pieces(text, lines, printed) {
                    blocks.piece(piece);
                }
                continue;
            }
            Some((Printed::RowALine, _)) if content.contains('|') => {
                blocks.row(barred::row(text, *line));
                continue;
            }
            Some((Printed::RowALine, _)) | None => {}
        }
        if bare && content.matches('|').count() >= LEAST_PIPES {
            blocks.row(split_at(text, *line, |character| character == '|'));
        } else if let Some(row) = piped_row(content, line.start) {
            blocks.row(row);
        } else if content.contains('\t') && stacked {
            blocks.cell(trimmed(text, Span::new(line.start + 1, line.end)));
        } else if content.contains('\t') {
            blocks.row(quoted::fields(text, *line));
        } else if let Some(row) = spaced::row(text, *line) {
            blocks.row(row);
        } else {
            blocks.paragraph(trimmed(text, *line));
        }
    }
    blocks.finished
}

/// Blocks under construction: neighbouring rows make one grid, neighbouring cells one run.
#[derive(Default)]
struct Blocks {
    finished: Vec<Block>,
}

impl Blocks {
    fn paragraph(&mut self, span: Span) {
        if span.start < span.end {
            self.finished.push(Block::Paragraph(span));
        }
    }

    fn cell(&mut self, span: Span) {
        if let Some(Block::Cells(cells)) = self.finished.last_mut() {
            cells.push(span);
        } else {
            self.finished.push(Block::Cells(vec![span]));
        }
    }

    fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Cell(span) => self.cell(span),
            Piece::Row(cells) => self.row(cells),
            Piece::Paragraph(span) => self.paragraph(span),
        }
    }

    fn row(&mut self, cells: Vec<Span>) {
        let cells = cells
            .into_iter()
            .zip(0..)
            .map(|(span, column)| GridCell { span, column, columns: 1, rows: 1 })
            .collect::<Vec<GridCell>>();
        if cells.is_empty() {
            return;
        }
        if let Some(Block::Grid(grid)) = self.finished.last_mut() {
            grid.rows.push(cells);
        } else {
            self.finished.push(Block::Grid(Grid { columns: Columns::Counted, rows: vec![cells] }));
        }
    }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        lines.push(Span::new(start, start + line.len()));
        start += line.len() + 1;
    }
    lines
}

/// For each line: whether a tab at its start marks a cell of its own. In a stacked table such lines are the rule; in a
/// table of one row a line a single leading tab is an empty first column.
fn stacked(text: &str, lines: &[Span]) -> Vec<bool> {
    let lone = |line: &Span| text[line.range()].strip_prefix('\t').is_some_and(|rest| !rest.contains('\t'));
    let tabbed: Vec<usize> = (0..lines.len()).filter(|line| text[lines[*line].range()].contains('\t')).collect();
    let mut stacked = vec![false; lines.len()];
    for (place, line) in tabbed.iter().enumerate() {
        let around = &tabbed[place.saturating_sub(NEIGHBOURS)..(place + NEIGHBOURS + 1).min(tabbed.len())];
        let votes = around.iter().filter(|line| lone(&lines[**line])).count();
        stacked[*line] = lone(&lines[*line]) && votes * 2 > around.len();
    }
    stacked
}

fn split_at(text: &str, line: Span, separator: impl Fn(char) -> bool) -> Vec<Span> {
    let mut cells = Vec::new();
    let mut start = line.start;
    for (offset, character) in text[line.range()].char_indices() {
        if separator(character) {
            cells.push(trimmed(text, Span::new(start, line.start + offset)));
            start = line.start + offset + character.len_utf8();
        }
    }
    cells.push(trimmed(text, Span::new(start, line.end)));
    cells
}

/// So many bars in a line part the cells of a table, not two names in a menu.
const LEAST_PIPES: usize = 3;

/// Whether bars stand between cells and not around them. Where one line does so a bar at the end of another is no border
/// but has a blank cell beside it.
fn is_bare(line: &str) -> bool {
    let line = line.trim();
    line.matches('|').count() >= LEAST_PIPES && !(line.starts_with('|') && line.ends_with('|'))
}

/// `| a | b |`; the rule below a Markdown header (`|---|:-:|`) is a row without cells.
fn piped_row(content: &str, start: usize) -> Option<Vec<Span>> {
    let inner = content.trim().strip_prefix('|')?.strip_suffix('|')?;
    if !inner.is_empty()
        && inner.chars().all(|character| matches!(character, '-' | ':' | '|' | ' '))
        && inner.contains("--")
    {
        return Some(Vec::new());
    }
    let begin = start + content.find('|')? + 1;
    let mut cells = Vec::new();
    let mut offset = begin;
    for piece in inner.split('|') {
        let lead = piece.len() - piece.trim_start().len();
        let body = piece.trim();
        let at = if body.is_empty() { offset } else { offset + lead };
        let (before, plain) = unmarked(body);
        cells.push(Span::new(at + before, at + before + plain.len()));
        offset += piece.len() + 1;
    }
    Some(cells)
}

/// The text of a Markdown cell without the marks around the whole of it, and how many bytes of them stand before it:
/// `**5**` is printed as 5 and `\-` as a dash. A mark alone is a sign.
fn unmarked(cell: &str) -> (usize, &str) {
    const MARKS: [&str; 6] = ["***", "**", "__", "*", "_", "`"];
    let inner = |mark: &&str| {
        let mark = *mark;
        let inner = cell.strip_prefix(mark)?.strip_suffix(mark)?;
        let is_text = !inner.is_empty() && !inner.starts_with(['*', '_', '`', ' ']) && !inner.contains(mark);
        is_text.then_some((mark.len(), inner))
    };
    if let Some(unmarked) = MARKS.iter().find_map(inner) {
        return unmarked;
    }
    match cell.strip_prefix('\\') {
        Some(plain) if !plain.is_empty() && plain.chars().all(|sign| sign.is_ascii_punctuation() && sign != '\\') => {
            (1, plain)
        }
        _ => (0, cell),
    }
}

/// The span without the blanks at its ends (ideographic and no-break spaces too).
fn trimmed(text: &str, span: Span) -> Span {
    let content = &text[span.range()];
    let body = content.trim();
    if body.is_empty() {
        return Span::new(span.start, span.start);
    }
    let start = span.start + (content.len() - content.trim_start().len());
    Span::new(start, start + body.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let cell = |span: &Span| text[span.range()].to_owned();
        blocks(text)
            .iter()
            .flat_map(|block| match block {
                Block::Paragraph(span) => vec![format!("P {}", cell(span))],
                Block::Scattered(scraps) => {
                    vec![format!("S {}", scraps.iter().map(|scrap| cell(&scrap.span)).collect::<Vec<_>>().join("|"))]
                }
                Block::Cells(cells) => vec![format!("C {}", cells.iter().map(cell).collect::<Vec<_>>().join("|"))],
                Block::Grid(grid) => grid
                    .rows
                    .iter()
                    .map(|row| format!("G {}", row.iter().map(|c| cell(&c.span)).collect::<Vec<_>>().join("|")))
                    .collect(),
            })
            .collect()
    }

    #[test]
    fn one_cell_a_line() {
        assert_eq!(shown("前言\n\t规章\n\t0\n\t\n\n\t1\n后"), ["P 前言", "C 规章|0||1", "P 后"]);
    }

    #[test]
    fn one_row_a_line_keeps_empty_cells() {
        assert_eq!(shown("规章\t0\t\t1\n\t甲\n乙\t2\n"), ["G 规章|0||1", "G |甲", "G 乙|2"]);
    }

    #[test]
    fn markdown_pipes() {
        assert_eq!(shown("| 规章 | 0 |  |\n|---|:-:|--|\n| 许可 | 5 | 6 |"), ["G 规章|0|", "G 许可|5|6"]);
    }

    #[test]
    fn marks_around_a_whole_cell_of_markdown_are_no_part_of_it() {
        let text = "| **规章** | **5** | *6* | \\- | * | ** | 7* | _8_ |";
        assert_eq!(shown(text), ["G 规章|5|6|-|*|**|7*|8"]);
        assert_eq!(shown("规章\t**5**\t*"), ["G 规章|**5**|*"], "no Markdown");
    }

    #[test]
    fn a_quoted_cell_between_tabs_may_hold_line_ends() {
        let text = "名称\t\"商业\n企业\"\t\"科研\n机构\"\n规章\t1\t\n\"甲\t2\n乙\t3";
        assert_eq!(shown(text), ["G 名称|商业\n企业|科研\n机构", "G 规章|1|", "G \"甲|2", "G 乙|3"]);
    }

    #[test]
    fn bars_between_cells_and_not_around_them() {
        let text = "规章|1|2|3\n|总计|||7|";
        assert_eq!(shown(text), ["G 规章|1|2|3", "G |总计|||7|"]);
    }

    #[test]
    fn bars_behind_cells() {
        let text = "第一项 | |||\n内容 | 制发 | 废止 |\n规章 | 1 |  |\n | 2 | 3 |\n后";
        assert_eq!(shown(text), ["G 第一项", "G 内容|制发|废止", "G 规章|1|", "G |2|3", "P 后"]);
    }

    #[test]
    fn bars_that_begin_and_fill_rows_of_one_cell_a_line() {
        let text = "前言\n|\n第一项 | ||\n|\n内容 |\n制发 |\n废止 |\n三、标题\n|\n规章 |\n|\n2 |\n|\n|\n|\n3 |\n后";
        assert_eq!(shown(text), ["P 前言", "G 第一项", "G 内容|制发|废止", "P 三、标题", "G 规章||2", "G ||3", "P 后"]);
    }

    #[test]
    fn bars_on_the_line_of_one_cell() {
        let text = "规章 |\n0 |\n|\n1 |\n行政\n许可 |\n2 |\n||\n合计项 |\n3 |\n后";
        assert_eq!(shown(text), ["C 规章|0||1|行政\n许可|2|合计项|3", "P 后"]);
    }

    #[test]
    fn bars_below_cells() {
        let text = "前言。\n规章\n|\n0\n|\n|\n1\n|\n四、行政复议、行政诉讼的情况\n许可\n|\n2\n|\n3\n|\n4\n|\n后";
        assert_eq!(shown(text), ["P 前言。", "C 规章|0||1", "P 四、行政复议、行政诉讼的情况", "C 许可|2|3|4", "P 后"]);
    }

    #[test]
    fn figures_behind_blanks() {
        assert_eq!(
            shown("一、本年新收 5 0  0\n共 3 页\n0 0 0 0 1"),
            ["G 一、本年新收|5|0|0", "P 共 3 页", "G 0|0|0|0|1"]
        );
        assert_eq!(shown("- 3 -"), ["P - 3 -"]);
    }
}
