//! Letters to lines, and lines to text: where a blank belongs and where a line falls into pieces.

use super::characters::{is_digit, is_wide};

/// One upright letter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letter {
    pub(super) character: char,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) baseline: f64,
    /// The height of its font.
    pub(super) size: f64,
}

/// Letters on one baseline, from left to right; at least one is no blank.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) letters: Vec<Letter>,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// The height of most of its letters.
    pub(super) size: f64,
}

impl Letter {
    /// The top of the square that a Chinese character fills.
    pub(super) fn top(&self) -> f64 {
        self.baseline - 0.88 * self.size
    }

    pub(super) fn bottom(&self) -> f64 {
        self.baseline + 0.12 * self.size
    }

    pub(super) fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.left, self.right), self.baseline - 0.38 * self.size)
    }

    fn is_blank(&self) -> bool {
        self.character.is_whitespace()
    }
}

/// Parts letters into lines by their baselines, from the top; lines of blanks alone are left out.
pub(super) fn lines(mut letters: Vec<Letter>) -> Vec<Line> {
    letters.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
    let mut lines = Vec::new();
    let mut rest = letters.as_slice();
    while let Some(first) = rest.first() {
        let on_line =
            |letter: &&Letter| letter.baseline - first.baseline <= 0.25 * first.size.min(letter.size).max(2.0);
        let count = rest.iter().take_while(on_line).count().max(1);
        let (line, below) = rest.split_at(count);
        lines.extend(Line::new(line.to_vec()));
        rest = below;
    }
    lines.sort_by(|one, other| one.top.total_cmp(&other.top));
    lines
}

impl Line {
    fn new(mut letters: Vec<Letter>) -> Option<Self> {
        letters.sort_by(|one, other| one.left.total_cmp(&other.left));
        let first = letters.iter().position(|letter| !letter.is_blank())?;
        let last = letters.iter().rposition(|letter| !letter.is_blank())?;
        let letters = letters.get(first..=last)?.to_vec();
        let inked = || letters.iter().filter(|letter| !letter.is_blank());
        let mut sizes: Vec<f64> = inked().map(|letter| letter.size).collect();
        sizes.sort_by(f64::total_cmp);
        Some(Self {
            left: inked().map(|letter| letter.left).fold(f64::INFINITY, f64::min),
            right: inked().map(|letter| letter.right).fold(f64::NEG_INFINITY, f64::max),
            top: inked().map(Letter::top).fold(f64::INFINITY, f64::min),
            bottom: inked().map(Letter::bottom).fold(f64::NEG_INFINITY, f64::max),
            size: sizes.get(sizes.len() / 2).copied()?,
            letters,
        })
    }

