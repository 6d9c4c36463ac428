//! What a page draws, taken down instead of painted: glyphs with their characters, and the straight lines that may rule
//! tables. Pictures are counted, never decoded.

use hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};

use super::blank_font;
use super::outlines::{Fills, subpaths};
use crate::document::page::{Glyph, Page, Stroke, is_unreadable, is_wide, legible};

/// The thickest line that parts cells, in points; anything thicker is a coloured ground.
pub(super) const THICKEST: f64 = 4.0;

/// What one page draws.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub(super) page: Page,
    /// Text that is there but not shown, as what a scanner recognised behind its picture.
    pub(super) hidden: Vec<Glyph>,
    /// Glyphs whose character is not known.
    pub(super) unreadable: usize,
    /// Pictures, and shapes with curves, as text that was turned into outlines.
    pub(super) pictures: usize,
    pub(super) curves: usize,
    /// Whether a font could not be made out.
    pub(super) fonts_lost: bool,
    pub(super) marks: usize,
}

/// Takes down one page.
pub(super) struct Ink {
    drawing: Drawing,
    fills: Fills,
    /// How many marks may still be taken down.
    left: usize,
    /// Where it takes glyphs down at all; everywhere and lines as well where this is empty.
    within: Vec<Rect>,
}

impl Ink {
    pub(super) fn new((width, height): (f32, f32), left: usize) -> Self {
        let page = Page { width: f64::from(width), height: f64::from(height), ..Page::default() };
        Self { drawing: Drawing { page, ..Drawing::default() }, fills: Fills::default(), left, within: Vec::new() }
    }

    /// From now on takes down glyphs alone, and only in these places.
    pub(super) fn only_within(&mut self, places: Vec<Rect>) {
        self.within = places;
    }

    pub(super) fn finish(mut self) -> Drawing {
        self.drawing.page.strokes.extend(self.fills.edges());
        self.drawing
    }

    /// Counts marks; whether there is room for them.
    fn counts(&mut self, marks: usize) -> bool {
        self.drawing.marks = self.drawing.marks.saturating_add(marks);
        self.drawing.marks <= self.left
    }

    fn take_path(&mut self, path: &BezPath, transform: Affine, mode: &DrawMode, lightness: Option<f64>) {
        let elements = path.elements();
        if !self.within.is_empty() || !self.counts(elements.len()) {
            return;
        }
        self.drawing.curves += elements.iter().filter(|element| matches!(element, PathEl::CurveTo(..))).count();
        match mode {
            DrawMode::Stroke(props) => self.take_stroke(path, transform, f64::from(props.line_width), lightness),
            DrawMode::Fill(_) => self.take_fill(path, transform, lightness),
            DrawMode::FillAndStroke(_, props) => {
                self.take_fill(path, transform, lightness);
                self.take_stroke(path, transform, f64::from(props.line_width), lightness);
            }
            DrawMode::Invisible => {}
        }
    }

    fn take_stroke(&mut self, path: &BezPath, transform: Affine, width: f64, lightness: Option<f64>) {
        let scale = transform.determinant().abs().sqrt();
        if lightness.is_none_or(is_white) || width * scale > THICKEST {
            return;
        }
        for (points, _) in subpaths(path, transform) {
            let pairs = points.iter().zip(points.iter().skip(1));
            let strokes = pairs.map(|(from, to)| Stroke { from: (from.x, from.y), to: (to.x, to.y) });
            self.drawing.page.strokes.extend(strokes);
        }
    }

    fn take_fill(&mut self, path: &BezPath, transform: Affine, lightness: Option<f64>) {
        let Some(lightness) = lightness else { return };
        let mut outer: Option<Rect> = None;
        for (points, straight) in subpaths(path, transform) {
            let Some(bounds) = bounds(&points).filter(|_| straight) else { continue };
            if bounds.width().min(bounds.height()) <= THICKEST {
                if !is_white(lightness) {
                    self.drawing.page.strokes.push(middle_line(bounds));
                }
                continue;
            }
            // A border drawn as the ground between two boxes.
            match outer.filter(|outer| is_frame(*outer, bounds) && !is_white(lightness)) {
                Some(frame) => self.drawing.page.strokes.extend(sides(frame)),
                None => self.fills.push(bounds, lightness),
            }
            outer = Some(bounds);
        }
    }

