//! What a page draws, taken down by its reader: glyphs, and of the shapes the straight lines that may rule tables. Pages of
//! the web rule tables with light cells on a dark ground; others fill thin boxes or the space between two.

use super::{Glyph, Page, Point, Stroke, is_unreadable};

/// The thickest line that parts cells, in points; anything thicker is a coloured ground.
const THICKEST: f64 = 4.0;

/// The most dark grounds that are looked at for cells upon them.
const MOST_GROUNDS: usize = 32;

/// What one page draws.
#[derive(Debug, Default)]
pub(in crate::document) struct Drawing {
    pub(in crate::document) page: Page,
    /// Text that is there but not shown, as what a scanner recognised behind its picture.
    pub(in crate::document) hidden: Vec<Glyph>,
    /// Glyphs whose character is not known.
    pub(in crate::document) unreadable: usize,
    pub(in crate::document) pictures: usize,
    /// Bent shapes, as text that was turned into outlines.
    pub(in crate::document) curves: usize,
    /// Whether a font could not be made out, so that text is lacking or wrong.
    pub(in crate::document) fonts_lost: bool,
    /// Glyphs and pieces of shapes so far.
    pub(in crate::document) marks: usize,
    grounds: Vec<(Bounds, f64)>,
}

/// One part of a shape: its corners, in points from the top left of the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::document) struct Part {
    pub(in crate::document) corners: Vec<Point>,
    pub(in crate::document) sides: Sides,
}

/// Whether all sides of a part are straight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::document) enum Sides {
    #[default]
    Straight,
    Bent,
}

/// Whether a glyph is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Shown {
    Yes,
    No,
}

/// From 0, black, to 1, white, as it looks on paper.
pub(in crate::document) type Lightness = f64;

impl Drawing {
    /// An empty page of a size in points.
    pub(in crate::document) fn new(width: f64, height: f64) -> Self {
        Self { page: Page { width, height, ..Page::default() }, ..Self::default() }
    }

    /// The characters of one glyph, side by side.
    pub(in crate::document) fn write(&mut self, text: &[char], first: Glyph, shown: Shown) {
        self.unreadable += text.iter().filter(|character| is_unreadable(**character)).count();
        #[expect(clippy::cast_precision_loss, reason = "a ligature has a handful of letters")]
        let share = 1.0 / text.len().max(1) as f64;
        let along = (first.along.0 * share, first.along.1 * share);
        let mut origin = first.origin;
        for character in text {
            let glyph = Glyph { character: *character, origin, along, ..first };
            match shown {
                Shown::Yes => self.page.glyphs.push(glyph),
                Shown::No => self.hidden.push(glyph),
            }
            origin = (origin.0 + along.0, origin.1 + along.1);
        }
    }

    /// A shape drawn along its outline with a pen of a width.
    pub(in crate::document) fn stroke(&mut self, parts: &[Part], width: f64, lightness: Lightness) {
        if is_white(lightness) || width > THICKEST {
            return;
        }
        for part in parts {
            let pairs = part.corners.iter().zip(part.corners.iter().skip(1));
            self.page.strokes.extend(pairs.map(|(from, to)| Stroke { from: *from, to: *to }));
        }
    }

    /// A shape that is filled.
    pub(in crate::document) fn fill(&mut self, parts: &[Part], lightness: Lightness) {
        let mut outer: Option<Bounds> = None;
        for part in parts.iter().filter(|part| part.sides == Sides::Straight) {
            let Some(bounds) = Bounds::around(&part.corners) else { continue };
            if bounds.wide().min(bounds.high()) <= THICKEST {
                if !is_white(lightness) {
                    self.page.strokes.push(bounds.middle_line());
                }
                continue;
            }
            // A border drawn as the space between two boxes.
            match outer.filter(|outer| outer.is_frame_of(&bounds) && !is_white(lightness)) {
                Some(frame) => self.page.strokes.extend(frame.sides()),
                None => self.ground(bounds, lightness),
            }
            outer = Some(bounds);
        }
    }

