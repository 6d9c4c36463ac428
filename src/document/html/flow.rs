//! The text below an element as lines and tables, as a browser would lay it out: blanks collapsed, blocks parted, hidden
//! text left out and remembered.

use super::control::shown;
use super::list::{Lists, is_numbered};
use super::style::{Role, declared, keeps_blanks, role};
use super::tree::{Id, Step, Tree};

/// A piece of the text below an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// The text of one block; line breaks within it are `\n`.
    Lines(String),
    Table(Id),
}

/// What becomes of a table within the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tables {
    /// It is a piece of its own.
    Apart,
    /// Its cells are lines like any other.
    Within,
}

/// Reads text below elements of one page.
pub(super) struct Flow<'a> {
    tree: &'a Tree,
    /// By place of the node: what is no part of the article.
    left_out: &'a [bool],
    lists: Lists,
    /// Whether the page hides any text that would have been read.
    pub(super) hidden: bool,
}

impl<'a> Flow<'a> {
    pub(super) fn new(tree: &'a Tree, left_out: &'a [bool]) -> Self {
        Self { tree, left_out, lists: Lists::of(tree), hidden: false }
    }

    /// What stands below `root`.
    pub(super) fn pieces(&mut self, root: Id, tables: Tables) -> Vec<Piece> {
        let mut lines = Lines::default();
        let mut step = Some(Step::Enter(root));
        while let Some(now) = step {
            let enters = match now {
                Step::Enter(id) => self.enter(id, root, tables, &mut lines),
                Step::Leave(id) => {
                    self.leave(id, &mut lines);
                    true
                }
            };
            step = match now {
                Step::Enter(id) if !enters => self.tree.after(Step::Leave(id), root),
                now => self.tree.after(now, root),
            };
        }
        lines.flush();
        lines.pieces
    }

    /// All text below `root` as lines, tables within.
    pub(super) fn text(&mut self, root: Id) -> String {
        let mut text = String::new();
        for piece in self.pieces(root, Tables::Within) {
            let Piece::Lines(lines) = piece else { continue };
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&lines);
        }
        text
    }

    /// Whether text below an element would be seen if it were not hidden.
    pub(super) fn notice_hidden(&mut self, id: Id) {
        let has_text = |step| match step {
            Step::Enter(id) => self.tree.text(id).is_some_and(|text| text.chars().any(char::is_alphanumeric)),
            Step::Leave(_) => false,
        };
        self.hidden = self.hidden || self.tree.steps(id).any(has_text);
    }

    /// Whether to go on below.
    fn enter(&mut self, id: Id, root: Id, tables: Tables, lines: &mut Lines) -> bool {
        if let Some(text) = self.tree.text(id) {
            lines.push(text);
            return true;
        }
        // A cell of a table of figures is read whole, whatever its text looks like.
        if tables == Tables::Apart && self.left_out.get(id.place()).copied().unwrap_or(false) {
            return false;
        }
        let name = self.tree.name(id);
        match role(self.tree, id) {
            Role::Unread => return false,
            Role::Hidden => {
                self.notice_hidden(id);
                return false;
            }
            Role::Control => {
                lines.control(&shown(self.tree, id));
                return false;
            }
            Role::Block => lines.flush(),
            Role::Inline => {}
        }
        if name == "table" && tables == Tables::Apart && id != root {
            lines.pieces.push(Piece::Table(id));
            return false;
        }
        if sets_apart(self.tree, id) {
            lines.apart = true;
        }
        match name {
            "br" => lines.line_break(),
            "li" => lines.marker = Some(self.lists.marker(self.tree, id)).filter(|marker| !marker.is_empty()),
            _ => {}
        }
        if keeps_blanks(self.tree, id) {
            lines.preserved += 1;
        }
        true
    }

    fn leave(&mut self, id: Id, lines: &mut Lines) {
        if self.tree.name(id).is_empty() {
            return;
        }
        if role(self.tree, id) == Role::Block {
            lines.flush();
        }
        if keeps_blanks(self.tree, id) {
            lines.preserved = lines.preserved.saturating_sub(1);
        }
        if sets_apart(self.tree, id) {
            lines.apart = true;
        }
        if self.tree.name(id) == "li" {
            lines.marker = None;
        }
    }
}

/// Whether an element shows its text raised, lowered or struck out.
fn sets_apart(tree: &Tree, id: Id) -> bool {
    matches!(tree.name(id), "sup" | "sub" | "s" | "strike" | "del")
        || declared(tree, id, "vertical-align").is_some_and(|value| matches!(value.trim(), "super" | "sub"))
        || ["text-decoration", "text-decoration-line"]
            .iter()
            .any(|property| declared(tree, id, property).is_some_and(|value| value.contains("line-through")))
}

