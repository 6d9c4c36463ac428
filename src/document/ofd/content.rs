//! The objects of ofd pages: texts with the place of every character, and outlines that may be ruling lines. Pictures are
//! counted; seals, annotations and glyph substitutions are passed over.

use super::numbers::{POINTS, Placing, bounds, distances, numbers};
use super::shapes::parts;
use crate::document::page::{Drawing, Glyph, Part, Point, Shown, Sides, is_wide, legible};
use crate::document::xml::Element;

/// One page being taken down.
pub(super) struct Sketch {
    pub(super) drawing: Drawing,
    corner: Point,
    /// The most marks that it takes down.
    most: usize,
}

impl Sketch {
    /// An empty page; `area` says its size in millimetres, A4 where it does not.
    pub(super) fn new(area: Option<&Element>, most: usize) -> Self {
        let paper = area.and_then(|area| area.child("PhysicalBox")).and_then(|paper| bounds(&paper.text()));
        let [left, top, width, height] = paper.unwrap_or([0.0, 0.0, 210.0, 297.0]);
        Self { drawing: Drawing::new(width * POINTS, height * POINTS), corner: (left, top), most }
    }

    /// Draws all layers of a page or template.
    pub(super) fn draw(&mut self, page: &Element) {
        for layer in page.elements().filter(|own| &*own.name == "Content").flat_map(Element::elements) {
            self.block(layer);
        }
    }

    /// A layer or a block of objects; how deep blocks stand in one another was bounded when the part was read.
    fn block(&mut self, block: &Element) {
        for object in block.elements() {
            if object.attribute("Visible") == Some("false") || object.attribute("Alpha") == Some("0") {
                continue;
            }
            match &*object.name {
                "TextObject" => self.text(object),
                "PathObject" => self.path(object),
                "ImageObject" => self.drawing.pictures += 1,
                "PageBlock" | "Layer" => self.block(object),
                _ => {}
            }
        }
    }

    /// Counts marks; whether there is room for them.
    fn counts(&mut self, marks: usize) -> bool {
        self.drawing.marks = self.drawing.marks.saturating_add(marks);
        self.drawing.marks <= self.most
    }

    fn placing(&self, object: &Element) -> Placing {
        let [left, top, _, _] = object.attribute("Boundary").and_then(bounds).unwrap_or_default();
        Placing::new(object.attribute("CTM"), (left, top), self.corner)
    }

    fn text(&mut self, object: &Element) {
        let number = |name: &str| object.attribute(name).and_then(|value| value.trim().parse::<f64>().ok());
        let placing = self.placing(object);
        let size = number("Size").unwrap_or(3.5);
        let stretch = number("HScale").unwrap_or(1.0);
        let lean = number("CharDirection").unwrap_or(0.0).to_radians();
        let turned = |(x, y): Point| placing.vector((x * lean.cos() - y * lean.sin(), x * lean.sin() + y * lean.cos()));
        let up = turned((0.0, -size));
        let heading = number("ReadDirection").unwrap_or(0.0).to_radians();
        let mut begin = (0.0, 0.0);
        for code in object.elements().filter(|own| &*own.name == "TextCode") {
            let text: Vec<char> = code.text().chars().filter(|own| !matches!(own, '\n' | '\r' | '\t')).collect();
            if !self.counts(text.len()) {
                return;
            }
            let at = |name: &str, before: f64| code.attribute(name).and_then(|own| own.parse().ok()).unwrap_or(before);
            begin = (at("X", begin.0), at("Y", begin.1));
            let steps = |name: &str| code.attribute(name).map(|own| distances(own, text.len())).unwrap_or_default();
            let (across, down) = (steps("DeltaX"), steps("DeltaY"));
            let (mut x, mut y) = begin;
            for (place, character) in text.iter().enumerate() {
                let own = size * stretch * if is_wide(*character) { 1.0 } else { 0.5 };
                let step = match (across.get(place), down.get(place)) {
                    (None, None) => (own * heading.cos(), own * heading.sin()),
                    (across, down) => (across.copied().unwrap_or_default(), down.copied().unwrap_or_default()),
                };
                // Letters are as wide as their step, but not where they are spread.
                let length = step.0.hypot(step.1);
                let width = if length > 0.2 * size && length < 1.5 * own { length } else { own };
                let first = Glyph { character: ' ', origin: placing.point((x, y)), along: turned((width, 0.0)), up };
                let letters: Vec<char> = legible(*character).collect();
                self.drawing.write(&letters, first, Shown::Yes);
                (x, y) = (x + step.0, y + step.1);
            }
        }
    }

    fn path(&mut self, object: &Element) {
        let Some(outline) = object.child("AbbreviatedData").map(Element::text) else { return };
        if !self.counts(outline.len() / 4) {
            return;
        }
        let placing = self.placing(object);
        let parts = parts(&outline, &placing);
        self.drawing.curves += parts.iter().filter(|part: &&Part| part.sides == Sides::Bent).count();
        if object.attribute("Fill") == Some("true") {
            self.drawing.fill(&parts, lightness(object.child("FillColor")));
        }
        if object.attribute("Stroke") != Some("false") {
            let width = object.attribute("LineWidth").and_then(|own| own.parse().ok()).unwrap_or(0.353);
            self.drawing.stroke(&parts, width * placing.scale(), lightness(object.child("StrokeColor")));
        }
    }
}

/// From 0, black, to 1, white; black where nothing else is said.
fn lightness(color: Option<&Element>) -> f64 {
    let Some(color) = color else { return 0.0 };
    if color.attribute("Alpha") == Some("0") {
        return 1.0;
    }
    let values: Vec<f64> = color.attribute("Value").map(|own| numbers(own).take(4).collect()).unwrap_or_default();
    match values.as_slice() {
        [gray] => gray / 255.0,
        [red, green, blue] => (red + green + blue) / 765.0,
        _ => 0.0,
    }
}
