//! What a regular expression can match at all: nothing, anything, or some texts. Characters are told apart by kind only,
//! so that a pattern said to match nothing surely does not.

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// What a pattern matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matches {
    Nothing,
    /// Nothing in the prose, from which white space is taken away and where digits and letters are half width.
    NothingInProse,
    Anything,
    Some,
}

/// The text in which a pattern is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    Printed,
    /// Without white space and `*`, digits and letters half width.
    Prose,
}

/// Texts that have nothing in common.
const STRANGERS: [&str; 4] = ["公", "a", "0", "，"];

/// So many characters are looked at of a range before it is taken to hold all kinds.
const LOOKED_AT: usize = 5000;

pub(super) fn matches(pattern: &Regex, ground: Ground) -> Matches {
    if STRANGERS.iter().all(|text| pattern.is_match(&text.repeat(40))) {
        return Matches::Anything;
    }
    let parsed = regex_syntax::ParserBuilder::new().multi_line(true).build().parse(pattern.as_str());
    let Ok(hir) = parsed else { return Matches::Some };
    if relation(&hir, Ground::Printed) == NONE {
        return Matches::Nothing;
    }
    if ground == Ground::Prose && relation(&hir, Ground::Prose) == NONE {
        return Matches::NothingInProse;
    }
    Matches::Some
}

/// Whether a text can stand in the prose as it is held against words and patterns.
pub(super) fn can_stand_in_prose(text: &str) -> bool {
    text.chars().all(|c| stands(c, Ground::Prose))
}

fn stands(c: char, ground: Ground) -> bool {
    let folded = matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％');
    ground == Ground::Printed || !(c.is_whitespace() || c == '*' || folded)
}

/// What stands beside a place in a text: its edge, a line break, a character of a word, any other.
const EDGE: usize = 0;
const BREAK: usize = 1;
const WORD: usize = 2;
const OTHER: usize = 3;

/// For each place that a match may begin at (what is before it, what is after it) the places that it may end at.
type Relation = [u16; 16];

const NONE: Relation = [0; 16];

const fn place(before: usize, after: usize) -> usize {
    before * 4 + after
}

fn same() -> Relation {
    std::array::from_fn(|place| 1 << place)
}

fn after(first: &Relation, then: &Relation) -> Relation {
    first.map(|ends| (0..16).filter(|end| ends & (1 << end) != 0).fold(0, |all, end| all | then[end]))
}

fn either(a: &Relation, b: &Relation) -> Relation {
    std::array::from_fn(|place| a[place] | b[place])
}

/// One character of a kind.
fn one(kind: usize) -> Relation {
    let ends = (0..4).fold(0, |ends, next| ends | 1 << place(kind, next));
    std::array::from_fn(|place| if place % 4 == kind { ends } else { 0 })
}

fn kind(c: char) -> usize {
    match c {
        '\n' => BREAK,
        c if regex_syntax::is_word_character(c) => WORD,
        _ => OTHER,
    }
}

fn relation(hir: &Hir, ground: Ground) -> Relation {
    match hir.kind() {
        HirKind::Empty => same(),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => text
                .chars()
                .fold(same(), |so_far, c| if stands(c, ground) { after(&so_far, &one(kind(c))) } else { NONE }),
            Err(_) => any(),
        },
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().fold(NONE, |all, range| either(&all, &of_range(range.start(), range.end(), ground)))
        }
        HirKind::Class(Class::Bytes(class)) => {
            if class.ranges().is_empty() {
                NONE
            } else {
                any()
            }
        }
        HirKind::Look(look) => looked(*look),
        HirKind::Capture(capture) => relation(&capture.sub, ground),
        HirKind::Concat(parts) => parts.iter().fold(same(), |so_far, part| after(&so_far, &relation(part, ground))),
        HirKind::Alternation(ways) => ways.iter().fold(NONE, |all, way| either(&all, &relation(way, ground))),
        HirKind::Repetition(repetition) => repeated(&relation(&repetition.sub, ground), repetition.min, repetition.max),
    }
}

/// One character or more of any kind.
fn any() -> Relation {
    let once = [BREAK, WORD, OTHER].into_iter().fold(NONE, |all, kind| either(&all, &one(kind)));
    either(&once, &after(&once, &once))
}

