//! The outlines of path objects: `S`, `M`, `L`, `Q`, `B`, `A` and `C` with their points.

use super::numbers::Placing;
use crate::document::page::{Part, Sides};

/// The parts of an outline on the page.
pub(super) fn parts(outline: &str, placing: &Placing) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut words = outline.split_ascii_whitespace();
    while let Some(word) = words.next() {
        let (numbers, sides) = match word {
            "S" | "M" => {
                parts.push(Part::default());
                (2, Sides::Straight)
            }
            "L" => (2, Sides::Straight),
            "Q" => (4, Sides::Bent),
            "B" => (6, Sides::Bent),
            "A" => (7, Sides::Bent),
            "C" => {
                if let Some(part) = parts.last_mut() {
                    part.corners.extend(part.corners.first().copied());
                }
                continue;
            }
            _ => break,
        };
        let own: Option<Vec<f64>> = (0..numbers).map(|_| words.next().and_then(|word| word.parse().ok())).collect();
        let (Some(own), Some(part)) = (own, parts.last_mut()) else { break };
        // Every step ends with the place that it leads to.
        let [.., x, y] = own.as_slice() else { break };
        part.corners.push(placing.point((*x, *y)));
        if sides == Sides::Bent {
            part.sides = Sides::Bent;
        }
    }
    parts
}
