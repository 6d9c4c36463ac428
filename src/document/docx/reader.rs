//! Paragraphs, tables and text boxes in reading order, with what was passed over; not yet laid out.

use super::super::Limits;
use super::super::story::Piece;
use super::super::story::line::Line;
use super::super::story::notices::Notes;
use super::super::xml::Element;
use super::numbering::Numbering;
use super::styles::{Membership, Styles, level, switch, value};
use super::text::{Fields, Flow, alternative, holds_content, is_prompt, is_property};

/// The footnotes or endnotes that the text refers to, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct References {
    pub(super) ids: Vec<String>,
}

impl References {
    pub(super) fn refer(&mut self, element: &Element) {
        self.ids.extend(element.attribute("id").map(str::to_owned));
    }
}

/// Reads one story after another: the body, notes, headers.
pub(super) struct Reader<'s> {
    pub(super) limits: &'s Limits,
    pub(super) styles: &'s Styles,
    pub(super) numbering: Numbering,
    pub(super) fields: Fields,
    pub(super) notes: Notes,
    pub(super) footnotes: References,
    pub(super) endnotes: References,
    /// The headers and footers that sections refer to.
    pub(super) margins: References,
}

/// Pieces under construction.
#[derive(Default)]
struct Story {
    pieces: Vec<Piece>,
    /// A paragraph whose end was deleted: the next one goes on in it.
    open: Option<Line>,
}

impl Story {
    fn close(&mut self) {
        if let Some(line) = self.open.take() {
            self.pieces.push(Piece::Paragraph(line));
        }
    }
}

impl<'s> Reader<'s> {
    pub(super) fn new(limits: &'s Limits, styles: &'s Styles, numbering: Numbering) -> Self {
        Self {
            limits,
            styles,
            numbering,
            fields: Fields::default(),
            notes: Notes::default(),
            footnotes: References::default(),
            endnotes: References::default(),
            margins: References::default(),
        }
    }
}

impl Reader<'_> {
    /// The pieces right below an element: the body, a cell, a text box, a note.
    pub(super) fn pieces(&mut self, parent: &Element) -> Vec<Piece> {
        let mut story = Story::default();
        self.blocks(parent, &mut story);
        story.close();
        story.pieces
    }

    fn blocks(&mut self, parent: &Element, story: &mut Story) {
        for element in parent.elements() {
            self.block(element, story);
        }
    }

    fn block(&mut self, element: &Element, story: &mut Story) {
        match &*element.name {
            "p" => self.paragraph(element, story),
            "tbl" => {
                story.close();
                let table = self.table(element);
                story.pieces.push(Piece::Table(table));
            }
            "r" | "hyperlink" | "fldSimple" | "oMathPara" | "oMath" => {
                let mut flow = Flow::new(false);
                self.inline(element, &mut flow);
                self.close_fields(&mut flow);
                self.finish(flow, story);
            }
            "del" | "moveFrom" => {
                if holds_content(element) {
                    self.notes.deletions += 1;
                }
            }
            "altChunk" => {
                let mut line = Line::default();
                self.embed(&mut line);
                story.close();
                story.pieces.push(Piece::Paragraph(line));
            }
            "sectPr" => self.section(element),
            "AlternateContent" => {
                if let Some(chosen) = alternative(element) {
                    self.blocks(chosen, story);
                }
            }
            "sdt" if is_prompt(element) => {}
            name if is_property(name) => {}
            _ => self.blocks(element, story),
        }
    }

    fn paragraph(&mut self, element: &Element, story: &mut Story) {
        let properties = element.child("pPr");
        if let Some(section) = properties.and_then(|properties| properties.child("sectPr")) {
            self.section(section);
        }
        let style = properties.and_then(|properties| value(properties, "pStyle"));
        let mut flow = Flow::new(self.styles.is_hidden(style));
        self.content(element, &mut flow);
        self.close_fields(&mut flow);
        let mark = properties.and_then(|properties| properties.child("rPr"));
        if mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some()) {
            if !flow.line.is_blank() {
                self.notes.deletions += 1;
            }
            let boxes = std::mem::take(&mut flow.boxes);
            story.open.get_or_insert_default().join(flow.line);
            return self.text_boxes(boxes, story);
        }
        // A paragraph whose end is hidden too does not show, and does not count.
        let is_shown = !flow.line.is_blank() || mark.and_then(|mark| switch(mark, "vanish")) != Some(true);
        let is_counted = is_shown || story.open.as_ref().is_some_and(|line| !line.is_blank());
        if is_counted && let Some(number) = self.number(properties, style) {
            match &mut story.open {
                Some(line) => line.number(&number),
                None => flow.line.number(&number),
            }
        }
        self.finish(flow, story);
    }

    fn finish(&mut self, flow: Flow<'_>, story: &mut Story) {
        match &mut story.open {
            Some(line) => line.join(flow.line),
            None => story.open = Some(flow.line),
        }
        story.close();
        self.text_boxes(flow.boxes, story);
    }

    /// What stands in boxes beside a paragraph follows it. Fields do not reach into a box.
    fn text_boxes(&mut self, boxes: Vec<&Element>, story: &mut Story) {
        for element in boxes {
            let outside = std::mem::take(&mut self.fields);
            let mut inner = Story::default();
            self.block(element, &mut inner);
            inner.close();
            self.fields = outside;
            let is_text =
                |piece: &Piece| !matches!(piece, Piece::Paragraph(line) if line.is_blank() && line.remarks.is_empty());
            story.pieces.extend(inner.pieces.into_iter().filter(is_text));
        }
    }

    /// The automatic number of a paragraph, counted on.
    fn number(&mut self, properties: Option<&Element>, style: Option<&str>) -> Option<String> {
        let own = properties.and_then(|properties| properties.child("numPr"));
        let own_list = own.and_then(|own| value(own, "numId"));
        let own_level = own.and_then(level);
        let Membership { list, level, style } = match own_list {
            Some(list) => Membership { list: Some(list.to_owned()), level: None, style: None },
            None => self.styles.membership(style),
        };
        // List 0 takes a paragraph out of the list of its style.
        let list = list.filter(|list| list != "0")?;
        let of_style = || self.numbering.level_of_style(&list, style.as_deref()?, self.styles);
        let level = own_level.or_else(of_style).or(level).unwrap_or(0);
        self.numbering.next(&list, level, self.styles)
    }

    fn section(&mut self, element: &Element) {
        for reference in element.elements() {
            if matches!(&*reference.name, "headerReference" | "footerReference") {
                self.margins.refer(reference);
            }
        }
    }
}
