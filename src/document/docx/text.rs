//! Runs and what holds them to the line of a paragraph: fields, changes, hidden text, symbols, drawings.

use super::super::story::line::{Line, Manner, Remark};
use super::super::xml::{Element, Node};
use super::reader::Reader;
use super::styles::{switch, value};
use super::symbols;

/// A field that is open: its instruction comes first, then what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Instruction,
    Result,
}

/// The fields that are open, and the text within their instructions.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    skipped: String,
}

impl Fields {
    fn begin(&mut self, most: usize) {
        // A field beyond every depth is broken; what it shows is read all the same.
        if self.open.len() < most {
            self.open.push(Field::Instruction);
        }
    }

    fn separate(&mut self) {
        if let Some(last) = self.open.last_mut() {
            *last = Field::Result;
        }
    }

    fn end(&mut self) {
        self.open.pop();
        if !self.in_instruction() {
            self.skipped.clear();
        }
    }

    fn in_instruction(&self) -> bool {
        self.open.contains(&Field::Instruction)
    }

    /// An instruction does not reach beyond its paragraph: one that would has lost its end, and the text taken for it
    /// is given back.
    fn recovered(&mut self) -> Option<String> {
        if !self.in_instruction() {
            return None;
        }
        self.open.clear();
        Some(std::mem::take(&mut self.skipped))
    }
}

/// A paragraph being read: its line, and the text boxes that are anchored in it.
pub(super) struct Flow<'e> {
    pub(super) line: Line,
    pub(super) boxes: Vec<&'e Element>,
    /// Whether the style of the paragraph hides its text.
    is_hidden: bool,
    /// Whether the piece before was hidden: neighbours count as one.
    after_hidden: bool,
    /// How many formulas' pieces came before; 0 outside of formulas.
    formula: u32,
    in_formula: bool,
}

impl Flow<'_> {
    pub(super) fn new(is_hidden: bool) -> Self {
        Self { line: Line::default(), boxes: Vec::new(), is_hidden, after_hidden: false, formula: 0, in_formula: false }
    }
}

impl Reader<'_> {
    /// Everything within a paragraph.
    pub(super) fn content<'e>(&mut self, parent: &'e Element, flow: &mut Flow<'e>) {
        for element in parent.elements() {
            self.inline(element, flow);
        }
    }

    pub(super) fn inline<'e>(&mut self, element: &'e Element, flow: &mut Flow<'e>) {
        match &*element.name {
            "r" => self.run(element, flow),
            "del" | "moveFrom" => self.deleted(element, flow),
            "ins" | "moveTo" => {
                let start = flow.line.text.len();
                self.content(element, flow);
                self.inserted(&mut flow.line, start);
            }
            "AlternateContent" => {
                if let Some(chosen) = alternative(element) {
                    self.content(chosen, flow);
                }
            }
            "oMath" => {
                flow.in_formula = true;
                self.content(element, flow);
                flow.in_formula = false;
            }
            "sdt" if is_prompt(element) => {}
            "drawing" | "pict" | "object" => self.drawing(element, flow),
            // Not where they belong, but there: they follow the paragraph.
            "p" | "tbl" | "txbxContent" => flow.boxes.push(element),
            name if is_property(name) => {}
            _ => self.content(element, flow),
        }
    }

    /// Closes the fields that the paragraph left in the midst of an instruction.
    pub(super) fn close_fields(&mut self, flow: &mut Flow<'_>) {
        if let Some(text) = self.fields.recovered() {
            flow.line.push(&text, Manner::default());
        }
    }

    fn deleted<'e>(&mut self, element: &'e Element, flow: &mut Flow<'e>) {
        if holds_content(element) {
            self.notes.deletions += 1;
            let end = flow.line.text.len();
            self.notes.remark(&mut flow.line, Remark::Changed, end..end);
        }
    }

    fn inserted(&mut self, line: &mut Line, start: usize) {
        self.notes.insertions += 1;
        let end = line.text.len();
        self.notes.remark(line, Remark::Changed, start.min(end)..end);
    }

    fn run<'e>(&mut self, run: &'e Element, flow: &mut Flow<'e>) {
        let properties = run.child("rPr");
        let style = properties.and_then(|properties| value(properties, "rStyle"));
        let hidden = properties.and_then(|properties| switch(properties, "vanish"));
        // Two styles that both hide undo one another, as they do with bold.
        let is_hidden = hidden.unwrap_or_else(|| flow.is_hidden != self.styles.is_hidden(style));
        let position = properties.and_then(|properties| value(properties, "vertAlign"));
        let is_on = |name: &str| properties.and_then(|properties| switch(properties, name)).unwrap_or(false);
        if flow.in_formula {
            flow.formula += 1;
        }
        let manner = Manner {
            is_raised: matches!(position, Some("superscript" | "subscript")),
            is_struck: is_on("strike") || is_on("dstrike"),
            formula: if flow.in_formula { flow.formula } else { 0 },
        };
        if !is_hidden {
            self.within(run, manner, flow);
            flow.after_hidden = false;
            return;
        }
        let mut hidden = Flow::new(true);
        self.within(run, manner, &mut hidden);
        let mut text = hidden.line.text;
        text.extend(hidden.boxes.iter().map(|element| element.text()));
        if !text.trim().is_empty() {
            self.hide(&text, flow);
        }
    }

    fn hide(&mut self, text: &str, flow: &mut Flow<'_>) {
        let notes = &mut self.notes;
        if !std::mem::replace(&mut flow.after_hidden, true) {
            notes.hidden += 1;
        }
        if notes.hidden == 1 {
            notes.hidden_text.push_str(text);
        }
        let end = flow.line.text.len();
        self.notes.remark(&mut flow.line, Remark::Hidden, end..end);
    }

    /// What a run holds.
    fn within<'e>(&mut self, run: &'e Element, manner: Manner, flow: &mut Flow<'e>) {
        for element in run.elements() {
            match &*element.name {
                "t" => self.text(&symbols::replaced(words(element), || font(run)), manner, flow),
                "tab" | "ptab" => self.text("\t", manner, flow),
                "br" | "cr" => self.text("\n", manner, flow),
                "noBreakHyphen" => self.text("-", manner, flow),
                "sym" => self.text(&symbols::symbol(element), manner, flow),
                "fldChar" => match element.attribute("fldCharType") {
                    Some("begin") => self.fields.begin(self.limits.nesting),
                    Some("separate") => self.fields.separate(),
                    Some("end") => self.fields.end(),
                    _ => {}
                },
                "footnoteReference" => self.footnotes.refer(element),
                "endnoteReference" => self.endnotes.refer(element),
                "drawing" | "pict" | "object" => self.drawing(element, flow),
                "AlternateContent" => {
                    if let Some(chosen) = alternative(element) {
                        self.within(chosen, manner, flow);
                    }
                }
                "ruby" => {
                    if let Some(base) = element.child("rubyBase") {
                        self.content(base, flow);
                    }
                }
                "r" => self.run(element, flow),
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str, manner: Manner, flow: &mut Flow<'_>) {
        if self.fields.in_instruction() {
            self.fields.skipped.push_str(text);
        } else {
            flow.line.push(text, manner);
        }
    }

    /// The text boxes of a drawing; a spreadsheet that is shown as a picture is told, for it cannot be read.
    fn drawing<'e>(&mut self, drawing: &'e Element, flow: &mut Flow<'e>) {
        for element in drawing.elements() {
            match &*element.name {
                "txbxContent" => flow.boxes.push(element),
                "OLEObject" => {
                    let program = element.attribute("ProgID").unwrap_or_default();
                    if ["Excel", "ET.", "Word", "WPS", "KET"].iter().any(|name| program.starts_with(name)) {
                        self.embed(&mut flow.line);
                    }
                }
                "AlternateContent" => {
                    if let Some(chosen) = alternative(element) {
                        self.drawing(chosen, flow);
                    }
                }
                _ => self.drawing(element, flow),
            }
        }
    }

    pub(super) fn embed(&mut self, line: &mut Line) {
        self.notes.embedded += 1;
        let end = line.text.len();
        self.notes.remark(line, Remark::Embedded, end..end);
    }
}