/// Lines under construction.
#[derive(Default)]
struct Lines {
    pieces: Vec<Piece>,
    line: String,
    /// Blanks that show only if more text follows on the line.
    pending: Option<Blank>,
    /// How many open elements keep their blanks.
    preserved: usize,
    /// The number of a list item whose text has not begun.
    marker: Option<String>,
    /// Whether the next character is raised or struck out and the last is not, or the other way round.
    apart: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blank {
    Space,
    /// With a line end: between two Chinese characters it is only how the source was wrapped.
    Wrapped,
}

impl Lines {
    fn push(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                // Marks that no reader sees: they would part the digits of a figure, or fill an empty cell.
                '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => {}
                '\n' if self.preserved > 0 => self.line_break(),
                '\n' | '\r' => self.pending = Some(Blank::Wrapped),
                ' ' | '\t' | '\u{C}' if self.preserved == 0 => {
                    self.pending.get_or_insert(Blank::Space);
                }
                '\u{A0}' => self.put(' '),
                other => self.put(other),
            }
        }
    }

    /// What stands in a box of its own: its digits never join those beside it.
    fn control(&mut self, text: &str) {
        self.apart = true;
        for (place, line) in text.trim().lines().enumerate() {
            if place > 0 {
                self.line_break();
            }
            self.push(line);
        }
        self.apart = true;
    }

    fn put(&mut self, character: char) {
        if let Some(blank) = self.pending.take() {
            let before = self.line.chars().next_back();
            let is_source_wrap = blank == Blank::Wrapped && before.is_some_and(is_wide) && is_wide(character);
            if before.is_some_and(|before| before != '\n') && !is_source_wrap {
                self.line.push(' ');
            }
        }
        // A figure and the mark of a note behind it, or the figure that was struck out before it, are two.
        let follows_digit = self.line.ends_with(|last: char| last.is_ascii_digit());
        if std::mem::take(&mut self.apart) && follows_digit && character.is_ascii_digit() {
            self.line.push(' ');
        }
        self.line.push(character);
    }

    fn line_break(&mut self) {
        self.pending = None;
        self.line.push('\n');
    }

    fn flush(&mut self) {
        self.pending = None;
        if self.line.trim().is_empty() {
            self.line.clear();
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        if let Some(marker) = self.marker.take()
            && !is_numbered(&line)
        {
            line.insert_str(line.len() - line.trim_start().len(), &marker);
        }
        self.pieces.push(Piece::Lines(line));
    }
}

/// Characters that are set without blanks between them.
fn is_wide(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Limits;
    use crate::document::html::tree::parse;

    fn shown(page: &str) -> Vec<String> {
        let tree = parse(page, &Limits::default()).unwrap();
        let left_out = vec![false; tree.len()];
        let mut flow = Flow::new(&tree, &left_out);
        let pieces = flow.pieces(Tree::ROOT, Tables::Within);
        pieces
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Lines(lines) => Some(lines),
                Piece::Table(_) => None,
            })
            .collect()
    }

    #[test]
    fn blanks_collapse_as_in_a_browser() {
        assert_eq!(shown("<p> 甲  乙\n丙 1\n2 <b>3</b>4 </p><p>&nbsp;</p>"), ["甲 乙丙 1 2 34"]);
        assert_eq!(shown("<p>甲<br> 乙</p>丙<div>丁<span>戊</span></div>"), ["甲\n乙", "丙", "丁戊"]);
        assert_eq!(shown("<pre>甲  1\n乙  2</pre>"), ["甲  1\n乙  2"]);
        assert_eq!(shown("<p>2&nbsp;0 2&#8203;0</p>"), ["2 0 20"]);
    }

    #[test]
    fn lists_are_numbered_unless_their_lines_are() {
        assert_eq!(
            shown(
                "<ol style='list-style-type:cjk-ideographic'><li>甲<li value=4>乙</ol><ol start=3><li>丙<li>（二）丁</ol><ul><li>戊</ul>"
            ),
            ["一、甲", "四、乙", "3.丙", "（二）丁", "戊"]
        );
    }

    #[test]
    fn rules_of_the_page_number_lists() {
        let page = "<style>/* ol{list-style:none} */ ol { list-style-type: cjk-ideographic } @media screen { li.plain { color: red; \
                    LIST-STYLE: none !important } }\n.roman, td > ol { list-style-type: upper-roman; }</style>";
        let lists = "<ol><li>甲<li class='x plain'>乙</ol><ol class=roman><li>丙</ol><ol class=roman type=a style='list-style-type:decimal'><li>丁</ol>";
        assert_eq!(shown(&format!("{page}{lists}")), ["一、甲", "乙", "I.丙", "1.丁"]);
    }

    #[test]
    fn what_is_not_shown_is_not_read() {
        assert_eq!(
            shown("<script>甲</script><p>乙<ruby>丙<rp>(<rt>bing</ruby><!-- 丁 --><![if !x]>戊<![endif]></p>"),
            ["乙丙戊"]
        );
        assert_eq!(
            shown("<p style='DISPLAY: none !important'>甲</p><p hidden>乙</p><p style='mso-hide:all'>丙</p>丁"),
            ["丁"]
        );
    }
}
