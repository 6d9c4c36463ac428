//! Paragraphs, lists and frames of an odt in reading order, with what was passed over; not yet laid out.

use std::collections::{HashMap, VecDeque};

use super::super::story::Piece;
use super::super::story::line::{Line, Manner, Remark};
use super::super::story::notices::Notes;
use super::super::xml::{Element, Node};
use super::super::{Limits, Refusal};
use super::lists::{Counts, LEVELS, Lists};
use super::styles::{Answer, Setting, Styles};

/// Reads one story after another: the body, notes, headers.
pub(super) struct Reader<'e> {
    pub(super) limits: &'e Limits,
    styles: &'e Styles,
    lists: Lists,
    pub(super) notes: Notes,
    /// The footnotes and endnotes of the text so far.
    pub(super) notes_met: VecDeque<&'e Element>,
    headings: Counts,
    /// How far lists have counted, by their ids, and by their styles for those that go on without a name.
    by_id: HashMap<&'e str, Counts>,
    by_style: HashMap<&'e str, Counts>,
    /// How many bytes cells came to that the file repeats by a number.
    pub(super) repeated: usize,
}

/// A list that is being read.
struct List<'e> {
    style: &'e str,
    counts: Counts,
}

/// The number that the next paragraph of an item carries.
#[derive(Clone, Copy)]
struct Item {
    level: usize,
    start: Option<u32>,
}

/// A paragraph being read.
struct Flow<'e> {
    line: Line,
    boxes: Vec<Boxed<'e>>,
}

