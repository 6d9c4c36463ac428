//! A page turned the way most of it is read: upright letters and level or plumb rules.

use std::collections::{BTreeSet, HashMap};

use super::lines::Letter;
use super::rules::{Level, Rule, merged};
use super::{Glyph, Page, Point, Stroke};

/// One upright page.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) letters: Vec<Letter>,
    pub(super) rules: Vec<Rule>,
    /// What runs aslant over the page, as watermarks do.
    pub(super) aslant: Vec<String>,
}

/// How a glyph is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Upright,
    /// Its head to the left: read upwards.
    Left,
    /// Head down.
    Over,
    /// Its head to the right: read downwards.
    Right,
    Aslant,
}

const TURNS: [Turn; 4] = [Turn::Upright, Turn::Left, Turn::Over, Turn::Right];

impl Sheet {
    /// Turns a page as most of its glyphs stand.
    pub(super) fn new(page: Page) -> Self {
        let Page { mut width, mut height, mut glyphs, mut strokes } = page;
        glyphs.retain(is_drawn);
        let most = TURNS
            .into_iter()
            .rev()
            .max_by_key(|turn| glyphs.iter().filter(|glyph| turn_of(glyph) == *turn).count())
            .unwrap_or(Turn::Upright);
        turn_back(most, (width, height), &mut glyphs, &mut strokes);
        if matches!(most, Turn::Left | Turn::Right) {
            std::mem::swap(&mut width, &mut height);
        }
        // What lies outside the paper is not seen.
        glyphs.retain(|glyph| {
            let (x, y) = middle(glyph);
            x >= 0.0 && x <= width && y >= 0.0 && y <= height
        });
        let mut sheet = Self { width, height, ..Self::default() };
        sheet.take(&glyphs);
        sheet.rules = merged(strokes.into_iter().filter_map(level));
        sheet
    }

    fn take(&mut self, glyphs: &[Glyph]) {
        let mut seen = Seen::default();
        let mut aslant = Vec::new();
        for run in glyphs.chunk_by(runs_along) {
            let turn = run.first().map_or(Turn::Upright, turn_of);
            let fresh = run.iter().filter(|glyph| seen.is_new(glyph));
            match turn {
                Turn::Upright => self.letters.extend(fresh.map(upright)),
                Turn::Right => self.letters.extend(fresh.map(stood_up)),
                // Read from the other end: the first character takes the place of the last.
                Turn::Left | Turn::Over => {
                    let fresh: Vec<&Glyph> = fresh.collect();
                    let places: Vec<Letter> = fresh.iter().rev().map(|glyph| stood_up(glyph)).collect();
                    let letters = fresh.iter().zip(places);
                    self.letters.extend(letters.map(|(glyph, place)| Letter { character: glyph.character, ..place }));
                }
                Turn::Aslant => aslant.extend(fresh),
            }
        }
        self.aslant = runs_aslant(&aslant);
    }
}

/// The texts that run aslant over any page, each once.
pub(super) fn aside(sheets: &[Sheet]) -> BTreeSet<String> {
    sheets.iter().flat_map(|sheet| sheet.aslant.iter().cloned()).collect()
}

/// Places already printed on: a character drawn twice within a hair's breadth is a poor man's bold.
#[derive(Default)]
struct Seen {
    places: HashMap<(char, i64, i64), Vec<Point>>,
}

impl Seen {
    fn is_new(&mut self, glyph: &Glyph) -> bool {
        if glyph.character.is_whitespace() {
            return true;
        }
        let size = length(glyph.up).max(0.5);
        let near = size * 0.12;
        let (x, y) = glyph.origin;
        let square = |value: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a page is some thousand points wide; beyond, it saturates"
            )]
            let square = (value / 8.0).floor() as i64;
            square
        };
        let squares = [(x - near, y - near), (x + near, y - near), (x - near, y + near), (x + near, y + near)];
        let is_same = |other: &Point| (other.0 - x).abs() <= near && (other.1 - y).abs() <= near;
        for (x, y) in squares {
            let key = (glyph.character, square(x), square(y));
            if self.places.get(&key).is_some_and(|places| places.iter().take(64).any(is_same)) {
                return false;
            }
        }
        self.places.entry((glyph.character, square(x), square(y))).or_default().push((x, y));
        true
    }
}

/// Whether the second glyph goes on where the first ends; of upright ones it does not matter.
fn runs_along(one: &Glyph, next: &Glyph) -> bool {
    let turn = turn_of(one);
    let end = (one.origin.0 + one.along.0, one.origin.1 + one.along.1);
    let gap = (next.origin.0 - end.0, next.origin.1 - end.1);
    turn == turn_of(next) && (turn == Turn::Upright || length(gap) < 2.5 * length(one.up))
}

fn is_drawn(glyph: &Glyph) -> bool {
    let numbers = [glyph.origin.0, glyph.origin.1, glyph.along.0, glyph.along.1, glyph.up.0, glyph.up.1];
    let size = length(glyph.up);
    numbers.iter().all(|number| number.is_finite()) && size > 0.2 && size < 2_000.0
}

fn length((x, y): Point) -> f64 {
    x.hypot(y)
}

fn turn_of(glyph: &Glyph) -> Turn {
    let (x, y) = glyph.up;
    let lean = length(glyph.up) * 0.2;
    // Slanted letters lean, so what counts is where their line runs, unless they stand in no line.
    let (along, across) = if length(glyph.along) > 0.0 { glyph.along } else { (-y, x) };
    let flat = length((along, across)) * 0.12;
    if across.abs() <= flat && along > 0.0 && y < lean {
        Turn::Upright
    } else if across.abs() <= flat {
        Turn::Over
    } else if along.abs() <= flat && across < 0.0 {
        Turn::Left
    } else if along.abs() <= flat {
        Turn::Right
    } else {
        Turn::Aslant
    }
}