    /// The text, with a blank where one is drawn or where letters stand clearly apart.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let spread = self.spread();
        for (gap, letter) in self.gaps() {
            if gap.is_some_and(|gap| gap.parts_words() && !spread.is_some_and(|spread| gap.is_even(spread))) {
                text.push(' ');
            }
            text.push(letter.character);
        }
        text
    }

    /// How far apart the letters of a line are set so that it fills its place, in heights: as far as nearly all Chinese
    /// letters stand from what follows them. Nothing where they are not set evenly, or are too few to say.
    fn spread(&self) -> Option<f64> {
        const LEAST: usize = 4;
        const EVEN: f64 = 0.08;
        let between = |gap: &Gap| gap.drawn == 0 && is_wide(gap.before);
        let gaps = self.gaps().filter_map(|(gap, _)| gap.filter(between));
        let mut spreads: Vec<f64> = gaps.map(|gap| gap.pitch - 1.0).collect();
        spreads.sort_by(f64::total_cmp);
        let middle = spreads.get(spreads.len() / 2).copied().filter(|own| (0.1..=0.6).contains(own))?;
        let even = spreads.iter().filter(|own| (**own - middle).abs() < EVEN).count();
        (spreads.len() >= LEAST && even * 4 >= spreads.len() * 3).then_some(middle)
    }

    /// The line as pieces that stand clearly apart.
    pub(super) fn pieces(&self) -> Vec<Line> {
        let mut pieces: Vec<Vec<Letter>> = Vec::new();
        for (gap, letter) in self.gaps() {
            match (pieces.last_mut(), gap) {
                (Some(piece), Some(gap)) if !gap.parts_pieces() => {
                    if gap.drawn > 0 {
                        let left = piece.last().map_or(letter.left, |last| last.right);
                        piece.push(Letter { character: ' ', left, right: letter.left.max(left), ..*letter });
                    }
                    piece.push(*letter);
                }
                _ => pieces.push(vec![*letter]),
            }
        }
        pieces.into_iter().filter_map(Line::new).collect()
    }

    /// The line in parts wherever letters stand a little apart, however little; digits of one figure stay together.
    /// Each with whether a blank is drawn before it.
    pub(super) fn parts(&self) -> Vec<(Drawn, Line)> {
        let mut parts: Vec<(Drawn, Vec<Letter>)> = Vec::new();
        for (gap, letter) in self.gaps() {
            let apart = gap.is_none_or(|gap| {
                let digits = is_digit(gap.before) && is_digit(gap.after);
                gap.drawn > 0 || gap.ems > if digits { 0.2 } else { 0.08 }
            });
            if let Some((_, part)) = parts.last_mut().filter(|_| !apart) {
                part.push(*letter);
                continue;
            }
            let blank = gap.is_some_and(|gap| gap.drawn > 0);
            parts.push((if blank { Drawn::Blank } else { Drawn::Nothing }, vec![*letter]));
        }
        parts.into_iter().filter_map(|(drawn, letters)| Some((drawn, Line::new(letters)?))).collect()
    }

    /// Adds a part that stands to the right on the same line.
    pub(super) fn append(&mut self, drawn: Drawn, part: Line) {
        let mut letters = std::mem::take(&mut self.letters);
        if let (Drawn::Blank, Some(first)) = (drawn, part.letters.first()) {
            letters.push(Letter { character: ' ', left: self.right, right: first.left.max(self.right), ..*first });
        }
        letters.extend(part.letters);
        if let Some(whole) = Line::new(letters) {
            *self = whole;
        }
    }

    /// Every letter that is no blank, with the gap before it.
    fn gaps(&self) -> impl Iterator<Item = (Option<Gap>, &Letter)> {
        let mut before: Option<&Letter> = None;
        let mut drawn = 0;
        self.letters.iter().filter_map(move |letter| {
            if letter.is_blank() {
                drawn += 1;
                return None;
            }
            let gap = before.map(|before| Gap {
                ems: (letter.left - before.right) / before.size.min(letter.size).max(0.1),
                pitch: (letter.left - before.left) / before.size.min(letter.size).max(0.1),
                drawn,
                before: before.character,
                after: letter.character,
            });
            drawn = 0;
            before = Some(letter);
            Some((gap, letter))
        })
    }
}

/// What is drawn between two parts of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    Nothing,
    Blank,
}

/// What lies between two letters of a line.
#[derive(Debug, Clone, Copy)]
struct Gap {
    /// Its width in heights of the letters beside it.
    ems: f64,
    /// From the beginning of the one letter to that of the other, in heights.
    pitch: f64,
    /// How many blanks are drawn in it.
    drawn: usize,
    before: char,
    after: char,
}

impl Gap {
    fn wide_letters(&self) -> usize {
        usize::from(is_wide(self.before)) + usize::from(is_wide(self.after))
    }

    /// Chinese letters are spread to fill lines and headings; figures and Latin letters of one word are not.
    fn parts_words(&self) -> bool {
        let least = match self.wide_letters() {
            0 => 0.22,
            1 => 1.0,
            _ => 1.5,
        };
        self.drawn > 0 || self.ems > least
    }

    /// Whether letters stand no farther apart than all of their line, which are spread: each behind its own width, or all at
    /// one pitch whatever their width.
    fn is_even(&self, spread: f64) -> bool {
        const MORE: f64 = 0.12;
        self.drawn == 0 && (self.ems <= spread + MORE || (self.pitch - 1.0 - spread).abs() <= MORE)
    }