/// What follows a paragraph that it stands in.
enum Boxed<'e> {
    /// The blocks within a frame or shape.
    Within(&'e Element),
    /// A block that is not where it belongs.
    Block(&'e Element),
}

impl<'e> Reader<'e> {
    pub(super) fn new(limits: &'e Limits, styles: &'e Styles, lists: Lists) -> Self {
        Self {
            limits,
            styles,
            lists,
            notes: Notes::default(),
            notes_met: VecDeque::new(),
            headings: Counts::default(),
            by_id: HashMap::new(),
            by_style: HashMap::new(),
            repeated: 0,
        }
    }

    /// The pieces right below an element: the body, a cell, a text box, a note.
    pub(super) fn pieces(&mut self, parent: &'e Element) -> Result<Vec<Piece>, Refusal> {
        let mut pieces = Vec::new();
        for element in parent.elements() {
            self.block(element, &mut pieces)?;
        }
        Ok(pieces)
    }

    fn block(&mut self, element: &'e Element, pieces: &mut Vec<Piece>) -> Result<(), Refusal> {
        match &*element.name {
            "p" => self.paragraph(element, None, pieces),
            "h" => {
                let number = self.heading(element);
                self.paragraph(element, number, pieces)
            }
            "list" => self.list(element, pieces),
            "table" => {
                let table = self.table(element)?;
                pieces.push(Piece::Table(table));
                Ok(())
            }
            "tracked-changes" => {
                self.count_changes(element);
                Ok(())
            }
            "section" if element.attribute("display") == Some("none") => {
                self.hide(&element.text(), &mut Line::default());
                Ok(())
            }
            "note-citation" | "annotation" | "forms" | "object" | "change" | "change-start" | "change-end" => Ok(()),
            name if name.ends_with("-source") || name.ends_with("-decls") => Ok(()),
            "frame" => {
                let mut flow = Flow { line: Line::default(), boxes: Vec::new() };
                self.drawing(element, &mut flow);
                self.finish(flow, pieces)
            }
            _ => {
                for child in element.elements() {
                    self.block(child, pieces)?;
                }
                Ok(())
            }
        }
    }

    fn paragraph(
        &mut self,
        element: &'e Element,
        number: Option<String>,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Refusal> {
        let mut flow = Flow { line: Line::default(), boxes: Vec::new() };
        let setting = self.styles.setting("paragraph", element.attribute("style-name"));
        self.content(element, setting, &mut flow);
        if let Some(number) = number {
            flow.line.number(&number);
        }
        self.finish(flow, pieces)
    }

    /// What stands in frames beside a paragraph follows it.
    fn finish(&mut self, flow: Flow<'e>, pieces: &mut Vec<Piece>) -> Result<(), Refusal> {
        pieces.push(Piece::Paragraph(flow.line));
        for boxed in flow.boxes {
            match boxed {
                Boxed::Within(element) => pieces.extend(self.pieces(element)?),
                Boxed::Block(element) => self.block(element, pieces)?,
            }
        }
        Ok(())
    }

    fn content(&mut self, parent: &'e Element, setting: Setting, flow: &mut Flow<'e>) {
        for node in &parent.children {
            match node {
                Node::Text(text) => self.text(text, setting, flow),
                Node::Element(element) => self.inline(element, setting, flow),
            }
        }
    }

    fn inline(&mut self, element: &'e Element, setting: Setting, flow: &mut Flow<'e>) {
        match &*element.name {
            "s" => {
                let blanks = element.attribute("c").and_then(|count| count.trim().parse().ok()).unwrap_or(1_usize);
                // More would not fit on a line.
                self.push(&" ".repeat(blanks.clamp(1, 80)), setting, flow);
            }
            "tab" => self.push("\t", setting, flow),
            "line-break" => self.push("\n", setting, flow),
            "span" => {
                let own = self.styles.setting("text", element.attribute("style-name"));
                self.content(element, own.over(setting), flow);
            }
            "note" => self.notes_met.extend(element.child("note-body")),
            "change-start" | "change" => {
                let end = flow.line.text.len();
                self.notes.remark(&mut flow.line, Remark::Changed, end..end);
            }
            "hidden-text" | "hidden-paragraph" => {
                let said = element.attribute("string-value").map_or_else(|| element.text(), str::to_owned);
                self.hide(&said, &mut flow.line);
            }
            "ruby" => {
                if let Some(base) = element.child("ruby-base") {
                    self.content(base, setting, flow);
                }
            }
            "annotation" | "tracked-changes" => {}
            "frame" | "custom-shape" | "rect" | "ellipse" | "polygon" | "path" | "g" | "caption" => {
                self.drawing(element, flow);
            }
            "p" | "h" | "list" | "table" => flow.boxes.push(Boxed::Block(element)),
            _ => self.content(element, setting, flow),
        }
    }

    /// White space in the file is one blank, however much there is.
    fn text(&mut self, text: &str, setting: Setting, flow: &mut Flow<'e>) {
        let mut plain = String::with_capacity(text.len());
        for character in text.chars() {
            if !matches!(character, ' ' | '\t' | '\n' | '\r') {
                plain.push(character);
            } else if !plain.ends_with(' ') {
                plain.push(' ');
            }
        }
        self.push(&plain, setting, flow);
    }

    fn push(&mut self, text: &str, setting: Setting, flow: &mut Flow<'e>) {
        if setting.hidden == Some(Answer::Yes) {
            if !text.trim().is_empty() {
                self.hide(text, &mut flow.line);
            }
            return;
        }
        let manner = Manner {
            is_raised: setting.raised == Some(Answer::Yes),
            is_struck: setting.struck == Some(Answer::Yes),
            formula: 0,
        };
        flow.line.push(text, manner);
    }

    fn hide(&mut self, text: &str, line: &mut Line) {
        self.notes.hidden += 1;
        if self.notes.hidden == 1 {
            self.notes.hidden_text.push_str(text);
        }
        let end = line.text.len();
        self.notes.remark(line, Remark::Hidden, end..end);
    }

    /// The text of a frame or shape; a spreadsheet that is shown as a picture is told, for it cannot be read.
    fn drawing(&mut self, element: &'e Element, flow: &mut Flow<'e>) {
        if element.elements().any(|child| matches!(&*child.name, "p" | "h" | "list" | "table")) {
            flow.boxes.push(Boxed::Within(element));
            return;
        }
        for child in element.elements() {
            match &*child.name {
                "object" | "object-ole" => {
                    self.notes.embedded += 1;
                    let end = flow.line.text.len();
                    self.notes.remark(&mut flow.line, Remark::Embedded, end..end);
                }
                "title" | "desc" => {}
                _ => self.drawing(child, flow),
            }
        }
    }

    /// What was taken out is kept at the head of the text, apart from where it stood.
    fn count_changes(&mut self, changes: &Element) {
        for change in changes.elements().flat_map(Element::elements) {
            match &*change.name {
                "insertion" => self.notes.insertions += 1,
                "deletion" => self.notes.deletions += 1,
                _ => {}
            }
        }
    }

    fn heading(&mut self, element: &Element) -> Option<String> {
        if element.attribute("is-list-header") == Some("true") {
            return None;
        }
        let level = element.attribute("outline-level").and_then(|level| level.trim().parse::<usize>().ok())?;
        let restart = element.attribute("restart-numbering") == Some("true");
        let start = element.attribute("start-value").and_then(|start| start.trim().parse().ok());
        self.lists.next("", level.checked_sub(1)?, start.or(restart.then_some(1)), &mut self.headings)
    }

    /// A list that does not stand in another.
    fn list(&mut self, element: &'e Element, pieces: &mut Vec<Piece>) -> Result<(), Refusal> {
        let style = element.attribute("style-name").unwrap_or_default();
        let continued = element.attribute("continue-list").and_then(|id| self.by_id.get(id));
        let goes_on = element.attribute("continue-numbering") == Some("true");
        let counts = continued.or_else(|| self.by_style.get(style).filter(|_| goes_on)).copied().unwrap_or_default();
        let mut list = List { style, counts };
        self.items(element, 0, &mut list, pieces)?;
        if let Some(id) = element.attribute("id") {
            self.by_id.insert(id, list.counts);
        }
        self.by_style.insert(style, list.counts);
        Ok(())
    }

    fn items(
        &mut self,
        element: &'e Element,
        level: usize,
        list: &mut List<'e>,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Refusal> {
        let level = level.min(LEVELS - 1);
        for item in element.elements() {
            let start = item.attribute("start-value").and_then(|start| start.trim().parse().ok());
            let mut number = (&*item.name == "list-item").then_some(Item { level, start });
            for child in item.elements() {
                match &*child.name {
                    "list" => {
                        // A list within may be of a style of its own.
                        let outer = list.style;
                        list.style = child.attribute("style-name").unwrap_or(outer);
                        self.items(child, level + 1, list, pieces)?;
                        list.style = outer;
                    }
                    "p" | "h" => {
                        // Only the first paragraph of an item has a number; one that is a list only has none.
                        let number = number.take().and_then(|Item { level, start }| {
                            self.lists.next(list.style, level, start, &mut list.counts)
                        });
                        self.paragraph(child, number, pieces)?;
                    }
                    _ => self.block(child, pieces)?,
                }
            }
        }
        Ok(())
    }
}
