//! The lists of numbers in the attributes of ofd objects: boxes, matrices, distances with repeats.

use crate::document::page::Point;

/// Numbers parted by blanks; nothing from the first that is none.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = f64> {
    text.split_ascii_whitespace().map_while(|word| word.parse().ok()).filter(|number: &f64| number.is_finite())
}

/// A box as its left, top, width and height.
pub(super) fn bounds(text: &str) -> Option<[f64; 4]> {
    let all: Vec<f64> = numbers(text).take(4).collect();
    all.try_into().ok()
}

/// Distances from each character to the next, `most` at the most; `g 3 2.5` says 2.5 three times.
pub(super) fn distances(text: &str, most: usize) -> Vec<f64> {
    let mut distances = Vec::new();
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next() {
        let (count, distance) = if word == "g" {
            let count = words.next().and_then(|count| count.parse::<usize>().ok());
            (count, words.next().and_then(|distance| distance.parse::<f64>().ok()))
        } else {
            (Some(1), word.parse::<f64>().ok())
        };
        let (Some(count), Some(distance)) = (count, distance.filter(|distance| distance.is_finite())) else { break };
        let room = most - distances.len();
        distances.extend(std::iter::repeat_n(distance, count.min(room)));
        if distances.len() >= most {
            break;
        }
    }
    distances
}

/// Points to a millimetre.
pub(super) const POINTS: f64 = 72.0 / 25.4;

/// From the space of an object to the page: its matrix, then its place, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placing {
    /// Where a millimetre to the right leads, and one down.
    right: Point,
    down: Point,
    corner: Point,
}

impl Placing {
    /// By the attributes of an object, on a page that begins at `page`.
    pub(super) fn new(matrix: Option<&str>, place: Point, page: Point) -> Self {
        let matrix = matrix.and_then(|text| numbers(text).take(6).collect::<Vec<_>>().try_into().ok());
        let matrix: [f64; 6] = matrix.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        let [right_x, right_y, down_x, down_y, x, y] = matrix.map(|own| own * POINTS);
        Self {
            right: (right_x, right_y),
            down: (down_x, down_y),
            corner: (x + (place.0 - page.0) * POINTS, y + (place.1 - page.1) * POINTS),
        }
    }

    /// A distance on the page.
    pub(super) fn vector(&self, (x, y): Point) -> Point {
        (self.right.0 * x + self.down.0 * y, self.right.1 * x + self.down.1 * y)
    }

    /// A place on the page.
    pub(super) fn point(&self, point: Point) -> Point {
        let (x, y) = self.vector(point);
        (x + self.corner.0, y + self.corner.1)
    }

    /// How much larger the page shows the object, in points to a millimetre.
    pub(super) fn scale(&self) -> f64 {
        (self.right.0 * self.down.1 - self.right.1 * self.down.0).abs().sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_are_spelt_out_and_bounded() {
        assert_eq!(distances("g 2 4.5 3 g 1 2", 9), [4.5, 4.5, 3.0, 2.0]);
        assert_eq!(distances("g 99999999999 1", 4), [1.0; 4]);
        assert_eq!(distances("1 x 2", 4), [1.0]);
        assert_eq!(distances("g 2", 4), [0.0; 0]);
    }
}