    /// A filled box; a light one on a darker ground is a cell.
    fn ground(&mut self, bounds: Bounds, lightness: Lightness) {
        let lies_on = |(ground, own): &(Bounds, f64)| {
            ground.holds(&bounds) && bounds.area() < ground.area() * 0.9 && lightness - own > 0.1
        };
        if self.grounds.iter().any(lies_on) {
            self.page.strokes.extend(bounds.sides());
        }
        if lightness < 0.9 && self.grounds.len() < MOST_GROUNDS {
            self.grounds.push((bounds, lightness));
        }
    }
}

fn is_white(lightness: Lightness) -> bool {
    lightness > 0.97
}

/// A box on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bounds {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Bounds {
    fn around(corners: &[Point]) -> Option<Self> {
        let (left, top) = corners.first().copied()?;
        let mut bounds = Self { left, top, right: left, bottom: top };
        for (x, y) in corners {
            bounds.left = bounds.left.min(*x);
            bounds.right = bounds.right.max(*x);
            bounds.top = bounds.top.min(*y);
            bounds.bottom = bounds.bottom.max(*y);
        }
        (bounds.wide() + bounds.high()).is_finite().then_some(bounds)
    }

    fn wide(&self) -> f64 {
        self.right - self.left
    }

    fn high(&self) -> f64 {
        self.bottom - self.top
    }

    fn area(&self) -> f64 {
        self.wide() * self.high()
    }

    fn holds(&self, other: &Self) -> bool {
        self.left <= other.left && self.right >= other.right && self.top <= other.top && self.bottom >= other.bottom
    }

    fn is_frame_of(&self, inner: &Self) -> bool {
        let margins =
            [inner.left - self.left, inner.top - self.top, self.right - inner.right, self.bottom - inner.bottom];
        margins.iter().all(|margin| *margin >= -0.1 && *margin <= THICKEST)
    }

    fn middle_line(&self) -> Stroke {
        let (x, y) = (f64::midpoint(self.left, self.right), f64::midpoint(self.top, self.bottom));
        if self.wide() >= self.high() {
            Stroke { from: (self.left, y), to: (self.right, y) }
        } else {
            Stroke { from: (x, self.top), to: (x, self.bottom) }
        }
    }

    fn sides(&self) -> [Stroke; 4] {
        let Self { left, top, right, bottom } = *self;
        let side = |from, to| Stroke { from, to };
        [
            side((left, top), (right, top)),
            side((left, bottom), (right, bottom)),
            side((left, top), (left, bottom)),
            side((right, top), (right, bottom)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(left: f64, top: f64, right: f64, bottom: f64) -> Part {
        Part { corners: vec![(left, top), (right, top), (right, bottom), (left, bottom)], sides: Sides::Straight }
    }

    #[test]
    fn thin_boxes_frames_and_light_cells_are_lines_and_grounds_are_not() {
        let strokes = |draw: fn(&mut Drawing)| {
            let mut drawing = Drawing::new(600.0, 800.0);
            draw(&mut drawing);
            drawing.page.strokes.len()
        };
        assert_eq!(strokes(|own| own.fill(&[part(10.0, 10.0, 200.0, 10.5)], 0.0)), 1);
        assert_eq!(strokes(|own| own.fill(&[part(10.0, 10.0, 200.0, 10.5)], 1.0)), 0);
        assert_eq!(strokes(|own| own.fill(&[part(10.0, 10.0, 200.0, 40.0)], 0.5)), 0);
        assert_eq!(strokes(|own| own.fill(&[part(10.0, 10.0, 99.0, 40.0), part(11.0, 11.0, 98.0, 39.0)], 0.0)), 4);
        let cells = |own: &mut Drawing| {
            own.fill(&[part(10.0, 10.0, 200.0, 100.0)], 0.2);
            own.fill(&[part(11.0, 11.0, 99.0, 99.0)], 1.0);
            own.fill(&[part(100.0, 11.0, 199.0, 99.0)], 1.0);
        };
        assert_eq!(strokes(cells), 8);
    }
}