    /// An ordinary blank is a quarter to a half of the height wide, a Chinese one the whole.
    fn parts_pieces(&self) -> bool {
        if self.drawn == 0 {
            let least = if is_digit(self.before) && is_digit(self.after) { 0.4 } else { 0.6 };
            return self.ems > least;
        }
        let least = if self.wide_letters() == 2 { 1.6 } else { 0.8 };
        self.ems > least
    }
}

/// Lines of one cell or paragraph as one text: Chinese letters run on, all else is parted by a line break.
pub(super) fn run_on<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines {
        let (before, after) = (text.chars().next_back(), line.chars().next());
        let runs_on = |character: Option<char>| character.is_some_and(|own| is_wide(own) && !is_digit(own));
        let together = runs_on(before) && runs_on(after);
        if !text.is_empty() && !together {
            text.push('\n');
        }
        text.push_str(line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of letters of 10 points, each with its left edge; Chinese ones are 10 wide, others 5.
    fn line(letters: &[(char, f64)]) -> Line {
        let letter = |(character, left): &(char, f64)| {
            let width = if is_wide(*character) { 10.0 } else { 5.0 };
            Letter { character: *character, left: *left, right: left + width, baseline: 100.0, size: 10.0 }
        };
        Line::new(letters.iter().map(letter).collect()).unwrap()
    }

    #[test]
    fn blanks_stand_where_they_are_drawn_or_where_letters_stand_apart() {
        assert_eq!(line(&[('2', 0.0), ('0', 5.0)]).text(), "20");
        assert_eq!(line(&[('2', 0.0), ('0', 8.0)]).text(), "2 0");
        assert_eq!(line(&[('2', 0.0), (' ', 5.0), ('0', 6.0)]).text(), "2 0");
        assert_eq!(line(&[('总', 0.0), ('计', 22.0), ('3', 35.0)]).text(), "总计3");
        assert_eq!(line(&[('总', 0.0), ('计', 30.0)]).text(), "总 计");
    }

    #[test]
    fn evenly_spread_letters_have_no_blanks_between_them() {
        let spread = |step: f64, digits: f64, text: &str| {
            let mut at = 0.0;
            let letter = |character: char| {
                let own = at;
                at += if is_wide(character) { step } else { digits };
                (character, own)
            };
            line(&text.chars().map(letter).collect::<Vec<_>>()).text()
        };
        assert_eq!(spread(13.0, 8.0, "按时办结率为100%"), "按时办结率为100%");
        assert_eq!(spread(14.0, 14.0, "按时办结率为100%"), "按时办结率为100%");
        // What is not spread, or stands farther apart than the rest.
        assert_eq!(spread(10.0, 8.0, "按时办结率为20"), "按时办结率为2 0");
        assert_eq!(spread(13.0, 16.0, "按时办结率为20"), "按时办结率为2 0");
        assert_eq!(spread(13.0, 8.0, "20"), "2 0");
        assert_eq!(spread(13.0, 8.0, "总计20"), "总计2 0");
    }

    #[test]
    fn a_line_falls_into_pieces_at_gaps_wider_than_a_blank() {
        let pieces = |letters| line(letters).pieces().iter().map(Line::text).collect::<Vec<_>>();
        assert_eq!(pieces(&[('规', 0.0), ('章', 10.0), ('1', 30.0), ('2', 35.0), ('3', 45.0)]), ["规章", "12", "3"]);
        assert_eq!(pieces(&[('总', 0.0), ('　', 10.0), ('计', 20.0), ('0', 40.0)]), ["总 计", "0"]);
    }

    #[test]
    fn letters_of_one_baseline_are_one_line_whatever_their_order() {
        let letter = |character, left, baseline| Letter { character, left, right: left + 5.0, baseline, size: 10.0 };
        let letters = vec![letter('c', 0.0, 112.0), letter('b', 9.0, 101.0), letter('a', 4.0, 100.0)];
        assert_eq!(lines(letters).iter().map(Line::text).collect::<Vec<_>>(), ["ab", "c"]);
    }

    #[test]
    fn chinese_lines_of_a_cell_run_on_and_figures_do_not() {
        assert_eq!(run_on(["属于国家", "秘密", "1", "2"].into_iter()), "属于国家秘密\n1\n2");
    }
}
