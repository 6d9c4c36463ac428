//! Paths as polygons, and grounds laid over one another: pages of the web rule tables with light cells on a dark ground.

use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};

use super::device::sides;
use crate::document::page::Stroke;

/// The corners of each part of a path, and whether all its sides are straight.
pub(super) fn subpaths(path: &BezPath, transform: Affine) -> Vec<(Vec<Point>, bool)> {
    let mut parts: Vec<(Vec<Point>, bool)> = Vec::new();
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(point) => parts.push((vec![transform * point], true)),
            PathEl::LineTo(point) => {
                if let Some((points, _)) = parts.last_mut() {
                    points.push(transform * point);
                }
            }
            PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                if let Some((points, straight)) = parts.last_mut() {
                    points.push(transform * point);
                    *straight = false;
                }
            }
            PathEl::ClosePath => {
                if let Some((points, _)) = parts.last_mut()
                    && let Some(first) = points.first().copied()
                {
                    points.push(first);
                }
            }
        }
    }
    parts
}

/// The most dark grounds that are looked at for cells upon them.
const MOST_GROUNDS: usize = 32;

/// Filled boxes in the order of painting.
#[derive(Default)]
pub(super) struct Fills {
    grounds: Vec<(Rect, f64)>,
    cells: Vec<Rect>,
}

impl Fills {
    /// A box of a lightness from 0 to 1.
    pub(super) fn push(&mut self, bounds: Rect, lightness: f64) {
        let lies_on = |(ground, own): &(Rect, f64)| {
            ground.contains_rect(bounds) && bounds.area() < ground.area() * 0.9 && lightness - own > 0.1
        };
        if self.grounds.iter().any(lies_on) {
            self.cells.push(bounds);
        }
        if lightness < 0.9 && self.grounds.len() < MOST_GROUNDS {
            self.grounds.push((bounds, lightness));
        }
    }

    /// The sides of light boxes on dark grounds.
    pub(super) fn edges(&self) -> impl Iterator<Item = Stroke> {
        self.cells.iter().flat_map(|cell| sides(*cell))
    }
}
