//! Ruling lines put together from the strokes that writers draw: every cell edge may be a stroke of its own.

/// Which way a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Across,
    Down,
}

/// One level or plumb line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) level: Level,
    /// Its height on the page, or its distance from the left.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// How near lines are one line, in points. Double frames and cells drawn apart stay within it; nothing can be written
/// between lines so close.
pub(super) const NEAR: f64 = 3.0;

/// The shortest rule that can bound a cell.
const SHORTEST: f64 = 4.5;

/// The most rules of a page after they are put together; a page full of tables has 200. More are a drawing or a map.
const MOST: usize = 1_200;

/// Puts touching strokes of one line together; none where a page has so many that they are a picture.
pub(super) fn merged(strokes: impl Iterator<Item = Rule>) -> Vec<Rule> {
    let (mut across, mut down): (Vec<Rule>, Vec<Rule>) = strokes.partition(|rule| rule.level == Level::Across);
    // A dot of a dotted line is as wide as it is high: it may belong to a line either way.
    let dots: Vec<Rule> = across.iter().filter(|rule| rule.to - rule.from <= NEAR).map(turned).collect();
    let specks: Vec<Rule> = down.iter().filter(|rule| rule.to - rule.from <= NEAR).map(turned).collect();
    down.extend(dots);
    across.extend(specks);
    let mut rules = one_way(across);
    rules.extend(one_way(down));
    if rules.len() > MOST { Vec::new() } else { rules }
}

fn turned(rule: &Rule) -> Rule {
    let level = match rule.level {
        Level::Across => Level::Down,
        Level::Down => Level::Across,
    };
    Rule { level, at: f64::midpoint(rule.from, rule.to), from: rule.at, to: rule.at }
}

fn one_way(mut strokes: Vec<Rule>) -> Vec<Rule> {
    strokes.sort_by(|one, other| one.at.total_cmp(&other.at));
    let mut rules = Vec::new();
    let mut rest = strokes.as_mut_slice();
    while let Some(first) = rest.first() {
        let reach = first.at + NEAR / 2.0;
        let count = rest.iter().take_while(|stroke| stroke.at <= reach).count();
        let (band, behind) = rest.split_at_mut(count);
        band.sort_by(|one, other| one.from.total_cmp(&other.from));
        rules.extend(band_merged(band));
        rest = behind;
    }
    rules.retain(|rule| rule.to - rule.from >= SHORTEST);
    rules
}

fn band_merged(band: &[Rule]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for stroke in band {
        match rules.last_mut().filter(|rule| stroke.from <= rule.to + NEAR) {
            Some(rule) => {
                let (own, new) = (rule.to - rule.from, stroke.to - stroke.from);
                if new > own {
                    rule.at = stroke.at;
                }
                rule.to = rule.to.max(stroke.to);
            }
            None => rules.push(*stroke),
        }
    }
    rules
}

/// The places near one another as one, in order; each at the middle of its own.
pub(super) fn places(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    let mut places: Vec<(f64, f64)> = Vec::new();
    for value in values {
        match places.last_mut().filter(|(first, _)| value - *first <= NEAR) {
            Some((_, last)) => *last = value,
            None => places.push((value, value)),
        }
    }
    places.into_iter().map(|(first, last)| f64::midpoint(first, last)).collect()
}

/// The place nearest to a value, as its number.
pub(super) fn nearest(places: &[f64], value: f64) -> usize {
    let after = places.partition_point(|place| *place < value);
    let distance = |number: usize| places.get(number).map_or(f64::INFINITY, |place| (place - value).abs());
    if after > 0 && distance(after - 1) <= distance(after) {
        after - 1
    } else {
        after.min(places.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(at: f64, from: f64, to: f64) -> Rule {
        Rule { level: Level::Across, at, from, to }
    }

    #[test]
    fn edges_drawn_one_by_one_are_one_line() {
        let strokes =
            [across(10.0, 0.0, 50.0), across(10.4, 50.5, 100.0), across(11.0, 99.0, 150.0), across(30.0, 0.0, 9.0)];
        let rules = merged(strokes.into_iter());
        assert_eq!(rules.len(), 2);
        assert_eq!((rules[0].from, rules[0].to), (0.0, 150.0));
    }

    #[test]
    fn dots_make_lines_both_ways_and_specks_none() {
        let dots = (0..40).map(|dot| across(5.0, f64::from(dot) * 2.0, f64::from(dot) * 2.0 + 0.7));
        let column = (0..40).map(|dot| across(200.0 + f64::from(dot) * 2.0, 3.0, 3.7));
        let rules = merged(dots.chain(column));
        assert_eq!(rules.iter().map(|rule| rule.level).collect::<Vec<_>>(), [Level::Across, Level::Down]);
    }

    #[test]
    fn places_are_the_middles_of_near_values() {
        assert_eq!(places(vec![10.0, 50.0, 12.0]), [11.0, 50.0]);
        assert_eq!(nearest(&[11.0, 50.0], 31.0), 1);
        assert_eq!(nearest(&[11.0, 50.0], 20.0), 0);
    }
}
