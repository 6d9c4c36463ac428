//! Fields: an instruction, which nobody reads, and its result, which is text.

use std::collections::VecDeque;
use std::ops::Range;

use super::super::{Limits, Refusal};
use super::pieces::{Pieces, unit};

const BEGIN: u16 = 0x13;
const SEPARATOR: u16 = 0x14;
const END: u16 = 0x15;
const CELL: u16 = 0x07;
/// Real fields stand in one another to a depth of three or four.
const DEEPEST: usize = 100;

/// The characters that are instructions, in order and apart. A field that never ends is none.
pub(super) fn instructions(
    main: &[u8],
    pieces: &Pieces,
    story: &Range<usize>,
    limits: &Limits,
) -> Result<Vec<Range<usize>>, Refusal> {
    // Fields that have begun, with the place where their result begins.
    let mut open: VecDeque<(usize, Option<usize>)> = VecDeque::new();
    let mut found: Vec<Range<usize>> = Vec::new();
    for piece in pieces.within(story) {
        let characters = piece.characters.start.max(story.start)..piece.characters.end.min(story.end);
        for character in characters {
            let at = piece.offset + (character - piece.characters.start) * piece.width.bytes();
            let Some(unit) = unit(main, at, piece.width) else {
                break;
            };
            match unit {
                BEGIN => {
                    // The outermost of too many has no end, for fields do not stand so deep in one another.
                    if open.len() >= DEEPEST {
                        open.pop_front();
                    }
                    open.push_back((character, None));
                }
                SEPARATOR => {
                    if let Some((_, result)) = open.back_mut() {
                        result.get_or_insert(character);
                    }
                }
                END => {
                    if let Some((begin, result)) = open.pop_back() {
                        found.push(begin..result.unwrap_or(character));
                        if found.len() > limits.pieces {
                            return Err(Refusal::over_limit(("域", "fields"), limits.pieces));
                        }
                    }
                }
                // No instruction reaches over a cell: its end is lost.
                CELL => open.retain(|(_, result)| result.is_some()),
                _ => {}
            }
        }
    }
    found.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        if apart.last().is_none_or(|last| range.start >= last.end) {
            apart.push(range);
        }
    }
    Ok(apart)
}
