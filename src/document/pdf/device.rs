//! What the interpreter of pdf pages draws, taken down instead of painted. Pictures are counted, never decoded.

use hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};

use super::blank_font;
use crate::document::page::{Drawing, Glyph, Part, Shown, Sides, is_wide, legible};

/// Takes down one page.
pub(super) struct Ink {
    pub(super) drawing: Drawing,
    /// The most marks that it takes down.
    most: usize,
    /// Where it takes glyphs down at all; everywhere and lines as well where this is empty.
    within: Vec<Rect>,
}

impl Ink {
    pub(super) fn new((width, height): (f32, f32), most: usize) -> Self {
        Self { drawing: Drawing::new(width.into(), height.into()), most, within: Vec::new() }
    }

    /// From now on takes down glyphs alone, and only in these places.
    pub(super) fn only_within(&mut self, places: Vec<Rect>) {
        self.within = places;
    }

    /// Counts marks; whether there is room for them.
    fn counts(&mut self, marks: usize) -> bool {
        self.drawing.marks = self.drawing.marks.saturating_add(marks);
        self.drawing.marks <= self.most
    }

    fn take_glyph(&mut self, glyph: &PdfGlyph, place: Affine, mode: WritingMode, shown: Shown) {
        let origin = place * Point::ZERO;
        let vector = |x: f64, y: f64| {
            let end = place * Point::new(x, y);
            (end.x - origin.x, end.y - origin.y)
        };
        let text = readable(glyph);
        let along = vector(advance(glyph, mode, &text), 0.0);
        let up = height(glyph, vector(0.0, 1000.0), along);
        let middle = Point::new(origin.x + along.0 / 2.0 + up.0 / 2.0, origin.y + along.1 / 2.0 + up.1 / 2.0);
        if self.within.is_empty() || self.within.iter().any(|place| place.contains(middle)) {
            let first = Glyph { character: ' ', origin: (origin.x, origin.y), along, up };
            self.drawing.write(&text, first, shown);
        }
    }
}

impl<'a> Device<'a> for Ink {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if !self.within.is_empty() || !self.counts(path.elements().len()) {
            return;
        }
        let Some(lightness) = lightness(&props.paint) else { return };
        let parts = parts(path, props.transform);
        self.drawing.curves += parts.iter().filter(|part| part.sides == Sides::Bent).count();
        let scale = props.transform.determinant().abs().sqrt();
        match mode {
            DrawMode::Stroke(pen) => self.drawing.stroke(&parts, f64::from(pen.line_width) * scale, lightness),
            DrawMode::Fill(_) => self.drawing.fill(&parts, lightness),
            DrawMode::FillAndStroke(_, pen) => {
                self.drawing.fill(&parts, lightness);
                self.drawing.stroke(&parts, f64::from(pen.line_width) * scale, lightness);
            }
            DrawMode::Invisible => {}
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if !self.counts(run.glyphs().len()) {
            return;
        }
        let shown = if matches!(mode, DrawMode::Invisible) { Shown::No } else { Shown::Yes };
        for glyph in run.glyphs() {
            self.take_glyph(glyph, props.transform * glyph.transform(), run.writing_mode(), shown);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.drawing.pictures += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn pop_clip(&mut self) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_transparency_group(&mut self) {}
}

/// The characters of a glyph; the mark of a failed decoding where it has none, so that a figure never loses a digit
/// unseen.
fn readable(glyph: &PdfGlyph) -> Vec<char> {
    match glyph.as_unicode() {
        Some(BfString::Char('\u{0}')) | None => vec![unknown(glyph)],
        Some(BfString::Char(character)) => legible(character).collect(),
        Some(BfString::String(text)) => text.chars().take(16).flat_map(legible).collect(),
    }
}

/// A glyph without a character; an empty shape of a font that has shapes is a blank.
fn unknown(glyph: &PdfGlyph) -> char {
    match glyph {
        PdfGlyph::Outline(outline) => {
            let stands_in = outline.font_data().is_some_and(|font| blank_font::is_it(&font.data));
            if !stands_in && outline.outline().is_empty() { ' ' } else { '\u{FFFD}' }
        }
        PdfGlyph::Type3(_) => '\u{FFFD}',
    }
}

/// How wide a glyph is, in thousandths of its font's height; as usual where the font does not say.
fn advance(glyph: &PdfGlyph, mode: WritingMode, text: &[char]) -> f64 {
    let own = match glyph {
        PdfGlyph::Outline(outline) => outline.advance_width(),
        PdfGlyph::Type3(drawn) => drawn.advance_width(),
    };
    let wide = text.first().is_some_and(|first| is_wide(*first));
    match mode {
        WritingMode::Vertical => 1000.0,
        WritingMode::Horizontal => {
            own.map(f64::from).filter(|own| *own > 1.0 && *own < 4_000.0).unwrap_or(if wide { 1000.0 } else { 500.0 })
        }
    }
}

/// The height of a glyph. Fonts drawn by the page itself have heights of their own; their letters are about as high as
/// wide.
fn height(glyph: &PdfGlyph, up: (f64, f64), along: (f64, f64)) -> (f64, f64) {
    let (high, wide) = (up.0.hypot(up.1), along.0.hypot(along.1));
    match glyph {
        PdfGlyph::Type3(_) if high > 0.0 && wide > 1.5 * high => (up.0 * wide / high, up.1 * wide / high),
        PdfGlyph::Type3(_) | PdfGlyph::Outline(_) => up,
    }
}

/// From 0, black, to 1, white; nothing for what is not seen. A pattern counts as dark.
fn lightness(paint: &Paint) -> Option<f64> {
    let Paint::Color(color) = paint else { return Some(0.0) };
    let [red, green, blue, opacity] = color.to_rgba().components();
    (opacity > 0.05).then(|| 1.0 - f64::from(opacity) * (1.0 - f64::from(red + green + blue) / 3.0))
}

/// The parts of a path as polygons on the page.
fn parts(path: &BezPath, transform: Affine) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let on_page = |point: Point| {
        let point = transform * point;
        (point.x, point.y)
    };
    for element in path.elements() {
        if let PathEl::MoveTo(point) = *element {
            parts.push(Part { corners: vec![on_page(point)], sides: Sides::Straight });
            continue;
        }
        let Some(part) = parts.last_mut() else { continue };
        match *element {
            PathEl::LineTo(point) => part.corners.push(on_page(point)),
            PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                part.corners.push(on_page(point));
                part.sides = Sides::Bent;
            }
            PathEl::MoveTo(_) | PathEl::ClosePath => part.corners.extend(part.corners.first().copied()),
        }
    }
    parts
}