/// Turns a whole page so that what stood as `turn` says stands upright.
fn turn_back(turn: Turn, (width, height): Point, glyphs: &mut [Glyph], strokes: &mut [Stroke]) {
    let place = |(x, y): Point| match turn {
        Turn::Upright | Turn::Aslant => (x, y),
        Turn::Left => (height - y, x),
        Turn::Over => (width - x, height - y),
        Turn::Right => (y, width - x),
    };
    let distance = |(x, y): Point| match turn {
        Turn::Upright | Turn::Aslant => (x, y),
        Turn::Left => (-y, x),
        Turn::Over => (-x, -y),
        Turn::Right => (y, -x),
    };
    for glyph in glyphs {
        glyph.origin = place(glyph.origin);
        glyph.along = distance(glyph.along);
        glyph.up = distance(glyph.up);
    }
    for stroke in strokes {
        stroke.from = place(stroke.from);
        stroke.to = place(stroke.to);
    }
}

fn middle(glyph: &Glyph) -> Point {
    let at = |origin: f64, along: f64, up: f64| origin + along / 2.0 + up * 0.38;
    (at(glyph.origin.0, glyph.along.0, glyph.up.0), at(glyph.origin.1, glyph.along.1, glyph.up.1))
}

fn upright(glyph: &Glyph) -> Letter {
    let (x, y) = glyph.origin;
    let size = glyph.up.1.abs().max(length(glyph.up) * 0.5);
    Letter { character: glyph.character, left: x, right: x + glyph.along.0.max(0.0), baseline: y, size }
}

/// An upright letter in the place of a turned one: a turned word then reads as one written downwards.
fn stood_up(glyph: &Glyph) -> Letter {
    let (x, y) = middle(glyph);
    let size = length(glyph.up);
    let half = size / 2.0;
    Letter { character: glyph.character, left: x - half, right: x + half, baseline: y + 0.38 * size, size }
}

fn runs_aslant(glyphs: &[&Glyph]) -> Vec<String> {
    let runs = glyphs.chunk_by(|one, next| runs_along(one, next));
    runs.map(|run| run.iter().map(|glyph| glyph.character).collect::<String>())
        .map(|run| run.trim().to_owned())
        .collect()
}

/// A stroke that runs level or plumb; others part no cells.
fn level(stroke: Stroke) -> Option<Rule> {
    let Stroke { from, to } = stroke;
    let (wide, high) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
    if !(wide.is_finite() && high.is_finite()) {
        return None;
    }
    let flat = |across: f64, along: f64| across <= 0.75 || across <= along * 0.01;
    if wide >= high && flat(high, wide) {
        let at = f64::midpoint(from.1, to.1);
        return Some(Rule { level: Level::Across, at, from: from.0.min(to.0), to: from.0.max(to.0) });
    }
    if high > wide && flat(wide, high) {
        let at = f64::midpoint(from.0, to.0);
        return Some(Rule { level: Level::Down, at, from: from.1.min(to.1), to: from.1.max(to.1) });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(glyphs: Vec<Glyph>) -> Sheet {
        Sheet::new(Page { width: 100.0, height: 200.0, glyphs, strokes: Vec::new() })
    }

    fn glyph(character: char, origin: Point, along: Point, up: Point) -> Glyph {
        Glyph { character, origin, along, up }
    }

    fn text(sheet: &Sheet) -> Vec<String> {
        super::super::lines::lines(sheet.letters.clone()).iter().map(super::super::lines::Line::text).collect()
    }

    #[test]
    fn a_page_is_turned_as_most_of_it_is_read() {
        // Read upwards, from the left edge to the right one: a broad table on an upright page.
        let upwards = |character, x, y| glyph(character, (x, y), (0.0, -10.0), (-10.0, 0.0));
        let sheet = page(vec![upwards('上', 30.0, 150.0), upwards('行', 30.0, 140.0), upwards('下', 50.0, 150.0)]);
        assert_eq!((sheet.width, sheet.height), (200.0, 100.0));
        assert_eq!(text(&sheet), ["上行", "下"]);
    }

    #[test]
    fn a_word_turned_among_upright_ones_reads_downwards() {
        let upright = |x| glyph('正', (x, 20.0), (10.0, 0.0), (0.0, -10.0));
        let upwards = |character, y| glyph(character, (30.0, y), (0.0, -10.0), (-10.0, 0.0));
        let sheet = page(vec![upright(10.0), upright(20.0), upright(30.0), upwards('标', 150.0), upwards('签', 140.0)]);
        assert_eq!(text(&sheet), ["正正正", "标", "签"]);
    }

    #[test]
    fn what_runs_aslant_stands_aside_and_what_lies_off_the_paper_is_not_read() {
        let aslant = |character, at| glyph(character, (at, at), (7.0, 7.0), (7.0, -7.0));
        let upright = |x| glyph('正', (x, 20.0), (10.0, 0.0), (0.0, -10.0));
        let sheet = page(vec![upright(10.0), upright(500.0), aslant('水', 50.0), aslant('印', 57.0)]);
        assert_eq!((text(&sheet), sheet.aslant), (vec!["正".to_owned()], vec!["水印".to_owned()]));
    }

    #[test]
    fn broken_places_are_passed_over() {
        let odd = [f64::NAN, f64::INFINITY, 1e300];
        let sheet = page(odd.map(|at| glyph('1', (at, 20.0), (at, 0.0), (0.0, at))).to_vec());
        assert_eq!(sheet.letters, []);
    }
}