/// The font that a run names for what is no Chinese.
fn font(run: &Element) -> Option<String> {
    let fonts = run.child("rPr")?.child("rFonts")?;
    fonts.attribute("ascii").or_else(|| fonts.attribute("hAnsi")).map(str::to_owned)
}

/// The text of one `t`: a break in the source of the file is no break of the line.
fn words(element: &Element) -> String {
    let text: String = element.children.iter().filter_map(own_text).collect();
    if !text.contains(['\n', '\r', '\t']) {
        return text;
    }
    let is_break = |character: char| matches!(character, '\n' | '\r' | '\t');
    let mut pieces = text.split(is_break).map(str::trim).filter(|piece| !piece.is_empty());
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + " " + piece)
}

fn own_text(node: &Node) -> Option<&str> {
    match node {
        Node::Text(text) => Some(text),
        Node::Element(_) => None,
    }
}

/// The branch of an alternative that is read: the first that holds text, for its fallback says the same again.
pub(super) fn alternative(element: &Element) -> Option<&Element> {
    let branches = || element.elements().filter(|branch| matches!(&*branch.name, "Choice" | "Fallback"));
    branches().find(|branch| holds_content(branch)).or_else(|| branches().next())
}

/// Whether anything readable stands below.
pub(super) fn holds_content(element: &Element) -> bool {
    let is_content = |child: &Element| {
        matches!(&*child.name, "t" | "delText" | "tbl" | "sym" | "fldChar" | "footnoteReference")
            || holds_content(child)
    };
    element.elements().any(is_content)
}

/// A content control that still shows its prompt, in the words of Word: nothing was filled in. Programs that fill a
/// control in often leave the mark of the prompt behind, so the words decide.
pub(super) fn is_prompt(control: &Element) -> bool {
    let is_marked = control.child("sdtPr").is_some_and(|properties| switch(properties, "showingPlcHdr") == Some(true));
    let Some(content) = control.child("sdtContent").filter(|_| is_marked) else {
        return false;
    };
    let text = content.text();
    let asks = ["单击", "点击", "Click ", "Choose "].iter().any(|word| text.contains(word));
    asks && !text.contains(|character: char| character.is_ascii_digit())
}

/// Elements that describe and hold no text of the document.
pub(super) fn is_property(name: &str) -> bool {
    name.ends_with("Pr")
        || name.ends_with("PrChange")
        || matches!(name, "tblGrid" | "rt" | "instrText" | "delText" | "sectPr")
}