    fn take_glyph(&mut self, glyph: &PdfGlyph, place: Affine, vertical: bool, mode: &DrawMode) {
        let origin = place * Point::ZERO;
        let vector = |x: f64, y: f64| {
            let end = place * Point::new(x, y);
            (end.x - origin.x, end.y - origin.y)
        };
        let advance = match glyph {
            PdfGlyph::Outline(outline) => outline.advance_width(),
            PdfGlyph::Type3(drawn) => drawn.advance_width(),
        };
        let text = readable(glyph);
        let wide = text.first().is_some_and(|first| is_wide(*first));
        let usual = if wide || vertical { 1000.0 } else { 500.0 };
        let advance = advance.map(f64::from).filter(|own| !vertical && *own > 1.0 && *own < 4_000.0).unwrap_or(usual);
        let mut up = vector(0.0, 1000.0);
        let along = vector(advance, 0.0);
        if let PdfGlyph::Type3(_) = glyph {
            // Such fonts have a height of their own; their letters are about as high as wide.
            let (high, wide) = (up.0.hypot(up.1), along.0.hypot(along.1));
            if high > 0.0 && wide > 1.5 * high {
                up = (up.0 * wide / high, up.1 * wide / high);
            }
        }
        if !self.within.is_empty() {
            let middle = Point::new(origin.x + along.0 / 2.0 + up.0 / 2.0, origin.y + along.1 / 2.0 + up.1 / 2.0);
            if !self.within.iter().any(|place| place.contains(middle)) {
                return;
            }
        }
        self.drawing.unreadable += text.iter().filter(|character| is_unreadable(**character)).count();
        #[expect(clippy::cast_precision_loss, reason = "a ligature has a handful of letters")]
        let share = 1.0 / text.len().max(1) as f64;
        let along = (along.0 * share, along.1 * share);
        let hidden = matches!(mode, DrawMode::Invisible);
        let mut origin = (origin.x, origin.y);
        for character in text {
            let glyph = Glyph { character, origin, along, up };
            if hidden {
                self.drawing.hidden.push(glyph)
            } else {
                self.drawing.page.glyphs.push(glyph)
            }
            origin = (origin.0 + along.0, origin.1 + along.1);
        }
    }
}

impl<'a> Device<'a> for Ink {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.take_path(path, props.transform, mode, lightness(&props.paint));
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if !self.counts(run.glyphs().len()) {
            return;
        }
        let vertical = matches!(run.writing_mode(), WritingMode::Vertical);
        for glyph in run.glyphs() {
            self.take_glyph(glyph, props.transform * glyph.transform(), vertical, mode);
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

/// From 0, black, to 1, white; nothing for what is not seen. A pattern counts as dark.
fn lightness(paint: &Paint) -> Option<f64> {
    let Paint::Color(color) = paint else { return Some(0.0) };
    let [red, green, blue, opacity] = color.to_rgba().components();
    (opacity > 0.05).then(|| 1.0 - f64::from(opacity) * (1.0 - f64::from(red + green + blue) / 3.0))
}

fn is_white(lightness: f64) -> bool {
    lightness > 0.97
}

fn bounds(points: &[Point]) -> Option<Rect> {
    let first = points.first()?;
    let bounds = points.iter().fold(Rect::from_points(*first, *first), |bounds, point| bounds.union_pt(*point));
    bounds.is_finite().then_some(bounds)
}

/// A thin shape as the line along its middle.
fn middle_line(bounds: Rect) -> Stroke {
    let middle = bounds.center();
    if bounds.width() >= bounds.height() {
        Stroke { from: (bounds.x0, middle.y), to: (bounds.x1, middle.y) }
    } else {
        Stroke { from: (middle.x, bounds.y0), to: (middle.x, bounds.y1) }
    }
}

fn is_frame(outer: Rect, inner: Rect) -> bool {
    let margins = [inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1];
    margins.iter().all(|margin| *margin >= -0.1 && *margin <= THICKEST)
}

/// The four sides of a box.
pub(super) fn sides(bounds: Rect) -> [Stroke; 4] {
    let Rect { x0, y0, x1, y1 } = bounds;
    let side = |from, to| Stroke { from, to };
    [side((x0, y0), (x1, y0)), side((x0, y1), (x1, y1)), side((x0, y0), (x0, y1)), side((x1, y0), (x1, y1))]
}