fn of_range(from: char, to: char, ground: Ground) -> Relation {
    let mut kinds = [false; 4];
    let mut all = NONE;
    for (looked_at, c) in (from..=to).filter(|c| stands(*c, ground)).enumerate() {
        if looked_at == LOOKED_AT || kinds[WORD] && kinds[OTHER] {
            // The rest may be of any kind.
            return [BREAK, WORD, OTHER].into_iter().fold(all, |all, kind| either(&all, &one(kind)));
        }
        let kind = kind(c);
        if !kinds[kind] {
            kinds[kind] = true;
            all = either(&all, &one(kind));
        }
    }
    all
}

fn repeated(once: &Relation, least: u32, most: Option<u32>) -> Relation {
    // What a repetition can do it does within a few rounds: there are only sixteen places.
    let rounds = |count: u32| (0..count.min(16)).fold(same(), |so_far, _| after(&so_far, once));
    let mut all = rounds(least);
    let more = most.map_or(16, |most| most.saturating_sub(least)).min(16);
    for _ in 0..more {
        all = either(&all, &after(&all, once));
    }
    all
}

/// The places where an anchor holds; one that cannot be told holds everywhere.
fn looked(look: Look) -> Relation {
    let holds = |before: usize, next: usize| match look {
        Look::Start => before == EDGE,
        Look::End => next == EDGE,
        Look::StartLF => before == EDGE || before == BREAK,
        Look::EndLF => next == EDGE || next == BREAK,
        Look::WordUnicode => (before == WORD) != (next == WORD),
        Look::WordUnicodeNegate => (before == WORD) == (next == WORD),
        Look::WordStartUnicode => before != WORD && next == WORD,
        Look::WordEndUnicode => before == WORD && next != WORD,
        Look::StartCRLF
        | Look::EndCRLF
        | Look::WordAscii
        | Look::WordAsciiNegate
        | Look::WordStartAscii
        | Look::WordEndAscii
        | Look::WordStartHalfAscii
        | Look::WordEndHalfAscii
        | Look::WordStartHalfUnicode
        | Look::WordEndHalfUnicode => true,
    };
    std::array::from_fn(|place| if holds(place / 4, place % 4) { 1 << place } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str, ground: Ground) -> Matches {
        matches(&crate::rules::forbidden::regex(pattern).unwrap(), ground)
    }

    #[test]
    fn patterns_that_match_nothing_are_told_from_those_that_match_something() {
        for pattern in ["[^\\s\\S]", "a^b", "政$务", "\\B政\\b务", "(?:a^b|[^\\s\\S])+公开", "公\\z开", "x{3}\\A"]
        {
            assert_eq!(of(pattern, Ground::Printed), Matches::Nothing, "{pattern}");
        }
        for pattern in ["a$\\n^b", "^政务$", "(a^b)?政务", "[^\\n]x{17}", "\\b政", "a{0}^b", "(?m:^)公开", "公开|a^b"]
        {
            assert_eq!(of(pattern, Ground::Printed), Matches::Some, "{pattern}");
        }
    }

    #[test]
    fn prose_has_no_blanks_and_no_full_width_digits() {
        for pattern in ["政务 公开", "５件", "[\\s　]+公开", "收\\s费"] {
            assert_eq!(of(pattern, Ground::Prose), Matches::NothingInProse, "{pattern}");
            assert_eq!(of(pattern, Ground::Printed), Matches::Some, "{pattern}");
        }
        assert_eq!(of("政务\\s*公开", Ground::Prose), Matches::Some);
        assert_eq!(of("[5５]件", Ground::Prose), Matches::Some);
    }

    #[test]
    fn patterns_that_match_anything_are_found() {
        for pattern in ["", "x*", "(政务)?", ".", ".+", "[\\s\\S]{3}", "^"] {
            assert_eq!(of(pattern, Ground::Prose), Matches::Anything, "{pattern}");
        }
        for pattern in ["^$", "\\w+", "[一-龥]"] {
            assert_eq!(of(pattern, Ground::Prose), Matches::Some, "{pattern}");
        }
    }
}
